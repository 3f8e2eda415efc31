# A stage: what one start of the servers is for. Starts and stops its servers.

STAGE_LABEL=        # for people
STAGE_GROUPS=       # what --groups of a server takes
STAGE_IDS=()        # its endpoints
STAGE_FRAMEWORKS=() # who takes part
declare -gA STAGE_PORT=()

# The endpoints that have had the part in question in an earlier part of the run are left out.
stage::set() { # <stage> [<round, or latency>]
  local -a ids
  STAGE_LABEL=${1%/}
  STAGE_GROUPS=$(plan::stage_groups "$1")
  mapfile -t ids < <(plan::stage_ids "$1")
  mapfile -t STAGE_IDS < <(cells::list_undone "${2:-}" "${ids[@]}")
  STAGE_FRAMEWORKS=("${FRAMEWORKS_CHOSEN[@]}")
}

# Starts the framework for the stage, if it has a cell left to measure there. A start that fails fails those cells.
stage::start() { # <framework> <round>
  local name=$1 reason= id
  local -a open
  mapfile -t open < <(cells::list_open "$name" "${STAGE_IDS[@]}")
  ((${#open[@]})) || return 0
  stage::boot "$name" reason
  if [[ -n $reason ]]; then
    log::error "$name did not start: $reason"
    for id in "${open[@]}"; do cells::fail "$name" "$id" server "$2" "did not start: $reason"; done
    return 0
  fi
  for id in "${open[@]}"; do records::add_start "$name" "$id" "$2" "${SERVER_START_US[$name]}"; done
}

# Call it when all servers that run together have started. They share pages, which are divided among them: the memory of
# one that idles would be the larger the fewer had started before it.
stage::observe() { # <framework>…
  # shellcheck disable=SC2034 # nothing is done with the answer
  local name answer
  [[ -n $SAMPLER_PID ]] || return 0
  for name; do
    [[ ! -v SERVER_PID[$name] ]] || sampler::ask answer watch "$name" "${SERVER_PID[$name]}"
  done
}

# Sets <variable> to the reason why the server does not run.
stage::boot() { # <framework> <variable>
  local -n _stage_reason=$2
  local port=${FRAMEWORKS_PORT[$1]} workers
  services::start_needed "${STAGE_IDS[@]}"
  if [[ $PLAN_PORTS == own ]]; then
    [[ -v STAGE_PORT[$1] ]] || server::reserve_port "STAGE_PORT[$1]"
    port=${STAGE_PORT[$1]}
  elif server::is_listening "$port"; then
    _stage_reason="port $port is taken by $(server::port_owner "$port"); end it, then start again"
    return 0
  fi
  plan::workers "${STAGE_IDS[0]}" workers
  server::start "$1" "$1" "$STAGE_GROUPS" "$port" "$RECORDS_LOGS/${1}_server.log" "$workers"
  if ! server::wait_ready "$1"; then
    server::reason "$1" "$2"
    server::stop "$1"
  fi
}

stage::stop() { # <framework>…
  local name
  # shellcheck disable=SC2034 # nothing is done with the answer
  local answer
  for name; do sampler::ask answer unwatch "$name"; done
  server::stop "$@"
}
