# One cell of a stage: the contract check, the warm-up, a window under load and the check after it.

MEASURE_DONE=0
MEASURE_PACED_CONNECTIONS=100

# For the exit stack: what loads and what is loaded.
measure::stop_at_exit() {
  core::on_exit server::stop_all
  core::on_exit wrk::stop
  core::on_exit client::stop
}

# Before anything is timed: every endpoint answers right, and refuses what it must refuse.
measure::verify() { # <framework> <round>
  local id problem
  local -a problems open
  mapfile -t open < <(cells::list_open "$1" "${STAGE_IDS[@]}")
  ((!${#open[@]})) || probe::verify_all "$1" "${open[@]}"
  for id in "${open[@]}"; do
    mapfile -t problems < <(printf '%s' "${PROBE_PROBLEMS["$1|$id"]}")
    for problem in "${problems[@]}"; do cells::fail "$1" "$id" contract "$2" "$problem"; done
    ((${#problems[@]})) || client::is_needed "$id" \
      || records::add_response "$1" "$id" "${PROBE_STATUS["$1|$id"]}" "${PROBE_HEAD_BYTES["$1|$id"]}" "${PROBE_BODY_BYTES["$1|$id"]}" "${PROBE_KEEPS_ALIVE["$1|$id"]}"
  done
}

measure::warm_up_once() { # <framework>
  local -a open
  mapfile -t open < <(cells::list_open "$1" "${STAGE_IDS[@]}")
  ((!${#open[@]})) || measure::_warm_up "$1" "${open[0]}"
}

measure::_warm_up() { # <framework> <id>
  local connections
  ((PLAN_WARMUP_SECONDS > 0)) || return 0
  plan::connections "$2" connections
  measure::load "$1" "$2" "${PLAN_WARMUP_CONNECTIONS:-$connections}" "${PLAN_WARMUP_THREADS:-$PLAN_THREADS}" \
    "$PLAN_WARMUP_SECONDS" "$CORE_TEMP/warmup.json"
}

# One load; its time counts as time under load. The rate is the caller's, the run's, or else the endpoint's own.
measure::load() { # <framework> <id> <connections> <threads> <seconds> <result>
  local before after rate=${WRK_FROM_RPS:-}
  [[ -n $rate || ${CONTRACT_RATE[$2]} == 0 ]] || rate=${CONTRACT_RATE[$2]}
  core::now_us before
  measure::_load_beside "$@"
  if client::is_needed "$2"; then
    client::run "${SERVER_PORT[$1]}" "$2/0" "$3" "$5" "$rate" "$6"
  else
    WRK_FROM_RPS=$rate WRK_TO_RPS=${WRK_TO_RPS:-$rate} wrk::run "${SERVER_PORT[$1]}" "$2/0" "$3" "$4" "$5" "$6"
  fi
  measure::_end_beside "$2" "$6"
  core::now_us after
  RECORDS_LOADED_US=$((RECORDS_LOADED_US + after - before))
}

# The endpoint that is loaded at the same time, where the contract names one. It begins first and ends last.
measure::_load_beside() { # <framework> <id> <connections> <threads> <seconds> <result>
  local endpoint connections
  [[ -n ${CONTRACT_BESIDE[$2]} ]] || return 0
  read -r endpoint connections <<<"${CONTRACT_BESIDE[$2]}"
  wrk::fit_connections "$connections" "$4" connections
  wrk::start beside "${SERVER_PORT[$1]}" "${2%%.*}.$endpoint/0" "$connections" "$4" "$(($5 + 1))" "$6.beside"
  core::pause 0.2
}

measure::_end_beside() { # <id> <result>
  [[ -n ${CONTRACT_BESIDE[$1]} ]] || return 0
  local reason=$WRK_REASON
  wrk::finish beside
  WRK_REASON=${reason:-$WRK_REASON}
  [[ -n $WRK_REASON ]] || jq -c --slurpfile beside "$2.beside" '.beside_requests = $beside[0].requests' "$2" >"$2.part"
  [[ -n $WRK_REASON ]] || mv "$2.part" "$2"
}

# Connections of a load that is paced whatever the run's is: a hundred, but no more than the endpoint and the rate allow.
measure::paced_connections() { # <id> <requests/s> <variable>
  local _measure_bound _measure_idle
  plan::connections "$1" _measure_bound
  _measure_idle=$(pattern::most_connections "$2")
  ((_measure_bound <= MEASURE_PACED_CONNECTIONS)) || _measure_bound=$MEASURE_PACED_CONNECTIONS
  ((_measure_bound <= _measure_idle)) || _measure_bound=$_measure_idle
  wrk::fit_connections "$_measure_bound" "$PLAN_THREADS" "$3"
}

# Its cell is still to be measured, and its server runs.
measure::is_ready() { # <framework> <id>
  cells::is_open "$1" "$2" && [[ -v SERVER_PID[$1] ]]
}

measure::window() { # <framework> <id> <round> <window> <position>
  # shellcheck disable=SC2034 # what "open" answers is not needed: without it "close" has no numbers
  local name=$1 id=$2 round=$3 connections seconds opened sampled unproved=
  measure::is_ready "$name" "$id" || return 0
  measure::show_progress "$id" "$round" "$name"
  [[ $PLAN_WARMUP == once ]] || measure::_warm_up "$name" "$id"
  plan::connections "$id" connections
  plan::window_seconds "$id" seconds
  local result=$RECORDS_LOGS/$name.$id.wrk
  proof::open "$name" "$id" unproved
  sampler::ask opened open "$name"
  measure::load "$name" "$id" "$connections" "$PLAN_THREADS" "$seconds" "$result"
  sampler::ask sampled close "$name"
  MEASURE_DONE=$((MEASURE_DONE + 1))
  if ! server::is_alive "$name"; then
    measure::_replace_server "$name" "$id" "$round"
    return 0
  fi
  if [[ -n $WRK_REASON ]]; then
    cells::fail "$name" "$id" load "$round" "$WRK_REASON"
  else
    [[ -n $unproved ]] || proof::close "$name" "$id" "$result" "$connections" unproved
    records::add_window "$name" "$id" "$round" "$4" "$5" "$connections" "$result" "$sampled" \
      "${PROBE_KEEPS_ALIVE["$name|$id"]:-null}"
    measure::_judge_load "$name" "$id" "$round"
    [[ -z $unproved ]] || ! cells::is_open "$name" "$id" || cells::fail "$name" "$id" contract "$round" "$unproved"
  fi
  measure::check_after "$name" "$id" "$round"
}

measure::_judge_load() { # <framework> <id> <round>
  if ((RECORDS_REQUESTS == 0)); then
    cells::fail "$1" "$2" load "$3" "no request was answered within the window"
  elif ((RECORDS_FAILED * 1000 > RECORDS_REQUESTS)); then
    cells::fail "$1" "$2" load "$3" "$RECORDS_FAILED requests failed under load ($RECORDS_FAULTS), beside $RECORDS_REQUESTS answers"
  fi
}

# Still right after the load, and still alive after that?
measure::check_after() { # <framework> <id> <round>
  local -a problems=()
  if ! probe::is_still_right "$1" "$2" problems && server::is_alive "$1"; then
    ! cells::is_open "$1" "$2" \
      || cells::fail "$1" "$2" contract "$3" "after the load: ${problems[0]:-the answer changed}"
  fi
  [[ ! -v SERVER_PID[$1] ]] || server::is_alive "$1" || measure::_replace_server "$1" "$2" "$3"
}

# A server that died fails the cell that killed it; a new one is started for the cells that are left.
measure::_replace_server() { # <framework> <id> <round>
  local reason
  server::reason "$1" reason
  cells::fail "$1" "$2" server "$3" "the server $reason"
  stage::stop "$1"
  stage::start "$1" "$3"
  stage::observe "$1"
}

# In milliseconds: what was planned at the beginning, what was seen at the end, and between them both by their share. The first
# windows come after a start and its checks, and would promise hours.
measure::estimate_left() { # <variable>
  local -n _measure_left=$1
  local _measure_now _measure_planned _measure_to_do=$((MEASURE_TOTAL - MEASURE_DONE))
  _measure_left=$MEASURE_ESTIMATE_MS
  ((MEASURE_DONE)) || return 0
  # --precision goes on behind what was planned.
  ((_measure_to_do > 0)) || _measure_to_do=0
  core::now_us _measure_now
  _measure_planned=$((MEASURE_ESTIMATE_MS * _measure_to_do / MEASURE_TOTAL))
  _measure_left=$((((_measure_now - MEASURE_STARTED_US) * _measure_to_do / 1000 + _measure_planned * _measure_to_do) / MEASURE_TOTAL))
}

measure::show_progress() { # <id> <round> <framework>
  local left
  measure::estimate_left left
  log::progress "$STAGE_LABEL round $2/$PLAN_ROUNDS" "${ENDPOINTS_NAME[$1]} · $3" "$left"
}
