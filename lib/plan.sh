# What will run, in which order and for how long. A stage is "group/application": the servers of one start.

PLAN_STAGES=()
PLAN_ROUNDS=5
PLAN_COMPARING_ROUNDS=10
PLAN_WINDOWS=2 # per round: the shuffled order, then its mirror; with one, every second round is the mirror of that before
PLAN_WINDOW_SECONDS=1
PLAN_WARMUP=once # once per start, or before each endpoint
PLAN_WARMUP_SECONDS=1
PLAN_WARMUP_CONNECTIONS= # empty: those of the load
PLAN_WARMUP_THREADS=
PLAN_MIRRORED=yes
PLAN_RATE= # requests/s of a paced load; empty: a closed loop
PLAN_PRECISION_REACHED=null
PLAN_DUETS=0    # loads of servers in pairs, and in the place of such, that each window of an endpoint brings
PLAN_PORTS=own  # own: reserved ones; default: those of the server entries
PLAN_EXTRA_MS=0 # what comes after the rounds
readonly PLAN_START_MS=900 PLAN_WINDOW_OVERHEAD_MS=130

plan::settle_features() {
  : "${OPT_profile:=production}"
  local workers
  plan::_most_workers workers
  placement::settle "$workers"
  PLAN_THREADS=${OPT_threads:-$PLACEMENT_CLIENT_CORES}
  wrk::fit_connections "$OPT_connections" "$PLAN_THREADS" PLAN_CONNECTIONS
  ((PLAN_CONNECTIONS == OPT_connections)) \
    || log::warning "--connections $OPT_connections does not divide by $PLAN_THREADS threads: $PLAN_CONNECTIONS are opened"
  plan::_ensure_descriptors
  PLAN_RATE=${PATTERN_RATE[$OPT_load]}
  [[ -z $PLAN_RATE ]] || plan::_settle_pace
  PLAN_WARMUP_SECONDS=$OPT_warmup_seconds
  # Stress makes steps and a scenario has phases, and no rounds.
  [[ $OPT_load == stress || -n $OPT_scenario ]] || plan::_split_duration
  plan::_find_stages
}

plan::_ensure_descriptors() {
  local id connections most=$PLAN_CONNECTIONS
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    plan::connections "$id" connections
    ((connections <= most)) || most=$connections
  done
  pattern::ensure_descriptors "$most"
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
  local seconds=$OPT_duration_seconds most=5
  ! plan::_compares_versions || most=$PLAN_COMPARING_ROUNDS
  PLAN_ROUNDS=${OPT_rounds:-$((seconds < 10 ? (seconds > 1 ? seconds / 2 : 1) : most))}
  if ((seconds < PLAN_ROUNDS)); then
    core::die "$CORE_STATUS_USAGE" "--duration $OPT_duration is too short for --rounds $PLAN_ROUNDS of at least 1 s: take --duration ${PLAN_ROUNDS}s or --rounds $seconds"
  fi
  PLAN_WINDOWS=$((seconds >= 2 * PLAN_ROUNDS ? 2 : 1))
  PLAN_WINDOW_SECONDS=$((seconds / (PLAN_ROUNDS * PLAN_WINDOWS)))
  local measured=$((PLAN_ROUNDS * PLAN_WINDOWS * PLAN_WINDOW_SECONDS))
  ((measured == seconds)) \
    || log::warning "--duration $OPT_duration does not split into $PLAN_ROUNDS rounds of whole seconds: ${measured}s are measured"
}

# Small differences are looked for: then more starts of one window each tell more than fewer of two, in the same time.
plan::_compares_versions() {
  cli::is_given duet || cli::is_given null_run || cli::is_given against || cli::is_given calibrate
}

# Server processes of an endpoint's application: the run's, unless its contract says how many.
plan::workers() { # <id> <variable>
  local -n _plan_workers=$2
  _plan_workers=${CONTRACT_WORKERS[$1]}
  ((_plan_workers > 0)) || _plan_workers=$OPT_workers
}

