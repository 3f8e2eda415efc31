# The basic run with the real servers: same calls, files, keys, formats and words as ever. One framework is measured in
# earnest; the port of another one is taken, so that the same run shows both.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=200

NAMES=(hello_world json_response path_params query_params complex_json)
FASTAPI_PORT=8001

setup_file() {
  load ../helpers/project
  lay_out "$BATS_FILE_TMPDIR" "$REPOSITORY"
  mkdir "$SITE/results"
  # Left by an earlier run: must not turn up in the new summary.
  local stale='{"framework": "stale", "endpoint_name": "hello_world", "requests_per_sec": "1.00"}'
  tee "$SITE/results/catzilla_hello_world.json" "$SITE/results/fastapi_hello_world.json" <<<"$stale" >"$SITE/results/flask_hello_world.json"
  take_port
  cd / || return
  # Not run.sh: the runner itself, from another folder, under bash, with no option that it did not always have.
  local status=0
  SITE_RUN=$TMPDIR bash "$SITE/run_all.sh" --framework fastapi,flask --duration 1s >"$SITE/stdout" 2>"$SITE/stderr" 3>&- || status=$?
  printf '%s' "$status" >"$SITE/status"
}

# A program of somebody else on a legacy port.
take_port() {
  python3 -c 'import socket, sys, time
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(600)' "$FASTAPI_PORT" "somebody else" >/dev/null 2>&1 3>&- &
  printf '%s' "$!" >"$SITE/owner"
  eventually is_listening "$FASTAPI_PORT"
}

setup() {
  load ../helpers/assert
  load ../helpers/project
  use_shared "$BATS_FILE_TMPDIR"
  RESULTS=$SITE/results
}

teardown() {
  end_leftovers
}

teardown_file() {
  load ../helpers/project
  use_shared "$BATS_FILE_TMPDIR"
  kill "$(<"$SITE/owner")"
  end_leftovers
}

runner() { # <argument>…
  is_own_site || lay_out "$BATS_TEST_TMPDIR" "$REPOSITORY"
  run --separate-stderr env "SITE_RUN=$TMPDIR" "$SITE/run_all.sh" "$@" 3>&-
}

@test "a busy port fails its framework, names the process that holds it, and does not end it" {
  local owner
  owner=$(<"$SITE/owner")
  same "$(<"$SITE/status")" 1
  has "$(<"$SITE/stderr")" "[ERROR] fastapi did not start: port $FASTAPI_PORT is taken by process $owner ("
  has "$(<"$SITE/stderr")" "python3 -c import socket"
  # One line, whatever stands in that program's command.
  [[ $(grep -c "taken by process .*; end it, then start again" "$SITE/stderr") == 6 ]]
  kill -0 "$owner"
  same "$(record fastapi basic.hello_world '[.status, .rounds] | tojson')" '["server_failed",[]]'
}

@test "the other framework of that run is measured, and nothing is left behind" {
  local name
  for name in "${NAMES[@]}"; do same "$(record flask "basic.$name" .status)" ok; done
  left_nothing
}

@test "each endpoint has a result with exactly the keys of ever, in their types and formats" {
  local name
  for name in "${NAMES[@]}"; do
    same "$(jq -r 'keys_unsorted | join(" ")' "$RESULTS/flask_$name.json")" \
      "framework endpoint endpoint_name method duration connections threads requests_per_sec avg_latency p99_latency transfer_per_sec timestamp"
    holds '.framework == "flask" and .method == "GET" and .duration == "1s" and .connections == 100 and .threads == 4' "$RESULTS/flask_$name.json"
    holds '.requests_per_sec | type == "string" and test("^[0-9]+\\.[0-9]{2}$")' "$RESULTS/flask_$name.json"
    holds '[.avg_latency, .p99_latency] | all(type == "string" and test("^[0-9]+\\.[0-9]{2}(us|ms|s)$"))' "$RESULTS/flask_$name.json"
    holds '.transfer_per_sec | type == "string" and test("^[0-9]+\\.[0-9]{2}(B|KB|MB|GB)$")' "$RESULTS/flask_$name.json"
    holds '.timestamp | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$")' "$RESULTS/flask_$name.json"
    same "$(jq -r .endpoint_name "$RESULTS/flask_$name.json")" "$name"
  done
  same "$(jq -r .endpoint "$RESULTS/flask_query_params.json")" "/users?limit=20&offset=10"
}

