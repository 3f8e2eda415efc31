# lib/baseline.sh: what a run is compared with, found before anything starts.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  OPT_baseline='' OPT_fail_on_regression='' OPT_against='' OPT_save_baseline='' OPT_force='' OPT_output=$WORK/results
}

settle() { # <baseline> [<fail on regression>]
  OPT_against='' OPT_output=$PWD/results OPT_baseline=$1 OPT_fail_on_regression=${2:-}
  baseline::settle
  printf '%s\n' "$BASELINE_SUMMARY"
}

@test "a baseline is the folder of a run, or a saved name" {
  mkdir -p results/runs/one results/baselines
  touch results/runs/one/summary.json results/baselines/main.json
  run as_runner settle results/runs/one
  ended 0
  same "$output" "results/runs/one/summary.json"
  run as_runner settle main
  same "$output" "$PWD/results/baselines/main.json"
}

@test "an unknown baseline ends with status 2 and the saved names" {
  mkdir -p results/baselines
  touch results/baselines/main.json results/baselines/release.json
  run as_runner settle mian
  ended 2
  has "$output" "--baseline mian"
  has "$output" "main, release"
}

@test "without any saved baseline the message says so" {
  run as_runner settle main
  ended 2
  has "$output" "saved: none"
}

@test "--fail-on-regression without something to compare with ends with status 2" {
  run as_runner settle '' 5%
  ended 2
  has "$output" "--baseline or --against"
}

# The comparison, with a stand-in for Python that ends with a status.
compare_with() { # <status> <fail on regression>
  # shellcheck disable=SC2317 # baseline.sh calls it
  report::regressions() {
    printf '%s\n' "$*" >>"$WORK/asked"
    return "$COMPARED"
  }
  COMPARED=$1 OPT_fail_on_regression=$2 BASELINE_SUMMARY=base.json CORE_STATUS=0
  baseline::_compare 2>"$WORK/messages"
}

@test "a regression changes the status of the run only when that was asked for" {
  compare_with 1 ''
  same "$CORE_STATUS" 0
  has "$(<"$WORK/messages")" "regressions"
  compare_with 1 yes
  same "$CORE_STATUS" 1
}

@test "runs that cannot be compared end with status 3, no regression with 0" {
  compare_with 3 yes
  same "$CORE_STATUS" 3
  compare_with 0 yes
  same "$CORE_STATUS" 0
}

@test "the smallest regression that counts is passed on as a fraction" {
  compare_with 0 8%
  has "$(<"$WORK/asked")" "--threshold 0.08"
}
