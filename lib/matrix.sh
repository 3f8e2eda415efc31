# The loop group × round × stage × endpoint × framework: the only place that knows the order of a run.

declare -gA MATRIX_STATE=() # "framework|id" → open (to be measured), failed, unsupported
declare -gA MATRIX_PORT=()
MATRIX_DONE=0

# A stage: what one start of the servers is for.
MATRIX_LABEL=        # for people
MATRIX_GROUPS=       # what --groups of a server takes
MATRIX_IDS=()        # its endpoints
MATRIX_FRAMEWORKS=() # who takes part

matrix::run() {
  local group round stage
  local -a groups
  mapfile -t groups < <(endpoints::chosen_groups)
  matrix::begin_cells "${ENDPOINTS_CHOSEN[@]}"
  matrix::begin
  for group in "${groups[@]}"; do
    for ((round = 1; round <= PLAN_ROUNDS; round++)); do
      for stage in "${PLAN_STAGES[@]}"; do
        [[ ${stage%%/*} == "$group" ]] || continue
        matrix::set_stage "$stage"
        matrix::run_round "$round"
      done
    done
    records::assemble
  done
}

matrix::set_stage() { # <stage>
  MATRIX_LABEL=${1%/}
  MATRIX_GROUPS=$(plan::stage_groups "$1")
  mapfile -t MATRIX_IDS < <(plan::stage_ids "$1")
  MATRIX_FRAMEWORKS=("${FRAMEWORKS_CHOSEN[@]}")
}

# Call it when all cells have begun and before the first round.
matrix::begin() {
  core::now_us MATRIX_STARTED_US
  local cell
  MATRIX_TOTAL=0
  for cell in "${!MATRIX_STATE[@]}"; do
    [[ ${MATRIX_STATE[$cell]} != open ]] || MATRIX_TOTAL=$((MATRIX_TOTAL + PLAN_ROUNDS * PLAN_WINDOWS))
  done
  MATRIX_ESTIMATE_MS=$(plan::estimate "$MATRIX_TOTAL")
  RANDOM=$OPT_seed
  sampler::start "$RECORDS_LOGS/samples.jsonl"
}

matrix::begin_cells() { # <id>…
  local id name reason connections
  for id; do
    plan::connections "$id" connections
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do
      matrix::begin_cell "$name" "$id" "$connections"
    done
  done
}

matrix::begin_cell() { # <framework> <id> <connections>
  local reason
  records::begin_cell "$1" "$2" "$3"
  MATRIX_STATE["$1|$2"]=open
  reason=$(frameworks::unsupported_reason "$1" "$2")
  [[ -n $reason ]] || return 0
  MATRIX_STATE["$1|$2"]=unsupported
  records::add_problem "$1" "$2" unsupported null "$reason"
}

matrix::run_round() { # <round>
  local -a running=()
  local id name
  for name in "${MATRIX_FRAMEWORKS[@]}"; do
    matrix::_start "$name" "$1"
    [[ ! -v SERVER_PID[$name] ]] || running+=("$name")
  done
  if (($1 == 1)); then
    for name in "${running[@]}"; do matrix::_verify "$name"; done
  fi
  if [[ $PLAN_WARMUP == once ]]; then
    for name in "${running[@]}"; do matrix::_warm_up_once "$name"; done
  fi
  for id in "${MATRIX_IDS[@]}"; do
    matrix::_measure_endpoint "$1" "$id" "${running[@]}"
  done
  matrix::_stop "${running[@]}"
}

# Starts the framework for the stage, if it has a cell left to measure there. A start that fails fails those cells.
matrix::_start() { # <framework> <round>
  local name=$1 reason= answer id
  local -a open
  mapfile -t open < <(matrix::_open_cells "$name")
  ((${#open[@]})) || return 0
  matrix::boot "$name" reason
  if [[ -n $reason ]]; then
    log::error "$name did not start: $reason"
    for id in "${open[@]}"; do matrix::_fail "$name" "$id" server "$2" "did not start: $reason"; done
    return 0
  fi
  [[ -z $SAMPLER_PID ]] || sampler::ask answer watch "$name" "${SERVER_PID[$name]}"
  for id in "${open[@]}"; do records::add_start "$name" "$id" "$2" "${SERVER_START_US[$name]}"; done
}

# Sets <variable> to the reason why the server does not run.
matrix::boot() { # <framework> <variable>
  local -n _matrix_reason=$2
  local port=${FRAMEWORKS_PORT[$1]}
  if [[ $PLAN_PORTS == own ]]; then
    [[ -v MATRIX_PORT[$1] ]] || server::reserve_port "MATRIX_PORT[$1]"
    port=${MATRIX_PORT[$1]}
  elif server::is_listening "$port"; then
    _matrix_reason="port $port is taken by $(server::port_owner "$port"); end it, then start again"
    return 0
  fi
  server::start "$1" "$1" "$MATRIX_GROUPS" "$port" "$RECORDS_LOGS/${1}_server.log"
  if ! server::wait_ready "$1"; then
    server::reason "$1" "$2"
    server::stop "$1"
  fi
}

matrix::_fail() { # <framework> <id> <kind> <round> <text>
  MATRIX_STATE["$1|$2"]=failed
  records::add_problem "$1" "$2" "$3" "$4" "$5"
  log::warning "$1 $2: $5"
}

matrix::_open_cells() { # <framework>
  local id
  for id in "${MATRIX_IDS[@]}"; do
    [[ ${MATRIX_STATE["$1|$id"]:-} != open ]] || printf '%s\n' "$id"
  done
}

# Before anything is timed: every endpoint answers right, and refuses what it must refuse.
matrix::_verify() { # <framework>
  local id problem
  local -a problems open
  mapfile -t open < <(matrix::_open_cells "$1")
  for id in "${open[@]}"; do
    probe::verify "$1" "$id" problems
    for problem in "${problems[@]}"; do matrix::_fail "$1" "$id" contract 1 "$problem"; done
    ((${#problems[@]})) \
      || records::add_response "$1" "$id" "${PROBE_STATUS[$id]}" "${PROBE_HEAD_BYTES["$1|$id"]}" "${PROBE_BODY_BYTES["$1|$id"]}"
  done
}

matrix::_warm_up_once() { # <framework>
  local -a open
  mapfile -t open < <(matrix::_open_cells "$1")
  ((!${#open[@]})) || matrix::_warm_up "$1" "${open[0]}"
}

matrix::_warm_up() { # <framework> <id>
  local connections
  ((PLAN_WARMUP_SECONDS > 0)) || return 0
  plan::connections "$2" connections
  matrix::_load "$1" "$2" "${PLAN_WARMUP_CONNECTIONS:-$connections}" "${PLAN_WARMUP_THREADS:-$PLAN_THREADS}" \
    "$PLAN_WARMUP_SECONDS" "$CORE_TEMP/warmup.json"
}

# One wrk run; its time counts as time under load.
matrix::_load() { # <framework> <id> <connections> <threads> <seconds> <result>
  local before after
  core::now_us before
  wrk::run "${SERVER_PORT[$1]}" "$2/0" "$3" "$4" "$5" "$6"
  core::now_us after
  RECORDS_LOADED_US=$((RECORDS_LOADED_US + after - before))
}

# The frameworks in shuffled order, then in its mirror, in adjacent windows: what drifts falls on all alike.
matrix::_measure_endpoint() { # <round> <id> <framework>…
  local round=$1 id=$2 window position
  local -a order=("${@:3}")
  [[ $PLAN_MIRRORED != yes ]] || matrix::_shuffle order
  for ((window = 1; window <= PLAN_WINDOWS; window++)); do
    for ((position = 1; position <= ${#order[@]}; position++)); do
      if ((window % 2)); then
        matrix::_measure "${order[position - 1]}" "$id" "$round" "$window" "$position"
      else
        matrix::_measure "${order[-position]}" "$id" "$round" "$window" "$position"
      fi
    done
  done
}

matrix::_shuffle() { # <array>
  local -n _matrix_items=$1
  local i j item
  for ((i = ${#_matrix_items[@]} - 1; i > 0; i--)); do
    j=$((RANDOM % (i + 1)))
    item=${_matrix_items[i]}
    _matrix_items[i]=${_matrix_items[j]}
    _matrix_items[j]=$item
  done
}

matrix::_measure() { # <framework> <id> <round> <window> <position>
  local name=$1 id=$2 round=$3 connections opened sampled
  [[ ${MATRIX_STATE["$name|$id"]} == open && -v SERVER_PID[$name] ]] || return 0
  matrix::_show_progress "$id" "$round" "$name"
  [[ $PLAN_WARMUP == once ]] || matrix::_warm_up "$name" "$id"
  plan::connections "$id" connections
  local result=$RECORDS_LOGS/$name.$id.wrk
  sampler::ask opened open "$name"
  matrix::_load "$name" "$id" "$connections" "$PLAN_THREADS" "$PLAN_WINDOW_SECONDS" "$result"
  sampler::ask sampled close "$name"
  MATRIX_DONE=$((MATRIX_DONE + 1))
  if [[ -n $WRK_REASON ]]; then
    matrix::_fail "$name" "$id" load "$round" "$WRK_REASON"
  else
    records::add_window "$name" "$id" "$round" "$4" "$5" "$connections" "$result" "$sampled"
    matrix::_judge_load "$name" "$id" "$round"
  fi
  matrix::_check_after "$name" "$id" "$round"
}

matrix::_judge_load() { # <framework> <id> <round>
  if ((RECORDS_REQUESTS == 0)); then
    matrix::_fail "$1" "$2" load "$3" "no request was answered within the window"
  elif ((RECORDS_FAILED * 1000 > RECORDS_REQUESTS)); then
    matrix::_fail "$1" "$2" load "$3" "$RECORDS_FAILED of $RECORDS_REQUESTS requests failed under load"
  fi
}

# Still alive, still right? A server that died is started again for the cells that are left.
matrix::_check_after() { # <framework> <id> <round>
  local name=$1 id=$2 round=$3 reason
  local -a problems=()
  if server::is_alive "$name"; then
    probe::is_still_right "$name" "$id" problems && return 0
    if server::is_alive "$name"; then
      [[ ${MATRIX_STATE["$name|$id"]} != open ]] \
        || matrix::_fail "$name" "$id" contract "$round" "after the load: ${problems[0]:-the answer changed}"
      return 0
    fi
  fi
  server::reason "$name" reason
  server::stop "$name"
  matrix::_fail "$name" "$id" server "$round" "the server $reason"
  matrix::_start "$name" "$round"
}

matrix::_stop() { # <framework>…
  local name answer
  for name; do sampler::ask answer unwatch "$name"; done
  server::stop "$@"
}

matrix::_show_progress() { # <id> <round> <framework>
  local now left=$MATRIX_ESTIMATE_MS
  core::now_us now
  ((MATRIX_DONE == 0)) || left=$(((now - MATRIX_STARTED_US) / 1000 * (MATRIX_TOTAL - MATRIX_DONE) / MATRIX_DONE))
  log::progress "$MATRIX_LABEL round $2/$PLAN_ROUNDS" "${ENDPOINTS_NAME[$1]} · $3" "$left"
}
