# --load stress: more and more connections, then a higher and higher rate, until an endpoint breaks. What it bears, how it
# breaks and whether it recovers is the result. One framework after the other, a fresh server for each endpoint.

STRESS_RATE_CONNECTIONS=100 # of the paced steps
STRESS_RATE_FIRST=25        # percent of the best rate of the closed loop
STRESS_RATE_GROWTH=150      # percent, from one paced step to the next
STRESS_RATE_STEPS=8
STRESS_RATE_HALVINGS=2      # then, between the last rate that was borne and the first that was not
STRESS_REST_CONNECTIONS=10  # the load before and after which must be equal if it recovers
STRESS_REST_SECONDS=5       # the longest time until the first right answer after a load
readonly STRESS_STEPS_A_CELL=14

# Call it when the contracts are loaded: which endpoints, and what a step is.
stress::settle() {
  local name
  for name in rounds scenario latency_at precision duet null_run; do
    ! cli::is_given "$name" \
      || core::die "$CORE_STATUS_USAGE" "--${name//_/-} does not go with --load stress, which raises its load in steps of its own"
  done
  [[ -n $OPT_benchmarks ]] || stress::_keep_controls
  pattern::ensure_descriptors "$OPT_connections"
  plan::settle_features
  PLAN_ROUNDS=1 PLAN_WINDOWS=1 PLAN_WINDOW_SECONDS=$OPT_duration_seconds
}

# Of each group the endpoints that others are compared with and that nothing bounds; where there are none, the first.
stress::_keep_controls() {
  local id other group all=${#ENDPOINTS_CHOSEN[@]}
  local -a kept=() groups
  local -A is_control=()
  for other in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ -z ${CONTRACT_CONTROL[$other]} ]] || is_control[${ENDPOINTS_GROUP[$other]}.${CONTRACT_CONTROL[$other]}]=yes
  done
  mapfile -t groups < <(endpoints::chosen_groups)
  for group in "${groups[@]}"; do
    other=${#kept[@]}
    for id in "${ENDPOINTS_CHOSEN[@]}"; do
      [[ ${ENDPOINTS_GROUP[$id]} == "$group" && -v is_control[$id] ]] || continue
      [[ -n ${CONTRACT_CONTROL[$id]} || ${CONTRACT_MAX_CONNECTIONS[$id]} != 0 ]] || kept+=("$id")
    done
    ((${#kept[@]} > other)) || kept+=("$(stress::_first_of "$group")")
  done
  ENDPOINTS_CHOSEN=("${kept[@]}")
  ((${#kept[@]} == all)) \
    || log::info "stress takes $(core::join ', ' "${kept[@]}"): what the others are compared with; --benchmarks names others"
}

stress::_first_of() { # <group>
  local id
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ ${ENDPOINTS_GROUP[$id]} == "$1" ]] || continue
    printf '%s' "$id"
    return 0
  done
}

# Powers of ten, up to what --connections and the contract allow.
stress::_list_connections() { # <id> <array>
  local -n _stress_list=$2
  local step most fitting
  plan::connections "$1" most
  _stress_list=()
  for ((step = 1; step < most; step *= 10)); do
    wrk::fit_connections "$step" "$PLAN_THREADS" fitting
    core::contains "$fitting" "${_stress_list[@]}" || _stress_list+=("$fitting")
  done
  core::contains "$most" "${_stress_list[@]}" || _stress_list+=("$most")
}

# --dry-run
stress::print_plan() {
  local id time
  local -a steps
  printf 'Frameworks: %s, one after the other\n' "$(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
  printf 'Each step:  %d s, profile %s, %d worker(s); servers on CPU %s, wrk on CPU %s\n' \
    "$PLAN_WINDOW_SECONDS" "$OPT_profile" "$OPT_workers" "${SERVER_CPUS:-any}" "${WRK_CPUS:-any}"
  printf 'Until:      more than 1 %% of errors, p99 above %d ms, or the rate falls\n\n' "$OPT_slo_ms"
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    stress::_list_connections "$id" steps
    printf '  %-40s %s connections, then rates from %d %% of the best\n' "$id" "$(core::join ', ' "${steps[@]}")" "$STRESS_RATE_FIRST"
  done
  log::duration "$(stress::_estimate)" time
  printf '\n%d cells, about %s\n' "$(plan::count_cells)" "$time"
}

stress::_estimate() {
  local steps=$((STRESS_STEPS_A_CELL * (PLAN_WINDOW_SECONDS * 1000 + PLAN_WINDOW_OVERHEAD_MS)))
  printf '%d' $(($(plan::count_cells) * (PLAN_START_MS + PLAN_WARMUP_SECONDS * 1000 + steps)))
}

stress::run() {
  local name id
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    for id in "${ENDPOINTS_CHOSEN[@]}"; do
      STRESS_NAME=$name STRESS_ID=$id
      stress::_record "$(stress::_facts_json)"
    done
  done
  core::now_us STRESS_STARTED_US
  STRESS_DONE=0
  sampler::start "$RECORDS_LOGS/samples.jsonl"
  for STRESS_NAME in "${FRAMEWORKS_CHOSEN[@]}"; do
    for STRESS_ID in "${ENDPOINTS_CHOSEN[@]}"; do
      stress::_break_endpoint
      records::assemble
    done
  done
}

# The first event of each journal: a run that ends early still has a record of what it did not come to.
stress::_facts_json() {
  jq -nc --argjson schema "$RECORDS_SCHEMA" --arg run "$RECORDS_RUN" --arg framework "$STRESS_NAME" --argjson slo "$OPT_slo_ms" \
    --arg group "${ENDPOINTS_GROUP[$STRESS_ID]}" --arg endpoint "${ENDPOINTS_NAME[$STRESS_ID]}" --arg title "${CONTRACT_TITLE[$STRESS_ID]}" \
    --arg method "${CONTRACT_METHOD["$STRESS_ID/0"]}" --arg path "${CONTRACT_PATH["$STRESS_ID/0"]}" \
    --arg application "${CONTRACT_APPLICATION[$STRESS_ID]}" --argjson threads "$PLAN_THREADS" --argjson seconds "$PLAN_WINDOW_SECONDS" \
    '{kind: "stress", schema: $schema, run: $run, framework: $framework, group: $group, endpoint: $endpoint, title: $title,
      method: $method, path: $path, application: $application, threads: $threads, step_seconds: $seconds, slo_ms: $slo}'
}

stress::_record() { # <JSON>
  records::add_event "$STRESS_NAME" "stress.$STRESS_ID" "$1"
}

stress::_problem() { # <kind> <text>
  records::add_problem "$STRESS_NAME" "stress.$STRESS_ID" "$1" null "$2"
  log::warning "$STRESS_NAME $STRESS_ID: $2"
}

stress::_break_endpoint() {
  local reason
  reason=$(frameworks::unsupported_reason "$STRESS_NAME" "$STRESS_ID")
  if [[ -n $reason ]]; then
    records::add_problem "$STRESS_NAME" "stress.$STRESS_ID" unsupported null "$reason"
    return 0
  fi
  STRESS_BEST=0 STRESS_REST_RATE=0
  if stress::_start; then
    stress::_raise_connections
    # What the connections broke is not what the rate breaks.
    step::is_usable "$STRESS_NAME" || stress::_start || :
    ...
  fi
}
