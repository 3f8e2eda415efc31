# What a server's memory does: at rest, under load, with large bodies and many small objects, by the collector's settings.
MEMORY_TITLE="Memory"
MEMORY_RESULT="memory_usage_comparison.json"
MEMORY_ENDPOINTS=(
  "/memory/plain:memory_plain"
  "/memory/idle:memory_idle_connections"
  "/memory/body:memory_body_1mb:POST"
  "/memory/churn:memory_churn"
  "/memory/files:memory_files"
  "/memory/gc/off:gc_off"
  "/memory/gc/on:gc_on"
  "/memory/gc/frozen:gc_frozen"
  "/memory/pool/none/{item}:pool_none"
  "/memory/pool/acquire/{item}:pool_acquire"
)