plan::_most_workers() { # <variable>
  local -n _plan_most=$1
  local id own
  _plan_most=$OPT_workers
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    own=${CONTRACT_WORKERS[$id]}
    ((own <= _plan_most)) || _plan_most=$own
  done
}

# Cores that the servers of an endpoint can use: one worker cannot use more than one, however many it is given.
plan::server_cores() { # <id> <variable>
  local -n _plan_cores=$2
  plan::workers "$1" _plan_cores
  ((_plan_cores <= PLACEMENT_SERVER_CPUS)) || _plan_cores=$PLACEMENT_SERVER_CPUS
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

# Connections of an endpoint: the run's, unless its contract bounds them or says how many.
plan::connections() { # <id> <variable>
  local most=${CONTRACT_MAX_CONNECTIONS[$1]}
  if ((CONTRACT_CONNECTIONS[$1] > 0)) && client::is_needed "$1"; then
    printf -v "$2" '%d' "${CONTRACT_CONNECTIONS[$1]}"
    return 0
  elif ((CONTRACT_CONNECTIONS[$1] > 0)); then
    wrk::fit_connections "${CONTRACT_CONNECTIONS[$1]}" "$PLAN_THREADS" "$2"
    return 0
  fi
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
  local id seconds longer=0
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    plan::window_seconds "$id" seconds
    longer=$((longer + seconds - PLAN_WINDOW_SECONDS))
  done
  longer=$((longer * ${#FRAMEWORKS_CHOSEN[@]} * PLAN_ROUNDS * PLAN_WINDOWS * 1000))
  local duets=$((PLAN_DUETS * ${#ENDPOINTS_CHOSEN[@]} * PLAN_ROUNDS * PLAN_WINDOWS))
  printf '%d' $((starts * PLAN_START_MS + warmups * PLAN_WARMUP_SECONDS * 1000 + ($1 + duets) * (PLAN_WINDOW_SECONDS * 1000 + PLAN_WINDOW_OVERHEAD_MS) + longer + PLAN_EXTRA_MS))
}

# shellcheck disable=SC2154 # cli::parse sets them by their names
plan::settings_json() {
  jq -nc --argjson duration "$OPT_duration_seconds" --argjson connections "$PLAN_CONNECTIONS" --argjson threads "$PLAN_THREADS" \
    --argjson rounds "$PLAN_ROUNDS" --argjson windows "$PLAN_WINDOWS" --argjson window "$PLAN_WINDOW_SECONDS" \
    --arg load "$OPT_load" --argjson rate "${PLAN_RATE:-null}" \
    --argjson warmup "$PLAN_WARMUP_SECONDS" --argjson workers "$OPT_workers" --arg profile "$OPT_profile" \
    --arg server "$SERVER_CPUS" --arg client "$WRK_CPUS" --arg features "$(endpoints::chosen_groups | paste -sd,)" \
    --arg frameworks "$(core::join , "${FRAMEWORKS_CHOSEN[@]}")" \
    --arg counted "$COLLECTORS_COUNTED" --arg duet "$OPT_duet" --arg twin "${FRAMEWORKS_TWIN_OF[*]}" \
    --arg precision "$OPT_precision" --argjson budget "$OPT_budget_seconds" --argjson reached "$PLAN_PRECISION_REACHED" \
    '{duration_seconds: $duration, load: $load, rate: $rate, connections: $connections, threads: $threads, rounds: $rounds, windows: $windows,
      window_seconds: $window, warmup_seconds: $warmup, workers: $workers, profile: $profile,
      server_cpus: $server, client_cpus: $client, pinned: ($server != ""),
      features: ($features / ","), frameworks: ($frameworks / ","),
      collected_in_servers: (if $counted == "" then null else $counted / "," end), duet: (if $duet == "" then null else $duet end), null_run: (if $twin == "" then null else $twin end),
      precision: (if $precision == "" then null else {asked: $precision, budget_seconds: $budget, reached: $reached} end)}'
}
