# One endpoint of one framework under a rising load until it breaks: first more and more connections in a closed loop, then
# a higher and higher rate; at the end the load of the beginning again, to see whether it recovers.

RAMP_RATE_FIRST=25   # percent of the best rate of the closed loop
RAMP_RATE_GROWTH=150 # percent, from one paced step to the next
RAMP_RATE_STEPS=8
RAMP_RATE_HALVINGS=2     # then, between the last rate that was borne and the first that was not
RAMP_REST_CONNECTIONS=10 # of the load that is measured before and after
RAMP_ANSWER_SECONDS=5    # after a load a right answer must come within this time

ramp::begin() { # <framework> <id>
  records::add_event "$1" "stress.$2" "$(jq -nc --argjson schema "$RECORDS_SCHEMA" --arg run "$RECORDS_RUN" --arg framework "$1" \
    --arg group "${ENDPOINTS_GROUP[$2]}" --arg endpoint "${ENDPOINTS_NAME[$2]}" --arg title "${CONTRACT_TITLE[$2]}" \
    --arg method "${CONTRACT_METHOD["$2/0"]}" --arg path "${CONTRACT_PATH["$2/0"]}" --arg application "${CONTRACT_APPLICATION[$2]}" \
    --argjson threads "$PLAN_THREADS" --argjson seconds "$PLAN_WINDOW_SECONDS" --argjson slo "$OPT_slo_ms" \
    '{kind: "stress", schema: $schema, run: $run, framework: $framework, group: $group, endpoint: $endpoint, title: $title,
      method: $method, path: $path, application: $application, threads: $threads, step_seconds: $seconds, slo_ms: $slo}')"
}

ramp::run() { # <framework> <id>
  local reason
  RAMP_NAME=$1 RAMP_ID=$2 RAMP_BEST=0 RAMP_REST_RATE=0
  reason=$(frameworks::unsupported_reason "$1" "$2")
  if [[ -n $reason ]]; then
    records::add_problem "$1" "stress.$2" unsupported null "$reason"
    return 0
  fi
  stage::set "${ENDPOINTS_GROUP[$2]}/${CONTRACT_APPLICATION[$2]}"
  ramp::_start
  ramp::_raise_connections
  # What the connections broke is not what the rate breaks: that gets a server of its own.
  [[ $RAMP_SERVER != broken ]] || ramp::_start
  ramp::_raise_rate
  ramp::_recover
  stage::stop "$1"
  records::add_event "$1" "stress.$2" '{"kind": "end"}'
  MEASURE_DONE=$((MEASURE_DONE + 1))
}

# Sets RAMP_SERVER: usable, or absent when there is nothing to load; a load can make it broken.
ramp::_start() {
  # shellcheck disable=SC2034 # the sampler's answer is not needed
  local reason= problem answer
  local -a problems=()
  stage::stop "$RAMP_NAME"
  RAMP_SERVER=absent
  stage::boot "$RAMP_NAME" reason
  if [[ -n $reason ]]; then
    ramp::_add_problem server "did not start: $reason"
    return 0
  fi
  sampler::ask answer watch "$RAMP_NAME" "${SERVER_PID[$RAMP_NAME]}"
  probe::verify "$RAMP_NAME" "$RAMP_ID" problems
  for problem in "${problems[@]}"; do ramp::_add_problem contract "$problem"; done
  ((!${#problems[@]})) || return 0
  RAMP_SERVER=usable
  ((PLAN_WARMUP_SECONDS == 0)) || ramp::_load "$RAMP_REST_CONNECTIONS" null "$PLAN_WARMUP_SECONDS" "$CORE_TEMP/warmup.json"
}

ramp::_add_problem() { # <kind> <text>
  records::add_problem "$RAMP_NAME" "stress.$RAMP_ID" "$1" null "$2"
  log::warning "$RAMP_NAME $RAMP_ID: $2"
}

# Powers of ten, up to what --connections and the contract allow.
ramp::list_connections() { # <id> <array>
  local -n _ramp_list=$2
  local step highest fitting
  plan::connections "$1" highest
  _ramp_list=()
  for ((step = 1; step < highest; step *= 10)); do
    wrk::fit_connections "$step" "$PLAN_THREADS" fitting
    core::contains "$fitting" "${_ramp_list[@]}" || _ramp_list+=("$fitting")
  done
  core::contains "$highest" "${_ramp_list[@]}" || _ramp_list+=("$highest")
}

ramp::_raise_connections() {
  local connections
  local -a list
  ramp::list_connections "$RAMP_ID" list
  for connections in "${list[@]}"; do
    [[ $RAMP_SERVER == usable ]] || return 0
    ramp::_step connections "$connections" null "$RAMP_BEST"
    [[ $RAMP_VERDICT == @(errors|died|unresponsive) ]] || ((RAMP_RATE <= RAMP_BEST)) || RAMP_BEST=$RAMP_RATE
    [[ $RAMP_VERDICT == @(ok|client_limited) ]] || return 0
    if ((connections <= RAMP_REST_CONNECTIONS || RAMP_REST_RATE == 0)); then
      RAMP_REST=$connections RAMP_REST_RATE=$RAMP_RATE
    fi
  done
}

ramp::_raise_rate() {
  local step target=$((RAMP_BEST * RAMP_RATE_FIRST / 100))
  RAMP_BORNE=0 RAMP_BROKEN=0 RAMP_VERDICT=ok
  for ((step = 0; step < RAMP_RATE_STEPS && target > 0 && RAMP_BROKEN == 0; step++)); do
    ramp::_try_rate "$target"
    target=$((target * RAMP_RATE_GROWTH / 100 + 1))
  done
  for ((step = 0; step < RAMP_RATE_HALVINGS && RAMP_BROKEN > RAMP_BORNE + 1; step++)); do
    ramp::_try_rate $(((RAMP_BORNE + RAMP_BROKEN) / 2))
  done
}

# Nothing is learnt above the client's own limit.
ramp::_try_rate() { # <requests/s>
  [[ $RAMP_SERVER == usable && $RAMP_VERDICT != client_limited ]] || return 0
  local connections
  measure::paced_connections "$RAMP_ID" "$1" connections
  ramp::_step rate "$connections" "$1" 0
  case $RAMP_VERDICT in
    ok) RAMP_BORNE=$1 ;;
    client_limited) ;;
    *) RAMP_BROKEN=$1 ;;
  esac
}

