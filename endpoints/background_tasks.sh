# Work that is done after the answer: inside the server, and by a worker that takes it from a queue.
BACKGROUND_TASKS_TITLE="Background tasks"
BACKGROUND_TASKS_ALIASES=(tasks background)
BACKGROUND_TASKS_RESULT="background_tasks_comparison.json"
BACKGROUND_TASKS_ENDPOINTS=(
  "/tasks/none:task_none:POST"
  "/tasks/enqueue:task_enqueue:POST"
  "/tasks/concurrent:task_concurrent:POST"
  "/tasks/failing:task_failing:POST"
  "/tasks/priority:task_priority:POST"
  "/tasks/backlog:task_backlog:POST"
  "/queue/none:queue_none:POST"
  "/queue/enqueue:queue_enqueue:POST"
  "/queue/concurrent:queue_concurrent:POST"
  "/queue/retry:queue_retry:POST"
  "/queue/priority:queue_priority:POST"
  "/queue/backlog:queue_backlog:POST"
)
