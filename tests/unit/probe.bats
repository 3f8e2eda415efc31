# lib/probe.sh: one request, all checks of an endpoint, the check after a window. Against a server that keeps what it gets.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/recorder
  load_modules
  start_recorder
}

teardown() {
  stop_recorder
}

send() { # <check>
  probe::send "$PORT" "$1" sent
}

@test "the head and the body of an answer are written as they came" {
  expect_paths /same
  send recorded.same/0
  same "$(cat sent.body)" '{"path": "same"}'
  same "$(head -n 1 sent.head)" $'HTTP/1.1 200 Said\r'
  same "$(tail -c 4 sent.head | od -An -tx1)" " 0d 0a 0d 0a"
}

@test "nothing is sent that the contract does not say" {
  expect_paths /same
  send recorded.same/0
  same "$(first_recorded)" $'GET /same HTTP/1.1\nHost: 127.0.0.1:'"$PORT"
}

@test "headers and body are sent as the contract says" {
  write_group recorded "/same:same:POST"
  write_contract recorded <<<'{same: {title: "t", request: {headers: {"X-Odd": "a: b, \"c\""}, body: {text: "ä\n", n: 1}}, expect: {status: 200}}}'
  load_contracts
  send recorded.same/0
  has "$(first_recorded)" 'X-Odd: a: b, "c"'
  has "$(first_recorded)" 'Content-Type: application/json'
  has "$(first_recorded)" '{"text":"ä\n","n":1}'
  has "$(first_recorded)" 'POST /same HTTP/1.1'
}

@test "dots, brackets and braces in a path are sent as they are" {
  write_group recorded "/a/../b?ids[]=1&n=[1-3]:odd"
  write_contract recorded <<<'{odd: {title: "t", expect: {status: 200}, cases: [{title: "c", path: "/{a,b}", expect: {status: 200}}]}}'
  load_contracts
  send recorded.odd/0
  send recorded.odd/1
  grep -q '^GET /a/../b?ids\[\]=1&n=\[1-3\] HTTP/1.1' "$RECORDED"
  grep -q '^GET /{a,b} HTTP/1.1' "$RECORDED"
}

@test "neither a proxy of the environment nor a curlrc comes in between" {
  expect_paths /same
  export http_proxy=http://127.0.0.1:9 all_proxy=http://127.0.0.1:9 HOME=$WORK CURL_HOME=$WORK
  printf 'header = "X-Own: yes"\n' >"$WORK/.curlrc"
  send recorded.same/0
  same "$(first_recorded)" $'GET /same HTTP/1.1\nHost: 127.0.0.1:'"$PORT"
}

@test "a redirect is the answer and is not followed" {
  expect_paths /status/302
  send recorded.status_302/0
  has "$(head -n 1 sent.head)" 302
  same "$(grep -c -- ----- "$RECORDED")" 1
}

@test "where nothing listens, and where an answer breaks off, there is no answer" {
  expect_paths /same /torn
  send recorded.torn/0
  same "$(cat sent.head)" ""
  stop_recorder
  echo old >sent.body
  send recorded.same/0
  same "$(cat sent.head)$(cat sent.body)" ""
}

@test "an answer that does not come within the limit is none" {
  expect_paths /silent
  PROBE_LIMIT_SECONDS=1
  local -a command
  probe::command recorded.silent/0 command
  has "${command[*]}" "--max-time 1 "
  send recorded.silent/0
  same "$(cat sent.head)" ""
}

@test "a right endpoint has no problem; its sizes and its status are known afterwards" {
  expect_paths /same
  local -a found=(old)
  probe::verify recorder recorded.same found
  same "${#found[@]}" 0
  same "${PROBE_BODY_BYTES["recorder|recorded.same"]}" 16
  same "${PROBE_HEAD_BYTES["recorder|recorded.same"]}" "$(wc -c <"$CORE_TEMP/answers.recorder/recorded.same/0_0.head")"
}

@test "a wrong endpoint has its problems, and is not remembered as right" {
  expect_paths /status/500
  local -a found
  probe::verify recorder recorded.status_500 found
  same "${found[*]}" "status 500 instead of 200"
  [[ ! -v PROBE_VERIFIED["recorder|recorded.status_500"] ]]
}

@test "cases are sent too, and relations as often as they say" {
  write_group recorded "/count:count"
  write_contract recorded <<<'{count: {title: "t", expect: {status: 200},
    cases: [{title: "gone", path: "/status/404", expect: {status: 404}}],
    relations: [{title: "counts up", requests: 3, that: ".[1].count == .[0].count + 1 and .[2].count == .[0].count + 2"}]}}'
  load_contracts
  local -a found
  probe::verify recorder recorded.count found
  same "${found[*]}" ""
  # Two more look for keep-alive.
  same "$(grep -c 'GET /count' "$RECORDED") $(grep -c 'GET /status/404' "$RECORDED")" "6 1"
}

