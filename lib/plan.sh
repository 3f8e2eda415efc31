# What will run, in which order and for how long. A stage is "group/application": the servers of one start.

PLAN_STAGES=()
PLAN_ROUNDS=5
PLAN_WINDOWS=2 # per round: the shuffled order, then its mirror
PLAN_WINDOW_SECONDS=1
PLAN_WARMUP=once # once per start, or before each endpoint
PLAN_WARMUP_SECONDS=1
PLAN_WARMUP_CONNECTIONS= # empty: those of the load
PLAN_WARMUP_THREADS=
PLAN_MIRRORED=yes
PLAN_RATE= # requests/s of a paced load; empty: a closed loop
PLAN_PRECISION_REACHED=null
PLAN_DUETS=0    # pairs of servers that are also loaded at the same time
PLAN_PORTS=own  # own: reserved ones; default: those of the server entries
PLAN_EXTRA_MS=0 # what comes after the rounds
readonly PLAN_START_MS=900 PLAN_WINDOW_OVERHEAD_MS=130

plan::settle_features() {
  : "${OPT_profile:=production}"
  plan::_settle_cpus
  PLAN_THREADS=${OPT_threads:-$PLAN_CLIENT_CORES}
  wrk::fit_connections "$OPT_connections" "$PLAN_THREADS" PLAN_CONNECTIONS
  ((PLAN_CONNECTIONS == OPT_connections)) \
    || log::warning "--connections $OPT_connections does not divide by $PLAN_THREADS threads: $PLAN_CONNECTIONS are opened"
  pattern::ensure_descriptors "$PLAN_CONNECTIONS"
  PLAN_RATE=${PATTERN_RATE[$OPT_load]}
  [[ -z $PLAN_RATE ]] || plan::_settle_pace
  PLAN_WARMUP_SECONDS=$OPT_warmup_seconds
  # Stress makes steps and a scenario has phases, and no rounds.
  [[ $OPT_load == stress || -n $OPT_scenario ]] || plan::_split_duration
  plan::_find_stages
}

# Every load of the run is paced, the warm-up too.
plan::_settle_pace() {
  local most
  most=$(pattern::most_connections "$PLAN_RATE")
  ((PLAN_CONNECTIONS <= most)) \
    || core::die "$CORE_STATUS_USAGE" "--load $OPT_load sends $PLAN_RATE requests/s: on $PLAN_CONNECTIONS connections each would wait so long that servers close it; take --connections $most or fewer"
  WRK_FROM_RPS=$PLAN_RATE WRK_TO_RPS=$PLAN_RATE
}

# Whole seconds only: that is what wrk takes.
plan::_split_duration() {
  local seconds=$OPT_duration_seconds
  PLAN_ROUNDS=${OPT_rounds:-$((seconds < 10 ? (seconds > 1 ? seconds / 2 : 1) : 5))}
  if ((seconds < PLAN_ROUNDS)); then
    core::die "$CORE_STATUS_USAGE" "--duration $OPT_duration is too short for --rounds $PLAN_ROUNDS of at least 1 s: take --duration ${PLAN_ROUNDS}s or --rounds $seconds"
  fi
  PLAN_WINDOWS=$((seconds >= 2 * PLAN_ROUNDS ? 2 : 1))
  PLAN_WINDOW_SECONDS=$((seconds / (PLAN_ROUNDS * PLAN_WINDOWS)))
  local measured=$((PLAN_ROUNDS * PLAN_WINDOWS * PLAN_WINDOW_SECONDS))
  ((measured == seconds)) \
    || log::warning "--duration $OPT_duration does not split into $PLAN_ROUNDS rounds of whole seconds: ${measured}s are measured"
}

