# Reads endpoints/*.sh: which groups and endpoints there are, and which of them a run takes. An id is "group.name".

ENDPOINTS_GROUPS=() # in the order of their file names
ENDPOINTS_IDS=()    # all ids, in group order and as written
ENDPOINTS_CHOSEN=() # the ids of this run
declare -gA ENDPOINTS_PATH=() ENDPOINTS_METHOD=() ENDPOINTS_GROUP=() ENDPOINTS_NAME=()
declare -gA ENDPOINTS_ALIAS=() ENDPOINTS_TITLE=() ENDPOINTS_RESULT=() ENDPOINTS_OPTIONAL=()

readonly ENDPOINTS_ENTRY='^(/.*):([a-z][a-z0-9_]*)(:(GET|POST|PUT|PATCH|DELETE|OPTIONS))?$'

# Everything that is wrong is told at once, before anything starts.
endpoints::load() { # <folder>
  endpoints::read "$1"
  endpoints::report_problems
}

# The same, but what is wrong stays in ENDPOINTS_PROBLEMS.
endpoints::read() { # <folder>
  ENDPOINTS_FOLDER=$1
  ENDPOINTS_PROBLEMS=() ENDPOINTS_GROUPS=() ENDPOINTS_IDS=() ENDPOINTS_PATH=() ENDPOINTS_ALIAS=()
  local file
  for file in "$1"/*.sh; do
    endpoints::_load_group "$file"
  done
  ((${#ENDPOINTS_GROUPS[@]})) || ENDPOINTS_PROBLEMS+=("$1: no group file")
}

endpoints::report_problems() {
  ((${#ENDPOINTS_PROBLEMS[@]})) || return 0
  local problem
  for problem in "${ENDPOINTS_PROBLEMS[@]}"; do log::error "$problem"; done
  exit "$CORE_STATUS_USAGE"
}

endpoints::_load_group() { # <file>
  local file=$1 group entry alias
  group=${file##*/}
  group=${group%.sh}
  if [[ ! $group =~ ^[a-z][a-z0-9_]*$ ]]; then
    ENDPOINTS_PROBLEMS+=("endpoints/${file##*/}: a group is named with small letters, digits and underscores")
    return 0
  fi
  # shellcheck source=/dev/null
  source "$file"
  local -n _group_entries=${group^^}_ENDPOINTS _group_aliases=${group^^}_ALIASES
  local -n _group_title=${group^^}_TITLE _group_result=${group^^}_RESULT _group_optional=${group^^}_OPTIONAL
  # The length of an array that is not there is an error, its elements are not.
  local -a entries=("${_group_entries[@]}")
  ENDPOINTS_GROUPS+=("$group")
  ENDPOINTS_TITLE[$group]=${_group_title:-$group}
  ENDPOINTS_RESULT[$group]=${_group_result:-$group.json}
  ENDPOINTS_OPTIONAL[$group]=${_group_optional:-no}
  for alias in "$group" "${_group_aliases[@]}"; do endpoints::_load_alias "$group" "$alias"; done
  if ! ((${#entries[@]})); then
    ENDPOINTS_PROBLEMS+=("endpoints/${file##*/}: ${group^^}_ENDPOINTS is missing or empty")
    return 0
  fi
  for entry in "${entries[@]}"; do endpoints::_load_entry "$group" "$entry"; done
}

endpoints::_load_alias() { # <group> <name>
  if [[ -v ENDPOINTS_ALIAS[$2] ]]; then
    ENDPOINTS_PROBLEMS+=("endpoints/$1.sh: the name $2 belongs to the group ${ENDPOINTS_ALIAS[$2]} already")
  else
    ENDPOINTS_ALIAS[$2]=$1
  fi
}

endpoints::_load_entry() { # <group> <entry>
  if [[ ! $2 =~ $ENDPOINTS_ENTRY ]]; then
    ENDPOINTS_PROBLEMS+=("endpoints/$1.sh: \"$2\" is not /path:name or /path:name:METHOD")
    return 0
  fi
  local id=$1.${BASH_REMATCH[2]}
  if [[ -v ENDPOINTS_PATH[$id] ]]; then
    ENDPOINTS_PROBLEMS+=("endpoints/$1.sh: the name ${BASH_REMATCH[2]} stands there twice")
    return 0
  fi
  ENDPOINTS_IDS+=("$id")
  ENDPOINTS_PATH[$id]=${BASH_REMATCH[1]}
  ENDPOINTS_METHOD[$id]=${BASH_REMATCH[4]:-GET}
  ENDPOINTS_GROUP[$id]=$1
  ENDPOINTS_NAME[$id]=${BASH_REMATCH[2]}
}

# Fills ENDPOINTS_CHOSEN. "all" takes every group that is not optional.
endpoints::choose() { # <features> <benchmarks>
  local -A groups=()
  local -a words
  local word id
  IFS=, read -ra words <<<"$1"
  for word in "${words[@]}"; do
    if [[ $word == all ]]; then
      for id in "${ENDPOINTS_GROUPS[@]}"; do
        [[ ${ENDPOINTS_OPTIONAL[$id]} == yes ]] || groups[$id]=yes
      done
    elif [[ -v ENDPOINTS_ALIAS[$word] ]]; then
      groups[${ENDPOINTS_ALIAS[$word]}]=yes
    else
      endpoints::_unknown feature "$word" "${!ENDPOINTS_ALIAS[@]}"
    fi
  done
  ENDPOINTS_CHOSEN=()
  for id in "${ENDPOINTS_IDS[@]}"; do
    [[ ! -v groups[${ENDPOINTS_GROUP[$id]}] ]] || ENDPOINTS_CHOSEN+=("$id")
  done
  [[ -z $2 ]] || endpoints::_keep_benchmarks "$2"
}

endpoints::_keep_benchmarks() { # <benchmarks>
  local -a words kept=()
  local -A wanted=()
  local word id
  IFS=, read -ra words <<<"$1"
  for word in "${words[@]}"; do
    id=${ENDPOINTS_ALIAS[${word%%.*}]:-${word%%.*}}.${word#*.}
    [[ -v ENDPOINTS_PATH[$id] ]] || endpoints::_unknown benchmark "$word" "${ENDPOINTS_IDS[@]}"
    core::contains "$id" "${ENDPOINTS_CHOSEN[@]}" \
      || core::die "$CORE_STATUS_USAGE" "--benchmarks $word: its group is not among --features"
    wanted[$id]=yes
  done
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ ! -v wanted[$id] ]] || kept+=("$id")
  done
  ENDPOINTS_CHOSEN=("${kept[@]}")
}

endpoints::_unknown() { # <kind> <word> <candidate>…
  local nearest
  nearest=$(core::nearest "$2" "${@:3}" | paste -sd' ')
  core::die "$CORE_STATUS_USAGE" "unknown $1 \"$2\"${nearest:+; nearest: $nearest}; ./run_all.sh --list shows all"
}

# The groups of the chosen endpoints, in order, one a line.
endpoints::chosen_groups() {
  local id last=
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ ${ENDPOINTS_GROUP[$id]} == "$last" ]] || printf '%s\n' "${ENDPOINTS_GROUP[$id]}"
    last=${ENDPOINTS_GROUP[$id]}
  done
}

