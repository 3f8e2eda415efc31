# lib/setup.sh: tools and .venv, made once.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  use_stubs apt-get sudo python3
  ROOT="$WORK/a project"
  mkdir -p "$ROOT"
  echo "numpy==1" >"$ROOT/requirements.txt"
  echo "alpha==1" >"$ROOT/requirements-alpha.txt"
  echo "beta==1" >"$ROOT/requirements-beta.txt"
}

readonly SHELL_TOOLS=(bash env rm mktemp tail cat cp chmod grep ln)

calls() { # <part of the line>
  grep -c -- "$1" "$STUB_CALLS" || :
}

ensure_python() { # <root> <lock name>…
  CORE_ROOT=$1
  setup::ensure_python "${@:2}"
}

# PATH without wrk and flock; what the stub of apt-get makes appears in it.
without_wrk_and_flock() {
  use_only "${SHELL_TOOLS[@]}" jq curl brotli
  PATH=$WORK/bin:$PATH
}

@test "with all tools there nothing is installed" {
  for tool in "${SETUP_TOOLS[@]}"; do ln -s /bin/true "$WORK/bin/$tool"; done
  run as_runner setup::ensure_tools
  ended 0
  same "$output$(cat "$STUB_CALLS")" ""
}

@test "missing tools are installed together, under the names of their packages" {
  without_wrk_and_flock
  run as_runner setup::ensure_tools
  ended 0
  has "$output" "[INFO] installing wrk util-linux (once)"
  same "$(calls '^apt-get install')" 1
  has "$(cat "$STUB_CALLS")" "install -y -qq --no-install-recommends wrk util-linux"
  : >"$STUB_CALLS"
  run as_runner setup::ensure_tools
  ended 0
  same "$output$(cat "$STUB_CALLS")" ""
}

@test "where apt-get fails, the last words of it and a command for each system are shown, with status 3" {
  without_wrk_and_flock
  export STUB_APT=fails
  run as_runner setup::ensure_tools
  ended 3
  has "$output" "E: Unable to locate package"
  has "$output" "[ERROR] wrk, util-linux missing"
  has "$output" "sudo apt-get install -y wrk util-linux"
  has "$output" "sudo dnf install -y wrk util-linux"
  has "$output" "brew install wrk util-linux"
}

@test "without apt-get the commands are shown, with status 3" {
  use_only "${SHELL_TOOLS[@]}" jq curl brotli flock
  run as_runner setup::ensure_tools
  ended 3
  has "$output" "[ERROR] wrk missing"
  has "$output" "sudo dnf install -y wrk"
  has "$output" "brew install wrk"
}

@test "a tool that is missing after its installation ends the run with status 3" {
  without_wrk_and_flock
  export STUB_APT=lies
  run as_runner setup::ensure_tools
  ended 3
  has "$output" "wrk is still missing after its installation"
}

@test "of the tools that tests name only those that are missing are installed" {
  without_wrk_and_flock
  run as_runner setup::install_missing jq=jq no_such_command=its-package bash=bash
  ended 0
  has "$(cat "$STUB_CALLS")" "--no-install-recommends its-package"
  : >"$STUB_CALLS"
  run as_runner setup::install_missing jq=jq bash=bash
  ended 0
  same "$(cat "$STUB_CALLS")" ""
}

@test "the environment is made and the locks are installed together, with hashes and nothing besides" {
  run as_runner ensure_python "$ROOT" alpha beta
  ended 0
  same "$(calls 'python3 -m venv') $(calls '^pip install')" "1 1"
  same "$(calls "--require-hashes --no-deps -r $ROOT/requirements.txt -r $ROOT/requirements-alpha.txt -r $ROOT/requirements-beta.txt")" 1
}

@test "a second start finds everything and does nothing" {
  as_runner ensure_python "$ROOT" alpha beta
  : >"$STUB_CALLS"
  rm "$ROOT/.venv.lock"
  run as_runner ensure_python "$ROOT" alpha beta
  ended 0
  same "$output$(cat "$STUB_CALLS")" ""
  [[ ! -e $ROOT/.venv.lock ]]
}

