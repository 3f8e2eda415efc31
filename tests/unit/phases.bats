# lib/phases.sh: one framework through the phases of a scenario. Servers, loads and checks are stand-ins.

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
  PHASES_ID=scenario.mine PHASES_LIST=("warm 0 50 3 10 1" "steady 200 200 5 20 2") PHASES_MIX=$WORK/mix
  STAGE_IDS=(shop.a shop.b) STAGE_LABEL=mine
  OPT_seed=7 PLAN_WARMUP_SECONDS=1 MEASURE_ESTIMATE_MS=60000
  ALIVE=yes
  wrk_result good
  : >noted
  use_stand_ins
  phases::begin alpha '{"scenario": "mine", "asked": [1, 2]}'
}

# In place of servers, checks and loads. NO_START is why the server does not start, WRONG the endpoint that is wrong at
# the start, CHANGED the one that is wrong after a phase, WHY the reason that a load gives; DIES: the first load ends the server.
use_stand_ins() {
  stage::boot() {
    local -n _reason=$2
    _reason=${NO_START:-}
    SERVER_PID[$1]=none SERVER_START_US[$1]=250000
  }
  stage::stop() { echo "stop $1" >>noted; }
  server::is_alive() { [[ $ALIVE == yes ]]; }
  server::reason() {
    local -n _reason=$2
    _reason="ended with status 7"
  }
  probe::verify_all() {
    local id
    for id in "${@:2}"; do
      PROBE_PROBLEMS["$1|$id"]=
      [[ ${WRONG:-} != "$id" ]] || PROBE_PROBLEMS["$1|$id"]=$'wrong one\nwrong two'
    done
  }
  probe::is_still_right() {
    local -n _seen=$3
    [[ ${CHANGED:-} != "$2" ]] && return
    _seen=("status 500 instead of 200")
    return 1
  }
  sampler::ask() {
    local -n _answer=$1
    _answer=$(sample)
    echo "sampler ${*:2}" >>noted
  }
  measure::load() {
    echo "load $2 $3 connections, $4 threads, $5 s, $WRK_FROM_RPS to $WRK_TO_RPS, seed $WRK_SEED, ${WRK_MIX##*/}" >>noted
    WRK_REASON=${WHY:-}
    cp "${RESULT:-good}" "$6"
    [[ -z ${DIES:-} ]] || ALIVE=no
  }
}

# The record after the run; its problems as "kind: text" lines.
ran() {
  phases::run alpha 2>said
  record alpha scenario.mine >record.json
}

problems() {
  jq -r '.problems[] | "\(.kind): \(.text)"' record.json
}

@test "the server is started, checked, warmed up, loaded phase by phase between two looks of the sampler, and stopped" {
  ran
  same "$(cat noted)" "sampler watch alpha none
load shop.a 10 connections, 1 threads, 1 s, 50 to 50, seed 7, mix
sampler open alpha
load shop.a 10 connections, 1 threads, 3 s, 0 to 50, seed 8, mix
sampler close alpha
sampler open alpha
load shop.a 20 connections, 2 threads, 5 s, 200 to 200, seed 9, mix
sampler close alpha
stop alpha"
}

@test "the record has what was asked, the start, and a window for each phase" {
  ran
  holds '.status == "ok" and .framework == "alpha" and .scenario == "mine" and .start_ms == 250 and .problems == []' record.json
  holds '[.phases[] | [.name, .number, .from_rps, .to_rps, .seconds, .connections, .threads]]
    == [["warm", 1, 0, 50, 3, 10, 1], ["steady", 2, 200, 200, 5, 20, 2]]' record.json
  holds 'all(.phases[].window; .requests == 1000 and .server.cpu_us == 950000 and (has("kind") or has("round") | not))' record.json
}

@test "without a warm-up the first load is the first phase" {
  PLAN_WARMUP_SECONDS=0 ran
  same "$(grep load noted | head -n 1)" "load shop.a 10 connections, 1 threads, 3 s, 0 to 50, seed 8, mix"
}

