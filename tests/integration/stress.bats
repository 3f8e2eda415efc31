# --load stress, --heavy-load and --latency-at on the fixture project, with few and short steps.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=300

setup() {
  load ../helpers/assert
  load ../helpers/project
  lay_out_fixture "$BATS_TEST_TMPDIR"
  # One paced step, and little patience.
  sed -i 's/^main /RAMP_RATE_STEPS=1 RAMP_RATE_HALVINGS=0 RAMP_ANSWER_SECONDS=2 LATENCY_ROUNDS=1\n&/' "$SITE/run.sh"
}

teardown() {
  end_leftovers
}

stress() { # <argument>…
  bench --load stress --duration 1s --warmup 0s --connections 4 --threads 1 --slo 5s "$@"
}

has_a_step() {
  grep -qs '"kind":"step"' "$SITE"/results/runs/*/journal/alpha.stress.greetings.hello.jsonl
}

@test "a stress run records each step, what was borne and the recovery, and reports them" {
  stress --benchmarks greetings.hello --framework alpha
  ended 0
  lacks "$stderr" ERROR
  local run record
  run=$(newest_run)
  record=$run/raw/alpha.stress.greetings.hello.json
  same "$(cd "$run/raw" && printf '%s\n' *)" alpha.stress.greetings.hello.json
  holds '.schema == 1 and .framework == "alpha" and .endpoint == "hello" and .status == "ok" and .slo_ms == 5000' "$record"
  holds '[.steps[] | .kind] | unique == ["connections", "rate", "recovery"]' "$record"
  holds '[.steps[] | select(.kind == "connections") | .connections] | unique == [1, 4]' "$record"
  holds 'all(.steps[]; .window.requests > 0 and .window.server.cpu_us > 0 and .answered_ms >= 0)' "$record"
  holds '.steps[] | select(.kind == "rate") | .window.paced.target_rps > 0 and .target_rps > 0' "$record"
  holds '.best.rps > 0 and .knee.connections >= 1 and .knee.connections <= .best.connections' "$record"
  has "$output" "Greetings: hello"
  has "$(<"$SITE/results/features/stress_summary.md")" "## Greetings: hello"
  holds '.cells[0].steps | length > 2' "$SITE/results/features/stress.json"
  same "$(head -c 4 "$SITE/results/graphs/scaling_analysis.png" | tail -c 3)" PNG
  left_nothing
}

@test "the reports of a stress run are made again from its records" {
  stress --benchmarks greetings.hello --framework alpha
  ended 0
  cp "$SITE/results/features/stress_summary.md" "$SITE/before.md"
  rm -r "$SITE/results/features" "$SITE/results/graphs"
  bench --report "$(newest_run)"
  ended 0
  cmp "$SITE/before.md" "$SITE/results/features/stress_summary.md"
  [[ -s $SITE/results/graphs/scaling_analysis.png ]]
}

@test "a server that dies is named with its exit status and started again for the rate" {
  add_faults dies_under_load
  stress --benchmarks greetings.plain,greetings.hello --framework dies_under_load
  ended 1
  has "$stderr" "dies_under_load greetings.hello: on 1 connections the server ended with status"
  local record
  record=$(newest_run)/raw/dies_under_load.stress.greetings.hello.json
  holds '.status == "server_failed" and .failure.connections.verdict == "died" and .recovered == false' "$record"
  holds '.failure.connections.text | contains("ended with status")' "$record"
  # The endpoint that it can serve is not spoilt by the one that it cannot. Whether its rate came back is the host's matter, too.
  record=$(newest_run)/raw/dies_under_load.stress.greetings.plain.json
  holds '.status == "ok" and all(.steps[]; .verdict != "died" and .answered_ms >= 0)' "$record"
  holds '.steps[-1] | .kind == "recovery" and .window.requests > 0' "$record"
  left_nothing
}

@test "failing requests and a server that answers no more are told apart" {
  add_faults fails_under_load hangs_under_load
  stress --benchmarks greetings.hello --framework fails_under_load,hangs_under_load
  ended 1
  local run
  run=$(newest_run)
  holds '.failure.connections | .verdict == "errors" and .errors.status > 0 and (.text | contains("status"))' \
    "$run/raw/fails_under_load.stress.greetings.hello.json"
  holds '.failure.connections.verdict == "unresponsive" and .status == "load_failed" and .recovered == false' \
    "$run/raw/hangs_under_load.stress.greetings.hello.json"
  left_nothing
}

@test "a wrong answer is not put under stress" {
  add_faults wrong_answer
  stress --benchmarks greetings.hello --framework wrong_answer
  ended 1
  holds '.status == "contract_failed" and .steps == [] and .best == null' "$(newest_run)/raw/wrong_answer.stress.greetings.hello.json"
  has "$(<"$SITE/results/features/stress_summary.md")" "contract failed"
}

@test "what the framework cannot do is unsupported, and no failure" {
  stress --benchmarks greetings.table_last --framework beta
  ended 0
  holds '.status == "unsupported" and .problems[0].text == "has no large application"' "$(newest_run)/raw/beta.stress.greetings.table_last.json"
}

@test "a signal in the middle keeps the steps that were made and says what is missing" {
  bench_start --load stress --duration 1s --warmup 0s --connections 100 --framework alpha,beta --benchmarks greetings.hello
  eventually has_a_step
  kill -s TERM "$RUN_PID"
  bench_wait
  ended 143
  local run
  run=$(newest_run)
  holds '.status == "interrupted" and (.steps | length > 0)' "$run/raw/alpha.stress.greetings.hello.json"
  holds '.status == "interrupted" and .steps == []' "$run/raw/beta.stress.greetings.hello.json"
  has "$(<"$SITE/results/features/stress_summary.md")" "The run is interrupted"
  left_nothing
}

@test "the plan of a stress run names the steps and starts nothing" {
  stress --features greetings --framework alpha --dry-run
  ended 0
  has "$output" "greetings.plain"
  has "$output" "1, 4 connections"
  lacks "$output" greetings.hello
  [[ ! -e $SITE/results ]]
}

@test "a heavy load has a thousand connections and five minutes, unless said otherwise wherever it stands" {
  bench --heavy-load --features greetings --dry-run
  ended 0
  has "$output" "1000 connections"
  has "$output" "5 rounds x 2 windows x 30 s"
  bench --connections 30 --heavy-load --duration 10s --features greetings --dry-run
  has "$output" "30 connections"
  has "$output" "5 rounds x 2 windows x 1 s"
  bench --duration 10s --features greetings --heavy-load --connections 30 --dry-run
  has "$output" "30 connections"
  # What a contract bounds stays bounded.
  has "$output" "(2 connections)"
}

@test "a limit of open files that is too low for a heavy load is raised, or the message says how" {
  ulimit -Sn 500
  bench --heavy-load --features greetings --dry-run
  ended 0
  has "$stderr" "limit of open files is raised from 500"
}

@test "latencies are measured at shares of each capacity and at a common rate, and reported" {
  bench --benchmarks greetings.hello --duration 2s --rounds 1 --warmup 0s --connections 4 --threads 1 --latency-at 50
  ended 0
  local name common=
  for name in alpha beta; do
    record "$name" greetings.hello '.latency_at | map(.share) == [0.5, null]' | grep -qx true
    record "$name" greetings.hello 'all(.latency_at[]; .windows | length == 1 and .[0].paced.target_rps > 0 and .[0].requests > 0)' | grep -qx true
    common+="$(record "$name" greetings.hello '.latency_at[-1].target_rps') "
  done
  # The same for both.
  same "${common% * } " "${common#* }"
  has "$(<"$SITE/results/features/latency_summary.md")" "At 50 % of each one's capacity"
  left_nothing
}

@test "a run without --latency-at has no report of latencies" {
  bench --benchmarks greetings.hello --framework alpha --duration 1s --warmup 0s --connections 4 --threads 1
  ended 0
  record alpha greetings.hello '.latency_at == []' | grep -qx true
  [[ ! -e $SITE/results/features/latency_summary.md ]]
}