# The server's cores and the client's never overlap. With one core there is nothing to part.
plan::_settle_cpus() {
  local cores all
  cores=$(nproc)
  if [[ -z $OPT_server_cpus && -z $OPT_client_cpus ]] && { ((cores < 2)) || ! core::has_command taskset; }; then
    log::warning "servers and wrk are not pinned: $cores core, or no taskset; they take time from each other"
  else
    all=$((OPT_workers < cores / 2 ? OPT_workers : cores / 2))
    SERVER_CPUS=${OPT_server_cpus:-0$( ((all == 1)) || printf -- '-%d' $((all - 1)))}
    WRK_CPUS=${OPT_client_cpus:-$((all))$( ((cores - 1 == all)) || printf -- '-%d' $((cores - 1)))}
    plan::_check_cpus server-cpus "$SERVER_CPUS"
    plan::_check_cpus client-cpus "$WRK_CPUS"
    plan::_check_apart
  fi
  plan::count_cores
}

plan::_check_apart() {
  local shared
  shared=$(comm -12 <(machine::list_cpus "$SERVER_CPUS" | sort) <(machine::list_cpus "$WRK_CPUS" | sort) | sort -n | paste -sd,)
  [[ -z $shared ]] \
    || core::die "$CORE_STATUS_USAGE" "servers on CPU $SERVER_CPUS and wrk on CPU $WRK_CPUS would share $shared: give both --server-cpus and --client-cpus"
}

plan::count_cores() {
  PLAN_CLIENT_CORES=$(machine::count_cpus "$WRK_CPUS")
  # One worker cannot use more than a core, however many it is given.
  PLAN_SERVER_CORES=$(machine::count_cpus "$SERVER_CPUS")
  ((PLAN_SERVER_CORES <= OPT_workers)) || PLAN_SERVER_CORES=$OPT_workers
}

plan::_check_cpus() { # <option> <list>
  taskset -c "$2" true 2>/dev/null \
    || core::die "$CORE_STATUS_USAGE" "--$1 $2: this machine has the CPUs 0 to $(($(nproc) - 1))"
}

plan::_find_stages() {
  local id stage
  PLAN_STAGES=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    stage=${ENDPOINTS_GROUP[$id]}/${CONTRACT_APPLICATION[$id]}
    core::contains "$stage" "${PLAN_STAGES[@]}" || PLAN_STAGES+=("$stage")
  done
}

# The endpoints of a stage, one a line.
plan::stage_ids() { # <stage>
  local id
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ ${ENDPOINTS_GROUP[$id]}/${CONTRACT_APPLICATION[$id]} != "$1" ]] || printf '%s\n' "$id"
  done
}

# What --groups of a server takes for the stage.
plan::stage_groups() { # <stage>
  printf '%s' "${1%/}"
}

# Connections of an endpoint: the run's, unless its contract bounds them.
plan::connections() { # <id> <variable>
  local most=${CONTRACT_MAX_CONNECTIONS[$1]}
  wrk::fit_connections "$((most > 0 && most < PLAN_CONNECTIONS ? most : PLAN_CONNECTIONS))" "$PLAN_THREADS" "$2"
}

# Seconds of a window: the plan's, unless one request of the endpoint takes so long that its contract asks for more.
plan::window_seconds() { # <id> <variable>
  local -n _plan_seconds=$2
  _plan_seconds=$PLAN_WINDOW_SECONDS
  # shellcheck disable=SC2034 # the caller's variable
  ((CONTRACT_MIN_SECONDS[$1] <= PLAN_WINDOW_SECONDS)) || _plan_seconds=${CONTRACT_MIN_SECONDS[$1]}
}

plan::count_cells() {
  local id name count=0
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do
      [[ -n $(frameworks::unsupported_reason "$name" "$id") ]] || count=$((count + 1))
    done
  done
  printf '%d' "$count"
}