@test "a server that does not start is told, and nothing is loaded or stopped" {
  NO_START="no licence found" ran
  same "$(problems)" "server: did not start: no licence found"
  holds '.status == "server_failed" and .phases == [] and .start_ms == null' record.json
  same "$(cat noted)" ""
  has "$(<said)" "[WARNING] alpha: did not start: no licence found"
}

@test "a wrong answer before the first phase: each problem is kept, nothing is loaded, the server is stopped" {
  WRONG=shop.b ran
  same "$(problems)" $'contract: shop.b: wrong one\ncontract: shop.b: wrong two'
  holds '.status == "contract_failed" and .phases == []' record.json
  same "$(cat noted)" $'sampler watch alpha none\nstop alpha'
}

@test "an answer that changed under the load is told with its phase and endpoint, and the next phase is loaded all the same" {
  CHANGED=shop.b ran
  same "$(problems)" $'contract: warm: after it shop.b: status 500 instead of 200\ncontract: steady: after it shop.b: status 500 instead of 200'
  holds '.status == "contract_failed" and (.phases | length) == 2' record.json
}

@test "of several answers that changed one is told, and one that says nothing has changed" {
  probe::is_still_right() { return 1; }
  ran
  same "$(problems)" $'contract: warm: after it shop.a: the answer changed\ncontract: steady: after it shop.a: the answer changed'
}

@test "a server that a phase ends is told once, with its end, and no later phase is begun" {
  # The load that ends it is not the warm-up.
  PLAN_WARMUP_SECONDS=0 DIES=yes ran
  same "$(problems)" "server: warm: the server ended with status 7; no phase after it was measured"
  holds '.status == "server_failed" and [.phases[].name] == ["warm"]' record.json
  same "$(tail -n 1 noted)" "stop alpha"
}

@test "what a dying server did to the requests is not told beside its death" {
  wrk_result broken '{requests: 0, latency_us: null, quantiles: null}'
  RESULT=broken PLAN_WARMUP_SECONDS=0 DIES=yes ran
  same "$(problems)" "server: warm: the server ended with status 7; no phase after it was measured"
}

@test "a phase without a result has no window but its reason" {
  WHY="wrk ended with status 1: no" ran
  same "$(problems)" $'load: warm: wrk ended with status 1: no\nload: steady: wrk ended with status 1: no'
  holds '.status == "load_failed" and .phases == []' record.json
}

@test "one failed request in a thousand is borne, more of them are told with their number" {
  wrk_result one '{errors: {status: 1}}'
  RESULT=one ran
  same "$(problems)" ""
  wrk_result two '{errors: {status: 2}}'
  RESULT=two phases::run alpha 2>/dev/null
  record alpha scenario.mine >record.json
  same "$(problems)" $'load: warm: 2 requests failed (status 2), beside 1000 answers\nload: steady: 2 requests failed (status 2), beside 1000 answers'
  holds '(.phases | length) == 4' record.json
}

@test "a phase without an answer says so" {
  wrk_result none '{requests: 0, latency_us: null, quantiles: null, errors: {timeout: 3}}'
  RESULT=none ran
  same "$(problems | head -n 1)" "load: warm: no request was answered"
}

@test "a record of a run that ended early says how many phases it came to" {
  phases::begin beta '{"scenario": "mine", "asked": [1, 2]}'
  records::add_event beta "$PHASES_ID" '{"kind": "phase", "phase": {"name": "warm"}}'
  record beta scenario.mine >record.json
  holds '.status == "interrupted"' record.json
  same "$(problems)" "interrupted: the run ended after 1 of 2 phases"
}

@test "progress counts the phases that are done down from the whole" {
  log::progress() { echo "$2 $3" >>shown; }
  ran
  same "$(cat shown)" $'warm 60000\nsteady 57000'
}
