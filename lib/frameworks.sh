# Which frameworks there are (servers/<name>_server.py), what each says of itself, and which of them a run takes.

FRAMEWORKS_ALL=()                     # names in alphabetical order
FRAMEWORKS_CHOSEN=()                  # the names of this run, available ones only
FRAMEWORKS_ASKED=()                   # the names that were asked for
declare -gA FRAMEWORKS_ROLE=()        # name → framework, further (only by its name or with all), reference (drawn beside, never ranked)
declare -gA FRAMEWORKS_GROUPS=()      # name → the groups that are written for it, " a b c "
declare -gA FRAMEWORKS_ENTRY=()       # name → its server file
declare -gA FRAMEWORKS_PYTHON=()      # name → the interpreter that runs it
declare -gA FRAMEWORKS_SLOWDOWN=()    # name → share by which its server is slowed on purpose, for calibration
declare -gA FRAMEWORKS_VERSION_OF=()  # name → the framework that it is another version of
declare -gA FRAMEWORKS_AGAINST=()     # name → which version that is, as the user said it
declare -gA FRAMEWORKS_TWIN_OF=()     # name → the framework that it is a second entry of
declare -gA FRAMEWORKS_UNAVAILABLE=() # name → reason
declare -gA FRAMEWORKS_UNSUPPORTED=() # "name|group.endpoint" → reason
declare -gA FRAMEWORKS_PORT=() FRAMEWORKS_TITLE=() FRAMEWORKS_MAX_WORKERS=()