@test "several endpoints are asked and judged together; each keeps its own problems, and each request has a connection of its own" {
  expect_paths /same /status/500 /torn /count
  probe::verify_all recorder recorded.same recorded.status_500 recorded.torn recorded.count
  same "${PROBE_PROBLEMS["recorder|recorded.same"]}" ""
  same "${PROBE_PROBLEMS["recorder|recorded.status_500"]}" "status 500 instead of 200"
  same "${PROBE_PROBLEMS["recorder|recorded.torn"]}" "no answer"
  same "${PROBE_PROBLEMS["recorder|recorded.count"]}" ""
  has "${PROBE_TOLD["$CORE_TEMP/answers.recorder/recorded.count/0_0"]}" " 1"
}

@test "what the judge cannot judge is a problem of that endpoint alone" {
  expect_paths /same /count
  contract::_read_judges recorded
  CONTRACT_JUDGE[recorded.same]='error("out of order")'
  probe::verify_all recorder recorded.same recorded.count
  has "${PROBE_PROBLEMS["recorder|recorded.same"]}" "out of order"
  same "${PROBE_PROBLEMS["recorder|recorded.count"]}" ""
}

@test "a server that keeps its connections is told from one that closes them" {
  expect_paths /same /close
  local -a found
  probe::verify recorder recorded.same found
  probe::verify recorder recorded.close found
  same "${PROBE_KEEPS_ALIVE["recorder|recorded.same"]} ${PROBE_KEEPS_ALIVE["recorder|recorded.close"]}" "true false"
}

@test "after a window equal bytes are right without the judge" {
  expect_paths /same
  local -a found=()
  probe::verify recorder recorded.same found
  contract::judge() { echo "judged" >&2; }
  run probe::is_still_right recorder recorded.same found
  ended 0
  same "$output" ""
}

@test "after a window other bytes are judged, and may be right" {
  expect_paths /count
  local -a found=()
  probe::verify recorder recorded.count found
  probe::is_still_right recorder recorded.count found
  same "${#found[@]}" 0
}

@test "after a window a wrong answer has its problems" {
  expect_paths /same
  local -a found=()
  probe::verify recorder recorded.same found
  CONTRACT_PATH["recorded.same/0"]=/status/500
  fails probe::is_still_right recorder recorded.same found
  same "${found[*]}" "status 500 instead of 200"
}

@test "after a window no answer is a problem, also where the right body was empty" {
  expect_paths /same
  local -a found=()
  probe::verify recorder recorded.same found
  : >"${PROBE_VERIFIED["recorder|recorded.same"]}"
  stop_recorder
  fails probe::is_still_right recorder recorded.same found
  same "${found[*]}" "no answer"
}

@test "an endpoint that was never verified is not taken for right" {
  expect_paths /status/500
  local -a found=()
  fails probe::is_still_right recorder recorded.status_500 found
  same "${found[*]}" "status 500 instead of 200"
}

@test "the answer to HEAD is read to its end: a body that must not come is seen" {
  write_group recorded "/same:same"
  write_contract recorded <<<'{same: {title: "t", expect: {status: 200}, cases: [{title: "h", method: "HEAD", path: "/close", headers: {A: "1", B: "2"}, expect: {status: 200}}]}}'
  load_contracts
  send recorded.same/1
  has "$(first_recorded)" "HEAD /close HTTP/1.1"
  has "$(first_recorded)" $'A: 1\nB: 2'
  same "$(cat sent.body)" '{"path": "same"}'
  same "$(head -n 1 sent.head)" $'HTTP/1.1 200 Said\r'
}

@test "a compressed body is decoded for the judge; what is recorded is its size on the wire" {
  expect_paths /same
  CONTRACT_ENCODING["recorded.same/0"]=gzip CONTRACT_DIGESTED["recorded.same/0"]=yes
  printf 'hello' | gzip >sent.body
  probe::_digest recorded.same/0 sent
  same "$(cat sent.text)" hello
  holds '.bytes == 5 and .decoded and .sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"' sent.digest
  printf 'hello' | brotli -c >sent.body
  CONTRACT_ENCODING["recorded.same/0"]=br
  probe::_digest recorded.same/0 sent
  same "$(cat sent.text)" hello
  printf 'no brotli' >sent.body
  probe::_digest recorded.same/0 sent
  holds '.decoded == false' sent.digest
}
