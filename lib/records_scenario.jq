# The journal of a scenario on one framework → its record: what was asked for, and a window per phase.
def status_of: {contract: "contract_failed", load: "load_failed", server: "server_failed", unsupported: "unsupported"}[.kind];

(map(select(.kind == "scenario")) | first) as $cell
| map(select(.kind == "phase") | .phase) as $phases
| map(select(.kind == "problem") | .problem) as $problems
| ($problems | map(status_of // empty) | first) as $status
| any(.kind == "end") as $ended
| ($cell | del(.kind))
  + {
      status: ($status // (if $ended then "ok" else "interrupted" end)),
      problems: ($problems + (if $status == null and ($ended | not)
        then [{kind: "interrupted", text: "the run ended after \($phases | length) of \($cell.asked | length) phases", round: null}] else [] end)),
      start_ms: (map(select(.kind == "start") | .start_ms) | last),
      phases: $phases
    }
