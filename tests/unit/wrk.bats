# lib/wrk.sh and wrk.lua: one load. Real loads are short, one at a time and against 127.0.0.1.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/recorder
  load_modules
}

teardown() {
  stop_recorder
}

with_stub() {
  use_stubs wrk
  write_group recorded "/same?a=1&b=2:same"
  write_contract recorded <<<'{same: {title: "t", expect: {status: 200}}}'
  load_contracts
}

@test "the result is in microseconds, with every count and the whole distribution" {
  start_recorder
  expect_paths /same
  wrk::run "$PORT" recorded.same/0 4 2 1 result
  same "$WRK_REASON" ""
  holds '.seconds > 0.9 and .requests > 0 and .bytes > .requests and .cpu_us > 0
    and .errors == {connect: 0, read: 0, write: 0, timeout: 0, status: 0}' result
  holds '.latency_us | .min <= .p50 and .p50 <= .p75 and .p75 <= .p90 and .p90 <= .p95 and .p95 <= .p99 and .p99 <= .p99_9
    and .p99_9 <= .max and .mean > 0 and .stdev >= 0' result
  holds '.quantiles | .[0][0] == 0 and .[-1][0] == 100 and . == sort and (map(.[1]) | . == sort) and length > 20' result
  has "$(cat result.txt)" "Latency Distribution"
}

@test "the load sends byte for byte what the check sent" {
  start_recorder
  write_group recorded "/a/{x}?q=1:2&r=%20:both:POST"
  write_contract recorded <<<'{both: {title: "t", params: {x: "ä b"}, request: {headers: {"X-Odd": "a: b"}, body: {text: "ä\n\"", n: 1}},
    expect: {status: 200}}}'
  load_contracts
  request::send "$PORT" recorded.both/0 checked
  local checked
  checked=$(first_recorded)
  : >"$RECORDED"
  wrk::run "$PORT" recorded.both/0 1 1 1 result
  same "$WRK_REASON" ""
  has "$checked" 'POST /a/%C3%A4%20b?q=1:2&r=%20 HTTP/1.1'
  # wrk writes the length of a body itself, as curl does.
  same "$(first_recorded)" "$checked"
}

@test "answers with an error status are counted as such" {
  start_recorder
  expect_paths /status/500
  wrk::run "$PORT" recorded.status_500/0 2 1 1 result
  same "$WRK_REASON" ""
  holds '.requests > 0 and .errors.status == .requests' result
}

@test "a load that is never answered has no latency, which is not zero" {
  start_recorder
  expect_paths /silent
  wrk::run "$PORT" recorded.silent/0 2 1 1 result
  same "$WRK_REASON" ""
  holds '.requests == 0 and .latency_us == null and .quantiles == []' result
}

@test "where nothing listens the reason is what wrk says" {
  expect_paths /same
  wrk::run 27999 recorded.same/0 2 1 1 result
  has "$WRK_REASON" "wrk ended with status 1: unable to connect to 127.0.0.1:27999"
  [[ ! -e result ]]
}

@test "wrk gets the load, a timeout that is longer than the window, and the URL of the check" {
  with_stub
  wrk::run 27999 recorded.same/0 64 4 10 "a result"
  same "$WRK_REASON" ""
  local words
  words=$(cat "$STUB_CALLS")
  has "$words" "--threads 4 --connections 64 --duration 10s"
  has "$words" "http://127.0.0.1:27999/same?a=1&b=2"
  [[ $words =~ --timeout\ ([0-9]+)s ]]
  ((BASH_REMATCH[1] >= 10))
}

@test "wrk is pinned to its CPUs when there are any" {
  with_stub
  use_stubs taskset
  WRK_CPUS=1-2
  wrk::run 27999 recorded.same/0 4 1 1 result
  has "$(cat "$STUB_CALLS")" "taskset -c 1-2 wrk"
}

@test "an old result is never taken for a new one" {
  with_stub
  echo '{"requests": 5}' >result
  export STUB_WRK=refused
  wrk::run 27999 recorded.same/0 4 1 1 result
  has "$WRK_REASON" "wrk ended with status 1: unable to connect"
  [[ ! -e result ]]
}

@test "wrk that ends well but without a result is a failed load" {
  with_stub
  export STUB_WRK=silent
  wrk::run 27999 recorded.same/0 4 1 1 result
  has "$WRK_REASON" "wrk ended with status 0"
}

@test "wrk that does not end is stopped, with a reason that says so" {
  with_stub
  use_stubs timeout
  export STUB_WRK=hangs
  wrk::run 27999 recorded.same/0 4 1 1 result
  has "$WRK_REASON" "still running"
}

@test "a load can be ended in the middle, as a signal to the run does" {
  with_stub
  export STUB_WRK=hangs
  wrk::start only 27999 recorded.same/0 4 1 5 result 3>&-
  local pid=${WRK_PID[only]}
  core::wait_until 2000 test -s "$STUB_CALLS"
  wrk::stop
  fails kill -0 "$pid"
}

@test "connections are a multiple of threads, and one for each thread at least" {
  local fitted given
  for given in "100 4:100" "100 3:99" "7 2:6" "2 4:4" "1 1:1"; do
    # shellcheck disable=SC2086 # two words
    wrk::fit_connections ${given%:*} fitted
    same "$given $fitted" "$given ${given#*:}"
  done
}

@test "a load of so many requests ends with the last of them, and its time with it" {
  start_recorder
  expect_paths /same
  CONTRACT_MAX_REQUESTS[recorded.same]=10
  wrk::run "$PORT" recorded.same/0 2 2 1 result
  same "$WRK_REASON" ""
  holds '.requests >= 10 and .requests <= 12 and .seconds < 0.9' result
  CONTRACT_MAX_REQUESTS[recorded.same]=1000000
  wrk::run "$PORT" recorded.same/0 2 2 1 result
  holds '.requests > 10 and .seconds > 0.9' result
}
