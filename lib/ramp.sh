# One endpoint of one framework under a rising load until it breaks: first more and more connections in a closed loop, then
# a higher and higher rate; at the end the load of the beginning again, to see whether it recovers.

RAMP_RATE_CONNECTIONS=100 # of the paced steps
RAMP_RATE_FIRST=25        # percent of the best rate of the closed loop
RAMP_RATE_GROWTH=150      # percent, from one paced step to the next
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
  local step most fitting
  plan::connections "$1" most
  _ramp_list=()
  for ((step = 1; step < most; step *= 10)); do
    wrk::fit_connections "$step" "$PLAN_THREADS" fitting
    core::contains "$fitting" "${_ramp_list[@]}" || _ramp_list+=("$fitting")
  done
  core::contains "$most" "${_ramp_list[@]}" || _ramp_list+=("$most")
}

ramp::_raise_connections() {
  local connections
  local -a list
  ramp::list_connections "$RAMP_ID" list
  for connections in "${list[@]}"; do
    [[ $RAMP_SERVER == usable ]] || return 0
    ramp::_step connections "$connections" null "$RAMP_BEST"
    [[ $RAMP_VERDICT == errors ]] || ((RAMP_RATE <= RAMP_BEST)) || RAMP_BEST=$RAMP_RATE
    if ((connections <= RAMP_REST_CONNECTIONS)) || [[ $connections == "${list[0]}" ]]; then
      RAMP_REST=$connections RAMP_REST_RATE=$RAMP_RATE
    fi
    [[ $RAMP_VERDICT == @(ok|client_limited) ]] || return 0
  done
}

ramp::_raise_rate() {
  local connections step target=$((RAMP_BEST * RAMP_RATE_FIRST / 100))
  plan::connections "$RAMP_ID" connections
  ((connections <= RAMP_RATE_CONNECTIONS)) || wrk::fit_connections "$RAMP_RATE_CONNECTIONS" "$PLAN_THREADS" connections
  RAMP_BORNE=0 RAMP_BROKEN=0 RAMP_VERDICT=ok
  for ((step = 0; step < RAMP_RATE_STEPS && target > 0 && RAMP_BROKEN == 0; step++)); do
    ramp::_try_rate "$connections" "$target"
    target=$((target * RAMP_RATE_GROWTH / 100 + 1))
  done
  for ((step = 0; step < RAMP_RATE_HALVINGS && RAMP_BROKEN > RAMP_BORNE + 1; step++)); do
    ramp::_try_rate "$connections" $(((RAMP_BORNE + RAMP_BROKEN) / 2))
  done
}

# Nothing is learnt above the client's own limit.
ramp::_try_rate() { # <connections> <requests/s>
  [[ $RAMP_SERVER == usable && $RAMP_VERDICT != client_limited ]] || return 0
  ramp::_step rate "$1" "$2" 0
  case $RAMP_VERDICT in
    ok) RAMP_BORNE=$2 ;;
    client_limited) ;;
    *) RAMP_BROKEN=$2 ;;
  esac
}

ramp::_recover() {
  [[ $RAMP_SERVER == usable ]] || return 0
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
  local opened sampled died= answered=null
  local result=$RECORDS_LOGS/$RAMP_NAME.$RAMP_ID.wrk
  measure::show_progress ...
  sampler::ask opened open "$RAMP_NAME"
  ramp::_load "$2" "$3" "$PLAN_WINDOW_SECONDS" "$result"
  sampler::ask sampled close "$RAMP_NAME"
  ramp::_await_answer answered
  if ! server::is_alive "$RAMP_NAME"; then
    server::reason "$RAMP_NAME" died
  fi
  ...
}
