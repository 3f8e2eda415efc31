# --latency-at: when the rates are known, the latency of each endpoint under a paced load. At shares of each framework's own
# capacity, as it would be run; and at one rate for all, half of what the slowest can do, to compare the frameworks by.

LATENCY_ROUNDS=3          # each with fresh servers, one window per target
LATENCY_COMMON_PERCENT=50 # of the slowest framework's capacity
LATENCY_SHARES=50,80      # percent, when the option says none
LATENCY_WINDOW_FACTOR=2   # a percentile of a slow load needs time: windows are so many times as long as those of the rates

declare -gA LATENCY_TARGETS=() # "framework|id" → words "share:requests/s"; the share of the common rate is null

# shellcheck disable=SC2154 # cli::parse sets it by its name
latency::settle() {
  cli::is_given latency_at || return 0
  [[ $OPT_load == saturate && -z $OPT_scenario ]] \
    || core::die "$CORE_STATUS_USAGE" "--latency-at needs the capacity of each endpoint, which only --load saturate finds"
  local -a shares
  IFS=, read -ra shares <<<"${OPT_latency_at/#yes/$LATENCY_SHARES}"
  LATENCY_WINDOWS=$(($(plan::count_cells) * (${#shares[@]} + 1) * LATENCY_ROUNDS))
  PLAN_EXTRA_MS=$((LATENCY_WINDOWS * (PLAN_WINDOW_SECONDS * LATENCY_WINDOW_FACTOR * 1000 + PLAN_WINDOW_OVERHEAD_MS)))
}

# After the last round of a feature run.
latency::run() {
  cli::is_given latency_at || return 0
  local round stage id
  MEASURE_TOTAL=$((MEASURE_DONE + LATENCY_WINDOWS * LATENCY_WINDOW_FACTOR))
  latency::_read_targets
  for stage in "${PLAN_STAGES[@]}"; do
    stage::set "$stage" latency
    ((${#STAGE_IDS[@]})) || continue
    for ((round = 1; round <= LATENCY_ROUNDS; round++)); do latency::_round "$round"; done
    for id in "${STAGE_IDS[@]}"; do cells::mark_done "$id" latency; done
    records::assemble
  done
}

latency::_read_targets() {
  local name id share rate
  local -a files=("$RECORDS_FOLDER"/raw/*.json)
  while read -r name id share rate; do
    LATENCY_TARGETS["$name|$id"]+="$share:$rate "
  done < <(jq -nr --argjson shares "$(latency::_shares_json)" --argjson common "$(jq -n "$LATENCY_COMMON_PERCENT / 100")" \
    -f "$CORE_ROOT/lib/latency_targets.jq" "${files[@]}")
}

# "50,80%" → [0.5,0.8]
latency::_shares_json() {
  jq -nc --arg list "${OPT_latency_at/#yes/$LATENCY_SHARES}" '$list / "," | map(rtrimstr("%") | tonumber / 100)'
}

latency::_round() { # <round>
  local name id number targets=$((LATENCY_WINDOWS / $(plan::count_cells) / LATENCY_ROUNDS))
  local -a running=() order own
  for name in "${STAGE_FRAMEWORKS[@]}"; do
    # No start of a round whose number the record keeps.
    stage::start "$name" null
    [[ ! -v SERVER_PID[$name] ]] || running+=("$name")
  done
  stage::observe "${running[@]}"
  for name in "${running[@]}"; do measure::warm_up_once "$name"; done
  for id in "${STAGE_IDS[@]}"; do
    matrix::set_order order "$id" "latency $1" "${running[@]}"
    # The same target of all frameworks in adjacent windows: what drifts falls on all alike.
    for ((number = 0; number < targets; number++)); do
      for name in "${order[@]}"; do
        read -ra own <<<"${LATENCY_TARGETS["$name|$id"]:-}"
        [[ -z ${own[number]:-} ]] || latency::_window "$name" "$id" "$1" "${own[number]%:*}" "${own[number]#*:}"
      done
    done
  done
  stage::stop "${running[@]}"
}

latency::_window() { # <framework> <id> <round> <share or null> <requests/s>
  # shellcheck disable=SC2034 # what "open" answers is not needed: without it "close" has no numbers
  local name=$1 id=$2 left connections seconds opened sampled
  local WRK_FROM_RPS=$5 WRK_TO_RPS=$5
  measure::is_ready "$name" "$id" && [[ -z $(contract::own_load "$id") ]] || return 0
  measure::estimate_left left
  log::progress "latency $STAGE_LABEL round $3/$LATENCY_ROUNDS" "${ENDPOINTS_NAME[$id]} · $name at $5/s" "$left"
  measure::paced_connections "$id" "$5" connections
  plan::window_seconds "$id" seconds
  seconds=$((seconds * LATENCY_WINDOW_FACTOR))
  local result=$RECORDS_LOGS/$name.$id.latency.wrk
  sampler::ask opened open "$name"
  measure::load "$name" "$id" "$connections" "$PLAN_THREADS" "$seconds" "$result"
  sampler::ask sampled close "$name"
  MEASURE_DONE=$((MEASURE_DONE + LATENCY_WINDOW_FACTOR))
  if [[ -n $WRK_REASON ]]; then
    log::warning "$name $id at $5 requests/s: $WRK_REASON"
  else
    records::add_latency "$name" "$id" "$3" "$4" "$5" "$connections" "$result" "$sampled"
  fi
  measure::check_after "$name" "$id" null
}
