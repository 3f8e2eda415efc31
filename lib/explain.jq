# An endpoint's line of the concrete contracts → what it does, is asked and must answer. $group, $method, $path: its entry.
include "contract_words";

def block($title; lines): "", $title, (lines | "  " + .);

.name as $name
| .facts as $facts
| .checks[0] as $answer
| "\($group).\($name) - \($facts.title)",
  "\($method) \($path)",
  block("What it costs"; if $facts.control then "its CPU time minus that of \($group).\($facts.control), its control" else "it has no control: its own CPU time" end),
  block("Where it is served"; if $facts.application then "in an application of its own: --groups \($group)/\($facts.application)" else "with its group: --groups \($group)" end),
  (if [$facts | load_words] == [] then empty else block("How it is loaded"; $facts | load_words) end),
  block("The request, checked and timed"; $answer | request),
  block("The answer"; $answer.expect | expectation[]),
  (if $facts.proof then block("What a load must have done"; $facts.proof | proof) else empty end),
  ([.checks[1:][] | select(.kind == "case")] | if . == [] then empty else block("Checked, never timed";
    .[] | .title, (if .method == $answer.method and .path == $answer.path and .body == $answer.body and .file == $answer.file
      and .headers == $answer.headers then empty else request | "  " + . end), (.expect | expectation[] | "  " + .)) end),
  ([.checks[] | select(.kind == "relation")] | if . == [] then empty else block("What holds between answers";
    .[] | "\(.title): \(.requests // 1) requests, \(.that)") end)
