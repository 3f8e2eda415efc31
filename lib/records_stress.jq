# The journal of a stressed endpoint → its record: the steps in the order they were made, and what they show together.
def status_of: {contract: "contract_failed", load: "load_failed", server: "server_failed", unsupported: "unsupported"}[.kind];

# A step that was repeated counts by its repetition. In rising order.
def last_attempts: group_by([.kind, .target_rps, .connections]) | map(max_by(.attempt));

# The lowest step of a kind that was not ok; what only the client limited broke nothing.
def failure($kind):
  map(select(.kind == $kind))
  | map(select(.verdict | . != "ok" and . != "client_limited")) as $broken
  | ($broken[0] // (last | if .verdict == "client_limited" then . else null end))
  | if . then {verdict, text, connections, target_rps, errors: .window.errors} else null end;

def best: map(select(.kind == "connections" and .rate != null and (.verdict | . != "errors" and . != "died" and . != "unresponsive"))) | max_by(.rate);

# The fewest connections that reach 90 % of the best rate: beyond them answers come later, not more of them.
def knee:
  best as $best
  | if $best == null then null
    else map(select(.kind == "connections" and .rate != null and .rate >= 0.9 * $best.rate))
      | min_by(.connections)
      | {connections, rate, p99_ms, client_limited: ($best.verdict == "client_limited")} end;

def capacity: map(select(.kind == "rate" and .verdict == "ok")) | max_by(.rate)
  | if . then {rps: .rate, target_rps, connections, p99_ms} else null end;

# After the last load the answers are right and as fast as at the beginning, and no load ended the server.
def recovered:
  (map(select(.kind == "recovery")) | last) as $after
  | if any(.verdict == "died" or .verdict == "unresponsive") then false
    elif $after == null then null
    else ($after.verdict | . == "ok" or . == "client_limited") end;

(map(select(.kind == "stress")) | first) as $cell
| map(select(.kind == "step") | .step) as $steps
| ($steps | last_attempts) as $final
| map(select(.kind == "problem") | .problem) as $problems
| ($problems | map(status_of // empty) | first) as $status
| any(.kind == "end") as $ended
| ($cell | del(.kind))
  + {
      status: ($status // (if $ended then "ok" else "interrupted" end)),
      problems: ($problems + (if $status == null and ($ended | not)
        then [{kind: "interrupted", text: "the run ended after \($steps | length) steps", round: null}] else [] end)),
      steps: $steps,
      best: ($final | best | if . then {rps: .rate, connections, client_limited: (.verdict == "client_limited")} else null end),
      knee: ($final | knee),
      capacity_at_slo: ($final | capacity),
      failure: {connections: ($final | failure("connections")), rate: ($final | failure("rate"))},
      recovered: ($final | recovered)
    }