@test "only a lock that changed is installed again" {
  as_runner ensure_python "$ROOT" alpha beta
  : >"$STUB_CALLS"
  echo "beta==2" >"$ROOT/requirements-beta.txt"
  run as_runner ensure_python "$ROOT" alpha beta
  ended 0
  same "$(cat "$STUB_CALLS")" "pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $ROOT/requirements-beta.txt"
}

@test "a framework whose pins conflict with others has an environment of its own, when it asks for one" {
  mkdir -p "$ROOT/servers/beta_app"
  printf '# environment: own\nbeta==1\n' >"$ROOT/servers/beta_app/requirements.in"
  run as_runner ensure_python "$ROOT" alpha
  ended 0
  [[ ! -e $ROOT/.venv-own ]]
  run as_runner ensure_python "$ROOT" alpha beta
  ended 0
  has "$output" "making .venv-own/beta with"
  cmp "$ROOT/requirements-beta.txt" "$ROOT/.venv-own/beta/locks/beta.txt"
  [[ ! -e $ROOT/.venv/locks/beta.txt ]]
  CORE_ROOT=$ROOT SETUP_PYTHON=the-shared-one
  same "$(setup::python_of beta) $(setup::python_of alpha)" "$ROOT/.venv-own/beta/bin/python the-shared-one"
}

@test "a framework without a lock needs none" {
  run as_runner ensure_python "$ROOT" reference
  ended 0
  same "$(calls '^pip install')" 1
}

@test "a lock of a framework that fails is a warning with the reason, and is tried again by the next start" {
  export STUB_PIP_FAILS=requirements-alpha
  run as_runner ensure_python "$ROOT" alpha beta
  ended 0
  has "$output" "[WARNING] requirements-alpha.txt cannot be installed: ERROR: no matching distribution"
  # Once all together, then one by one.
  same "$(calls '^pip install')" 4
  [[ -f $ROOT/.venv/locks/beta.txt && ! -e $ROOT/.venv/locks/alpha.txt ]]
  unset STUB_PIP_FAILS
  : >"$STUB_CALLS"
  as_runner ensure_python "$ROOT" alpha beta
  same "$(calls '^pip install') $(calls requirements-alpha)" "1 1"
}

@test "a lock of the runner that fails ends the run with status 3" {
  export STUB_PIP_FAILS=requirements.txt
  run as_runner ensure_python "$ROOT" alpha
  ended 3
  has "$output" "the runner's packages cannot be installed: ERROR: no matching distribution"
}

@test "a Python that is too old is passed over for a newer one under its full name" {
  export STUB_PYTHON=old
  # The newer one does not read the variable.
  sed 's/STUB_PYTHON:-/NO_SUCH:-/' "$PROJECT/tests/stubs/python3" >"$WORK/bin/python3.13"
  chmod +x "$WORK/bin/python3.13"
  run as_runner ensure_python "$ROOT"
  ended 0
  same "$(calls 'python3.13 -m venv')" 1
}

@test "without a Python that is new enough the run ends with status 3" {
  use_only "${SHELL_TOOLS[@]}" cmp flock mkdir
  ln -s "$PROJECT/tests/stubs/python3" "$WORK/only/python3"
  export STUB_PYTHON=old
  run as_runner ensure_python "$ROOT"
  ended 3
  has "$output" "Python 3.11 or newer is missing"
}

@test "a Python that cannot make environments is named with what is missing" {
  export STUB_PYTHON=novenv
  run as_runner ensure_python "$ROOT"
  ended 3
  has "$output" "ensurepip is not available"
  has "$output" "python3-venv"
}

@test "of two first starts at once only one installs" {
  as_runner ensure_python "$ROOT" alpha &
  as_runner ensure_python "$ROOT" alpha
  wait $!
  same "$(calls 'python3 -m venv') $(calls '^pip install')" "1 1"
}
