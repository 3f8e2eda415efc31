# The lines of a journal that stay when its run goes on: the cell's own facts, and what belongs to a part of the run that is kept.
def part:
  if .kind == "latency" then "latency"
  elif .kind == "done" then .part
  elif .kind == "problem" then (if .problem.kind == "unsupported" then null else .problem.round // "latency" end)
  elif .kind == "start" then .round // "latency"
  else .round end;

. as $line
| fromjson?
| select(part | . == null or IN($kept[]))
| $line
