# One version of a framework: its answers are checked, then it is compared with versions before it that were right.

TRIAL_NAME= TRIAL_FOLDER=
TRIAL_REASONS=()   # why it was not measured
TRIAL_BLAME=()     # what the server's own log says of that
TRIAL_OVERTAKEN=no # yes: something was saved while it was measured

trial::run() { # <framework> <copy of its files> <copy of its last version or nothing> <copy of its first, or nothing>
  TRIAL_NAME=$1 TRIAL_FOLDER=$2 TRIAL_REASONS=() TRIAL_BLAME=() TRIAL_OVERTAKEN=no
  trial::_enter "$3" "$4"
  ((${#TRIAL_REASONS[@]})) || trial::_check
  ((${#TRIAL_REASONS[@]})) || trial::_measure
}

# Something was right before the load and was not under it or after it.
trial::has_failed() { # <framework>
  local id
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ ${CELLS_STATE["$1|$id"]} != failed ]] || return 0
  done
  return 1
}

# This version, and those that it is compared with, as frameworks of the run.
trial::_enter() { # <last> <first>
  FRAMEWORKS_CHOSEN=("$TRIAL_NAME") FRAMEWORKS_UNSUPPORTED=() DUET_PAIRS=()
  FRAMEWORKS_ENTRY["$TRIAL_NAME"]=$TRIAL_FOLDER/servers/${TRIAL_NAME}_server.py
  [[ -z $1 ]] || trial::_enter_reference last "$1" "the last version"
  [[ $1 == "$2" ]] || trial::_enter_reference first "$2" "the first version"
  ((${#FRAMEWORKS_CHOSEN[@]} == 1)) || DUET_PAIRS=("$(core::join '|' "${FRAMEWORKS_CHOSEN[@]}")")
  rm -f -- "$FRAMEWORKS_DESCRIPTIONS"/*
  frameworks::describe "$OPT_profile" "$OPT_workers" 2>"$CORE_TEMP/described"
  core::contains "$TRIAL_NAME" "${FRAMEWORKS_CHOSEN[@]}" && return 0
  TRIAL_REASONS=("its --describe fails:")
  trial::_blame "$FRAMEWORKS_DESCRIPTIONS/$TRIAL_NAME.error"
}

trial::_enter_reference() { # <which> <its copy> <in words>
  frameworks::enter_version "$TRIAL_NAME" "$2/servers/${TRIAL_NAME}_server.py" "$(setup::python_of "$TRIAL_NAME")" "$3" "${TRIAL_NAME}_$1"
}

trial::_blame() { # <log>
  mapfile -t TRIAL_BLAME < <(saves::print_blame "$TRIAL_FOLDER" "$1")
}

# Every answer is right before any is timed. The servers that are timed are fresh ones.
trial::_check() {
  local stage
  CELLS_STATE=()
  cells::begin_all "${ENDPOINTS_CHOSEN[@]}"
  for stage in "${PLAN_STAGES[@]}"; do
    stage::set "$stage"
    trial::_check_stage
  done
}

trial::_check_stage() {
  local id problem reason='' before=${#TRIAL_REASONS[@]}
  local -a open problems
  mapfile -t open < <(cells::list_open "$TRIAL_NAME" "${STAGE_IDS[@]}")
  ((${#open[@]})) || return 0
  stage::boot "$TRIAL_NAME" reason
  if [[ -n $reason ]]; then
    TRIAL_REASONS+=("the server ${reason%%; last log line*}")
  else
    probe::verify_all "$TRIAL_NAME" "${open[@]}"
    for id in "${open[@]}"; do
      mapfile -t problems < <(printf '%s' "${PROBE_PROBLEMS["$TRIAL_NAME|$id"]}")
      # The answers of a relation are often wrong in the same way.
      for problem in "${problems[@]}"; do
        [[ ${TRIAL_REASONS[*]: -1} == "$id: $problem" ]] || TRIAL_REASONS+=("$id: $problem")
      done
    done
    server::stop "$TRIAL_NAME"
  fi
  ((${#TRIAL_REASONS[@]} == before)) || [[ ! -s ${SERVER_LOG[$TRIAL_NAME]} ]] || trial::_blame "${SERVER_LOG[$TRIAL_NAME]}"
}

trial::_measure() {
  local stage
  core::now_us MEASURE_STARTED_US
  MEASURE_DONE=0 MEASURE_TOTAL=$((${#ENDPOINTS_CHOSEN[@]} * PLAN_ROUNDS))
  MEASURE_ESTIMATE_MS=$((MEASURE_TOTAL * PLAN_WINDOWS * PLAN_WINDOW_SECONDS * 1000))
  for stage in "${PLAN_STAGES[@]}"; do
    stage::set "$stage"
    [[ $TRIAL_OVERTAKEN == yes ]] || trial::_measure_stage
  done
}

# One start of each version for all rounds: what differs from start to start would take a start each to see.
trial::_measure_stage() {
  local id name round done=$MEASURE_DONE
  local -a ids=()
  for id in "${STAGE_IDS[@]}"; do
    ! cells::is_open "$TRIAL_NAME" "$id" || ! duet::applies "$id" || ids+=("$id")
  done
  ((${#ids[@]})) || return 0
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do stage::start "$name" 1; done
  stage::observe "${FRAMEWORKS_CHOSEN[@]}"
  duet::warm_up "${ids[0]}" "${FRAMEWORKS_CHOSEN[@]}"
  for ((round = 1; round <= PLAN_ROUNDS; round++)); do
    for id in "${ids[@]}"; do
      ! saves::is_newer || TRIAL_OVERTAKEN=yes
      [[ $TRIAL_OVERTAKEN == no ]] || break 2
      trial::_measure_endpoint "$id" "$round"
      done=$((done + 1))
      MEASURE_DONE=$done
    done
  done
  stage::stop "${FRAMEWORKS_CHOSEN[@]}"
}

# Beside the versions before it; alone where there is none that has the endpoint.
trial::_measure_endpoint() { # <id> <round>
  local window name
  for name in "${FRAMEWORKS_CHOSEN[@]:1}"; do
    if measure::is_ready "$name" "$1"; then
      duet::measure "$2" "$1"
      return 0
    fi
  done
  for ((window = 1; window <= PLAN_WINDOWS; window++)); do
    measure::window "$TRIAL_NAME" "$1" "$2" "$window" 1
  done
}
