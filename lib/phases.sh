# One framework through all phases of a scenario, on one start of its server.

PHASES_ID=     # "scenario.<name>": whose journal
PHASES_LIST=() # "name from to seconds connections threads"; the rates are requests/s
PHASES_MIX=    # file of the requests to draw from
PHASES_DONE_MS=0
readonly PHASES_CHECK_MS=30 PHASES_VERIFY_MS=200 # the check of an endpoint after a phase; all its checks before the first

phases::begin() { # <framework> <facts as JSON>
  records::add_event "$1" "$PHASES_ID" "$(jq -c --argjson schema "$RECORDS_SCHEMA" --arg run "$RECORDS_RUN" --arg framework "$1" \
    '{kind: "scenario", schema: $schema, run: $run, framework: $framework} + .' <<<"$2")"
}

phases::run() { # <framework>
  local number
  PHASES_NAME=$1 PHASES_STATE=running
  phases::_start
  for ((number = 1; number <= ${#PHASES_LIST[@]}; number++)); do
    [[ $PHASES_STATE != running ]] || phases::_phase "$number"
  done
  [[ $PHASES_STATE == absent ]] || stage::stop "$1"
  records::add_event "$1" "$PHASES_ID" '{"kind": "end"}'
}

# Sets PHASES_STATE: running, failed when the server must not be loaded, absent when there is none.
phases::_start() {
  # shellcheck disable=SC2034 # the sampler's answer is not needed
  local reason= id problem answer
  local -a problems
  stage::boot "$PHASES_NAME" reason
  if [[ -n $reason ]]; then
    PHASES_STATE=absent
    phases::_add_problem server "did not start: $reason"
    return 0
  fi
  sampler::ask answer watch "$PHASES_NAME" "${SERVER_PID[$PHASES_NAME]}"
  records::add_event "$PHASES_NAME" "$PHASES_ID" "$(jq -nc --argjson us "${SERVER_START_US[$PHASES_NAME]}" '{kind: "start", start_ms: ($us / 1000)}')"
  # The same mix for all: where one answer is wrong, there is nothing to compare.
  probe::verify_all "$PHASES_NAME" "${STAGE_IDS[@]}"
  for id in "${STAGE_IDS[@]}"; do
    mapfile -t problems < <(printf '%s' "${PROBE_PROBLEMS["$PHASES_NAME|$id"]}")
    for problem in "${problems[@]}"; do phases::_add_problem contract "$id: $problem"; done
    ((!${#problems[@]})) || PHASES_STATE=failed
  done
  [[ $PHASES_STATE != running ]] || phases::_warm_up
}

phases::_add_problem() { # <kind> <text>
  records::add_problem "$PHASES_NAME" "$PHASES_ID" "$1" null "$2"
  log::warning "$PHASES_NAME: $2"
}

# At the rate that the first phase reaches.
phases::_warm_up() {
  local name from to seconds connections threads
  ((PLAN_WARMUP_SECONDS > 0)) || return 0
  read -r name from to seconds connections threads <<<"${PHASES_LIST[0]}"
  phases::_load "$to" "$to" "$PLAN_WARMUP_SECONDS" "$connections" "$threads" 0 "$CORE_TEMP/warmup.json"
}

phases::_load() { # <from requests/s> <to> <seconds> <connections> <threads> <seed> <result>
  # shellcheck disable=SC2034 # wrk::start reads them
  local WRK_FROM_RPS=$1 WRK_TO_RPS=$2 WRK_MIX=$PHASES_MIX WRK_SEED=$((OPT_seed + $6))
  measure::load "$PHASES_NAME" "${STAGE_IDS[0]}" "$4" "$5" "$3" "$7"
}

phases::_phase() { # <number>
  # shellcheck disable=SC2034 # what "open" answers is not needed: without it "close" has no numbers
  local name from to seconds connections threads opened sampled
  read -r name from to seconds connections threads <<<"${PHASES_LIST[$1 - 1]}"
  log::progress "$STAGE_LABEL $PHASES_NAME" "$name" $((MEASURE_ESTIMATE_MS - PHASES_DONE_MS))
  local result=$RECORDS_LOGS/$PHASES_NAME.$STAGE_LABEL.$1.wrk
  sampler::ask opened open "$PHASES_NAME"
  phases::_load "$from" "$to" "$seconds" "$connections" "$threads" "$1" "$result"
  sampler::ask sampled close "$PHASES_NAME"
  PHASES_DONE_MS=$((PHASES_DONE_MS + seconds * 1000))
  if [[ -n $WRK_REASON ]]; then
    phases::_add_problem load "$name: $WRK_REASON"
  else
    phases::_record "$1" "$result" "$sampled"
  fi
  phases::_check_after "$name"
}

phases::_record() { # <number> <wrk result> <sampler answer>
  local name from to seconds connections threads
  local -a lines
  read -r name from to seconds connections threads <<<"${PHASES_LIST[$1 - 1]}"
  mapfile -t lines < <(records::window_lines "${STAGE_IDS[0]}" 1 "$1" 1 "$connections" "$2" "$3" null)
  records::add_event "$PHASES_NAME" "$PHASES_ID" "$(jq -c --arg name "$name" --argjson number "$1" --argjson from "$from" --argjson to "$to" \
    --argjson seconds "$seconds" --argjson connections "$connections" --argjson threads "$threads" \
    '{kind: "phase", phase: {name: $name, number: $number, from_rps: $from, to_rps: $to, seconds: $seconds,
      connections: $connections, threads: $threads, window: del(.kind, .round)}}' <<<"${lines[0]}")"
  # What a death did to the requests is not told beside it.
  ! server::is_alive "$PHASES_NAME" || phases::_judge "$name" "${lines[1]}"
}

phases::_judge() { # <phase> <"requests failed how">
  local requests failed faults
  read -r requests failed faults <<<"$2"
  if ((requests == 0)); then
    phases::_add_problem load "$1: no request was answered"
  elif ((failed * 1000 > requests)); then
    phases::_add_problem load "$1: $failed requests failed ($faults), beside $requests answers"
  fi
}

# Still alive, and every answer still right? One that is not is told; those after it might be waited for in vain.
phases::_check_after() { # <phase>
  local id reason
  local -a problems
  for id in "${STAGE_IDS[@]}"; do
    problems=()
    if server::is_alive "$PHASES_NAME" && probe::is_still_right "$PHASES_NAME" "$id" problems; then
      continue
    fi
    if server::is_alive "$PHASES_NAME"; then
      phases::_add_problem contract "$1: after it $id: ${problems[0]:-the answer changed}"
    else
      server::reason "$PHASES_NAME" reason
      phases::_add_problem server "$1: the server $reason; no phase after it was measured"
      PHASES_STATE=failed
    fi
    return 0
  done
}
