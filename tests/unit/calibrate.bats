# lib/calibrate.sh: who is entered, who is compared with whom, and what run.json is told. Servers and loads are stand-ins.

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
}

# A shop whose plain endpoints are `large` and `first`, and the server gauge, which says that it can be slowed.
write_shop() {
  write_group shop "/l:large" "/o:odd" "/f:first" "/w:wrong" "/n:never" "/a:a" "/b:b" "/c:c" "/d:d" "/e:e"
  write_contract shop <<<'{
    large: {title: "L", application: "big", expect: {status: 200}},
    odd: {title: "compared with by nobody", expect: {status: 200}},
    first: {title: "The first", expect: {status: 200}},
    wrong: {title: "W", expect: {status: 404}},
    never: {title: "N", expect: {status: 200}},
    a: {title: "A", control: "first", expect: {status: 200}},
    b: {title: "B", control: "large", expect: {status: 200}},
    c: {title: "C", control: "wrong", expect: {status: 200}},
    d: {title: "D", control: "never", expect: {status: 200}},
    e: {title: "E", control: "a", expect: {status: 200}}}'
  write_described gauge '{unsupported: {"shop/never": "cannot"}}'
  # A line of its own, which bash does not carry out.
  printf ': <<END\nCALIBRATES = True\nEND\n' >>"$WORK/servers/gauge_server.py"
}

# prepare as run_all.sh does, then what is asked for, in a shell of its own.
prepared() { # <bash> <option>…
  work() {
    cli::parse --calibrate "${@:2}"
    endpoints::load "$WORK/endpoints"
    frameworks::find "$WORK/servers"
    setup::ensure_python() { SETUP_PYTHON=bash; }
    calibrate::prepare
    source /dev/stdin <<<"$1"
  }
  run as_runner work "$@"
}

@test "one server is entered four times slowed by nothing, and four times slowed by known shares" {
  write_shop
  prepared 'for name in "${FRAMEWORKS_CHOSEN[@]}"; do echo "$name ${FRAMEWORKS_ENTRY[$name]##*/} ${FRAMEWORKS_SLOWDOWN[$name]:-none} ${FRAMEWORKS_ROLE[$name]}"; done'
  ended 0
  same "$output" "a1 gauge_server.py 0 framework
a2 gauge_server.py 0 framework
a3 gauge_server.py 0 framework
a4 gauge_server.py 0 framework
b02 gauge_server.py 0.02 framework
b03 gauge_server.py 0.03 framework
b05 gauge_server.py 0.05 framework
b10 gauge_server.py 0.10 framework"
}

@test "it is measured by an endpoint that others are compared with, and the client by all of those" {
  write_shop
  prepared 'echo "${ENDPOINTS_CHOSEN[*]} of ${CALIBRATE_SHAPES[*]}"'
  ended 0
  # Neither a control that has one itself, nor an error, nor what the server does not have; of its own application comes last.
  same "$output" "shop.first of shop.first shop.large"
}

@test "what is answered to a POST comes after what is answered to a GET" {
  write_shop
  prepared 'CONTRACT_METHOD["shop.large/0"]=POST CONTRACT_APPLICATION[shop.large]=; endpoints::choose all ""; calibrate::_plain_endpoints'
  ended 0
  same "$output" $'shop.first\nshop.large'
}

@test "an endpoint with a load of its own kind is none to calibrate by" {
  write_shop
  local fact
  for fact in CONNECTIONS=4 RATE=5 WORKERS=2 MAX_REQUESTS=9 SERVICES=redis "BESIDE='a 4'" "PROOF='{}'" "CLIENT='{}'"; do
    prepared "CONTRACT_${fact/=/[shop.first]=}; endpoints::choose all ''; calibrate::_plain_endpoints"
    ended 0
    same "$fact $output" "$fact shop.large"
  done
}

@test "each pair has seven comparisons, each of as many rounds as a run that compares, unless rounds are given" {
  write_shop
  prepared 'echo "$OPT_rounds $OPT_duration_seconds $OPT_profile"'
  same "$output" "$((7 * PLAN_COMPARING_ROUNDS)) $((7 * PLAN_COMPARING_ROUNDS)) production"
  prepared 'echo "$OPT_rounds $OPT_duration_seconds $OPT_profile"' --rounds 5 --profile legacy
  same "$output" "5 5 legacy"
}

