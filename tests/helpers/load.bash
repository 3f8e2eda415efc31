# What every test of a module starts from: lib/ as run_all.sh sources it, and a folder of the test's own with spaces in its name.

PROJECT=$(cd -- "${BASH_SOURCE[0]%/*}/../.." && pwd -P)

# In the test's own shell. A function that ends the shell is called through `run` or as_runner.
load_modules() {
  make_folder
  set -u -o pipefail
  # bats notes every command that functions run; the functions of lib/ run too many for that.
  set +T
  shopt -s inherit_errexit nullglob
  # shellcheck source=lib/load.sh
  source "$PROJECT/lib/load.sh"
  CORE_ROOT=$PROJECT
  CORE_TEMP=$WORK/temp
  mkdir -p "$CORE_TEMP"
}

make_folder() {
  export WORK="${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/a folder"
  # Port locks and temporary folders of the code under test stay in there too.
  export TMPDIR="$WORK/system temp"
  mkdir -p "$TMPDIR"
  cd "$WORK" || return
  # shellcheck disable=SC2086 # several names
  unset ${!BENCH_*} NO_COLOR
}

# Runs a function of the test in a shell of its own, as run_all.sh runs: strict, with traps and an exit stack.
as_runner() { # <function> [<argument>…]
  bash -c "set -Eeuo pipefail
    shopt -s inherit_errexit nullglob
    source \"\$0/lib/load.sh\"
    core::init \"\$0\"
    $(declare -f "$1")
    \"\$@\"" "$PROJECT" "$@" 3>&-
}

# Stand-ins of tests/stubs, first in PATH. Each call of one is a line of $WORK/calls.
use_stubs() { # <name>…
  local name
  mkdir -p "$WORK/bin"
  for name; do ln -sf "$PROJECT/tests/stubs/$name" "$WORK/bin/$name"; done
  export STUB_CALLS=$WORK/calls
  : >>"$STUB_CALLS"
  [[ $PATH == "$WORK/bin:"* ]] || PATH=$WORK/bin:$PATH
}

# PATH holds these commands and nothing else: the way to be without a tool.
use_only() { # <command>…
  local name
  mkdir -p "$WORK/only"
  for name; do ln -sf "$(type -P "$name")" "$WORK/only/$name"; done
  export PATH="$WORK/only"
}
