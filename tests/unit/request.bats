# lib/request.sh: what is sent, and what of an answer is kept. Against a server that keeps what it gets.

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
  request::send "$PORT" "$1" sent
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
  REQUEST_LIMIT_SECONDS=1
  local -a command
  request::command recorded.silent/0 command
  has "${command[*]}" "--max-time 1 "
  send recorded.silent/0
  same "$(cat sent.head)" ""
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
