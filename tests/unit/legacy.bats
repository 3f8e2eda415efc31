# lib/legacy.sh and its jq programs: the basic run, its files and its wording.

# The run whose files several tests read: in its results an older run has left something.
setup_file() {
  load_all
  mkdir out
  echo '{"framework": "alpha", "endpoint_name": "stale"}' >out/alpha_stale.json
  open_basic_run --duration 2s --connections 8 --threads 2
  run_basic
  echo "$CORE_STATUS" >status
  export RAN=$WORK
}

setup() {
  load_all
}

load_all() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/run
  load_modules
}

# wrk's numbers of windows as legacy results, one line each. The windows are jq objects of what differs.
legacy_results() { # <field> <jq object>…
  local windows
  printf -v windows '%s, ' "${@:2}"
  jq -n '('"${windows%, }"') as $differs | {framework: "flask", endpoint: "hello_world", path: "/", method: "GET", connections: 100, threads: 4,
    rounds: [{windows: [{seconds: 1, requests: 1000, failed: 0, bytes: 1000, latency_us: {mean: 1000, p99: 2000}} * $differs]}]}' \
    | jq --arg duration 10s --arg timestamp 2026-01-01T00:00:00+00:00 -f "$PROJECT/lib/legacy_result.jq" | jq -r "$1"
}

# A basic run of alpha and catzilla that was opened; the groups are the project's names with endpoints of the test.
open_basic_run() { # <option>…
  use_stubs nproc taskset wrk
  write_group basic "/:hello_world" "/json:json_response"
  write_contract basic <<<'{hello_world: {title: "H", expect: {status: 200}}, json_response: {title: "J", expect: {status: 200}}}'
  write_group basic_validation "/validate/user:validate_user_model:POST"
  write_contract basic_validation <<<'{validate_user_model: {title: "V", request: {body: {}}, expect: {status: 200}}}'
  write_described alpha
  write_described catzilla '{title: "Catzilla", unsupported: {}}'
  cli::parse --output "$WORK/out" "$@"
  endpoints::load "$WORK/endpoints"
  frameworks::find "$WORK/servers"
  legacy::choose
  frameworks::choose all
  contract::load basic basic_validation
  # shellcheck disable=SC2034
  OPT_profile=legacy SETUP_PYTHON=bash
  frameworks::describe legacy 1
  # shellcheck disable=SC2034
  SETUP_PYTHON=$PROJECT/.venv/bin/python
  legacy::settle
  records::open_run features
}

# The run itself: every window is the same result, but for what is said to fail.
run_basic() {
  sampler::start() { :; }
  sampler::ask() {
    local -n _answer=$1
    _answer=$(sample)
  }
  stage::start() {
    echo "start $1 $STAGE_GROUPS" >>noted
    SERVER_PID[$1]=none SERVER_PORT[$1]=1
  }
  stage::stop() {
    echo "stop $*" >>noted
    unset "SERVER_PID[$1]"
  }
  server::is_alive() { [[ -v SERVER_PID[$1] ]]; }
  probe::verify_all() {
    local id
    for id in "${@:2}"; do
      PROBE_PROBLEMS["$1|$id"]=
      [[ "$1 $id" != "alpha basic.json_response" ]] || PROBE_PROBLEMS["$1|$id"]="body {} instead of 1"
      PROBE_STATUS["$1|$id"]=200 PROBE_HEAD_BYTES["$1|$id"]=100 PROBE_BODY_BYTES["$1|$id"]=10 PROBE_KEEPS_ALIVE["$1|$id"]=true
    done
  }
  probe::is_still_right() { :; }
  wrk::run() {
    echo "load ${*:2:4}" >>noted
    WRK_REASON=
    echo "wrk's own text" >"$6.txt"
    wrk_result "$6" '{latency_us: {mean: 4982, p99: 19249}, bytes: 10013901, requests: 21178}'
  }
  legacy::run 2>messages
  CORE_STATUS=0 RECORDS_STATUS=complete
  legacy::finish 2>>messages
}

@test "rates are text with two places, without the failed requests" {
  same "$(legacy_results .requests_per_sec '{requests: 21178}' '{requests: 10, seconds: 3}' '{requests: 1000, failed: 10}' '{requests: 7, seconds: 1000}')" \
    $'21178.00\n3.33\n990.00\n0.01'
}

@test "times are written as wrk writes them" {
  local given
  local -a means=() p99s=() wanted=()
  for given in "870 870.00us" "4982 4.98ms" "999.994 999.99us" "1000 1.00ms" "19249 19.25ms" "1200000 1.20s" "1000000 1.00s" "0.5 0.50us" "5 5.00us"; do
    means+=("{latency_us: {mean: ${given% *}}}")
    p99s+=("{latency_us: {p99: ${given% *}}}")
    wanted+=("${given#* }")
  done
  same_lines "$(legacy_results .avg_latency "${means[@]}")" "$(printf '%s\n' "${wanted[@]}")"
  same_lines "$(legacy_results .p99_latency "${p99s[@]}")" "$(printf '%s\n' "${wanted[@]}")"
}

@test "bytes are written as wrk writes them" {
  same_lines "$(legacy_results .transfer_per_sec '{bytes: 10013901}' '{bytes: 1023}' '{bytes: 1024}' '{bytes: 1536}' '{bytes: 1048576}' \
    '{bytes: 1610612736}' '{bytes: 2048, seconds: 2}')" $'9.55MB\n1023.00B\n1.00KB\n1.50KB\n1.00MB\n1.50GB\n1.00KB'
}