# The same unit, and the same number but for the rounding of its last digit.
near() { # <number with unit> <number with unit>
  same "${1//[0-9.]/}" "${2//[0-9.]/}"
  local difference=$((10#$(tr -dc 0-9 <<<"$1") - 10#$(tr -dc 0-9 <<<"$2")))
  ((difference >= -1 && difference <= 1)) || same "$1" "$2"
}

@test "the numbers of a result are wrk's own" {
  local text=$RESULTS/flask_hello_world.txt
  has "$(<"$text")" "Running 1s test @ http://127.0.0.1:8002/"
  has "$(<"$text")" "4 threads and 100 connections"
  has "$(<"$text")" "Latency Distribution"
  near "$(jq -r .requests_per_sec "$RESULTS/flask_hello_world.json")" "$(awk '/^Requests\/sec:/ {print $2}' "$text")"
  near "$(jq -r .transfer_per_sec "$RESULTS/flask_hello_world.json")" "$(awk '/^Transfer\/sec:/ {print $2}' "$text")"
  near "$(jq -r .avg_latency "$RESULTS/flask_hello_world.json")" "$(awk '$1 == "Latency" && $2 ~ /[0-9]/ {print $2}' "$text")"
  near "$(jq -r .p99_latency "$RESULTS/flask_hello_world.json")" "$(awk '$1 == "99%" {print $2}' "$text")"
}

@test "the validation endpoints are not measured for this framework" {
  [[ ! -e $RESULTS/flask_validate_user_model.json && ! -e $RESULTS/flask_query_validation.txt ]]
}

@test "the summary holds this run's results in order, and none of an earlier one" {
  local file=$RESULTS/benchmark_summary.json
  same "$(jq -r 'keys_unsorted | join(" ")' "$file")" "benchmark_info system_info results"
  holds '.benchmark_info | keys_unsorted == ["timestamp", "duration", "connections", "threads", "tool"]
    and .duration == "1s" and .connections == 100 and .threads == 4 and .tool == "wrk"' "$file"
  same "$(jq -r '.results | map(.framework + "_" + .endpoint_name) | join(" ")' "$file")" "$(printf 'flask_%s ' "${NAMES[@]}" | sed 's/ $//')"
  same "$(jq -c '.results[1]' "$file")" "$(jq -c . "$RESULTS/flask_json_response.json")"
  lacks "$(<"$file")" stale
  lacks "$(<"$RESULTS/benchmark_summary.md")" stale
}

@test "the Markdown summary has its headings and its table" {
  local file=$RESULTS/benchmark_summary.md heading
  same "$(head -n 1 "$file")" "# Catzilla Performance Benchmark Results"
  for heading in "Test Configuration" "Performance Results"; do same "$(grep -c "^## $heading\$" "$file")" 1; done
  has "$(<"$file")" "| Framework | Endpoint | Requests/sec | Avg Latency | 99% Latency |"
  same "$(grep -c '^| flask |' "$file")" 5
  has "$(<"$file")" "| flask | hello_world | $(jq -r '"\(.requests_per_sec) | \(.avg_latency) | \(.p99_latency)"' "$RESULTS/flask_hello_world.json") |"
}

@test "the system is described as JSON and as Markdown with its headings" {
  local heading
  holds 'type == "object" and length > 5' "$RESULTS/system_info.json"
  for heading in "Operating System" CPU Memory Disk "Python Environment" "System Load"; do
    same "$(grep -c "^## $heading\$" "$RESULTS/system_info.md")" 1
  done
  is_there "$RESULTS/flask_server.log"
}

@test "the status lines carry their labels, and the last one tells how to draw the charts" {
  local label
  has "$(<"$SITE/stderr")" "[INFO] Benchmarking Flask"
  has "$(<"$SITE/stderr")" "[SUCCESS] Flask done"
  lacks "$(<"$SITE/stderr")" "[SUCCESS] FastAPI"
  for label in WARNING ERROR; do has "$(<"$SITE/stderr")" "[$label] "; done
  has "$(tail -n 1 "$SITE/stderr")" "python3 $SITE/visualize_results.py"
}

@test "the plan of a run without options is all four frameworks, with the validation endpoints for one" {
  runner --dry-run
  ended 0
  has "$output" "Frameworks: catzilla, django, fastapi, flask"
  has "$output" "1 rounds x 1 windows x 10 s, warm-up 3 s"
  has "$output" "100 connections, 4 thread(s)"
  has "$output" "23 cells"
}

@test "--help and -h print the usage on stdout and end with 0" {
  local option
  for option in --help -h; do
    runner "$option"
    ended 0
    same "$stderr" ""
    for word in Usage --framework --duration --connections --threads --help; do has "$output" "$word"; done
  done
}

@test "an unknown option is named, the usage follows, and the status is 1" {
  runner --nonsense
  ended 1
  has "$output$stderr" "Unknown option: --nonsense"
  has "$output$stderr" "Usage:"
  runner --framework flask extra
  ended 1
  has "$output$stderr" "Unknown option: extra"
}

@test "an unknown framework is answered with the list of those there are, and the status is 1" {
  runner --framework rails
  ended 1
  has "$stderr" "[ERROR]"
  for name in catzilla fastapi flask django; do has "$stderr" "$name"; done
}

@test "a basic run that is interrupted keeps the results it has in its files" {
  lay_out "$BATS_TEST_TMPDIR" "$REPOSITORY"
  rm "$SITE/run.sh"
  ln -s run_all.sh "$SITE/run.sh"
  bench_start --framework flask --duration 1s
  eventually load_pid 8002/json
  kill -s INT -- "-$RUN_PID"
  bench_wait
  ended 130
  same "$(jq -r '.results | map(.endpoint_name) | join(" ")' "$SITE/results/benchmark_summary.json")" hello_world
  is_there "$SITE/results/flask_hello_world.txt"
  [[ ! -e $SITE/results/flask_json_response.json ]]
  lacks "$stderr" ERROR
  left_nothing
}