frameworks::find() { # <folder>
  local file name
  for file in "$1"/*_server.py; do
    name=${file##*/}
    name=${name%_server.py}
    FRAMEWORKS_ALL+=("$name")
    FRAMEWORKS_ENTRY[$name]=$file
    FRAMEWORKS_ROLE[$name]=$(sed -n 's/^ROLE = "\([a-z]*\)"$/\1/p' "$file")
    : "${FRAMEWORKS_ROLE[$name]:=framework}"
  done
  ((${#FRAMEWORKS_ALL[@]})) || core::die "$CORE_STATUS_MISSING" "$1: no <name>_server.py"
}

# Checks the names; exit 1 for a wrong one is the old runner's.
frameworks::choose() { # <names, comma-separated; "all": every one but the references; empty: without the further ones too>
  local -a words
  local word nearest
  FRAMEWORKS_CHOSEN=()
  [[ -n $1 ]] || frameworks::_choose_role framework
  IFS=, read -ra words <<<"$1"
  for word in "${words[@]}"; do
    if [[ $word == all ]]; then
      frameworks::_choose_role framework
      frameworks::_choose_role further
      continue
    fi
    if ! core::contains "$word" "${FRAMEWORKS_ALL[@]}"; then
      nearest=$(core::nearest "$word" "${FRAMEWORKS_ALL[@]}" | paste -sd' ')
      core::die 1 "unknown framework \"$word\"; there are: $(core::join ', ' "${FRAMEWORKS_ALL[@]}")${nearest:+ (nearest: $nearest)}"
    fi
    core::contains "$word" "${FRAMEWORKS_CHOSEN[@]}" || FRAMEWORKS_CHOSEN+=("$word")
  done
  FRAMEWORKS_ASKED=("${FRAMEWORKS_CHOSEN[@]}")
}

# Enters another version of a framework beside it.
frameworks::enter_version() { # <name> <server file> <python> <which version> [<its own name>]
  local other=${5:-${1}_against}
  FRAMEWORKS_VERSION_OF[$other]=$1
  FRAMEWORKS_AGAINST[$other]=$4
  FRAMEWORKS_ENTRY[$other]=$2
  FRAMEWORKS_PYTHON[$other]=$3
  FRAMEWORKS_ROLE[$other]=version
  FRAMEWORKS_CHOSEN+=("$other")
}

# The server that can be slowed by a known share.
frameworks::calibration_server() {
  local name
  for name in "${FRAMEWORKS_ALL[@]}"; do
    if grep -q '^CALIBRATES = True$' "${FRAMEWORKS_ENTRY[$name]}"; then
      printf '%s' "$name"
      return 0
    fi
  done
}

# Enters a server under another name, slowed by a share or not.
frameworks::enter() { # <name> <server> <share or nothing>
  FRAMEWORKS_ENTRY[$1]=${FRAMEWORKS_ENTRY[$2]}
  FRAMEWORKS_ROLE[$1]=framework
  FRAMEWORKS_SLOWDOWN[$1]=$3
  FRAMEWORKS_CHOSEN+=("$1")
}

frameworks::_choose_role() { # <role>
  local name
  for name in "${FRAMEWORKS_ALL[@]}"; do
    [[ ${FRAMEWORKS_ROLE[$name]} != "$1" ]] || core::contains "$name" "${FRAMEWORKS_CHOSEN[@]}" || FRAMEWORKS_CHOSEN+=("$name")
  done
}

# Enters a framework a second time under another name: what differs between the two is noise.
frameworks::add_twin() { # <name>
  core::contains "$1" "${FRAMEWORKS_CHOSEN[@]}" \
    || core::die "$CORE_STATUS_USAGE" "--null-run $1: not among the frameworks of this run: $(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
  local twin=${1}_twin
  FRAMEWORKS_TWIN_OF[$twin]=$1
  FRAMEWORKS_ENTRY[$twin]=${FRAMEWORKS_ENTRY[$1]}
  FRAMEWORKS_ROLE[$twin]=twin
  FRAMEWORKS_CHOSEN+=("$twin")
}

# Asks the chosen ones with --describe, all at the same time. One that cannot answer is unavailable, with the reason.
frameworks::describe() { # <profile> <workers>
  FRAMEWORKS_DESCRIPTIONS=$CORE_TEMP/frameworks
  mkdir -p "$FRAMEWORKS_DESCRIPTIONS"
  local name
  local -A pids=()
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    : "${FRAMEWORKS_PYTHON[$name]:=$(setup::python_of "${FRAMEWORKS_TWIN_OF[$name]:-$name}")}"
    "${FRAMEWORKS_PYTHON[$name]}" "${FRAMEWORKS_ENTRY[$name]}" --describe --profile "$1" --workers "$2" \
      >"$FRAMEWORKS_DESCRIPTIONS/$name.json" 2>"$FRAMEWORKS_DESCRIPTIONS/$name.error" &
    pids[$name]=$!
  done
  local -a available=()
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    if wait "${pids[$name]}" && frameworks::_complete "$name"; then
      frameworks::_read "$name"
      available+=("$name")
    else
      frameworks::_set_unavailable "$name"
    fi
  done
  FRAMEWORKS_CHOSEN=("${available[@]}")
}

# For a run: with none there is nothing to do.
frameworks::require() { # <profile> <workers>
  frameworks::describe "$@"
  ((${#FRAMEWORKS_CHOSEN[@]})) || core::die "$CORE_STATUS_MISSING" "no framework is available; the reasons stand above"
}

# For who only wants to know what they are: chooses, installs and asks them.
frameworks::survey() { # <names, as for choose>
  frameworks::choose "$1"
  setup::ensure_python "${FRAMEWORKS_CHOSEN[@]}"
  frameworks::describe "${OPT_profile:-production}" "$OPT_workers"
}

# What the runner knows better than the server: its name in this run and its role.
frameworks::_complete() { # <name>
  local file=$FRAMEWORKS_DESCRIPTIONS/$1.json
  # Once chosen, a further one is a framework like the others.
  jq --arg name "$1" --arg role "${FRAMEWORKS_ROLE[$1]/#further/framework}" --arg twin_of "${FRAMEWORKS_TWIN_OF[$1]:-}" \
    --arg version_of "${FRAMEWORKS_VERSION_OF[$1]:-}" --arg against "${FRAMEWORKS_AGAINST[$1]:-}" \
    '.framework = $name | .role = $role | if $twin_of == "" then . else .twin_of = $twin_of | .title += " (twin)" end
      | if $version_of == "" then . else .version_of = $version_of | .against = $against | .title += " (\($against))" end' \
    "$file" >"$file.part" || return
  mv "$file.part" "$file"
}

frameworks::_set_unavailable() { # <name>
  local reason
  reason=$(tail -n 1 "$FRAMEWORKS_DESCRIPTIONS/$1.error")
  FRAMEWORKS_UNAVAILABLE[$1]=${reason:-its --describe failed without a message}
  jq -n --arg name "$1" --arg reason "${FRAMEWORKS_UNAVAILABLE[$1]}" '{framework: $name, unavailable: $reason}' \
    >"$FRAMEWORKS_DESCRIPTIONS/$1.json"
  log::warning "$1 is unavailable: ${FRAMEWORKS_UNAVAILABLE[$1]}"
}

frameworks::_read() { # <name>
  local kind key value
  while IFS=$CORE_SEPARATOR read -r kind key value; do
    case $kind in
      port) FRAMEWORKS_PORT[$1]=$value ;;
      title) FRAMEWORKS_TITLE[$1]=$value ;;
      max_workers) FRAMEWORKS_MAX_WORKERS[$1]=$value ;;
      groups) FRAMEWORKS_GROUPS[$1]=$value ;;
      unsupported) FRAMEWORKS_UNSUPPORTED["$1|${key/\//.}"]=$value ;;
    esac
  done < <(jq -r '
    ["port", "", .default_port], ["title", "", .title], ["max_workers", "", .max_workers // 0],
    (.groups // empty | ["groups", "", " \(join(" ")) "]), (.unsupported | to_entries[] | ["unsupported", .key, .value]) | map(tostring) | join("\u001f")' \
    "$FRAMEWORKS_DESCRIPTIONS/$1.json")
}

# The reason why a framework has no such cell, or nothing.
frameworks::unsupported_reason() { # <name> <id>
  local most=${FRAMEWORKS_MAX_WORKERS[$1]:-0} workers=${CONTRACT_WORKERS[$2]:-0}
  ((workers > 0)) || workers=$OPT_workers
  if ((most > 0 && workers > most)); then
    printf 'serves from %d process only: %d workers are not possible' "$most" "$workers"
  elif [[ ${FRAMEWORKS_GROUPS[$1]:-" ${2%%.*} "} != *" ${2%%.*} "* ]]; then
    printf 'nobody has written this group for it yet'
  else
    printf '%s' "${FRAMEWORKS_UNSUPPORTED["$1|$2"]:-}"
  fi
}
