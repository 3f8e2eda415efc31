# Services that applications need beside them, such as a message broker: servers/services/<name>.sh, found by its name. Each runs
# once for the whole run, on its own port and with its own empty folder, and ends with the run. Servers are told its port.

declare -gA SERVICES_PID=()
SERVICES_START_LIMIT_MS=10000

# Starts what the endpoints need. Before the first server, which then finds SERVICE_<NAME>_PORT in its environment.
services::start_needed() { # <id>…
  local id name
  for id; do
    for name in ${CONTRACT_SERVICES[$id]}; do
      [[ -v SERVICES_PID[$name] ]] || services::_start "$name"
    done
  done
}

services::_start() { # <name>
  local script=$CORE_ROOT/servers/services/$1.sh own_port folder need
  local -a command=()
  [[ -x $script ]] || core::die "$CORE_STATUS_MISSING" "servers/services/$1.sh is missing: a contract asks for the service $1"
  # "# needs: redis-server=redis-server" names a command and the package that has it.
  while read -r need; do setup::install_missing "$need"; done < <(sed -n 's/^# needs: //p' "$script")
  server::reserve_port own_port
  folder=$(mktemp -d "$CORE_TEMP/service.XXXXXX")
  ((${#SERVICES_PID[@]})) || core::on_exit services::stop
  [[ -z $SERVER_CPUS ]] || command+=(taskset -c "$SERVER_CPUS")
  setsid -- "${command[@]}" "$script" "$own_port" "$folder" >"$folder/log" 2>&1 </dev/null {CORE_LOCK_FD}>&- &
  SERVICES_PID[$1]=$!
  if ! core::wait_until "$SERVICES_START_LIMIT_MS" services::_is_decided "$1" "$own_port" || ! kill -0 "${SERVICES_PID[$1]}" 2>/dev/null; then
    core::die "$CORE_STATUS_MISSING" "the service $1 did not start: $(tail -n 1 "$folder/log" | grep . || echo 'no message')"
  fi
  export "SERVICE_${1^^}_PORT=$own_port"
}

services::_is_decided() { # <name> <port>
  server::is_listening "$2" || ! kill -0 "${SERVICES_PID[$1]}" 2>/dev/null
}

# For the exit stack: the whole group of each.
services::stop() {
  local name
  for name in "${!SERVICES_PID[@]}"; do
    kill -s TERM -- "-${SERVICES_PID[$name]}" 2>/dev/null || continue
    wait "${SERVICES_PID[$name]}" 2>/dev/null || :
    unset "SERVICES_PID[$name]"
  done
}
