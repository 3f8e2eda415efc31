# Duet: two servers on the same cores under load at the same time. Each disturbance hits both, so the ratio of their
# CPU time per request is steadier than that of windows one after the other.

DUET_PAIRS=() # "framework|reference", or more references
DUET_SETTLE_SECONDS=0.05
declare -gA DUET_LOADS=() # pid of a server → loads that it has had in duets, or in their place
DUET_EVENING_SECONDS=1    # of a load in the place of a duet: what counts is that connections come and go

# Pairs a twin with its original, and with --duet every other framework with the reference.
duet::settle() {
  local name reference=
  if cli::is_given duet; then
    reference=${OPT_duet/#yes/${FRAMEWORKS_CHOSEN[0]}}
    core::contains "$reference" "${FRAMEWORKS_CHOSEN[@]}" \
      || core::die "$CORE_STATUS_USAGE" "--duet $reference: not among the frameworks of this run: $(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
    ((${#FRAMEWORKS_CHOSEN[@]} > 1)) \
      || core::die "$CORE_STATUS_USAGE" "--duet needs a second framework beside $reference, or --null-run"
  fi
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    if [[ -v FRAMEWORKS_TWIN_OF[$name] ]]; then
      DUET_PAIRS+=("$name|${FRAMEWORKS_TWIN_OF[$name]}")
    elif [[ -n $reference && $name != "$reference" ]]; then
      DUET_PAIRS+=("$name|$reference")
    fi
  done
  PLAN_DUETS=${#DUET_PAIRS[@]}
  duet::_is_everyone_in_one || PLAN_DUETS=$((2 * PLAN_DUETS))
  ((!PLAN_DUETS)) || duet::tell_left_out
}

# Where a framework is in more than one pair, or in none, each duet may need a load to even out.
duet::_is_everyone_in_one() {
  local pair name
  local -a names
  local -A times=()
  for pair in "${DUET_PAIRS[@]}"; do
    IFS='|' read -ra names <<<"$pair"
    for name in "${names[@]}"; do times[$name]=$((${times[$name]:-0} + 1)); done
  done
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do ((${times[$name]:-0} == 1)) || return; done
}

# The load must be wrk's, and must last as long on both sides.
duet::applies() { # <id>
  [[ ${CONTRACT_MAX_REQUESTS[$1]} == 0 && -z ${CONTRACT_BESIDE[$1]} ]] && ! client::is_needed "$1"
}

duet::tell_left_out() {
  local id
  local -a left=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    duet::applies "$id" || left+=("$id")
  done
  ((!${#left[@]})) || log::warning "no duet of $(core::join ', ' "${left[@]}"): their load is not wrk's alone, or ends after a number of requests"
}

duet::measure() { # <round> <id>
  local pair window
  local -a names
  duet::applies "$2" || return 0
  for ((window = 1; window <= PLAN_WINDOWS; window++)); do
    for pair in "${DUET_PAIRS[@]}"; do
      IFS='|' read -ra names <<<"$pair"
      duet::_window "$2" "$1" "$window" "${names[@]}"
    done
  done
}

# Several references are loaded at the same time too, and each has its duet with the framework.
duet::_window() { # <id> <round> <window> <framework> <reference>…
  local id=$1 own=$4 name connections seconds answer turn
  local -a names=()
  local -A DUET_SAMPLED=() # name → the sampler's answer
  measure::is_ready "$own" "$id" || return 0
  for name in "${@:4}"; do
    ! measure::is_ready "$name" "$id" || names+=("$name")
  done
  ((${#names[@]} > 1)) || return 0
  measure::show_progress "$id" "$2" "$(core::join ' and ' "${names[@]}")"
  plan::connections "$id" connections
  plan::window_seconds "$id" seconds
  duet::_are_even "${names[@]}" || duet::even_out "$id" "${FRAMEWORKS_CHOSEN[@]}"
  # Who begins is alone for a moment, and who ends last too; and who is read last has had more time for what was under way at
  # the end. The sides change with each window.
  turn=$((($2 + $3) % ${#names[@]}))
  local -a order=("${names[@]:turn}" "${names[@]:0:turn}")
  for name in "${order[@]}"; do sampler::ask answer open "$name"; done
  duet::_load "$id" "$connections" "$seconds" "${order[@]}"
  for name in "${order[@]}"; do sampler::ask "DUET_SAMPLED[$name]" close "$name"; done
  if [[ -z $DUET_REASON ]]; then
    for name in "${names[@]:1}"; do
      records::add_duet "$own" "$id" "$2" "$3" "$name" "$RECORDS_LOGS/duet.$own" "${DUET_SAMPLED[$own]}" "$RECORDS_LOGS/duet.$name" "${DUET_SAMPLED[$name]}"
    done
  else
    log::warning "$(core::join ' and ' "${names[@]}") $id: no duet: $DUET_REASON"
  fi
  for name in "${names[@]}"; do measure::check_after "$name" "$id" "$2"; done
}

# A server that has served more connections, each load has its own, takes some per cent more CPU time beside one that has
# served fewer. So before two meet, and before an endpoint is measured, those that were in fewer duets are loaded in the place
# of them, all at once, and nothing is recorded.
duet::even_out() { # <id> <framework>…
  local id=$1 name loads most=0 connections
  local -a ready=() fewer=()
  duet::applies "$id" || return 0
  for name in "${@:2}"; do
    measure::is_ready "$name" "$id" || continue
    ready+=("$name")
    duet::_loads "$name" loads
    ((loads <= most)) || most=$loads
  done
  plan::connections "$id" connections
  while :; do
    fewer=()
    for name in "${ready[@]}"; do
      duet::_loads "$name" loads
      ((loads >= most)) || fewer+=("$name")
    done
    ((${#fewer[@]})) || return 0
    duet::_load "$id" "$connections" "$DUET_EVENING_SECONDS" "${fewer[@]}"
  done
}

duet::_are_even() { # <framework>…
  local name first loads
  duet::_loads "$1" first
  for name; do
    duet::_loads "$name" loads
    ((loads == first)) || return
  done
}

duet::_loads() { # <framework> <variable>
  printf -v "$2" '%d' "${DUET_LOADS[${SERVER_PID[$1]}]:-0}"
}

# All of them at once, and nothing is recorded.
duet::warm_up() { # <id> <framework>…
  local id=$1 name connections
  local -a names=()
  for name in "${@:2}"; do
    ! measure::is_ready "$name" "$id" || names+=("$name")
  done
  ((PLAN_WARMUP_SECONDS > 0 && ${#names[@]})) || return 0
  plan::connections "$id" connections
  duet::_load "$id" "$connections" "$PLAN_WARMUP_SECONDS" "${names[@]}"
}

# Sets DUET_REASON, which is empty when each of them has its result.
duet::_load() { # <id> <connections> <seconds> <framework>…
  local before after name
  DUET_REASON=
  core::now_us before
  for name in "${@:4}"; do
    wrk::start "$name" "${SERVER_PORT[$name]}" "$1/0" "$2" "$PLAN_THREADS" "$3" "$RECORDS_LOGS/duet.$name"
  done
  for name in "${@:4}"; do
    wrk::finish "$name"
    DUET_LOADS[${SERVER_PID[$name]}]=$((${DUET_LOADS[${SERVER_PID[$name]}]:-0} + 1))
    DUET_REASON=${DUET_REASON:-$WRK_REASON}
  done
  core::now_us after
  RECORDS_LOADED_US=$((RECORDS_LOADED_US + after - before))
  # All have closed their connections before anyone's time is read, or that work would count on one side only.
  core::pause "$DUET_SETTLE_SECONDS"
}
