# --scenario NAME: a mix of requests at a rate that changes, as scenarios/<NAME>.yaml says. One framework after the other.

declare -gA SCENARIO_LEFT_OUT=() # id → why it is in nobody's mix
declare -gA SCENARIO_ABSENT=()   # framework → why it takes no part

# Reads the file; takes the place of choosing features.
scenario::choose() { # <folder>
  local file=$1/$OPT_scenario.yaml option group weight
  for option in features benchmarks load heavy-load duration rounds precision duet null-run latency-at \
    baseline save-baseline fail-on-regression; do
    ! cli::is_written "$option" \
      || core::die "$CORE_STATUS_USAGE" "--$option does not go with --scenario, whose file says what is measured, and how"
  done
  [[ -f $file ]] || scenario::_die_unknown "$1"
  setup::ensure_python
  SCENARIO_FILE=$CORE_TEMP/scenario.json
  PYTHONPATH=$CORE_ROOT/lib "$SETUP_PYTHON" -m bench.scenario "$file" --groups "$(scenario::_known_groups)" \
    --idle-seconds "$PATTERN_IDLE_SECONDS" >"$SCENARIO_FILE" || exit "$CORE_STATUS_USAGE"
  while read -r group weight; do
    log::warning "there is no group $group: its $weight % are left out, and the others have more"
  done < <(jq -r '.missing[] | "\(.group) \(.weight)"' "$SCENARIO_FILE")
  endpoints::choose "$(jq -r '[.groups[].group] | join(",")' "$SCENARIO_FILE")" ""
}

scenario::_die_unknown() { # <folder>
  local file nearest
  local -a names=()
  for file in "$1"/*.yaml; do
    file=${file##*/}
    names+=("${file%.yaml}")
  done
  nearest=$(core::nearest "$OPT_scenario" "${names[@]}" | paste -sd' ')
  core::die "$CORE_STATUS_USAGE" "unknown scenario \"$OPT_scenario\"${nearest:+; nearest: $nearest}; there are: $(core::join ', ' "${names[@]:-none}")"
}

# "routing=routing,di=dependency_injection,": names and aliases.
scenario::_known_groups() {
  local name
  for name in "${!ENDPOINTS_ALIAS[@]}"; do printf '%s=%s,' "$name" "${ENDPOINTS_ALIAS[$name]}"; done
}

# Call it when the contracts are loaded and the frameworks have described themselves.
scenario::settle() {
  local highest
  scenario::_keep_common
  SCENARIO_MIX=$(jq -nc --slurpfile scenario "$SCENARIO_FILE" -f "$CORE_ROOT/lib/scenario_mix.jq" --args "${ENDPOINTS_CHOSEN[@]}")
  highest=$(jq '[.phases[].connections] | max' "$SCENARIO_FILE")
  cli::is_written connections || OPT_connections=$highest
  OPT_duration_seconds=$(jq .seconds "$SCENARIO_FILE")
  PLAN_ROUNDS=1 PLAN_WINDOWS=1 PLAN_WINDOW_SECONDS=$OPT_duration_seconds
  plan::settle_features
  OPT_load=scenario # for the records
  scenario::_settle_phases
}

