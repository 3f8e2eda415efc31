# Runs that are stopped and go on: they end as one that was never stopped, and nothing that was measured is lost.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=300

CELLS=(--benchmarks "greetings.hello,greetings.table_last" --framework "alpha,beta" --duration 2s --rounds 2 --warmup 0s --connections 2 --threads 1)

setup_file() {
  load ../helpers/project
  lay_out_fixture "$BATS_FILE_TMPDIR"
  bench_once "${CELLS[@]}"
}

setup() {
  load ../helpers/assert
  load ../helpers/project
  WHOLE="$BATS_FILE_TMPDIR/a project with spaces/results"
  lay_out_fixture "$BATS_TEST_TMPDIR"
}

teardown() {
  end_leftovers
}

# The run of setup_file, in this test's own project.
take_whole_run() {
  cp -R "$WHOLE" "$SITE"
  RUN=$(newest_run)
}

# Cells, rounds, windows and the place of each in the order of visits.
shape() { # <results>
  jq -c '[.framework, .endpoint, .status, (.rounds[] | [.round, (.windows[] | [.window, .position]), (.duets | length)])]' "$1"/runs/*/raw/*.json
}

windows() { # <framework> <endpoint>
  jq -c '.rounds' "$RUN/raw/$1.greetings.$2.json"
}

has_measured() { # <windows>
  (($(cat "$SITE"/results/runs/*/journal/*.jsonl 2>/dev/null | grep -c '"kind":"window"') >= $1))
}

# Holds the load that comes after so many windows. One after the other, so that a slow machine has time for each.
freeze_after() { # <windows>
  local number
  eventually compgen -G "$SITE/results/runs/*/journal/*.jsonl"
  for ((number = 1; number < $1; number++)); do eventually has_measured "$number"; done
  eventually freeze_load "$1"
}

interrupt() {
  kill -s INT -- "-$RUN_PID"
  bench_wait
}

went_on() {
  ended 0
  lacks "$stderr" ERROR
  same "$(ls "$SITE/results/runs")" "$(basename "$RUN")"
  same "$(jq -r .status "$RUN/run.json")" complete
  same_lines "$(shape "$SITE/results")" "$(shape "$WHOLE")"
}

@test "a run that Ctrl-C stopped ends as one that was not, keeps its whole rounds and drops the half one" {
  bench_start "${CELLS[@]}"
  freeze_after 4
  interrupt
  ended 130
  RUN=$(newest_run)
  local before dropped
  before=$(jq -c '.rounds[0]' "$RUN"/raw/alpha.*.json)
  dropped=$(cat "$RUN"/journal/*.greetings.hello.jsonl | grep '"kind":"window","round":2')
  bench --resume
  went_on
  same "$(jq -c '.rounds[0]' "$RUN"/raw/alpha.*.json)" "$before"
  fails grep -qxF -- "$dropped" "$RUN"/journal/*.jsonl
  cat "$RUN"/journal/*.jsonl.1 | grep -qxF -- "$dropped"
  holds '.resumptions | length == 1 and (.[0] | .why == "--resume" and .status == "interrupted"
    and .endpoints == {"greetings.hello": "not measured yet: 2", "greetings.table_last": "not measured yet: 2"}
    and .cells == ["alpha.greetings.hello", "beta.greetings.hello", "alpha.greetings.table_last"])' "$RUN/run.json"
  has "$(<"$SITE/results/features/feature_summary.md")" "resumed"
  left_nothing
}

@test "a run that is going on is refused, and one that was killed, its journal cut short, goes on" {
  bench_start "${CELLS[@]}"
  freeze_after 4
  RUN=$(newest_run)
  # The runner is held, and its load goes on: timeout would end one that is held for long.
  kill -s STOP "$RUN_PID"
  kill -s CONT "$LOAD_PID"
  bench --resume
  ended 2
  has "$stderr" "still going on"
  kill -s KILL "$RUN_PID"
  wait "$RUN_PID" || :
  printf '{"kind":"window","round":2,"wind' >>"$RUN/journal/beta.greetings.hello.jsonl"
  same "$(jq -r '.status, .ended' "$RUN/run.json")" $'interrupted\nnull'
  bench --resume "$RUN"
  went_on
  jq -e . "$RUN"/journal/*.jsonl >/dev/null
}

@test "a run that is complete and unchanged says so and makes its reports again" {
  take_whole_run
  rm -r "$SITE/results/features"
  local before
  before=$(cd "$RUN" && cksum run.json journal/*)
  bench --resume "$RUN"
  ended 0
  has "$stderr" "nothing is left to measure"
  is_there "$SITE/results/features/feature_summary.md"
  same "$(cd "$RUN" && cksum run.json journal/*)" "$before"
  bench --resume
  ended 2
  has "$stderr" "has no run that stopped before its end"
}

@test "a server that changed has its endpoints measured anew by all frameworks, and no other" {
  take_whole_run
  local kept anew
  kept=$(windows alpha table_last)
  anew=$(windows alpha hello)
  echo "# changed" >>"$SITE/servers/beta_server.py"
  bench --resume "$(basename "$RUN")"
  went_on
  same "$(windows alpha table_last)" "$kept"
  [[ $(windows alpha hello) != "$anew" ]]
  same "$(jq -r '.resumptions[0].endpoints["greetings.hello"]' "$RUN/run.json")" "all rounds anew: the server of beta has changed"
  same "$(jq -sc 'map(select(.kind == "window")) | length' "$RUN/journal/alpha.greetings.hello.jsonl.1")" 2
}

@test "a contract that changed has its endpoint measured anew" {
  take_whole_run
  local kept anew
  kept=$(windows alpha table_last)
  anew=$(windows beta hello)
  sed -i 's/"A path parameter"/"A parameter"/' "$SITE/endpoints/greetings.contract.json"
  bench --resume "$RUN"
  went_on
  same "$(windows alpha table_last)" "$kept"
  [[ $(windows beta hello) != "$anew" ]]
  same "$(jq -r .title "$RUN/raw/alpha.greetings.hello.json")" "A parameter"
}

@test "--rerun failed measures the endpoint of a failed cell anew, which --resume alone does not" {
  take_whole_run
  local kept
  kept=$(windows alpha table_last)
  sleep 0.01
  echo '{"kind":"problem","problem":{"kind":"load","text":"too slow","round":2}}' >>"$RUN/journal/alpha.greetings.hello.jsonl"
  bench --resume "$RUN"
  ended 0
  has "$stderr" "nothing is left to measure"
  same "$(jq -r .status "$RUN/raw/alpha.greetings.hello.json")" load_failed
  bench --rerun failed --dry-run
  ended 0
  has "$output" "greetings.hello: all rounds anew: alpha: load failed"
  bench --rerun failed
  went_on
  same "$(windows alpha table_last)" "$kept"
  grep -q "too slow" "$RUN/journal/alpha.greetings.hello.jsonl.1"
  same "$(jq -r '.resumptions[0].why' "$RUN/run.json")" "--rerun failed"
}

@test "a null run with duets and latency goes on with its twins, and measures latency when the rounds are there" {
  bench_start --benchmarks greetings.hello --framework alpha --null-run --latency-at 50 --duration 2s --rounds 2 --warmup 0s --connections 2 --threads 1
  freeze_after 3
  interrupt
  ended 130
  RUN=$(newest_run)
  bench --resume
  ended 0
  same "$(jq -c '[.framework, .status, (.rounds[] | [.round, (.windows | length), (.duets | length)]), (.latency_at | map(.windows | length))]' "$RUN"/raw/*.json)" \
    '["alpha","ok",[1,1,0],[2,1,0],[3,3]]
["alpha_twin","ok",[1,1,1],[2,1,1],[3,3]]'
  bench --resume "$RUN"
  ended 0
  has "$stderr" "nothing is left to measure"
}
