# The cells of a run (framework x endpoint) and what is still to be done with each.

declare -gA CELLS_STATE=() # "framework|id" → open (to be measured), failed, unsupported

cells::begin_all() { # <id>…
  local id name reason connections
  for id; do
    plan::connections "$id" connections
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do
      cells::begin "$name" "$id" "$connections"
    done
  done
}

cells::begin() { # <framework> <id> <connections>
  local reason
  records::begin_cell "$1" "$2" "$3"
  CELLS_STATE["$1|$2"]=open
  reason=$(frameworks::unsupported_reason "$1" "$2")
  [[ -n $reason ]] || return 0
  CELLS_STATE["$1|$2"]=unsupported
  records::add_problem "$1" "$2" unsupported null "$reason"
}

cells::fail() { # <framework> <id> <kind> <round> <text>
  CELLS_STATE["$1|$2"]=failed
  records::add_problem "$1" "$2" "$3" "$4" "$5"
  log::warning "$1 $2: $5"
}

# The ids of the stage that are still to be measured on the framework, one a line.
cells::list_open() { # <framework> <id>…
  local name=$1 id
  shift
  for id; do
    [[ ${CELLS_STATE["$name|$id"]:-} != open ]] || printf '%s\n' "$id"
  done
}

cells::is_open() { # <framework> <id>
  [[ ${CELLS_STATE["$1|$2"]:-} == open ]]
}

cells::count_open() {
  local cell count=0
  for cell in "${!CELLS_STATE[@]}"; do
    [[ ${CELLS_STATE[$cell]} != open ]] || count=$((count + 1))
  done
  printf '%d' "$count"
}
