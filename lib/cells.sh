# The cells of a run (framework x endpoint) and what is still to be done with each.

declare -gA CELLS_STATE=() # "framework|id" → open (to be measured), failed, unsupported
declare -gA CELLS_KEPT=()  # "framework|id" → its state, where the journal of an earlier part of the run goes on
declare -gA CELLS_DONE=()  # "id|round" or "id|latency" → yes: measured on all frameworks in an earlier part of the run

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
  if [[ -v CELLS_KEPT["$1|$2"] ]]; then
    CELLS_STATE["$1|$2"]=${CELLS_KEPT["$1|$2"]}
    return 0
  fi
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
  cells::count_rounds 1
}

# How many rounds of open cells are still to be measured, of so many each.
cells::count_rounds() { # <rounds>
  local cell round count=0
  for cell in "${!CELLS_STATE[@]}"; do
    [[ ${CELLS_STATE[$cell]} == open ]] || continue
    for ((round = 1; round <= $1; round++)); do
      [[ -v CELLS_DONE["${cell#*|}|$round"] ]] || count=$((count + 1))
    done
  done
  printf '%d' "$count"
}

# Those that have that part still to be measured, one a line.
cells::list_undone() { # <round, or latency> <id>…
  local part=$1 id
  shift
  for id; do
    [[ -v CELLS_DONE["$id|$part"] ]] || printf '%s\n' "$id"
  done
}

# The highest round that was measured in an earlier part of the run, or the number given.
cells::last_round() { # <number>
  local key last=$1
  for key in "${!CELLS_DONE[@]}"; do
    key=${key##*|}
    [[ $key == latency ]] || ((key <= last)) || last=$key
  done
  printf '%d' "$last"
}

# All frameworks have had their windows: only what has this mark is kept when the run is resumed.
cells::mark_done() { # <id> <round, or latency>
  local name
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    [[ ${CELLS_STATE["$name|$1"]:-unsupported} == unsupported ]] || records::add_done "$name" "$1" "$2"
  done
}