ramp::_recover() {
  [[ $RAMP_SERVER == usable ]] && ((RAMP_REST_RATE > 0)) || return 0
  ramp::_step recovery "$RAMP_REST" null "$RAMP_REST_RATE"
}

# Sets RAMP_VERDICT and RAMP_RATE. Once is no proof: a neighbour on the machine can spoil a window, so a bad one is repeated.
ramp::_step() { # <kind> <connections> <requests/s or null> <rate to be reached, or 0>
  local attempt
  for attempt in 1 2; do
    ramp::_window "$@" "$attempt"
    [[ $RAMP_SERVER == usable && $RAMP_VERDICT == @(errors|slow|falls) ]] || return 0
  done
}

ramp::_window() { # <kind> <connections> <requests/s or null> <rate to be reached, or 0> <attempt>
  # shellcheck disable=SC2034 # what "open" answers is not needed: without it "close" has no numbers
  local left opened sampled died= answered=null
  local result=$RECORDS_LOGS/$RAMP_NAME.$RAMP_ID.wrk
  measure::estimate_left left
  log::progress "stress $RAMP_NAME $RAMP_ID" "$1: $2 connections, ${3/null/no} rate" "$left"
  sampler::ask opened open "$RAMP_NAME"
  ramp::_load "$2" "$3" "$PLAN_WINDOW_SECONDS" "$result"
  sampler::ask sampled close "$RAMP_NAME"
  ramp::_await_answer answered
  if ! server::is_alive "$RAMP_NAME"; then
    server::reason "$RAMP_NAME" died
    ramp::_add_problem server "on $2 connections the server $died"
  elif [[ $answered == null ]]; then
    ramp::_add_problem load "no right answer within $RAMP_ANSWER_SECONDS s after a load of $2 connections"
  fi
  [[ -z $died && $answered != null ]] || RAMP_SERVER=broken
  ramp::_judge "$@" "$result" "$sampled" "$died" "$answered"
}

ramp::_load() { # <connections> <requests/s or null> <seconds> <result>
  if [[ $2 != null ]]; then
    local WRK_FROM_RPS=$2 WRK_TO_RPS=$2
  fi
  measure::load "$RAMP_NAME" "$RAMP_ID" "$1" "$PLAN_THREADS" "$3" "$4"
}

# Milliseconds until the server answers right again; the variable keeps its value when it does not.
ramp::_await_answer() { # <variable>
  local -n _ramp_answered=$1
  local _ramp_before _ramp_after
  # What request:: waits for one answer.
  local REQUEST_LIMIT_SECONDS=$RAMP_ANSWER_SECONDS
  core::now_us _ramp_before
  core::wait_until $((RAMP_ANSWER_SECONDS * 1000)) ramp::_is_decided || return 0
  core::now_us _ramp_after
  # shellcheck disable=SC2034 # the caller's variable
  _ramp_answered=$(((_ramp_after - _ramp_before) / 1000))
}

ramp::_is_decided() {
  # shellcheck disable=SC2034 # which problem it is does not matter
  local -a problems
  ! server::is_alive "$RAMP_NAME" || probe::is_still_right "$RAMP_NAME" "$RAMP_ID" problems
}

ramp::_judge() { # <kind> <connections> <requests/s or null> <rate to be reached> <attempt> <wrk result> <sample> <death> <answered>
  local window=null
  local -a lines
  if [[ -z $WRK_REASON ]]; then
    mapfile -t lines < <(records::window_lines "$RAMP_ID" 1 1 1 "$2" "$6" "$7" null)
    window=${lines[0]}
  fi
  mapfile -t lines < <(jq -nrc --argjson window "$window" --arg kind "$1" --argjson connections "$2" --argjson target "$3" \
    --argjson best "$4" --argjson attempt "$5" --arg died "$8" --argjson answered "$9" --arg reason "$WRK_REASON" \
    --argjson slo_ms "$OPT_slo_ms" -f "$CORE_ROOT/lib/stress_step.jq")
  records::add_event "$RAMP_NAME" "stress.$RAMP_ID" "${lines[0]}"
  read -r RAMP_VERDICT RAMP_RATE <<<"${lines[1]}"
}