# The entries of a group as JSON, one a line. Names and methods are plain words; a path may hold what JSON escapes.
endpoints::entries_json() { # <group>
  local id path
  for id in "${ENDPOINTS_IDS[@]}"; do
    [[ ${ENDPOINTS_GROUP[$id]} == "$1" ]] || continue
    path=${ENDPOINTS_PATH[$id]//\\/\\\\}
    printf '{"name":"%s","method":"%s","path":"%s"}\n' "${ENDPOINTS_NAME[$id]}" "${ENDPOINTS_METHOD[$id]}" "${path//\"/\\\"}"
  done
}

# {"routing": {"title": …, "result": …, "endpoints": […]}} of the chosen groups, in the order they are measured in.
endpoints::chosen_groups_json() {
  local id group
  local -a fields=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    group=${ENDPOINTS_GROUP[$id]}
    fields+=("$group" "${ENDPOINTS_TITLE[$group]}" "${ENDPOINTS_RESULT[$group]}" "${ENDPOINTS_NAME[$id]}")
  done
  jq -nc '$ARGS.positional as $f | reduce range(0; $f | length; 4) as $i ({};
    .[$f[$i]] |= ((. // {title: $f[$i + 1], result: $f[$i + 2], endpoints: []}) | .endpoints += [$f[$i + 3]]))' --args -- "${fields[@]}"
}

# --list: what can be measured.
endpoints::print_list() { # <text|json>
  if [[ $1 == json ]]; then
    endpoints::_list_lines | jq -R -f "$CORE_ROOT/lib/endpoints_list.jq" | jq -s .
    return 0
  fi
  local group id
  for group in "${ENDPOINTS_GROUPS[@]}"; do
    printf '%s - %s%s\n' "$group" "${ENDPOINTS_TITLE[$group]}" "$([[ ${ENDPOINTS_OPTIONAL[$group]} == no ]] || echo ' (not part of "all")')"
    for id in "${ENDPOINTS_IDS[@]}"; do
      [[ ${ENDPOINTS_GROUP[$id]} == "$group" ]] || continue
      printf '  %-24s %-6s %s\n' "${ENDPOINTS_NAME[$id]}" "${ENDPOINTS_METHOD[$id]}" "${ENDPOINTS_PATH[$id]}"
    done
  done
}

endpoints::_list_lines() {
  local id group
  for id in "${ENDPOINTS_IDS[@]}"; do
    group=${ENDPOINTS_GROUP[$id]}
    printf '%s\x1f' "$group" "${ENDPOINTS_TITLE[$group]}" "${ENDPOINTS_NAME[$id]}" "${ENDPOINTS_METHOD[$id]}" "${ENDPOINTS_OPTIONAL[$group]}"
    printf '%s\n' "${ENDPOINTS_PATH[$id]}"
  done
}
