# lib/client.sh: loads that wrk cannot send. Python is a stub that keeps how it was called.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  write_group shop "/ws:talk" "/plain:plain"
  write_contract shop <<<'{talk: {title: "T", expect: {status: 101}, client: {kind: "websocket", mode: "echo"}}, plain: {title: "P", expect: {status: 200}}}'
  load_contracts
  mkdir -p "$WORK/bin"
  SETUP_PYTHON=$WORK/bin/python
  python_does 'while [ $# -gt 0 ]; do [ "$1" = --result ] && echo "{}" >"$2"; shift; done'
}

python_does() { # <shell commands>
  printf '#!/bin/sh\necho "$@" >>%q\n%s\n' "$WORK/calls" "$1" >"$WORK/bin/python"
  chmod +x "$WORK/bin/python"
}

@test "an endpoint that names a client is loaded by it, any other by wrk" {
  client::is_needed shop.talk
  fails client::is_needed shop.plain
}

@test "the client gets the endpoint's words, the load and where to write" {
  client::run 4711 shop.talk/0 64 2 "" result
  same "$WRK_REASON" ""
  same "$(cat "$WORK/calls")" '-m bench.clients --kind websocket --spec {"kind":"websocket","mode":"echo"} --port 4711 --path /ws --connections 64 --seconds 2 --result result'
  client::run 4711 shop.talk/0 64 2 300 result
  has "$(tail -n 1 "$WORK/calls")" "--rate 300"
}

@test "a client that fails, or writes nothing, is a load that failed" {
  echo old >result
  python_does 'echo "no route to it" >&2; exit 1'
  client::run 4711 shop.talk/0 64 2 "" result
  same "$WRK_REASON" "the client ended with status 1: no route to it"
  python_does 'exit 0'
  client::run 4711 shop.talk/0 64 2 "" result
  has "$WRK_REASON" "the client ended with status 0"
}

@test "what is wrong with an answer is what the client's check says" {
  python_does 'echo "the echo is another"; echo "and late"'
  same "$(client::check 4711 shop.talk/0)" $'the echo is another\nand late'
  has "$(cat "$WORK/calls")" "--check"
  python_does 'exit 3'
  same "$(client::check 4711 shop.talk/0)" "the check of the client did not end well"
}
