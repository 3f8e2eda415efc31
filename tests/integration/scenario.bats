# --scenario on the fixture project: two short phases, and what comes between.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=300

setup() {
  load ../helpers/assert
  load ../helpers/project
  lay_out_fixture "$BATS_TEST_TMPDIR"
  rm -rf "$SITE/scenarios"
  cp -R "$REPOSITORY/tests/fixtures/project/scenarios" "$SITE"
}

teardown() {
  end_leftovers
}

scenario() { # <argument>…
  bench --scenario short --warmup 0s --threads 1 "$@"
}

scenario_record() { # <framework>
  printf '%s' "$(newest_run)/raw/$1.scenario.short.json"
}

# Enough requests to reach what the servers with faults take for a load.
raise_rate() {
  sed -i 's/rps: 40/rps: 1000/; s/rps: 30/rps: 500/' "$SITE/scenarios/short.yaml"
}

@test "every framework goes through every phase with the same mix, and the report has them beside each other" {
  scenario --framework alpha,beta
  ended 0
  lacks "$stderr" ERROR
  has "$stderr" "there is no group uploads: its 40 % are left out"
  local name run
  run=$(newest_run)
  same "$(cd "$run/raw" && printf '%s ' *)" "alpha.scenario.short.json beta.scenario.short.json "
  for name in alpha beta; do
    holds '.schema == 1 and .scenario == "short" and .title == "A short one" and .status == "ok" and .start_ms > 0' "$(scenario_record "$name")"
    holds '[.phases[] | [.name, .number, .from_rps, .to_rps, .seconds]] == [["ramp_up", 1, 0, 40, 2], ["sustained", 2, 30, 30, 2]]' \
      "$(scenario_record "$name")"
    holds 'all(.phases[]; .window | .requests > 0 and .server.cpu_us > 0 and .paced.late_us.max >= 0)' "$(scenario_record "$name")"
    holds '[.mix[].endpoint] == ["plain", "hello", "sum"] and ([.mix[].percent] | add | . > 99.99 and . < 100.01)' "$(scenario_record "$name")"
    holds '.missing == [{group: "uploads", weight: 40}] and [.left_out[].endpoint] == ["table_last"]' "$(scenario_record "$name")"
  done
  # Drawn alike for both: as far as they got, the same requests.
  holds '.phases[1].window.paced.drawn | length == 3 and all(.[]; . > 0)' "$(scenario_record alpha)"
  holds '.status == "complete" and .settings.load == "scenario"' "$run/run.json"
  has "$output" "1. ramp_up: 2 s, from 0 to 40 requests/s"
  has "$(<"$SITE/results/features/scenario_short.md")" "## 2. sustained: 2 s, 30 requests/s"
  holds '[.phases[].frameworks | keys] == [["alpha", "beta"], ["alpha", "beta"]]' "$SITE/results/features/scenario_short.json"
  left_nothing
}

@test "the report of a scenario is made again from its records" {
  scenario --framework alpha
  ended 0
  cp "$SITE/results/features/scenario_short.md" "$SITE/before.md"
  rm -r "$SITE/results/features" "$(newest_run)/raw/alpha.scenario.short.json"
  bench --report "$(newest_run)"
  ended 0
  cmp "$SITE/before.md" "$SITE/results/features/scenario_short.md"
}

@test "--dry-run prints phases, mix and time, and runs nothing" {
  scenario --framework alpha,beta --dry-run
  ended 0
  has "$output" "from 0 to 40 requests/s"
  has "$output" "33.33 %  greetings.sum"
  has "$output" "about "
  [[ ! -e $SITE/results ]]
  left_nothing
}

@test "--verify-only checks the endpoints of the mix and no others" {
  scenario --framework alpha --verify-only
  ended 0
  has "$output" "3 pass, 0 fail"
  left_nothing
}

@test "a wrong answer is told, and such a server is not loaded" {
  add_faults wrong_answer
  scenario --framework alpha,wrong_answer
  ended 1
  holds '.status == "contract_failed" and .phases == [] and (.problems[0].text | startswith("greetings."))' "$(scenario_record wrong_answer)"
  holds '.status == "ok" and (.phases | length) == 2' "$(scenario_record alpha)"
  has "$(<"$SITE/results/features/scenario_short.md")" "not measured"
  left_nothing
}

@test "a server that dies is named with its phase and its exit status, and the others go on" {
  add_faults dies_under_load
  raise_rate
  scenario --framework alpha,dies_under_load
  ended 1
  has "$stderr" "dies_under_load: ramp_up: the server ended with status"
  holds '.status == "server_failed" and (.phases | length) < 2' "$(scenario_record dies_under_load)"
  holds '.status == "ok"' "$(scenario_record alpha)"
  left_nothing
}

@test "answers that fail under load are counted and named, and the next phase is measured" {
  add_faults fails_under_load
  raise_rate
  scenario --framework fails_under_load
  ended 1
  holds '.status == "load_failed" and (.phases | length) == 2' "$(scenario_record fails_under_load)"
  [[ $stderr =~ [1-9][0-9]*\ requests\ failed\ \(status\ [1-9][0-9]*\),\ beside\ [1-9][0-9]*\ answers ]]
  left_nothing
}

@test "a server that does not start is told, and the others go on" {
  add_faults never_binds
  scenario --framework never_binds,alpha
  ended 1
  holds '.status == "server_failed" and .phases == [] and (.problems[0].text | startswith("did not start"))' "$(scenario_record never_binds)"
  holds '.status == "ok"' "$(scenario_record alpha)"
  left_nothing
}

@test "Ctrl-C in the middle of a phase keeps and reports the phases before" {
  sed -i 's/duration: 2s, rps: 30/duration: 60s, rps: 30/' "$SITE/scenarios/short.yaml"
  bench_start --scenario short --framework alpha,beta --warmup 0s --threads 1 --seed 2
  eventually grep -rqs '"kind":"phase"' "$SITE/results/runs"
  eventually load_pid
  kill -s INT -- "-$RUN_PID"
  bench_wait
  ended 130
  same "$(jq -r .status "$(newest_run)/run.json")" interrupted
  same "$(jq -s '[.[].phases | length] | add' "$(newest_run)"/raw/*.json)" 1
  same "$(jq -r .status "$(newest_run)"/raw/*.json | sort -u)" interrupted
  has "$(<"$SITE/results/features/scenario_short.md")" "The run is interrupted"
  has "$stderr" "stopped by a signal"
  left_nothing
}

# wrk itself, not the command that limits its time.
load_pid() {
  site_processes | awk '$2 == "wrk" {pid = $1} END {if (!pid) exit 1; print pid}'
}

@test "a scenario that is not there, and one with faults, end with 2 before anything starts" {
  bench --scenario shirt
  ended 2
  has "$stderr" 'unknown scenario "shirt"; nearest: short'
  sed -i 's/60%/60/' "$SITE/scenarios/short.yaml"
  scenario
  ended 2
  has "$stderr" "short.yaml:4: weight is 60, not a percentage"
  [[ ! -e $SITE/results ]]
  left_nothing
}
