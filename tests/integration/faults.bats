# Servers that get something wrong: the run sees through each, names it rightly, and lets the others go on.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=200

# Two runs with all faults in them, so that each fault also proves that it does no harm to the servers beside it.
ONE_ENDPOINT=(
  answers_slowly changes_under_load closes_connections ends_at_start fails_under_load hangs_on_request
  hangs_under_load ignores_sigterm leaks never_binds redirects stalls_together wrong_answer
)
TWO_ENDPOINTS=(accepts_anything cannot_describe dies_under_load)

setup_file() {
  load ../helpers/project
  run_with_faults one "${ONE_ENDPOINT[@]}" --benchmarks greetings.hello
  run_with_faults two "${TWO_ENDPOINTS[@]}" --benchmarks greetings.hello,greetings.sum
}

run_with_faults() { # <name> <fault>… <option>…
  local folder=$BATS_FILE_TMPDIR/$1
  shift
  local -a faults=()
  while [[ $1 != --* ]]; do
    faults+=("$1")
    shift
  done
  mkdir "$folder"
  lay_out_fixture "$folder"
  add_faults "${faults[@]}"
  rm "$SITE/servers/beta_server.py"
  bench_once "$@" --duration 1s --warmup 0s --connections 4 --threads 1
}

setup() {
  load ../helpers/assert
  load ../helpers/project
  use one
}

use() { # <name of the run>
  use_shared "$BATS_FILE_TMPDIR/$1"
}

teardown_file() {
  load ../helpers/project
  local name
  for name in one two; do
    use "$name"
    end_leftovers
  done
}

hello() { # <framework> <jq program>
  record "$1" greetings.hello "$2"
}

# Status and first problem of a greeting that must not have been measured.
refused() { # <framework> <status> <problem>
  same "$(hello "$1" '.status + ": " + .problems[0].text')" "$2: $3"
  same "$(hello "$1" '[.rounds[].windows[]] | length')" 0
}

@test "the other servers of a run with faults are measured as if there were none" {
  same "$(hello alpha '[.status, .problems, (.rounds[0].windows | length)] | tojson')" '["ok",[],1]'
  use two
  same "$(hello alpha .status)" ok
  same "$(record alpha greetings.sum .status)" ok
}

@test "a run in which a cell failed ends with status 1, complete, with its reports" {
  local name
  for name in one two; do
    use "$name"
    same "$(<"$SITE/status")" 1
    same "$(jq -r .status "$(newest_run)/run.json")" complete
    is_there "$(newest_run)/summary.json"
    is_there "$SITE/results/features/feature_summary.md"
    has "$(<"$SITE/stdout")" Alpha
  done
}

@test "no failure of the runner itself is told in a run with faults" {
  lacks "$(<"$SITE/stderr")" "command of the runner failed"
  lacks "$(<"$SITE/stderr")" ".sh: line"
  use two
  lacks "$(<"$SITE/stderr")" "command of the runner failed"
  lacks "$(<"$SITE/stderr")" ".sh: line"
}

@test "servers with faults leave no process, port or folder behind" {
  left_nothing
  use two
  left_nothing
}

@test "a wrong answer is not measured" {
  refused wrong_answer contract_failed 'body {"message": "Hello, eve!"} instead of {"message":"Hello, ada!"}'
}

@test "a redirect is not measured" {
  refused redirects contract_failed "status 307 instead of 200"
}

@test "a request that hangs is given up and not measured" {
  refused hangs_on_request contract_failed "no answer"
}

@test "a server that never binds its port is given up" {
  refused never_binds server_failed "did not start: no answer within 4 s"
}

@test "a server that ends at its start is told with its status and its reason" {
  refused ends_at_start server_failed "did not start: ended with status 9; last log line: no licence found"
  has "$(<"$(newest_run)/logs/ends_at_start_server.log")" "no licence found"
}

@test "a server that accepts what it must refuse is not measured there, and measured where it is right" {
  use two
  same "$(record accepts_anything greetings.sum '[.status, .problems[0].text, .rounds] | tojson')" \
    '["contract_failed","text among the numbers: status 200 instead of 422",[]]'
  same "$(hello accepts_anything .status)" ok
}

