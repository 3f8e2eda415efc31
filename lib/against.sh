# --against: another version of a framework, or of this project's servers, beside today's in the same run.
# Both meet the same minutes, and by duet the same disturbances: the honest way to compare versions on a noisy machine.

# Enters "<name>_against" for each chosen framework: an older commit's server, or another release of its package.
against::enter() { # <git revision | package==version>
  local name
  local -a names=("${FRAMEWORKS_CHOSEN[@]}")
  if [[ $1 == *==* ]]; then
    name=${1%%==*}
    core::contains "$name" "${names[@]}" \
      || core::die "$CORE_STATUS_USAGE" "--against $1: $name is not among the frameworks of this run: $(core::join ', ' "${names[@]}")"
    names=("$name")
    against::_make_environment "$name" "$1"
    frameworks::enter_version "$name" "${FRAMEWORKS_ENTRY[$name]}" "$AGAINST_PYTHON" "$1"
  else
    against::_check_out "$1"
    for name in "${names[@]}"; do
      [[ -f $AGAINST_TREE/servers/${name}_server.py ]] \
        || core::die "$CORE_STATUS_USAGE" "--against $1: that commit has no servers/${name}_server.py; leave $name out with --framework"
      frameworks::enter_version "$name" "$AGAINST_TREE/servers/${name}_server.py" "$(setup::python_of "$name")" "$1"
    done
  fi
  for name in "${names[@]}"; do DUET_PAIRS+=("$name|${name}_against"); done
}

# The commit's tree in a folder of its own that goes with the run. Contracts and runner are today's, for both.
against::_check_out() { # <revision>
  git -C "$CORE_ROOT" rev-parse --verify --quiet "$1^{commit}" >"$CORE_TEMP/revision" \
    || core::die "$CORE_STATUS_USAGE" "--against $1: neither a commit of this repository nor package==version"
  AGAINST_TREE=$CORE_TEMP/against
  mkdir "$AGAINST_TREE"
  # Servers read the fixtures that were made from beside their own folder.
  ln -s "$CORE_ROOT/endpoints" "$AGAINST_TREE/endpoints"
  git -C "$CORE_ROOT" archive "$(cat "$CORE_TEMP/revision")" -- servers | tar -x -C "$AGAINST_TREE"
}

# The framework's lock with the one package exchanged, kept for the next time.
against::_make_environment() { # <framework> <package==version>
  local folder=$CORE_ROOT/.venv-against/$2 log=$CORE_TEMP/against.log lock=$CORE_ROOT/requirements-$1.txt
  AGAINST_PYTHON=$folder/bin/python
  [[ ! -f $folder/complete ]] || return 0
  log::info "installing $2 into an environment of its own (once)"
  rm -rf -- "$folder"
  if ! "$SETUP_PYTHON" -m venv "$folder" >"$log" 2>&1 \
    || ! "$AGAINST_PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock" >>"$log" 2>&1 \
    || ! "$AGAINST_PYTHON" -m pip install --quiet --disable-pip-version-check "$2" >>"$log" 2>&1; then
    core::die "$CORE_STATUS_MISSING" "--against $2 cannot be installed: $(grep -i -m 1 error "$log" || tail -n 1 "$log")"
  fi
  : >"$folder/complete"
}
