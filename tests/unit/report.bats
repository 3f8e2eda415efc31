# lib/report.sh: calls Python. Python is a stand-in that notes its calls.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  export STUB_CALLS=$WORK/calls
  : >"$STUB_CALLS"
  mkdir -p "$WORK/a run/raw" "$WORK/a run/journal"
}

# What the functions of the tests start with. The run is complete; its output folder is $WORK/out.
write_reports() { # <folder of the stubs> <function> <argument>…
  cli::parse --output "$PWD/out" ${OPTION:-}
  setup::ensure_python() { SETUP_PYTHON=$STUB; }
  records::finish() { :; }
  STUB=$1/bench-python SETUP_PYTHON=$1/bench-python
  RECORDS_FOLDER="$PWD/a run" ENDPOINTS_CHOSEN=(one)
  CORE_STATUS=${STATUS_BEFORE:-0}
  "${@:2}"
  [[ $2 != report::finish_features ]] || exit "$CORE_STATUS"
}

reports() { # <function> <argument>…
  run as_runner write_reports "$PROJECT/tests/stubs" "$@"
}

modules() {
  cut -d' ' -f1 "$STUB_CALLS" | paste -sd' '
}

@test "the summary is made first, then the tables and the charts from it" {
  reports report::write "$WORK/a run"
  ended 0
  same "$(modules)" "bench.summary bench.reports bench.charts"
  grep -qx "bench.summary $WORK/a run" "$STUB_CALLS"
  grep -qx "bench.reports $WORK/a run $WORK/out" "$STUB_CALLS"
  grep -qx "bench.charts $WORK/a run $WORK/out/graphs" "$STUB_CALLS"
  [[ -d $WORK/out/graphs ]]
}

@test "without a summary nothing is made of it, and the way to try again is named" {
  export STUB_BENCH_FAILS=summary
  reports report::finish_features
  ended 1
  has "$output" "no summary of $WORK/a run; its records are untouched, and ./run_all.sh --report $WORK/a run tries again"
  lacks "$(modules)" bench.charts
}

@test "a report that fails does not take the others with it, but the run fails" {
  export STUB_BENCH_FAILS=reports
  reports report::finish_features
  ended 1
  same "$(modules)" "bench.summary bench.reports bench.charts bench.terminal"
  has "$output" "the table"
}

@test "a run ends with its table and the places of its files" {
  reports report::finish_features
  ended 0
  has "$output" "the table"
  has "$output" "[INFO] records: $WORK/a run"
  has "$output" "$WORK/out/features"
  has "$output" "$WORK/out/graphs"
}

@test "a run that a signal stopped is reported all the same, and keeps its status" {
  export STATUS_BEFORE=130
  reports report::finish_features
  ended 130
  has "$output" "the table"
  has "$output" "[WARNING] stopped by a signal"
}

@test "an earlier run is reported again, without a server" {
  reports report::again "$WORK/a run"
  ended 0
  same "$(modules)" "bench.summary bench.reports bench.charts bench.terminal"
}

@test "an earlier run that is not there is wrong usage" {
  reports report::again "$WORK/no run"
  ended 2
  has "$output" "--report $WORK/no run: no such run; runs are folders in $WORK/out/runs"
}

@test "an earlier run whose reports fail ends with 1 and without blaming the runner" {
  export STUB_BENCH_FAILS=reports
  reports report::again "$WORK/a run"
  ended 1
  lacks "$output" "a command of the runner failed"
}

@test "findings fail a run only with --strict" {
  export STUB_FINDINGS='["faster than light"]'
  reports report::finish_features
  ended 0
  export OPTION=--strict
  reports report::finish_features
  ended 1
  has "$output" "[ERROR] --strict: 1 finding(s)"
}

@test "--report-format goes to Python, and names that there are not end a run before it starts" {
  export OPTION=--report-format=export_csv,html
  reports report::write "$WORK/a run"
  ended 0
  grep -qx "bench.reports $WORK/a run $WORK/out --format export_csv,html" "$STUB_CALLS"
  reports report::check_formats
  ended 0
  export OPTION=--report-format=html,sculpture
  reports report::check_formats
  ended 2
  has "$output" "--report-format sculpture: there is no such report; there are: "
  has "$output" "export_csv"
  lacks "$output" "_run_sections"
}

@test "without --report-format every name is fine" {
  reports report::check_formats
  ended 0
  same "$output" ""
}

@test "with --format json stdout has the facts and nothing else" {
  export OPTION=--format=json STUB_INSIGHTS='{"schema": 1}'
  write_reports "$PROJECT/tests/stubs" report::again "$WORK/a run" >stdout 2>stderr
  same "$(<stdout)" '{"schema": 1}'
  lacks "$(modules)" bench.terminal
  # What was written is told beside, on stderr.
  has "$(<stderr)" "performance_insights.json"
}

@test "a report that fails leaves stdout empty with --format json, and the run fails" {
  export OPTION=--format=json STUB_BENCH_FAILS=reports
  reports report::again "$WORK/a run"
  ended 1
  lacks "$output" schema
}
