# A run that was opened but loads nothing: the frameworks alpha and beta, the group shop, results in $WORK/out.
# Needs load, groups and servers.

open_run() {
  use_stubs nproc taskset wrk
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "The A", expect: {status: 200}}, b: {title: "The B", control: "a", work: 10, expect: {status: 404}}}'
  write_described alpha
  write_described beta
  cli::parse --features shop --output "$WORK/out"
  load_contracts
  use_servers bash
  frameworks::describe production 1
  SETUP_PYTHON=$PROJECT/.venv/bin/python
  plan::settle_features
  PLACEMENT_CLIENT_CORES=1 PLACEMENT_SERVER_CPUS=1
  records::open_run features
}

# For setup_file: opens that run once for all tests of the file, because it takes a second.
prepare_run() {
  # The tests share the folder, in which the paths of the run lie.
  export BATS_NO_PARALLELIZE_WITHIN_FILE=true RUN_WORK=$WORK RUN_STATE=$BATS_FILE_TMPDIR/state
  open_run
  local name
  for name in $(compgen -A variable | grep -E '^(CLI|CLIENT|CONTRACT|CORE|ENDPOINTS|FRAMEWORKS|MACHINE|MEASURE|OPT|PATTERN|PLACEMENT|PLAN|PROBE|PROOF|RECORDS|REQUEST|SERVER|SERVICES|SETUP|STAGE|WRK)_'); do
    declare -p "$name" | sed '1s/^declare -\([a-zA-Z-]*\)/declare -g\1/; 1s/^declare -g-/declare -g/' | grep -v '^declare -g[a-zA-Z]*r' || :
  done >"$RUN_STATE"
  cp -a "$WORK" "$BATS_FILE_TMPDIR/pristine"
}

# For setup, after load_modules: that run as it was when it had been opened.
reopen_run() {
  WORK=$RUN_WORK
  rm -rf "$WORK"
  cp -a "$BATS_FILE_TMPDIR/pristine" "$WORK"
  cd "$WORK" || return
  # shellcheck source=/dev/null
  source "$RUN_STATE"
  use_stubs nproc taskset wrk
}

# wrk's result of a second without a fault, in the file; what is given differs.
wrk_result() { # <file> [<jq object>]
  jq -n '{seconds: 1, requests: 1000, bytes: 100000, errors: {connect: 0, read: 0, write: 0, timeout: 0, status: 0},
    latency_us: {mean: 1000, stdev: 10, min: 900, max: 2000, p50: 1000, p75: 1100, p90: 1200, p95: 1300, p99: 1400, p99_9: 1500},
    quantiles: [[0, 900], [100, 2000]], cpu_us: 500000, paced: null} * '"${2:-{\}}" >"$1"
}

# The sampler's answer for the same second.
sample() { # [<jq object>]
  jq -nc '{ok: true, seconds: 1, cpu_us: 950000, processes: 1, threads: 2, memory_kind: "pss",
    memory_kib: {idle: 50000, peak: 60000, after: 55000}, context_switches: {voluntary: 10, involuntary: 2},
    steal_share: 0, pressure_share: 0.01} * '"${1:-{\}}"
}

# The record of a cell as it is now.
record() { # <framework> <id>
  records::assemble
  cat "$RECORDS_FOLDER/raw/$1.$2.json"
}
