# New files, all of them or none: what scripts/ makes is staged first, then put into the tree, and taken away again when that fails.

SCAFFOLD_STAGE=  # folder in which the new files are prepared, under their paths in the project
SCAFFOLD_MADE=() # what was put into the tree so far, in this order

scaffold::begin() {
  SCAFFOLD_STAGE=$CORE_TEMP/stage
  mkdir -p "$SCAFFOLD_STAGE"
  core::on_exit scaffold::undo
}

# A word of small letters, digits and underscores that no one has yet.
scaffold::check_name() { # <what it names> <name> <taken name>…
  [[ $2 =~ ^[a-z][a-z0-9_]{0,39}$ ]] \
    || core::die "$CORE_STATUS_USAGE" "\"$2\" cannot name a $1: small letters, digits and underscores, a letter first, 40 at most"
  ! core::contains "$2" "${@:3}" || core::die "$CORE_STATUS_USAGE" "there is a $1 $2 already; choose another name"
}

# A new file, with what is given on stdin.
scaffold::write() { # <path in the project>
  mkdir -p "$SCAFFOLD_STAGE/$(dirname "$1")"
  cat >"$SCAFFOLD_STAGE/$1"
}

# Puts all staged files into the project. None may be there.
scaffold::place() {
  local file
  local -a files
  mapfile -t files < <(cd "$SCAFFOLD_STAGE" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort)
  for file in "${files[@]}"; do
    [[ ! -e $CORE_ROOT/$file ]] || core::die "$CORE_STATUS_USAGE" "$file is there already; choose another name, or move it away"
  done
  for file in "${files[@]}"; do
    scaffold::_make_folder "$(dirname "$CORE_ROOT/$file")"
    SCAFFOLD_MADE+=("$CORE_ROOT/$file")
    cp "$SCAFFOLD_STAGE/$file" "$CORE_ROOT/$file"
  done
  SCAFFOLD_MADE=()
}

scaffold::_make_folder() { # <folder>
  [[ ! -d $1 ]] || return 0
  scaffold::_make_folder "$(dirname "$1")"
  SCAFFOLD_MADE+=("$1")
  mkdir "$1"
}

# For the exit stack: what a failure or a signal left half made.
scaffold::undo() {
  local number
  for ((number = ${#SCAFFOLD_MADE[@]} - 1; number >= 0; number--)); do
    if [[ -d ${SCAFFOLD_MADE[number]} ]]; then
      rmdir "${SCAFFOLD_MADE[number]}"
    else
      rm -f -- "${SCAFFOLD_MADE[number]}"
    fi
  done
  SCAFFOLD_MADE=()
}
