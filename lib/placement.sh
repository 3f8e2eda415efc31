# Which CPUs the servers and wrk run on.

PLACEMENT_CLIENT_CORES=1
PLACEMENT_SERVER_CPUS=1 # how many the servers may use

# The server's cores and the client's never overlap. With one core there is nothing to part.
placement::settle() { # <most workers of a server>
  local cores all
  cores=$(nproc)
  if [[ -z $OPT_server_cpus && -z $OPT_client_cpus ]] && { ((cores < 2)) || ! core::has_command taskset; }; then
    log::warning "servers and wrk are not pinned: $cores core, or no taskset; they take time from each other"
  else
    all=$(($1 < cores / 2 ? $1 : cores / 2))
    SERVER_CPUS=${OPT_server_cpus:-0$( ((all == 1)) || printf -- '-%d' $((all - 1)))}
    WRK_CPUS=${OPT_client_cpus:-$((all))$( ((cores - 1 == all)) || printf -- '-%d' $((cores - 1)))}
    placement::_check_cpus server-cpus "$SERVER_CPUS"
    placement::_check_cpus client-cpus "$WRK_CPUS"
    placement::_check_apart
  fi
  placement::count_cores
}

placement::_check_apart() {
  local shared
  shared=$(comm -12 <(machine::list_cpus "$SERVER_CPUS" | sort) <(machine::list_cpus "$WRK_CPUS" | sort) | sort -n | paste -sd,)
  [[ -z $shared ]] \
    || core::die "$CORE_STATUS_USAGE" "servers on CPU $SERVER_CPUS and wrk on CPU $WRK_CPUS would share $shared: give both --server-cpus and --client-cpus"
}

placement::count_cores() {
  PLACEMENT_CLIENT_CORES=$(machine::count_cpus "$WRK_CPUS")
  PLACEMENT_SERVER_CPUS=$(machine::count_cpus "$SERVER_CPUS")
}

placement::_check_cpus() { # <option> <list>
  taskset -c "$2" true 2>/dev/null \
    || core::die "$CORE_STATUS_USAGE" "--$1 $2: this machine has the CPUs 0 to $(($(nproc) - 1))"
}
