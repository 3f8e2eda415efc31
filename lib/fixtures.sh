# Bodies and files that contracts name: those kept in endpoints/fixtures/, and those that a program of the group makes.

# endpoints/fixtures/<group>.py writes what is too large to keep. What it wrote stays until the program changes.
fixtures::make() { # <group>
  local program=$ENDPOINTS_FOLDER/fixtures/$1.py folder
  folder=$(fixtures::_folder "$1")
  [[ -f $program ]] && ! cmp -s "$program" "$folder/.made-by" || return 0
  setup::ensure_python
  log::info "making the fixtures of $1 (once)"
  local made fd
  mkdir -p "${folder%/*}"
  # Two first runs at once: the second waits, and then makes the same again.
  exec {fd}>"${folder%/*}/.lock"
  flock "$fd"
  made=$(mktemp -d "${folder%/*}/.$1.XXXXXX")
  if ! "$SETUP_PYTHON" "$program" "$made" 2>"$CORE_TEMP/fixtures"; then
    rm -rf "$made"
    core::die "$CORE_STATUS_MISSING" "endpoints/fixtures/$1.py cannot make the fixtures: $(tail -n 1 "$CORE_TEMP/fixtures")"
  fi
  cp "$program" "$made/.made-by"
  rm -rf "$folder"
  mv "$made" "$folder"
  exec {fd}>&-
}

# Where the fixture lies; nothing when there is none.
fixtures::find() { # <group> <name>
  local folder
  for folder in "$ENDPOINTS_FOLDER/fixtures" "$(fixtures::_folder "$1")"; do
    [[ ! -f $folder/$2 ]] || { printf '%s' "$folder/$2" && return 0; }
  done
}

fixtures::_folder() { # <group>
  printf '%s/fixtures/made/%s' "$ENDPOINTS_FOLDER" "$1"
}
