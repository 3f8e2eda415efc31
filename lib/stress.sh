# --load stress: what each endpoint bears, how it breaks, whether it recovers. One framework after the other.

readonly STRESS_STEPS=14 # about so many does an endpoint take

# Call it when the contracts are loaded: which endpoints, and what a step is.
stress::settle() {
  local name
  for name in rounds scenario latency_at precision duet null_run; do
    ! cli::is_given "$name" \
      || core::die "$CORE_STATUS_USAGE" "--${name//_/-} does not go with --load stress, which raises its load in steps of its own"
  done
  stress::_keep_loadable
  [[ -n $OPT_benchmarks ]] || stress::_keep_controls
  plan::settle_features
  PLAN_ROUNDS=1 PLAN_WINDOWS=1 PLAN_WINDOW_SECONDS=$OPT_duration_seconds
}

stress::_keep_loadable() {
  local id reason
  local -a kept=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    reason=$(contract::own_load "$id")
    [[ -n $reason ]] || kept+=("$id")
    [[ -z $reason || -z $OPT_benchmarks ]] || core::die "$CORE_STATUS_USAGE" "--load stress: not for $id: $reason"
  done
  ((${#kept[@]})) || core::die "$CORE_STATUS_USAGE" "--load stress: none of these endpoints can be loaded with more and more: their contracts say how they are loaded"
  ENDPOINTS_CHOSEN=("${kept[@]}")
}

# Of each group the endpoints that others are compared with and that nothing bounds; where there are none, the first.
stress::_keep_controls() {
  local id other group total=${#ENDPOINTS_CHOSEN[@]}
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
  ((${#kept[@]} == total)) \
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

# --dry-run
stress::print_plan() {
  local id time
  local -a steps
  printf 'Frameworks: %s, one after the other\n' "$(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
  printf 'Each step:  %d s, profile %s, %d worker(s); servers on CPU %s, wrk on CPU %s\n' \
    "$PLAN_WINDOW_SECONDS" "$OPT_profile" "$OPT_workers" "${SERVER_CPUS:-any}" "${WRK_CPUS:-any}"
  printf 'Until:      more than 1 %% of errors, p99 above %d ms, or the rate falls\n\n' "$OPT_slo_ms"
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    ramp::list_connections "$id" steps
    printf '  %-40s %s connections, then rates from %d %% of the best\n' "$id" "$(core::join ', ' "${steps[@]}")" "$RAMP_RATE_FIRST"
  done
  log::duration "$(stress::_estimate)" time
  printf '\n%d cells, about %s\n' "$(plan::count_cells)" "$time"
}

stress::_estimate() {
  local steps=$((STRESS_STEPS * (PLAN_WINDOW_SECONDS * 1000 + PLAN_WINDOW_OVERHEAD_MS)))
  printf '%d' $(($(plan::count_cells) * (PLAN_START_MS + PLAN_WARMUP_SECONDS * 1000 + steps)))
}

stress::run() {
  local name id
  # First of all each journal is begun: a run that ends early still says what it did not come to.
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    for id in "${ENDPOINTS_CHOSEN[@]}"; do ramp::begin "$name" "$id"; done
  done
  MEASURE_DONE=0 MEASURE_TOTAL=$(plan::count_cells) MEASURE_ESTIMATE_MS=$(stress::_estimate)
  core::now_us MEASURE_STARTED_US
  sampler::start "$RECORDS_LOGS/samples.jsonl"
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    for id in "${ENDPOINTS_CHOSEN[@]}"; do
      ramp::run "$name" "$id"
      records::assemble
    done
  done
}

# The last words, whatever ended the run.
stress::finish() {
  records::finish
  report::write "$RECORDS_FOLDER" || CORE_STATUS=$CORE_STATUS_CELL
  log::info "records: $RECORDS_FOLDER"
  log::info "tables:  $OPT_output/features/stress_summary.md, chart: $OPT_output/graphs/scaling_analysis.png"
  if ((CORE_STATUS >= 128)); then
    log::warning "stopped by a signal: what was measured until then is kept and reported"
  fi
}
