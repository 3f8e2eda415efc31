# lib/wrk_paced.lua and lib/wrk_mix.lua: a load on a schedule. Real loads are short, one at a time and against 127.0.0.1.
# None of them asserts how fast the machine is: a closed loop gets thousands of answers where a schedule has forty slots.

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

paced() { # <from requests/s> <to> <path> <connections> <threads> <seconds>
  # shellcheck disable=SC2034 # wrk::start reads them
  local WRK_FROM_RPS=$1 WRK_TO_RPS=$2
  wrk::run "$PORT" "recorded.$3/0" "$4" "$5" "$6" result
  same "$WRK_REASON" ""
}

@test "a load without a rate has no pace, and no Lua runs between two requests" {
  start_recorder
  expect_paths /same
  wrk::run "$PORT" recorded.same/0 2 1 1 result
  holds '.paced == null and .requests > 100' result
  lacks "$(sed '/paced =/,$d' "$PROJECT/lib/wrk.lua")" "function request"
}

@test "requests leave at the rate, and no faster" {
  start_recorder
  expect_paths /same
  paced 20 20 same 4 2 2
  holds '.requests > 10 and .requests <= .paced.due + 1 and .paced.due <= 20 * .seconds + 1' result
  holds '.paced | .target_rps == 20 and .achieved_rps > 0 and .drawn == null' result
}

@test "lateness is told with its mean, percentiles and its longest" {
  start_recorder
  expect_paths /same
  paced 50 50 same 4 1 1
  holds '.paced.late_us | .mean > 0 and .p50 <= .p99 and .p99 <= .max and .mean <= .max' result
}

@test "a rate that rises from nothing sends half of what its end would" {
  start_recorder
  expect_paths /same
  paced 0 40 same 4 1 2
  holds '.paced.target_rps > 18 and .paced.target_rps < 28 and .requests <= .paced.due + 1' result
}

@test "a rate that falls sends what lies between its ends" {
  start_recorder
  expect_paths /same
  paced 40 20 same 4 1 2
  holds '.paced.target_rps > 27 and .paced.target_rps < 31' result
}

@test "slots that nobody could take are late: a server that is silent does not hide them" {
  start_recorder
  expect_paths /silent
  paced 20 20 silent 2 1 2
  holds '.requests == 0 and .paced.achieved_rps == 0 and .latency_us == null' result
  # All but the first two slots were never taken; half of them were due in the first second of two.
  holds '.paced.late_us | .p50 > 700000 and .max > 1500000' result
}

@test "wrk's correction of a closed loop does not touch a paced latency" {
  start_recorder
  expect_paths /pausing
  # One connection at fifty requests/s is due every 20 ms; after each pause wrk would add a dozen samples below it.
  paced 50 50 pausing 1 1 3
  holds '.latency_us | .max > 250000 and .p75 < .max / 4' result
}

@test "failed answers are counted as in a closed loop" {
  start_recorder
  expect_paths /status/503
  paced 20 20 status_503 2 1 1
  holds '.errors.status == .requests and .requests > 0' result
}

# A mix of a GET and a POST, three to one, in the file that WRK_MIX names.
write_mix() {
  printf 'the body\nof the POST' >body
  printf '3\x1fGET\x1f/same\x1fX-Odd: a: b\x1f\n1\x1fPOST\x1f/count?q=1\x1fContent-Type: text/plain\x1eX-More: m\x1f%s\n' "$WORK/body" >mix
}

mixed() { # <seed>
  # shellcheck disable=SC2034 # wrk::start reads them
  local WRK_MIX=$WORK/mix WRK_SEED=$1
  : >"$RECORDED"
  paced 40 40 same 1 1 1
}

# The first requests in the order in which they came.
sequence() {
  grep -aoE '^(GET|POST) [^ ]+' "$RECORDED" | head -n 15 | paste -sd' '
}

@test "a mix draws each request by its weight, with its own headers and body" {
  start_recorder
  expect_paths /same
  write_mix
  mixed 1
  holds '.paced.drawn | length == 2 and .[0] > .[1] and .[1] > 0' result
  local text
  text=$(tr -d '\r' <"$RECORDED")
  has "$text" "POST /count?q=1 HTTP/1.1"
  has "$text" $'the body\nof the POST'
  has "$text" "Content-Length: 20"
  has "$text" "X-More: m"
  has "$text" "X-Odd: a: b"
  # A GET has none of what belongs to the POST.
  lacks "$(sed -n '/^GET/,/^-----$/p' <<<"$text")" "Content-"
  lacks "$(sed -n '/^GET/,/^-----$/p' <<<"$text")" "X-More"
}

@test "the same seed draws the same requests, another seed others" {
  start_recorder
  expect_paths /same
  write_mix
  local -a drawn
  local seed
  for seed in 7 7 8; do
    # The recorder keeps the first requests of its life only.
    stop_recorder
    start_recorder
    mixed "$seed"
    drawn+=("$(sequence)")
  done
  same "${drawn[0]}" "${drawn[1]}"
  [[ ${drawn[0]} != "${drawn[2]}" ]]
}

@test "the body of the check is no part of a mix" {
  start_recorder
  write_group recorded "/same:same:POST"
  write_contract recorded <<<'{same: {title: "t", request: {body: {not: "mine"}}, expect: {status: 200}}}'
  load_contracts
  write_mix
  mixed 1
  lacks "$(<"$RECORDED")" mine
}