@test "a result has exactly the keys that it always had, with their types" {
  legacy_results . '{}' >result.json
  holds 'keys_unsorted == ["framework", "endpoint", "endpoint_name", "method", "duration", "connections", "threads", "requests_per_sec",
      "avg_latency", "p99_latency", "transfer_per_sec", "timestamp"]
    and .endpoint == "/" and .endpoint_name == "hello_world" and .duration == "10s" and .connections == 100 and .threads == 4
    and (.requests_per_sec | type) == "string"' result.json
}

@test "the plan is one window after a warm-up of three seconds, unpinned, on the default ports, unshuffled" {
  open_basic_run
  same "$PLAN_ROUNDS $PLAN_WINDOWS $PLAN_WINDOW_SECONDS $PLAN_THREADS $PLAN_CONNECTIONS" "1 1 10 4 100"
  same "$PLAN_WARMUP $PLAN_WARMUP_SECONDS $PLAN_WARMUP_CONNECTIONS $PLAN_WARMUP_THREADS" "each 3 10 1"
  same "$PLAN_PORTS $PLAN_MIRRORED $SERVER_CPUS$WRK_CPUS" "default no "
}

@test "only one framework has the validation endpoints" {
  open_basic_run
  [[ -n $(frameworks::unsupported_reason alpha basic_validation.validate_user_model) ]]
  same "$(frameworks::unsupported_reason catzilla basic_validation.validate_user_model)" ""
  same "$(plan::count_cells)" 5
}

@test "frameworks run one after the other, each with one server for all endpoints, in the order they are written" {
  cd "$RAN"
  same "$(cat noted)" "start alpha basic,basic_validation
load basic.hello_world/0 10 1 3
load basic.hello_world/0 8 2 2
stop alpha
start catzilla basic,basic_validation
load basic.hello_world/0 10 1 3
load basic.hello_world/0 8 2 2
load basic.json_response/0 10 1 3
load basic.json_response/0 8 2 2
load basic_validation.validate_user_model/0 10 1 3
load basic_validation.validate_user_model/0 8 2 2
stop catzilla"
}

@test "each measured endpoint has its files, and one that answered wrong has none" {
  cd "$RAN"
  same "$(cd out && find . -maxdepth 1 -name '*_*' ! -name '*.md' ! -name alpha_stale.json | sort | paste -sd' ')" \
    "./alpha_hello_world.json ./alpha_hello_world.txt ./benchmark_summary.json ./catzilla_hello_world.json ./catzilla_hello_world.txt ./catzilla_json_response.json ./catzilla_json_response.txt ./catzilla_validate_user_model.json ./catzilla_validate_user_model.txt ./system_info.json"
  same "$(cat out/alpha_hello_world.txt)" "wrk's own text"
  holds '.framework == "catzilla" and .method == "POST" and .endpoint == "/validate/user" and .duration == "2s" and .avg_latency == "4.98ms"
    and .p99_latency == "19.25ms" and .transfer_per_sec == "9.55MB" and .requests_per_sec == "21178.00"
    and (.timestamp | test("^[0-9-]+T[0-9:]+[+-][0-9:]+$"))' out/catzilla_validate_user_model.json
  same "$(cat status)" 1
}

@test "the summary has this run's results only, in their order" {
  cd "$RAN"
  holds '(.benchmark_info | keys_unsorted) == ["timestamp", "duration", "connections", "threads", "tool"] and .benchmark_info.tool == "wrk"
    and (.system_info.cpu.cores == 4)
    and (.results | map("\(.framework) \(.endpoint_name)")) == ["alpha hello_world", "catzilla hello_world", "catzilla json_response", "catzilla validate_user_model"]' \
    out/benchmark_summary.json
}

@test "the summary for people has the headings and the table that it always had" {
  cd "$RAN"
  local summary
  summary=$(cat out/benchmark_summary.md)
  same "$(head -n 1 out/benchmark_summary.md)" "# Catzilla Performance Benchmark Results"
  local heading
  for heading in "## Test Configuration" "## Performance Results" "### Operating System" "### CPU" "### Memory" "### Disk" \
    "### Python Environment" "### System Load"; do
    grep -qx -- "$heading" out/benchmark_summary.md
  done
  has "$summary" "| Framework | Endpoint | Requests/sec | Avg Latency | 99% Latency |"
  has "$summary" "| alpha | hello_world | 21178.00 | 4.98ms | 19.25ms |"
  grep -qx '## Operating System' out/system_info.md
  grep -qx '## System Load' out/system_info.md
}

@test "the run ends with the command that draws the charts, and a framework with a failure is no success" {
  cd "$RAN"
  has "$(cat messages)" "visualize_results.py --results-dir $RAN/out"
  has "$(cat messages)" "[SUCCESS] Catzilla done"
  lacks "$(cat messages)" "[SUCCESS] alpha"
}

@test "a run without any result has an empty summary and no leftovers" {
  open_basic_run --duration 2s --framework alpha
  legacy::_write_system_info
  cells::begin_all "${ENDPOINTS_CHOSEN[@]}"
  # shellcheck disable=SC2034
  CORE_STATUS=130
  legacy::finish 2>/dev/null
  holds '.results == []' out/benchmark_summary.json
  same "$(find out -name '*.part')" ""
}
