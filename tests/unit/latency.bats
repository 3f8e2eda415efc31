# lib/latency.sh and latency_targets.jq: what the latency of each cell is measured at.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

# A record whose rounds have these numbers of right answers per second, each in two windows.
write_record() { # <framework> <endpoint> <status> <answers>…
  jq -n --arg framework "$1" --arg endpoint "$2" --arg status "$3" \
    '{framework: $framework, group: "own", endpoint: $endpoint, status: $status,
      rounds: [$ARGS.positional[] | {windows: [{requests: (. - 10), failed: 0, seconds: 1}, {requests: (. + 10), failed: 0, seconds: 1}]}]}' \
    --jsonargs "${@:4}" >"$1.$2.json"
}

targets() { # <shares>
  jq -nr --argjson shares "$1" --argjson common 0.5 -f "$PROJECT/lib/latency_targets.jq" ./*.json
}

@test "targets are shares of each one's median and half of the slowest one's" {
  write_record fast a ok 1000 3000 2000
  write_record slow a ok 400 600
  same "$(targets '[0.5,0.8]')" $'fast own.a 0.5 1000\nfast own.a 0.8 1600\nfast own.a null 250\nslow own.a 0.5 250\nslow own.a 0.8 400\nslow own.a null 250'
}

@test "each endpoint has a common rate of its own" {
  write_record fast a ok 1000
  write_record fast b ok 100
  write_record slow a ok 300
  same "$(targets '[]')" $'fast own.a null 150\nslow own.a null 150\nfast own.b null 50'
}

@test "a cell that failed has no target and does not bring the common rate down" {
  write_record fast a ok 1000
  write_record slow a load_failed 20
  write_record none a ok
  same "$(targets '[0.5]')" $'fast own.a 0.5 500\nfast own.a null 500'
}

@test "windows with failed requests are not part of the capacity" {
  write_record fast a ok 1000
  jq '.rounds += [{windows: [{requests: 9000, failed: 900, seconds: 1}]}]' fast.a.json >worse && mv worse fast.a.json
  same "$(targets '[0.5]' | head -n 1)" "fast own.a 0.5 500"
}

@test "a rate is one request per second at least" {
  write_record slow a ok 11
  jq '.rounds[0].windows = [{requests: 1, failed: 0, seconds: 2}]' slow.a.json >less && mv less slow.a.json
  same "$(targets '[0.5]' | cut -d' ' -f4 | sort -u)" 1
}

@test "shares are per cent, with or without the sign, and 50 and 80 when none is named" {
  same "$(OPT_latency_at=50,80% latency::_shares_json)" "[0.5,0.8]"
  same "$(OPT_latency_at=yes latency::_shares_json)" "[0.5,0.8]"
  same "$(OPT_latency_at=25 latency::_shares_json)" "[0.25]"
}

@test "a paced load has no capacity to take shares of" {
  settle() {
    cli::parse --features any "$@"
    latency::settle
  }
  run as_runner settle --latency-at --load light
  ended 2
  has "$output" "--latency-at needs the capacity"
  run as_runner settle --load light
  ended 0
}
