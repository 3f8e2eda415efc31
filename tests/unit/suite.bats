# lib/suite.sh: the runs of a suite. run_all.sh is a stub that keeps how it was called.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  ROOT="$WORK/a project"
  mkdir -p "$ROOT/suites"
  runner_does 'exit 0'
}

runner_does() { # <shell commands>
  printf '#!/bin/bash\necho "$*" >>%q\n[[ "$*" != *--dry-run* ]] || exit "${DRY:-0}"\n%s\n' "$WORK/calls" "$1" >"$ROOT/run_all.sh"
  chmod +x "$ROOT/run_all.sh"
}

suite() { # <name>; stdin: its lines
  cat >"$ROOT/suites/$1.conf"
}

run_suite() { # <argument>…
  work() { CORE_ROOT=$1 && suite::run "${@:2}"; }
  run as_runner work "$ROOT" "$@"
}

runs() {
  grep -v -- --dry-run "$WORK/calls"
}

@test "each line is a run, in order; comments and empty lines are none" {
  suite two <<<$'# first\n--features a --duration 2s\n\n  # second\n--benchmarks b.c'
  run_suite two --test-suite two
  ended 0
  same "$(runs)" $'--features a --duration 2s\n--benchmarks b.c'
  has "$output" "suite two, run 2 of 2: --benchmarks b.c"
}

@test "what else stands on the command line is added to each run" {
  suite one <<<'--features a --duration 2s'
  run_suite one --framework x --test-suite=one --duration 5s
  same "$(runs)" "--features a --duration 2s --framework x --duration 5s"
}

@test "all lines are checked before the first run" {
  suite bad <<<$'--features a\n--features nonsense'
  export DRY=2
  run_suite bad
  ended 2
  has "$output" "suites/bad.conf: this line cannot be run: --features a"
  same "$(runs)" ""
}

@test "a run that fails does not end the suite, and is its status; a signal does" {
  suite two <<<$'--features a\n--features b'
  runner_does '[[ $* != *a* ]] || exit 1'
  run_suite two
  ended 1
  same "$(runs | wc -l)" 2
  : >"$WORK/calls"
  runner_does 'exit 130'
  run_suite two
  ended 130
  same "$(runs | wc -l)" 1
}

@test "a suite that is not there, or is empty, is told with those that are" {
  suite empty <<<'# nothing'
  run_suite other
  ended 2
  has "$output" "--test-suite other: there is no suites/other.conf; there are: empty"
  run_suite empty
  ended 2
  has "$output" "suites/empty.conf has no line of options"
}

@test "the project's own suites are files of options that there are" {
  local file word
  for file in "$PROJECT"/suites/*.conf; do
    while read -r word; do
      grep -q "\"$word|" "$PROJECT/lib/options.sh"
    done < <(grep -v '^#' "$file" | grep -oE -- '--[a-z-]+' | sed 's/^--//')
  done
}