# Milliseconds that so many windows take, with the starts and warm-ups that go with them.
plan::estimate() { # <windows>
  local starts=$((${#PLAN_STAGES[@]} * PLAN_ROUNDS * ${#FRAMEWORKS_CHOSEN[@]})) warmups
  warmups=$starts
  [[ $PLAN_WARMUP == once ]] || warmups=$1
  local duets=$((PLAN_DUETS * ${#ENDPOINTS_CHOSEN[@]} * PLAN_ROUNDS * PLAN_WINDOWS))
  printf '%d' $((starts * PLAN_START_MS + warmups * PLAN_WARMUP_SECONDS * 1000 + ($1 + duets) * (PLAN_WINDOW_SECONDS * 1000 + PLAN_WINDOW_OVERHEAD_MS) + PLAN_EXTRA_MS))
}

# shellcheck disable=SC2154 # cli::parse sets them by their names
plan::settings_json() {
  jq -nc --argjson duration "$OPT_duration_seconds" --argjson connections "$PLAN_CONNECTIONS" --argjson threads "$PLAN_THREADS" \
    --argjson rounds "$PLAN_ROUNDS" --argjson windows "$PLAN_WINDOWS" --argjson window "$PLAN_WINDOW_SECONDS" \
    --arg load "$OPT_load" --argjson rate "${PLAN_RATE:-null}" \
    --argjson warmup "$PLAN_WARMUP_SECONDS" --argjson workers "$OPT_workers" --arg profile "$OPT_profile" \
    --arg server "$SERVER_CPUS" --arg client "$WRK_CPUS" --arg features "$(endpoints::chosen_groups | paste -sd,)" \
    --arg frameworks "$(core::join , "${FRAMEWORKS_CHOSEN[@]}")" \
    --arg duet "$OPT_duet" --arg twin "${FRAMEWORKS_TWIN_OF[*]}" \
    --arg precision "$OPT_precision" --argjson budget "$OPT_budget_seconds" --argjson reached "$PLAN_PRECISION_REACHED" \
    '{duration_seconds: $duration, load: $load, rate: $rate, connections: $connections, threads: $threads, rounds: $rounds, windows: $windows,
      window_seconds: $window, warmup_seconds: $warmup, workers: $workers, profile: $profile,
      server_cpus: $server, client_cpus: $client, pinned: ($server != ""),
      features: ($features / ","), frameworks: ($frameworks / ","),
      duet: (if $duet == "" then null else $duet end), null_run: (if $twin == "" then null else $twin end),
      precision: (if $precision == "" then null else {asked: $precision, budget_seconds: $budget, reached: $reached} end)}'
}

plan::_load_text() {
  if [[ -n $PLAN_RATE ]]; then
    printf 'paced at %d requests/s' "$PLAN_RATE"
  else
    printf 'closed loop'
  fi
}

# --dry-run
plan::print() {
  local stage name id reason time connections cells
  local -a ids
  cells=$(plan::count_cells)
  log::duration "$(plan::estimate $((cells * PLAN_ROUNDS * PLAN_WINDOWS)))" time
  printf 'Frameworks: %s\n' "$(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
  printf 'Each cell:  %d rounds x %d windows x %d s, warm-up %d s per start, profile %s, %d worker(s)\n' \
    "$PLAN_ROUNDS" "$PLAN_WINDOWS" "$PLAN_WINDOW_SECONDS" "$PLAN_WARMUP_SECONDS" "$OPT_profile" "$OPT_workers"
  printf 'Load:       wrk, %s, %d connections, %d thread(s); servers on CPU %s, wrk on CPU %s\n\n' \
    "$(plan::_load_text)" "$PLAN_CONNECTIONS" "$PLAN_THREADS" "${SERVER_CPUS:-any}" "${WRK_CPUS:-any}"
  for stage in "${PLAN_STAGES[@]}"; do
    printf '%s\n' "${stage%/}"
    mapfile -t ids < <(plan::stage_ids "$stage")
    for id in "${ids[@]}"; do
      plan::connections "$id" connections
      printf '  %-22s %-6s %s%s\n' "${ENDPOINTS_NAME[$id]}" "${ENDPOINTS_METHOD[$id]}" "${ENDPOINTS_PATH[$id]}" \
        "$( ((connections == PLAN_CONNECTIONS)) || printf '  (%d connections)' "$connections")"
      for name in "${FRAMEWORKS_CHOSEN[@]}"; do
        reason=$(frameworks::unsupported_reason "$name" "$id")
        [[ -z $reason ]] || printf '  %22s %s: unsupported: %s\n' '' "$name" "$reason"
      done
    done
  done
  printf '\n%d cells, about %s\n' "$cells" "$time"
}