@test "a server that is not available ends the run with status 3, after its reason" {
  write_shop
  write_server gauge <<<$'echo "no module named gauge" >&2; exit 1\nCALIBRATES = True'
  prepared 'echo not reached'
  ended 3
  has "$output" "a1 is unavailable: no module named gauge"
  has "$output" "gauge is not available; the reason stands above"
  lacks "$output" "not reached"
}

@test "every equal one meets every other, each slowed one two of them; who meets has met as many before" {
  plan::settle_features() { echo settled; }
  DUET_PAIRS=() FRAMEWORKS_CHOSEN=(a1 a2 a3 a4 b02 b03 b05 b10)
  calibrate::settle >said
  same "$(<said)" settled
  same_lines "$(printf '%s\n' "${DUET_PAIRS[@]}" | sort)" "a2|a1
a3|a1
a3|a2
a4|a1
a4|a2
a4|a3
b02|a1
b02|a2
b03|a2
b03|a3
b05|a3
b05|a4
b10|a1
b10|a4"
  same "$PLAN_DUETS" 14
  local pair
  local -A met=()
  for pair in "${DUET_PAIRS[@]}"; do
    same "$pair ${met[${pair%|*}]:-0}" "$pair ${met[${pair#*|}]:-0}"
    met[${pair%|*}]=$((${met[${pair%|*}]:-0} + 1)) met[${pair#*|}]=$((${met[${pair#*|}]:-0} + 1))
  done
}

# In place of rounds, servers and loads. NO_START is why the server does not start, NO_LOAD a part of the load without a result.
use_stand_ins() {
  CALIBRATE_SHAPES=(shop.a shop.b) CALIBRATE_RATES=(10 500)
  CONTRACT_APPLICATION[shop.b]=large
  PLAN_CONNECTIONS=64 PLAN_THREADS=3 SAMPLER_PID=4711
  : >noted
  matrix::run() { echo "rounds" >>noted; }
  stage::boot() {
    local -n _reason=$2
    _reason=${NO_START:-}
    SERVER_PID[$1]=4712 SERVER_PORT[$1]=1
    echo "boot $1 $STAGE_GROUPS" >>noted
  }
  stage::stop() { echo "stop $1" >>noted; }
  sampler::ask() {
    local -n _answer=$1
    _answer='{"ok": true, "cpu_us": 70, "seconds": 30, "threads": 1}'
    echo "sampler ${*:2}" >>noted
  }
  CALIBRATE_SOCKETS=("echo 8" "handshakes 2")
  calibrate::_start_peer() { CALIBRATE_PEER_PORT=7; }
  client::run() {
    local words="client ${CONTRACT_CLIENT["${2%/0}"]} to $1${CONTRACT_PATH[$2]}, $3 connections, $4 s"
    echo "$words" >>noted
    WRK_REASON=
    [[ -z ${NO_LOAD:-} || $words != *"$NO_LOAD"* ]] || WRK_REASON="no result"
    [[ -n $WRK_REASON ]] || wrk_result "$6" "{seconds: 3}"
  }
  wrk::run() {
    local words="load $2 $3 connections, $4 threads, $5 s, rate ${WRK_FROM_RPS:-none} ${WRK_TO_RPS:-none}"
    echo "$words" >>noted
    WRK_REASON=
    [[ -z ${NO_LOAD:-} || $words != *"$NO_LOAD"* ]] || WRK_REASON="no result"
    # What came before stays where a load has no result.
    [[ -n $WRK_REASON ]] || wrk_result "$6" "{seconds: 2} + if \"$WRK_FROM_RPS\" == \"\" then {} else {paced: {achieved_rps: (\"$WRK_FROM_RPS\" | tonumber)}} end"
  }
}

@test "after the rounds a server answers the shapes, one for each application, then the paced rates, under the eyes of the sampler that is watched itself" {
  use_stand_ins
  calibrate::run 2>said
  same "$(cat noted)" "rounds
sampler watch sampler 4711
sampler open sampler
boot a1 shop
sampler watch a1 4712
load shop.a/0 64 connections, 3 threads, 3 s, rate none none
stop a1
boot a1 shop/large
sampler watch a1 4712
load shop.b/0 64 connections, 3 threads, 3 s, rate none none
stop a1
boot a1 shop
sampler watch a1 4712
load shop.a/0 9 connections, 3 threads, 5 s, rate 10 10
load shop.a/0 99 connections, 3 threads, 5 s, rate 500 500
stop a1
client {\"kind\": \"websocket\", \"mode\": \"echo\", \"bytes\": 64} to 7/, 8 connections, 3 s
client {\"kind\": \"websocket\", \"mode\": \"handshakes\", \"bytes\": 64} to 7/, 2 connections, 3 s
sampler close sampler"
  has "$(<said)" "client: The A"
  has "$(<said)" "paced load: 500 requests/s"
}

@test "run.json is told who was equal, who slowed by how much, and what the side experiments found" {
  use_stand_ins
  calibrate::run 2>/dev/null
  jq .calibration <<<"$RECORDS_EXTRA" >facts
  holds 'keys == ["client", "equal", "paced", "rounds_per_comparison", "sampler", "slowed", "websocket"]' facts
  holds '.equal == ["a1", "a2", "a3", "a4"] and .slowed == {b02: 0.02, b03: 0.03, b05: 0.05, b10: 0.10}' facts
  holds '.rounds_per_comparison == 10 and .sampler == {cpu_us: 70, seconds: 30}' facts
  holds '.client == [{shape: "shop.a: The A", requests: 1000, cpu_us: 500000, requests_per_second: 500},
    {shape: "shop.b: The B", requests: 1000, cpu_us: 500000, requests_per_second: 500}]' facts
  holds '[.websocket[].shape] == ["WebSocket, echo, connections: 8", "WebSocket, handshakes, connections: 2"]' facts
  holds '.websocket[0] | .requests == 1000 and .cpu_us == 500000 and (.requests_per_second * 3 | round) == 1000' facts
  holds '.paced == [{target_rps: 10, achieved_rps: 10}, {target_rps: 500, achieved_rps: 500}]' facts
}

@test "a load without a result is left out of the facts, and no other one takes its place" {
  use_stand_ins
  NO_LOAD=shop.b/0 calibrate::run 2>/dev/null
  holds '[.calibration.client[].shape] == ["shop.a: The A"]' - <<<"$RECORDS_EXTRA"
  NO_LOAD=handshakes calibrate::run 2>/dev/null
  holds '[.calibration.websocket[].shape] == ["WebSocket, echo, connections: 8"]' - <<<"$RECORDS_EXTRA"
  NO_LOAD="rate 500" calibrate::run 2>/dev/null
  holds '[.calibration.paced[].target_rps] == [10]' - <<<"$RECORDS_EXTRA"
}

@test "what was found before a failure is in run.json" {
  use_stand_ins
  matrix::run() { records::write_run null && cp "$RECORDS_FOLDER/run.json" during.json; }
  calibrate::run 2>/dev/null
  holds '.calibration.equal | length == 4' during.json
}

@test "a server that does not start for the side experiments ends the run, with the reason" {
  use_stand_ins
  start() { NO_START="port 18000 is taken" calibrate::run; }
  run start
  ended 1
  has "$output" "[ERROR] the calibration server did not start: port 18000 is taken"
  fails grep -q '^load' noted
}

@test "at the end both reports are made, and one that fails is an error of the run" {
  local failing
  records::finish() { echo "records" >>made; }
  report::write() { echo "report $1" >>made && [[ $failing != write ]]; }
  report::calibration() { echo "calibration" >>made && [[ $failing != calibration ]]; }
  for failing in none write calibration; do
    CORE_STATUS=0
    : >made
    calibrate::finish 2>said
    same "$failing $CORE_STATUS" "$failing $([[ $failing == none ]] && echo 0 || echo 1)"
    same "$(cat made)" $'records\nreport '"$RECORDS_FOLDER"$'\ncalibration'
    has "$(<said)" "records: $RECORDS_FOLDER"
  done
}

@test "the echo server answers the WebSocket client until it is ended" {
  SETUP_PYTHON=$PROJECT/.venv/bin/python
  calibrate::_start_peer
  kill -0 "$CALIBRATE_PEER_PID"
  CONTRACT_CLIENT[a.b]='{"kind": "websocket", "mode": "echo", "bytes": 64}' CONTRACT_PATH["a.b/0"]=/
  same "$(client::check "$CALIBRATE_PEER_PORT" a.b/0)" ""
  calibrate::_stop_peer
  same "$CALIBRATE_PEER_PID" ""
  fails server::is_listening "$CALIBRATE_PEER_PORT"
  RECORDS_LOGS=$WORK SETUP_PYTHON=false SERVER_START_LIMIT_MS=200
  run calibrate::_start_peer
  [[ $status != 0 ]]
  has "$output" "the echo server did not start"
}
