# lib/services.sh: what runs beside the servers, once for the run.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  ROOT="$WORK/a project"
  mkdir -p "$ROOT/servers/services"
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}, services: ["shout"]}, b: {title: "B", expect: {status: 200}}}'
  load_contracts
  SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27999
}

teardown() {
  services::stop
}

service() { # stdin: the script
  cat >"$ROOT/servers/services/shout.sh"
  chmod +x "$ROOT/servers/services/shout.sh"
}

listening() {
  service <<<$'#!/bin/sh\necho "$2" >folder\nexec python3 -m http.server --bind 127.0.0.1 --directory "$2" "$1"'
}

start() { # <id>…
  CORE_ROOT=$ROOT
  services::start_needed "$@" 3>&-
}

@test "a service runs on its own port and with its own empty folder, and its port is told" {
  listening
  start shop.a
  curl --silent --fail "http://127.0.0.1:$SERVICE_SHOUT_PORT/" >listing
  lacks "$(cat listing)" "folder"
  [[ -d $(cat folder) ]]
}

@test "it runs once, however many ask for it, and not where nobody does" {
  listening
  start shop.b
  same "${#SERVICES_PID[@]}" 0
  start shop.a
  local first=${SERVICES_PID[shout]}
  start shop.a shop.a
  same "${SERVICES_PID[shout]}" "$first"
}

@test "it ends with the run" {
  listening
  start shop.a
  local pid=${SERVICES_PID[shout]}
  services::stop
  fails kill -0 "$pid"
  same "${#SERVICES_PID[@]}" 0
}

@test "one that ends at once, and one that is not there, end the run with the reason" {
  service <<<$'#!/bin/sh\necho "no such database" >&2\nexit 1'
  start_there() { SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27999 && CORE_ROOT=$1 && services::_start shout; }
  run as_runner start_there "$ROOT"
  ended 3
  has "$output" "the service shout did not start: no such database"
  rm "$ROOT/servers/services/shout.sh"
  run as_runner start_there "$ROOT"
  ended 3
  has "$output" "servers/services/shout.sh is missing: a contract asks for the service shout"
}
