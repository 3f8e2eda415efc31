# --calibrate: the instrument measures itself. One server entered several times, some entries slowed by a known share:
# how often is a difference claimed where there is none, and how often is one found where there is one?

CALIBRATE_EQUAL=(a1 a2 a3 a4)
# As in a round robin: whoever meets has met as many before, so that no load is needed to even out.
CALIBRATE_MEETINGS=("a2|a1" "a4|a3" "a3|a1" "a4|a2" "a4|a1" "a3|a2")
declare -gA CALIBRATE_SLOWED=([b02]=0.02 [b03]=0.03 [b05]=0.05 [b10]=0.10)
CALIBRATE_COMPARISONS=7 # of each pair, each of as many rounds as a run has that compares versions
CALIBRATE_SHAPE_SECONDS=3
CALIBRATE_RATES=(10 100 1000 5000 10000 20000)
CALIBRATE_RATE_SECONDS=5
CALIBRATE_SOCKETS=("echo 1" "echo 64" "echo 512" "handshakes 16") # loads of the WebSocket client: mode and connections
CALIBRATE_PEER_PID= CALIBRATE_PEER_PORT=
CALIBRATE_FACTS='{}'

# Takes the place of choosing frameworks and features: the server that can be slowed, and an endpoint without a feature.
calibrate::prepare() {
  local server name
  local -a groups slowed
  server=$(frameworks::calibration_server)
  endpoints::choose all ""
  mapfile -t groups < <(endpoints::chosen_groups)
  contract::load "${groups[@]}"
  : "${OPT_profile:=production}"
  setup::ensure_python "$server"
  FRAMEWORKS_CHOSEN=()
  for name in "${CALIBRATE_EQUAL[@]}"; do frameworks::enter "$name" "$server" 0; done
  mapfile -t slowed < <(printf '%s\n' "${!CALIBRATE_SLOWED[@]}" | sort)
  for name in "${slowed[@]}"; do frameworks::enter "$name" "$server" "${CALIBRATE_SLOWED[$name]}"; done
  frameworks::describe "$OPT_profile" "$OPT_workers"
  ((${#FRAMEWORKS_CHOSEN[@]})) || core::die "$CORE_STATUS_MISSING" "$server is not available; the reason stands above"
  mapfile -t CALIBRATE_SHAPES < <(calibrate::_plain_endpoints)
  ENDPOINTS_CHOSEN=("${CALIBRATE_SHAPES[0]}")
  OPT_rounds=${OPT_rounds:-$((CALIBRATE_COMPARISONS * PLAN_COMPARING_ROUNDS))}
  OPT_duration_seconds=$OPT_rounds
}

# Endpoints that use no feature: others are compared with them. First those that are answered beside all others, to a GET:
# the first of them is the one that everything is measured by.
calibrate::_plain_endpoints() {
  local id
  local -a rest=()
  local -A is_control=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do is_control["${ENDPOINTS_GROUP[$id]}.${CONTRACT_CONTROL[$id]}"]=yes; done
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    if [[ ! -v is_control["$id"] ]] || ! calibrate::_is_plain "$id"; then
      continue
    elif [[ ${CONTRACT_METHOD["$id/0"]} == GET && -z ${CONTRACT_APPLICATION[$id]} ]]; then
      printf '%s\n' "$id"
    else
      rest+=("$id")
    fi
  done
  ((!${#rest[@]})) || printf '%s\n' "${rest[@]}"
}

# Nothing but a closed loop of wrk is asked for, and the server can answer it.
calibrate::_is_plain() { # <id>
  [[ -z ${CONTRACT_CONTROL[$1]}${CONTRACT_SERVICES[$1]}${CONTRACT_BESIDE[$1]} && ${CONTRACT_EXPECTS_ERROR[$1]} == no ]] || return
  [[ ${CONTRACT_CONNECTIONS[$1]}${CONTRACT_RATE[$1]}${CONTRACT_WORKERS[$1]}${CONTRACT_MAX_REQUESTS[$1]} == 0000 ]] || return
  [[ ${CONTRACT_PROOF[$1]} == null ]] && ! client::is_needed "$1" \
    && [[ -z $(frameworks::unsupported_reason "${CALIBRATE_EQUAL[0]}" "$1") ]]
}

# Each slowed one against two of the equal ones, then every equal one against every other.
calibrate::settle() {
  local i turn
  local -a slowed=("${FRAMEWORKS_CHOSEN[@]:${#CALIBRATE_EQUAL[@]}}")
  plan::settle_features
  for turn in 0 1; do
    for i in "${!slowed[@]}"; do
      DUET_PAIRS+=("${slowed[i]}|${CALIBRATE_EQUAL[(i + turn) % ${#CALIBRATE_EQUAL[@]}]}")
    done
  done
  DUET_PAIRS+=("${CALIBRATE_MEETINGS[@]}")
  PLAN_DUETS=${#DUET_PAIRS[@]}
}

calibrate::run() {
  local answer sampler_cost
  calibrate::_note equal "$(jq -nc '$ARGS.positional' --args "${CALIBRATE_EQUAL[@]}")"
  calibrate::_note slowed "$(calibrate::_slowed_json)"
  calibrate::_note rounds_per_comparison "$PLAN_COMPARING_ROUNDS"
  matrix::run
  sampler::ask answer watch sampler "$SAMPLER_PID"
  sampler::ask answer open sampler
  calibrate::_measure_shapes
  calibrate::_measure_rates
  calibrate::_measure_sockets
  sampler::ask sampler_cost close sampler
  calibrate::_note sampler "$(jq -c '{cpu_us, seconds}' <<<"$sampler_cost")"
}

calibrate::_slowed_json() {
  local name
  for name in "${!CALIBRATE_SLOWED[@]}"; do printf '%s %s\n' "$name" "${CALIBRATE_SLOWED[$name]}"; done \
    | jq -Rnc '[inputs | split(" ") | {key: .[0], value: (.[1] | tonumber)}] | from_entries'
}

# A fact for run.json's "calibration".
calibrate::_note() { # <key> <JSON>
  CALIBRATE_FACTS=$(jq -c --arg key "$1" --argjson value "$2" '.[$key] = $value' <<<"$CALIBRATE_FACTS")
  RECORDS_EXTRA=$(jq -nc --argjson facts "$CALIBRATE_FACTS" '{calibration: $facts}')
}

# One equal server, started for what answers the endpoint: an application may have to be alone.
calibrate::_start() { # <id>
  # shellcheck disable=SC2034 # nothing is done with the answer
  local name=${CALIBRATE_EQUAL[0]} reason='' answer
  STAGE_GROUPS=$(calibrate::_place "$1")
  stage::boot "$name" reason
  [[ -z $reason ]] || core::die "$CORE_STATUS_CELL" "the calibration server did not start: $reason"
  sampler::ask answer watch "$name" "${SERVER_PID[$name]}"
}

calibrate::_place() { # <id>
  printf '%s' "${ENDPOINTS_GROUP[$1]}${CONTRACT_APPLICATION[$1]:+/${CONTRACT_APPLICATION[$1]}}"
}

# What wrk itself can send: its CPU time per request, for each shape of request and answer.
calibrate::_measure_shapes() {
  local id place='' result=$RECORDS_LOGS/shape.wrk shapes='[]'
  for id in "${CALIBRATE_SHAPES[@]}"; do
    if [[ $place != "$(calibrate::_place "$id")" ]]; then
      [[ -z $place ]] || stage::stop "${CALIBRATE_EQUAL[0]}"
      calibrate::_start "$id"
      place=$(calibrate::_place "$id")
    fi
    log::info "client: ${CONTRACT_TITLE[$id]}"
    wrk::run "${SERVER_PORT[${CALIBRATE_EQUAL[0]}]}" "$id/0" "$PLAN_CONNECTIONS" "$PLAN_THREADS" "$CALIBRATE_SHAPE_SECONDS" "$result"
    [[ -z $WRK_REASON ]] || continue
    shapes=$(jq -c --slurpfile load "$result" --arg shape "$id: ${CONTRACT_TITLE[$id]}" \
      '. + [{shape: $shape, requests: $load[0].requests, cpu_us: $load[0].cpu_us,
        requests_per_second: ($load[0].requests / $load[0].seconds)}]' <<<"$shapes")
  done
  stage::stop "${CALIBRATE_EQUAL[0]}"
  calibrate::_note client "$shapes"
}

# How well paced loads keep their rate.
calibrate::_measure_rates() {
  local rate result=$RECORDS_LOGS/paced.wrk found='[]' connections
  calibrate::_start "${CALIBRATE_SHAPES[0]}"
  for rate in "${CALIBRATE_RATES[@]}"; do
    log::info "paced load: $rate requests/s"
    wrk::fit_connections "$((rate < 100 ? 10 : 100))" "$PLAN_THREADS" connections
    WRK_FROM_RPS=$rate WRK_TO_RPS=$rate wrk::run "${SERVER_PORT[${CALIBRATE_EQUAL[0]}]}" "${CALIBRATE_SHAPES[0]}/0" \
      "$connections" "$PLAN_THREADS" "$CALIBRATE_RATE_SECONDS" "$result"
    [[ -z $WRK_REASON ]] || continue
    found=$(jq -c --slurpfile load "$result" --argjson rate "$rate" '. + [{target_rps: $rate} + ($load[0].paced // {})]' <<<"$found")
  done
  stage::stop "${CALIBRATE_EQUAL[0]}"
  calibrate::_note paced "$found"
}

# What the WebSocket client can send, against a server that does nothing but echo.
calibrate::_measure_sockets() {
  local load mode connections id=calibrate.websocket result=$RECORDS_LOGS/websocket.client found='[]'
  calibrate::_start_peer
  CONTRACT_PATH["$id/0"]=/
  for load in "${CALIBRATE_SOCKETS[@]}"; do
    read -r mode connections <<<"$load"
    log::info "client: WebSocket, $mode, connections: $connections"
    CONTRACT_CLIENT["$id"]=$(printf '{"kind": "websocket", "mode": "%s", "bytes": 64}' "$mode")
    client::run "$CALIBRATE_PEER_PORT" "$id/0" "$connections" "$CALIBRATE_SHAPE_SECONDS" "" "$result"
    [[ -z $WRK_REASON ]] || continue
    found=$(jq -c --slurpfile load "$result" --arg shape "WebSocket, $mode, connections: $connections" \
      '. + [{shape: $shape, requests: $load[0].requests, cpu_us: $load[0].cpu_us,
        requests_per_second: ($load[0].requests / $load[0].seconds)}]' <<<"$found")
  done
  calibrate::_stop_peer
  calibrate::_note websocket "$found"
}

calibrate::_start_peer() {
  local -a command=()
  server::reserve_port CALIBRATE_PEER_PORT
  [[ -z $SERVER_CPUS ]] || command+=(taskset -c "$SERVER_CPUS")
  command+=("$SETUP_PYTHON" -m bench.clients.echo_server "$CALIBRATE_PEER_PORT")
  core::on_exit calibrate::_stop_peer
  PYTHONPATH=$CORE_ROOT/lib "${command[@]}" >"$RECORDS_LOGS/echo_server.log" 2>&1 </dev/null &
  CALIBRATE_PEER_PID=$!
  core::wait_until "$SERVER_START_LIMIT_MS" server::is_listening "$CALIBRATE_PEER_PORT" \
    || core::die "$CORE_STATUS_CELL" "the echo server did not start: $(tail -n 1 "$RECORDS_LOGS/echo_server.log")"
}

calibrate::_stop_peer() {
  [[ -n $CALIBRATE_PEER_PID ]] || return 0
  kill -s TERM "$CALIBRATE_PEER_PID" 2>/dev/null || return 0
  wait "$CALIBRATE_PEER_PID" 2>/dev/null || :
  CALIBRATE_PEER_PID=
}

calibrate::finish() {
  records::finish
  report::write "$RECORDS_FOLDER" || CORE_STATUS=$CORE_STATUS_CELL
  report::calibration || CORE_STATUS=$CORE_STATUS_CELL
  log::info "records: $RECORDS_FOLDER"
}
