# Runs that do not come to their end: by a signal, or because a part of them is killed. What was measured is kept,
# nothing is left behind, and the exit status tells.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=200

CELLS=(--benchmarks "greetings.hello,greetings.sum" --framework "alpha,beta" --duration 1s --connections 2 --threads 1)

setup() {
  load ../helpers/assert
  load ../helpers/project
  lay_out_fixture "$BATS_TEST_TMPDIR"
}

teardown() {
  end_leftovers
}

interrupt_group() {
  kill -s INT -- "-$RUN_PID"
}

# By then the run may have ended.
interrupt_again() {
  kill -s INT -- "-$RUN_PID" 2>/dev/null || return 0
}

statuses() {
  jq -r .status "$(newest_run)"/raw/*.json | sort | uniq -c | awk '{print $2, $1}'
}

kept_and_reported() {
  same "$(jq -r .status "$(newest_run)/run.json")" interrupted
  jq -e . "$(newest_run)"/raw/*.json >/dev/null
  is_there "$(newest_run)/summary.json"
  is_there "$SITE/results/features/feature_summary.md"
  has "$(<"$SITE/results/features/feature_summary.md")" interrupted
  lacks "$stderr" ERROR
  lacks "$stderr" ".sh: line"
}

# Servers that heed SIGTERM are never said to be killed.
killed_nobody() {
  lacks "$stderr" "did not end within"
}

@test "Ctrl-C in the middle of a window ends with 130 and keeps what was measured, also when pressed three times" {
  bench_start "${CELLS[@]}" --warmup 0s
  eventually freeze_load 1
  interrupt_group
  sleep 0.2
  interrupt_again
  sleep 0.5
  interrupt_again
  bench_wait
  ended 130
  same "$(statuses)" "$(printf 'interrupted %d\nok %d' $((4 - WINDOWS)) "$WINDOWS")"
  kept_and_reported
  has "$stderr" "stopped by a signal"
  killed_nobody
  left_nothing
}

@test "SIGTERM in the warm-up ends with 143, says that nothing was measured, and kills a server that ignores it" {
  add_faults ignores_sigterm
  bench_start --benchmarks greetings.hello --framework alpha,ignores_sigterm --duration 1s --warmup 9s
  eventually load_pid
  kill -s TERM "$RUN_PID"
  bench_wait
  ended 143
  same "$(statuses)" "interrupted 2"
  same "$(record alpha greetings.hello '[.rounds, .problems[].text] | tojson')" '[[],"the run ended after 0 of 1 rounds"]'
  has "$stderr" "ignores_sigterm did not end within 2 s of SIGTERM: killed"
  kept_and_reported
  left_nothing
}

@test "Ctrl-C while an answer is awaited ends the run" {
  add_faults hangs_on_request
  bench_start --benchmarks greetings.hello --framework hangs_on_request --duration 1s
  eventually pid_of "curl "
  interrupt_group
  bench_wait
  ended 130
  kept_and_reported
  killed_nobody
  left_nothing
}

@test "Ctrl-C while a server starts ends the run and the server" {
  add_faults never_binds
  bench_start --benchmarks greetings.hello --framework alpha,never_binds --duration 1s
  eventually pid_of "never_binds_server.py --host"
  interrupt_group
  bench_wait
  ended 130
  kept_and_reported
  killed_nobody
  left_nothing
}

@test "SIGTERM during --verify-only ends with 143 and leaves nothing" {
  add_faults never_binds
  bench_start --features greetings --framework alpha,never_binds --verify-only
  eventually pid_of "never_binds_server.py --host"
  kill -s TERM "$RUN_PID"
  bench_wait
  ended 143
  lacks "$stderr" ERROR
  left_nothing
}

@test "a sampler that is killed ends the run with one clear message and keeps what was measured" {
  bench_start "${CELLS[@]}" --warmup 0s
  eventually freeze_load 1
  kill -s KILL "$(pid_of bench.sampler)"
  kill -s CONT "$LOAD_PID"
  bench_wait
  ended 1
  has "$stderr" "[ERROR] the resource sampler ended"
  same "$(grep -c ERROR <<<"$stderr")" 1
  lacks "$stderr" "Broken pipe"
  same "$(statuses)" "$(printf 'interrupted %d\nok %d' $((4 - WINDOWS)) "$WINDOWS")"
  same "$(jq -r .status "$(newest_run)/run.json")" interrupted
  is_there "$(newest_run)/summary.json"
  left_nothing
}

@test "a load and servers that are killed from outside fail their cells, and the run goes on" {
  bench_start "${CELLS[@]}" --warmup 0s
  eventually freeze_load 0
  kill -s KILL "$LOAD_PID"
  eventually freeze_load 0
  # The one that is not loaded at this moment dies too, and must be found out when its turn comes.
  kill -s KILL "$(pid_of alpha_server.py)" "$(pid_of beta_server.py)"
  kill -s CONT "$LOAD_PID"
  bench_wait
  ended 1
  has "$(statuses)" "load_failed 1"
  [[ $(statuses) =~ "ok "[12] && $(statuses) =~ "server_failed "[12] ]]
  has "$(jq -r '.problems[] | select(.kind == "load") | .text' "$(newest_run)"/raw/*.json)" wrk
  has "$(jq -r '.problems[] | select(.kind == "server") | .text' "$(newest_run)"/raw/*.json)" "the server ended with status 137"
  same "$(jq -r .status "$(newest_run)/run.json")" complete
  left_nothing
}
