# lib/measure.sh: contract check, warm-up, window and the check after it. Servers and loads are stand-ins.

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
  cells::begin_all shop.a shop.b
  stage::set shop/
  MEASURE_TOTAL=10 MEASURE_ESTIMATE_MS=10000
  core::now_us MEASURE_STARTED_US
  ALIVE=yes RIGHT=yes
  SERVER_PID[alpha]=none SERVER_PORT[alpha]=1 SERVER_LOG[alpha]=/dev/null
  wrk_result good
}

# What `use_stand_ins` puts in place of servers, probes and loads. ALIVE, RIGHT and WHY say how they are.
use_stand_ins() {
  sampler::ask() {
    local -n _answer=$1
    _answer=$(sample)
    echo "sampler ${*:2}" >>noted
  }
  wrk::run() {
    echo "load ${*:2:4}" >>noted
    WRK_REASON=${WHY:-}
    cp "${RESULT:-good}" "$6"
    ALIVE=${ALIVE_AFTER:-$ALIVE}
  }
  server::is_alive() { [[ $ALIVE == yes ]]; }
  server::reason() {
    local -n _reason=$2
    _reason="ended with status 7"
  }
  stage::stop() { echo "stop $*" >>noted; }
  stage::start() { echo "start $*" >>noted; }
  stage::observe() { echo "observe $*" >>noted; }
  probe::is_still_right() {
    local -n _seen=$3
    [[ $RIGHT == yes ]] || _seen=("status 500 instead of 200")
    [[ $RIGHT == yes ]]
  }
  probe::verify_all() {
    local id
    for id in "${@:2}"; do
      PROBE_PROBLEMS["$1|$id"]=
      [[ $RIGHT == yes ]] || PROBE_PROBLEMS["$1|$id"]=$'wrong one\nwrong two'
      PROBE_STATUS["$1|$id"]=200 PROBE_HEAD_BYTES["$1|$id"]=100 PROBE_BODY_BYTES["$1|$id"]=10 PROBE_KEEPS_ALIVE["$1|$id"]=true
    done
  }
  : >noted
}

status_of() { # <id>
  record alpha "$1" | jq -r '.status + ": " + (.problems[0].text // "")'
}

@test "a right endpoint has its response recorded and stays open" {
  use_stand_ins
  measure::verify alpha 1
  cells::is_open alpha shop.a
  record alpha shop.a >record.json
  holds '.response == {status: 200, head_bytes: 100, body_bytes: 10, keep_alive: true}' record.json
}

@test "an endpoint that answers wrong is not measured, and every problem is kept" {
  use_stand_ins
  RIGHT=no
  measure::verify alpha 1 2>/dev/null
  fails cells::is_open alpha shop.a
  record alpha shop.a >record.json
  holds '.status == "contract_failed" and (.problems | map(.text)) == ["wrong one", "wrong two"] and .response == null' record.json
  measure::window alpha shop.a 1 1 1
  same "$(cat noted)" ""
}

@test "a window is loaded between the two looks of the sampler, and recorded with its place" {
  use_stand_ins
  measure::window alpha shop.a 2 1 3
  same "$(cat noted)" "sampler open alpha
load shop.a/0 $PLAN_CONNECTIONS $PLAN_THREADS 1
sampler close alpha"
  jq -c 'select(.kind == "window")' "$RECORDS_FOLDER/journal/alpha.shop.a.jsonl" >window.json
  holds '.round == 2 and .window == 1 and .position == 3 and .requests == 1000' window.json
}

@test "the warm-up is once per start, on the first open endpoint, and is not recorded" {
  use_stand_ins
  cells::fail alpha shop.a load 1 "before" 2>/dev/null
  PLAN_WARMUP_SECONDS=2
  measure::warm_up_once alpha
  same "$(cat noted)" "load shop.b/0 $PLAN_CONNECTIONS $PLAN_THREADS 2"
  fails grep -q '"window"' "$RECORDS_FOLDER/journal/alpha.shop.b.jsonl"
  : >noted
  PLAN_WARMUP_SECONDS=0
  measure::warm_up_once alpha
  same "$(cat noted)" ""
}

@test "the warm-up before each window is that of the old runner" {
  use_stand_ins
  PLAN_WARMUP=each PLAN_WARMUP_SECONDS=3 PLAN_WARMUP_CONNECTIONS=10 PLAN_WARMUP_THREADS=1
  measure::window alpha shop.a 1 1 1
  same "$(grep load noted)" "load shop.a/0 10 1 3
load shop.a/0 $PLAN_CONNECTIONS $PLAN_THREADS 1"
}

@test "one failed request in a thousand is borne, more of them fail the cell" {
  use_stand_ins
  wrk_result one '{errors: {status: 1}}'
  RESULT=one measure::window alpha shop.a 1 1 1
  cells::is_open alpha shop.a
  wrk_result two '{errors: {timeout: 2}}'
  RESULT=two measure::window alpha shop.a 1 2 1 2>/dev/null
  same "$(status_of shop.a)" "load_failed: 2 requests failed under load (timeout 2), beside 1000 answers"
}

@test "a window in which nothing was answered fails the cell" {
  use_stand_ins
  wrk_result none '{requests: 0, latency_us: null}'
  RESULT=none measure::window alpha shop.a 1 1 1 2>/dev/null
  same "$(status_of shop.a)" "load_failed: no request was answered within the window"
}

@test "a load without a result fails the cell with the reason" {
  use_stand_ins
  WHY="wrk ended with status 1: refused" measure::window alpha shop.a 1 1 1 2>/dev/null
  same "$(status_of shop.a)" "load_failed: wrk ended with status 1: refused"
}

@test "an endpoint that answers wrong after the load fails, and its window is kept" {
  use_stand_ins
  RIGHT=no
  measure::window alpha shop.a 1 1 1 2>/dev/null
  same "$(status_of shop.a)" "contract_failed: after the load: status 500 instead of 200"
  same "$(record alpha shop.a | jq '.rounds[0].windows | length')" 1
}

@test "a server that died under load fails the cell that killed it, and a new one is started for the others" {
  use_stand_ins
  ALIVE_AFTER=no
  measure::window alpha shop.a 2 1 1 2>/dev/null
  same "$(status_of shop.a)" "server_failed: the server ended with status 7"
  same "$(grep -E '^(stop|start|observe)' noted)" $'stop alpha\nstart alpha 2\nobserve alpha'
  cells::is_open alpha shop.b
}

@test "a cell that failed, and one whose server does not run, are not loaded again" {
  use_stand_ins
  cells::fail alpha shop.a load 1 "before" 2>/dev/null
  measure::window alpha shop.a 1 2 1
  unset "SERVER_PID[alpha]"
  measure::window alpha shop.b 1 1 1
  same "$(cat noted)" ""
}

@test "time under load is counted, and the time that is left follows from what was done" {
  use_stand_ins
  local left
  measure::estimate_left left
  same "$left" 10000
  wrk::run() { core::pause 0.05; }
  measure::load alpha shop.a 1 1 1 result
  ((RECORDS_LOADED_US >= 50000))
  core::now_us() {
    local -n _now=$1
    _now=3000000
  }
  MEASURE_DONE=4 MEASURE_TOTAL=10 MEASURE_STARTED_US=1000000
  measure::estimate_left left
  # 6 s by plan, 3 s by what was seen, which weighs 4 of 10.
  same "$left" 4800
}
