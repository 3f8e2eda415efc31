# lib/resume.sh: which run goes on, with which options, and when it may not.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  use_stubs nproc
}

# A run that stopped in its middle, as its run.json tells.
write_run() { # <id> [<what differs, as a jq object>]
  mkdir -p "out/runs/$1/journal"
  jq -n --arg run "$1" '{run: $run, kind: "features", status: "interrupted", methodology: '"$MACHINE_METHODOLOGY"',
    asked: {options: {framework: "all", features: "shop", duration: "60s", connections: "100", seed: "1", precision: "3%", load: "saturate", duet: "yes"},
      frameworks: ["alpha", "beta"]},
    settings: {features: ["shop"], frameworks: ["alpha", "beta", "beta_twin"], rounds: 5, threads: 1, server_cpus: "0", client_cpus: "1"},
    groups: {shop: {endpoints: ["a", "b"]}}, host: {cores: 4}, versions: {python: "3.11.7"}} * '"${2:-{\}}" >"out/runs/$1/run.json"
}

restored() { # <option>…: what the run then has
  work() {
    cli::parse --output out "$@"
    resume::restore --output out "$@"
    printf '%s\n' "${RESUME_FOLDER##*/}" "$OPT_framework" "$OPT_features" "$OPT_benchmarks" "$OPT_duration_seconds" "$OPT_precision" "$OPT_duet" "$OPT_rounds" "$OPT_output"
  }
  run as_runner work "$@"
}

@test "without a name the newest run that is not complete goes on, with the options it had" {
  write_run 20260101T000000Z
  write_run 20260102T000000Z
  write_run 20260103T000000Z '{status: "complete"}'
  restored --resume
  ended 0
  same "$output" "20260102T000000Z
alpha,beta
shop
shop.a,shop.b
60
3%
yes

$PWD/out"
}

@test "a run is named by its folder or by its name; --rerun alone takes the newest" {
  write_run 20260101T000000Z
  write_run 20260103T000000Z '{status: "complete"}'
  restored --resume 20260101T000000Z
  same "${lines[0]}" 20260101T000000Z
  restored --resume out/runs/20260101T000000Z/ --report-format html
  same "${lines[0]}" 20260101T000000Z
  restored --rerun failed
  same "${lines[0]}" 20260103T000000Z
  restored --resume 20260101T000000Z --rerun noisy
  same "${lines[0]}" 20260101T000000Z
}

@test "an option that says what the run has anyway is no conflict, any other is, with both values" {
  write_run 20260101T000000Z
  restored --resume --duration 1m --framework all --precision 3 --rounds 5 --server-cpus 0
  ended 0
  restored --resume --compare-frameworks alpha,beta
  ended 0
  restored --resume --rounds 7
  ended 2
  same "$output" "[ERROR] --rounds 7: run 20260101T000000Z has 5; leave it out to go on with that run, or start a new one"
  restored --resume --framework beta
  ended 2
  has "$output" "--framework beta: run 20260101T000000Z has alpha,beta;"
  restored --resume --cooldown 2s
  ended 2
  has "$output" "--cooldown 2s: run 20260101T000000Z has none;"
  BENCH_SEED=9 restored --resume
  ended 2
  has "$output" "--seed 9: run 20260101T000000Z has 1;"
}

@test "what cannot go on is refused with a line that says why" {
  restored --resume
  ended 2
  has "$output" "out/runs has no run that stopped before its end"
  restored --resume nowhere
  ended 2
  has "$output" "--resume nowhere: no such run"
  write_run 20260101T000000Z '{kind: "stress"}'
  restored --resume
  ended 2
  has "$output" "only feature runs can be resumed, and that is one of the kind stress"
  write_run 20260101T000000Z '{kind: null}'
  restored --resume
  ended 2
  has "$output" "older than --resume"
  restored --rerun failed --scenario shopping
  ended 2
  has "$output" "--rerun failed is for feature runs: it does not go with --scenario"
}

@test "--rerun takes failed or noisy" {
  run cli::parse --rerun everything
  ended 2
  has "$output" "failed or noisy"
}

@test "on another host a run goes on with --force only, and then nothing of it stays" {
  work() {
    machine::host_json() { echo '{"cores": 4, "kernel": "new"}'; }
    machine::versions_json() { echo '{"python": "3.11.7"}'; }
    cli::parse "${@:2}"
    RESUME_FOLDER=$1
    local unlike=
    resume::_compare_host unlike
    echo "unlike: $unlike"
  }
  write_run same '{host: {kernel: "new"}}'
  write_run other '{host: {kernel: "old"}, methodology: 0}'
  run as_runner work out/runs/same
  same "$output" "unlike: "
  run as_runner work out/runs/other
  ended 3
  has "$output" "cannot go on here: the method was 0, and is $MACHINE_METHODOLOGY; the host's kernel was old, and is new"
  run as_runner work out/runs/other --force
  ended 0
  has "$output" "unlike: the method was 0"
}

@test "a framework that is not there any more ends it" {
  work() {
    RESUME_FOLDER=out/runs/one
    FRAMEWORKS_CHOSEN=(alpha beta_twin)
    FRAMEWORKS_UNAVAILABLE[beta]="no such package"
    resume::_check_frameworks
  }
  write_run one
  run as_runner work
  ended 3
  has "$output" "run one has beta, which is not available now: no such package"
}

@test "a lock is one process's, until that ends" {
  core::try_lock lock
  run bash -c 'exec 9>&-; source "$0/lib/core.sh"; core::try_lock lock' "$PROJECT"
  ended 1
  exec 9>&-
  run bash -c 'source "$0/lib/core.sh"; core::try_lock lock' "$PROJECT"
  ended 0
}
