# Finds or makes what a run needs: wrk, jq, curl, and .venv from the lock files. A second start finds all and does nothing.

SETUP_TOOLS=(wrk jq curl flock brotli)
declare -gA SETUP_PACKAGE=([flock]=util-linux)

setup::ensure_tools() {
  local tool
  local -a packages=()
  for tool in "${SETUP_TOOLS[@]}"; do
    core::has_command "$tool" || packages+=("${SETUP_PACKAGE[$tool]:-$tool}")
  done
  ((${#packages[@]})) || return 0
  setup::_install_packages "${packages[@]}"
  hash -r
  for tool in "${SETUP_TOOLS[@]}"; do
    core::has_command "$tool" || core::die "$CORE_STATUS_MISSING" "$tool is still missing after its installation; install it by hand and start again"
  done
}

# The tests need more tools than a run: make test names them here.
setup::install_missing() { # <command>=<package>…
  local pair
  local -a packages=()
  for pair; do
    core::has_command "${pair%%=*}" || packages+=("${pair#*=}")
  done
  ((!${#packages[@]})) || setup::_install_packages "${packages[@]}"
}

setup::_install_packages() { # <package>…
  local -a root=()
  ((EUID == 0)) || root=(sudo -n)
  if core::has_command apt-get && { ((EUID == 0)) || setup::_has_passwordless_sudo; }; then
    log::info "installing $* (once)"
    local log=$CORE_TEMP/apt.log
    if "${root[@]}" apt-get update -qq >"$log" 2>&1 \
      && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1; then
      return 0
    fi
    tail -n 5 "$log" >&2
  fi
  log::error "$(core::join ', ' "$@") missing. Install with one of:"
  printf '    sudo apt-get install -y %s\n    sudo dnf install -y %s\n    brew install %s\n' "$*" "$*" "$*" >&2
  exit "$CORE_STATUS_MISSING"
}

setup::_has_passwordless_sudo() {
  core::has_command sudo && sudo -n true 2>/dev/null
}

# The interpreter that has the packages of a lock.
setup::python_of() { # <lock name>
  if setup::_has_own_environment "$1"; then
    printf '%s/bin/python' "$(setup::_environment "$1")"
  else
    printf '%s' "$SETUP_PYTHON"
  fi
}

# Where the pins of a framework conflict with those of others, its requirements.in says so.
setup::_has_own_environment() { # <lock name>
  grep -qsx '# environment: own' "$CORE_ROOT/servers/${1}_app/requirements.in"
}

setup::_environment() { # <lock name>
  if setup::_has_own_environment "$1"; then
    printf '%s/.venv-own/%s' "$CORE_ROOT" "$1"
  else
    printf '%s/.venv' "$CORE_ROOT"
  fi
}

# Installs the runner's lock and those named. The runner's must succeed; a framework's that fails is left out of the run.
setup::ensure_python() { # <lock name>…
  SETUP_PYTHON=$CORE_ROOT/.venv/bin/python
  local name
  local -a missing=()
  setup::has_lock runner || missing+=(runner)
  for name; do
    [[ ! -f $(setup::lock_file "$name") ]] || setup::has_lock "$name" || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  # Two first starts at once: the second waits for the first and then finds everything done.
  local fd
  exec {fd}>"$CORE_ROOT/.venv.lock"
  flock "$fd"
  setup::_install_locks "${missing[@]}"
  exec {fd}>&-
}

setup::lock_file() { # <lock name>
  if [[ $1 == runner ]]; then
    printf '%s/requirements.txt' "$CORE_ROOT"
  else
    printf '%s/requirements-%s.txt' "$CORE_ROOT" "$1"
  fi
}

# The lock that was installed is kept in .venv; when it is the one in the tree there is nothing to do.
setup::has_lock() { # <lock name>
  cmp -s "$(setup::lock_file "$1")" "$(setup::_environment "$1")/locks/$1.txt"
}

setup::_make_venv() { # <folder>
  [[ ! -x $1/bin/python ]] || return 0
  local python
  for python in python3 python3.13 python3.12 python3.11; do
    if core::has_command "$python" && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      log::info "making ${1#"$CORE_ROOT/"} with $("$python" --version)"
      "$python" -m venv "$1" >"$CORE_TEMP/venv.log" 2>&1 && return 0
      tail -n 3 "$CORE_TEMP/venv.log" >&2
      core::die "$CORE_STATUS_MISSING" "$python cannot make a virtual environment; install its venv module (apt-get install python3-venv)"
    fi
  done
  core::die "$CORE_STATUS_MISSING" "Python 3.11 or newer is missing; install python3 and start again"
}

# What several locks share is read and checked only once where one call of pip takes them all. Where that fails, they are
# installed one by one, which tells whose fault it is.
setup::_install_locks() { # <lock name>…
  local name
  local -a shared=()
  for name; do
    setup::_make_venv "$(setup::_environment "$name")"
    setup::has_lock "$name" || setup::_has_own_environment "$name" || shared+=("$name")
  done
  ((${#shared[@]} < 2)) || setup::_install_together "${shared[@]}"
  for name; do
    setup::has_lock "$name" || setup::_install_lock "$name"
  done
}

setup::_install_together() { # <lock name>…
  local name
  local -a locks=()
  for name; do locks+=(-r "$(setup::lock_file "$name")"); done
  log::info "installing the packages of $(core::join ', ' "$@") (once)"
  setup::_pip "$SETUP_PYTHON" "$CORE_TEMP/pip.log" "${locks[@]}" || return 0
  mkdir -p "$CORE_ROOT/.venv/locks"
  for name; do cp "$(setup::lock_file "$name")" "$CORE_ROOT/.venv/locks/$name.txt"; done
}

setup::_pip() { # <python> <log> <argument>…
  "$1" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps "${@:3}" >"$2" 2>&1
}

setup::_install_lock() { # <lock name>
  local log=$CORE_TEMP/pip-$1.log lock environment
  lock=$(setup::lock_file "$1")
  environment=$(setup::_environment "$1")
  log::info "installing ${lock##*/} (once)"
  mkdir -p "$environment/locks"
  if setup::_pip "$environment/bin/python" "$log" -r "$lock"; then
    cp "$lock" "$environment/locks/$1.txt"
    return 0
  fi
  local reason
  reason=$(grep -m 1 -i error "$log" || tail -n 1 "$log")
  [[ $1 != runner ]] || core::die "$CORE_STATUS_MISSING" "the runner's packages cannot be installed: $reason"
  log::warning "${lock##*/} cannot be installed: $reason"
}