@test "an answer that changes under load fails its cell after the window" {
  same "$(hello changes_under_load '.status + ": " + .problems[0].text')" \
    'contract_failed: after the load: body {"message": "Hello, you!"} instead of {"message":"Hello, ada!"}'
}

@test "errors under load fail the cell and are counted" {
  same "$(hello fails_under_load .status)" load_failed
  local told='^[1-9][0-9]* requests failed under load \(status [1-9][0-9]*\), beside [1-9][0-9]* answers$'
  [[ $(hello fails_under_load '.problems[0].text') =~ $told ]]
  # Every tenth answer is an error, and no other is counted as one.
  same "$(hello fails_under_load '.rounds[0].windows[0] | .failed == .errors.status and (.failed / .requests | . > 0.08 and . < 0.12)')" true
}

@test "a server that hangs under load fails its cell" {
  same "$(hello hangs_under_load '.status + ": " + .problems[0].text')" "contract_failed: after the load: no answer"
}

@test "a window without any answer is a failure of the load and has no latency" {
  same "$(hello stalls_together '.status + ": " + .problems[0].text')" "load_failed: no request was answered within the window"
  same "$(hello stalls_together '.rounds[0].windows[0] | [.requests, .latency_us] | tojson')" "[0,null]"
}

@test "a server that dies under load is told with its status and log, and started again for what is left" {
  use two
  same "$(hello dies_under_load '.status + ": " + .problems[0].text')" "server_failed: the server ended with status 7; last log line: out of cards"
  same "$(record dies_under_load greetings.sum '[.status, (.rounds[0].windows | length), .problems] | tojson')" '["ok",1,[]]'
}

@test "a server that closes each connection is measured and flagged" {
  same "$(hello closes_connections .status)" ok
  has "$(hello closes_connections '.rounds[0].windows[0].flags | tojson')" closes_connections
  same "$(hello closes_connections .response.keep_alive)" false
  lacks "$(hello alpha '.rounds[0].windows[0].flags | tojson')" closes_connections
}

@test "a server that leaks is measured and flagged" {
  same "$(hello leaks .status)" ok
  has "$(hello leaks '.rounds[0].windows[0].flags | tojson')" memory_grows
  same "$(hello leaks '.rounds[0].windows[0].server.memory_kib | .after - .idle > 80000')" true
  lacks "$(hello alpha '.rounds[0].windows[0].flags | tojson')" memory_grows
}

@test "a slow server is measured as it is, and flagged as idle" {
  same "$(hello answers_slowly '[.status, .problems] | tojson')" '["ok",[]]'
  has "$(hello answers_slowly '.rounds[0].windows[0].flags | tojson')" server_idle
  # Each answer takes the server a tenth of a second: the median cannot be below, nor the requests above.
  same "$(hello answers_slowly '.rounds[0].windows[0] | .latency_us.p50 >= 100000 and .requests <= .seconds * 10 * 4')" true
}

@test "a server that ignores SIGTERM is killed with its children, and this is said once" {
  same "$(hello ignores_sigterm .status)" ok
  has "$(<"$SITE/stderr")" "ignores_sigterm did not end within 2 s of SIGTERM: killed"
  same "$(grep -c "did not end within" "$SITE/stderr")" 1
}

@test "a framework that cannot describe itself is unavailable with its reason, and has no records" {
  use two
  same "$(jq -r .frameworks.cannot_describe.unavailable "$(newest_run)/run.json")" "cannot_describe_server: the package nothing is not installed"
  has "$(<"$SITE/stderr")" "cannot_describe is unavailable: cannot_describe_server: the package nothing is not installed"
  same "$(find "$(newest_run)/raw" -name 'cannot_describe*')" ""
}

@test "a server that is stopped before it has made its process group is stopped all the same" {
  lay_out_fixture "$BATS_TEST_TMPDIR"
  run "$BASH" -c 'set -Eeuo pipefail
    source "$0/run_all.sh"
    core::init "$0"
    frameworks::find "$0/servers"
    SETUP_PYTHON=$0/.venv/bin/python OPT_workers=1 OPT_profile=legacy FRAMEWORKS_PYTHON[alpha]=$0/.venv/bin/python
    for attempt in {1..20}; do
      server::start alpha alpha greetings 29999 "$CORE_TEMP/log"
      server::stop alpha
    done' "$SITE" 3>&-
  ended 0
  same "$output" ""
  left_nothing
}
