# The journal of a cell (one event a line) → its record. The status is the first problem's; without one it is ok.
def status_of: {
    contract: "contract_failed", load: "load_failed", server: "server_failed",
    unsupported: "unsupported", interrupted: "interrupted"
  }[.kind];

(map(select(.kind == "cell")) | first) as $cell
| map(select(.kind == "window")) as $windows
| map(select(.kind == "duet")) as $duets
| map(select(.kind == "latency")) as $latencies
| (map(select(.kind == "problem") | .problem)) as $problems
| (map(select(.kind == "start") | {key: (.round | tostring), value: .start_ms}) | from_entries) as $starts
| ($problems | map(status_of // empty) | first) as $status
| ($windows + $duets | map(.round) | unique) as $rounds
| ($rounds | length) as $measured
| ($cell | del(.kind, .rounds, .fingerprints))
  + {
      status: ($status // (if $measured < $cell.rounds then "interrupted" else "ok" end)),
      problems: ($problems + (if $status == null and $measured < $cell.rounds
        then [{kind: "interrupted", text: "the run ended after \($measured) of \($cell.rounds) rounds", round: null}] else [] end)),
      response: (map(select(.kind == "response") | .response) | last),
      rounds: ($rounds | map(. as $round | {
        round: $round,
        start_ms: $starts[$round | tostring],
        windows: [$windows[] | select(.round == $round) | del(.kind, .round)],
        duets: [$duets[] | select(.round == $round) | del(.kind, .round)]
      })),
      latency_at: ($latencies | group_by([.share == null, .share]) | map(.[0] + {windows: map(.window)} | del(.kind, .window)))
    }