# One mix for all: an endpoint takes part when every framework has it in its ordinary application, at any number of connections.
scenario::_keep_common() {
  local id name group reason
  local -a kept=() groups
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do scenario::_find_absent "$name"; done
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    reason=$(scenario::_reason_against "$id")
    if [[ -n $reason ]]; then
      SCENARIO_LEFT_OUT[$id]=$reason
    else
      kept+=("$id")
    fi
  done
  ((${#kept[@]})) || core::die "$CORE_STATUS_USAGE" "--scenario $OPT_scenario: no endpoint of its groups can be part of a mix for $(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
  mapfile -t groups < <(endpoints::chosen_groups)
  for group in "${groups[@]}"; do
    [[ " ${kept[*]}" == *" $group."* ]] \
      || log::warning "no endpoint of the group $group can be part of the mix: its weight is left out, and the others have more"
  done
  ENDPOINTS_CHOSEN=("${kept[@]}")
}

# A framework that can do nothing of it (so many workers, say) takes no part, and costs the others no endpoint.
scenario::_find_absent() { # <framework>
  local id reason=
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    reason=$(frameworks::unsupported_reason "$1" "$id")
    [[ -n $reason ]] || return 0
  done
  SCENARIO_ABSENT[$1]=$reason
}

scenario::_reason_against() { # <id>
  local name
  local -a without=()
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    [[ -v SCENARIO_ABSENT[$name] || -z $(frameworks::unsupported_reason "$name" "$1") ]] || without+=("$name")
  done
  if [[ ${CONTRACT_EXPECTS_ERROR[$1]} == yes ]]; then
    printf 'its right answer is an error, and errors are counted'
  elif [[ -n ${CONTRACT_APPLICATION[$1]} ]]; then
    printf 'it needs an application of its own (%s)' "${CONTRACT_APPLICATION[$1]}"
  elif [[ -n $(contract::own_load "$1") || ${CONTRACT_MAX_CONNECTIONS[$1]} != 0 ]]; then
    contract::own_load "$1" | grep . || printf 'its contract bounds its connections (to %d)' "${CONTRACT_MAX_CONNECTIONS[$1]}"
  elif ((${#without[@]})); then
    printf 'not supported by %s' "$(core::join ', ' "${without[@]}")"
  fi
}

# Fewer connections than asked for where each would wait so long for its turn that servers close it.
scenario::_settle_phases() {
  local name from to seconds usual most connections threads
  PHASES_LIST=()
  while read -r name from to seconds usual most; do
    connections=$usual
    if cli::is_written connections; then
      connections=$((most > 0 && most < OPT_connections ? most : OPT_connections))
      ((connections == OPT_connections)) \
        || log::warning "$name has $connections connections: with $OPT_connections each would wait so long for its turn that servers close it"
    fi
    threads=$((PLAN_THREADS < connections ? PLAN_THREADS : connections))
    wrk::fit_connections "$connections" "$threads" connections
    PHASES_LIST+=("$name $from $to $seconds $connections $threads")
  done < <(jq -r '.phases[] | "\(.name) \(.from_rps) \(.to_rps) \(.seconds) \(.connections) \(.most_connections // 0)"' "$SCENARIO_FILE")
}

scenario::_estimate() {
  local each=$((PLAN_START_MS + (PLAN_WARMUP_SECONDS + OPT_duration_seconds) * 1000 + ${#ENDPOINTS_CHOSEN[@]} * PHASES_VERIFY_MS))
  each=$((each + ${#PHASES_LIST[@]} * (PLAN_WINDOW_OVERHEAD_MS + ${#ENDPOINTS_CHOSEN[@]} * PHASES_CHECK_MS)))
  printf '%d' $((each * (${#FRAMEWORKS_CHOSEN[@]} - ${#SCENARIO_ABSENT[@]})))
}

# --dry-run
scenario::print_plan() {
  local row name from to seconds connections threads id time
  printf 'Scenario:   %s\n' "$(jq -r .name "$SCENARIO_FILE")"
  printf 'Frameworks: %s, one after the other\n' "$(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
  for name in "${!SCENARIO_ABSENT[@]}"; do printf '            %s takes no part: %s\n' "$name" "${SCENARIO_ABSENT[$name]}"; done
  printf 'Load:       wrk, paced; profile %s, %d worker(s); servers on CPU %s, wrk on CPU %s\n\nPhases\n' \
    "$OPT_profile" "$OPT_workers" "${SERVER_CPUS:-any}" "${WRK_CPUS:-any}"
  for row in "${PHASES_LIST[@]}"; do
    read -r name from to seconds connections threads <<<"$row"
    printf '  %-12s %6d s   %s requests/s on %d connections\n' "$name" "$seconds" \
      "$( ((from == to)) || printf 'from %d to ' "$from")$to" "$connections"
  done
  printf '\nMix\n'
  jq -r '.[] | "\(.percent * 100 | round / 100) \(.id)"' <<<"$SCENARIO_MIX" | while read -r row id; do printf '  %6s %%  %s\n' "$row" "$id"; done
  for id in "${!SCENARIO_LEFT_OUT[@]}"; do printf '  left out  %s: %s\n' "$id" "${SCENARIO_LEFT_OUT[$id]}"; done | sort
  log::duration "$(scenario::_estimate)" time
  printf '\nabout %s\n' "$time"
}

scenario::run() {
  local name
  local -a order=()
  scenario::_write_mix
  scenario::_begin_all
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    [[ -v SCENARIO_ABSENT[$name] ]] || order+=("$name")
  done
  RANDOM=$OPT_seed
  matrix::shuffle order
  STAGE_LABEL=$OPT_scenario STAGE_GROUPS=$(endpoints::chosen_groups | paste -sd,) STAGE_IDS=("${ENDPOINTS_CHOSEN[@]}")
  MEASURE_ESTIMATE_MS=$(scenario::_estimate)
  sampler::start "$RECORDS_LOGS/samples.jsonl"
  for name in "${order[@]}"; do
    phases::run "$name"
    records::assemble
  done
}

# Each journal is begun first: a run that ends early still says what it did not come to.
scenario::_begin_all() {
  local name facts
  local -a left_out=()
  for name in "${!SCENARIO_LEFT_OUT[@]}"; do left_out+=("$name" "${SCENARIO_LEFT_OUT[$name]}"); done
  PHASES_ID=scenario.$OPT_scenario
  facts=$(jq -nc --arg scenario "$OPT_scenario" --slurpfile file "$SCENARIO_FILE" --argjson mix "$SCENARIO_MIX" \
    -f "$CORE_ROOT/lib/scenario_facts.jq" --args "${left_out[@]}")
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    phases::begin "$name" "$facts"
    [[ ! -v SCENARIO_ABSENT[$name] ]] || records::add_problem "$name" "$PHASES_ID" unsupported null "${SCENARIO_ABSENT[$name]}"
  done
}

# A line per request, as wrk_mix.lua reads it.
scenario::_write_mix() {
  local id percent check
  PHASES_MIX=$RECORDS_LOGS/mix
  while read -r id percent; do
    check=$id/0
    printf '%s\x1f' "$percent" "${CONTRACT_METHOD[$check]}" "${CONTRACT_PATH[$check]}" "${CONTRACT_HEADERS[$check]}"
    printf '%s\n' "${CONTRACT_BODY_FILE[$check]}"
  done < <(jq -r '.[] | "\(.id) \(.percent)"' <<<"$SCENARIO_MIX") >"$PHASES_MIX"
}

# The last words, whatever ended the run.
scenario::finish() {
  records::finish
  report::write "$RECORDS_FOLDER" || CORE_STATUS=$CORE_STATUS_CELL
  log::info "records: $RECORDS_FOLDER"
  log::info "tables:  $OPT_output/features/scenario_$OPT_scenario.md"
  ((CORE_STATUS < 128)) || log::warning "stopped by a signal: what was measured until then is kept and reported"
}
