# lib/stage.sh: the servers of one start.

setup_file() {
  load ../helpers/load
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/run
  load_modules
  prepare_run
}

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/run
  load_modules
  reopen_run
  SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27999 SERVER_START_LIMIT_MS=2000
  cells::begin_all shop.a shop.b
  stage::set shop/
  sampler::ask() { printf '%s\n' "${*:2}" >>asked; }
}

teardown() {
  stop_servers
}

@test "a stage knows its endpoints, its frameworks and what its servers are started with" {
  PLAN_STAGES=(shop/large)
  CONTRACT_APPLICATION[shop.b]=large
  stage::set shop/large
  same "$STAGE_LABEL|$STAGE_GROUPS|${STAGE_IDS[*]}|${STAGE_FRAMEWORKS[*]}" "shop/large|shop/large|shop.b|alpha beta"
}

@test "a server that cannot start fails its open cells, with the reason, and no other's" {
  write_server alpha <<<'echo "no licence found" >&2; exit 9'
  cells::fail alpha shop.b load 1 "before" 2>/dev/null
  run stage::start alpha 3
  has "$output" "[ERROR] alpha did not start: ended with status 9; last log line: no licence found"
  record alpha shop.a >a.json
  record alpha shop.b >b.json
  holds '.status == "server_failed" and .problems[0].round == 3
    and .problems[0].text == "did not start: ended with status 9; last log line: no licence found"' a.json
  holds '.status == "load_failed" and (.problems | length) == 1' b.json
  cells::is_open beta shop.a
  [[ ! -v SERVER_PID[alpha] ]]
}

@test "a framework without an open cell is not started" {
  write_server alpha <<<'touch started'
  cells::fail alpha shop.a load 1 "before" 2>/dev/null
  cells::fail alpha shop.b load 1 "before" 2>/dev/null
  stage::start alpha 1
  [[ ! -v SERVER_PID[alpha] && ! -e started ]]
}

@test "the time of a start is recorded for each open cell; servers are watched once all of them run" {
  SAMPLER_PID=none
  use_honest_server
  stage::start alpha 1 3>&-
  [[ ! -e asked ]]
  stage::observe alpha beta
  same "$(cat asked)" "watch alpha ${SERVER_PID[alpha]}"
  same "$(jq -s 'map(select(.kind == "start" and .round == 1 and .start_ms > 0)) | length' "$RECORDS_FOLDER"/journal/alpha.*)" 2
  stage::stop alpha
  same "$(tail -n 1 asked)" "unwatch alpha"
  [[ ! -v SERVER_PID[alpha] ]]
}

@test "on a default port that another process holds the server is not started, and the holder is named and lives on" {
  start_honest_server greetings
  PLAN_PORTS=default FRAMEWORKS_PORT[beta]=$PORT
  local why=
  stage::boot beta why
  has "$why" "port $PORT is taken by process ${SERVER_PID[alpha]} ("
  has "$why" "end it, then start again"
  server::is_alive alpha
}

@test "a framework keeps its own port over all stages and rounds" {
  write_server alpha <<<'exit 1'
  use_servers bash
  local why='' port
  stage::boot alpha why
  port=${STAGE_PORT[alpha]}
  stage::boot alpha why
  same "${STAGE_PORT[alpha]}" "$port"
  stage::boot beta why
  ((STAGE_PORT[beta] != port))
}
