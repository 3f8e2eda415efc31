# Start, wait, stop: one process group per server. A key names a running server, so that one framework can run twice.

declare -gA SERVER_PID=() SERVER_PORT=() SERVER_LOG=() SERVER_STARTED_US=() SERVER_START_US=() SERVER_RIVAL=()
declare -gA SERVER_SCRATCH=() # its own folder for what it writes; gone with it
SERVER_CPUS=                  # empty: not pinned
SERVER_START_LIMIT_MS=30000
SERVER_STOP_LIMIT_MS=5000
SERVER_FIRST_PORT=18000
SERVER_LAST_PORT=18999
SERVER_LOCKS=/tmp/run_all-ports-$UID # not in TMPDIR: runs with another one take ports too

# Returns at once; server::wait_ready says when it answers. Both write to SERVER_LOG.
server::start() { # <key> <framework> <groups> <port> <log> [<workers>]
  local -a command=()
  [[ -z $SERVER_CPUS ]] || command+=(taskset -c "$SERVER_CPUS")
  command+=("${FRAMEWORKS_PYTHON[$2]}" "${FRAMEWORKS_ENTRY[$2]}")
  command+=(--host 127.0.0.1 --port "$4" --groups "$3" --workers "${6:-$OPT_workers}" --profile "$OPT_profile")
  SERVER_PORT[$1]=$4
  SERVER_LOG[$1]=$5
  unset "SERVER_RIVAL[$1]"
  local scratch
  scratch=$(mktemp -d "$CORE_TEMP/scratch.XXXXXX")
  SERVER_SCRATCH[$1]=$scratch
  mkdir "$scratch/tmp"
  core::now_us "SERVER_STARTED_US[$1]"
  # What a framework's own processes leave when the group is ended goes with the rest; apart from what handlers write and count.
  PYTHONHASHSEED=0 SERVER_SCRATCH=$scratch TMPDIR=$scratch/tmp SERVER_SLOWDOWN=${FRAMEWORKS_SLOWDOWN[$2]:-} \
    SERVER_COLLECT=$COLLECTORS_COUNTED SERVER_COUNTERS=$COLLECTORS_FOLDER setsid -- "${command[@]}" >>"$5" 2>&1 </dev/null {CORE_LOCK_FD}>&- &
  SERVER_PID[$1]=$!
}

# False when it ended, did not answer in time, or another one answers on its port; server::reason then says why.
server::wait_ready() { # <key>
  local now
  core::wait_until "$SERVER_START_LIMIT_MS" server::_is_decided "$1" || return
  server::is_alive "$1" || return
  core::now_us now
  SERVER_START_US[$1]=$((now - SERVER_STARTED_US[$1]))
  server::_find_rival "$1"
  [[ ! -v SERVER_RIVAL[$1] ]]
}

server::_is_decided() { # <key>
  ! server::is_alive "$1" || server::is_healthy "$1"
}

server::is_alive() { # <key>
  [[ -v SERVER_PID[$1] ]] && kill -0 "${SERVER_PID[$1]}" 2>/dev/null
}

# One GET /health without a process: a poll every 5 ms must cost nearly nothing.
server::is_healthy() { # <key>
  local fd line length=0 status=
  { exec {fd}<>"/dev/tcp/127.0.0.1/${SERVER_PORT[$1]}"; } 2>/dev/null || return
  printf 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n' "${SERVER_PORT[$1]}" >&"$fd"
  while IFS= read -r -t 2 -u "$fd" line; do
    line=${line%$'\r'}
    [[ -n $status ]] || status=$line
    [[ ${line,,} != content-length:* ]] || length=$((10#${line//[!0-9]/}))
    [[ -n $line ]] || break
  done
  # Read to the end, so that closing the socket does not reset the connection under the server.
  ((length == 0)) || IFS= read -r -t 2 -N "$length" -u "$fd" line || :
  exec {fd}>&-
  [[ $status == HTTP/1.*' 200 '* ]]
}

# Why a server is not there: its exit status and the last line of its log.
server::reason() { # <key> <variable>
  local -n _server_reason=$2
  local status=0 tail
  if [[ -v SERVER_RIVAL[$1] ]]; then
    _server_reason="port ${SERVER_PORT[$1]} is taken by ${SERVER_RIVAL[$1]}"
    return 0
  fi
  tail=$(awk 'NF {last = $0} END {print last}' "${SERVER_LOG[$1]}")
  if server::is_alive "$1"; then
    _server_reason="no answer within $((SERVER_START_LIMIT_MS / 1000)) s${tail:+; last log line: $tail}"
    return 0
  fi
  wait "${SERVER_PID[$1]}" || status=$?
  _server_reason="ended with status $status${tail:+; last log line: $tail}"
}

# Ends servers together: TERM to each group, then KILL to what is left after the limit.
server::stop() { # <key>…
  local key
  for key; do
    [[ -v SERVER_PID[$key] ]] || continue
    core::wait_until 1000 server::_has_group "$key" || :
    server::_signal TERM "$key"
  done
  for key; do
    [[ -v SERVER_PID[$key] ]] || continue
    if ! core::wait_until "$SERVER_STOP_LIMIT_MS" server::_is_gone "$key"; then
      log::warning "$key did not end within $((SERVER_STOP_LIMIT_MS / 1000)) s of SIGTERM: killed"
      server::_signal KILL "$key"
      # Waited for here, or bash reports the killed job by a line of its own.
      wait "${SERVER_PID[$key]}" 2>/dev/null || :
      core::wait_until 2000 server::_is_gone "$key" || log::error "process group ${SERVER_PID[$key]} of $key cannot be ended"
    fi
    unset "SERVER_PID[$key]"
    rm -rf -- "${SERVER_SCRATCH[$key]}"
  done
}

server::stop_all() {
  server::stop "${!SERVER_PID[@]}"
}

# The whole group: a worker that outlives its parent holds the port and the core.
server::_signal() { # <signal> <key>
  kill -s "$1" -- "-${SERVER_PID[$2]}" 2>/dev/null || return 0
}

# In its first milliseconds a server has not made its group yet, and no signal to the group would reach it.
server::_has_group() { # <key>
  kill -0 -- "-${SERVER_PID[$1]}" 2>/dev/null || ! server::is_alive "$1"
}

# A process that ended stays in its group until its parent reaps it: bash may be late after a signal, and a container may
# have nobody who reaps the orphans. So only the living count.
server::_is_gone() { # <key>
  local group=${SERVER_PID[$1]} file
  kill -0 -- "-$group" 2>/dev/null || return 0
  [[ -r /proc/self/stat ]] || return 1
  for file in "/proc/$group/stat" /proc/[0-9]*/stat; do
    ! server::_is_living_member "$group" "$file" || return 1
  done
}

server::_is_living_member() { # <process group> <its stat file>
  local stat
  { IFS= read -r stat <"$2"; } 2>/dev/null || return 1
  # Behind the name in brackets stand state, parent and group.
  [[ ${stat##*) } =~ ^[^ZX]\ [0-9]+\ $1\  ]]
}

# A port of our own: its lock is held as long as this run lives, so that two runs never choose the same one.
server::reserve_port() { # <variable>
  local -n _server_out=$1
  local port fd
  mkdir -p "$SERVER_LOCKS"
  for ((port = SERVER_FIRST_PORT; port <= SERVER_LAST_PORT; port++)); do
    exec {fd}>"$SERVER_LOCKS/$port"
    if flock -n "$fd" && ! server::is_listening "$port"; then
      # shellcheck disable=SC2034 # the caller's variable
      _server_out=$port
      return 0
    fi
    exec {fd}>&-
  done
  core::die "$CORE_STATUS_MISSING" "no free port between $SERVER_FIRST_PORT and $SERVER_LAST_PORT"
}

server::is_listening() { # <port>
  local hex
  printf -v hex '%04X' "$1"
  grep -qsE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F:]+ 0A " /proc/net/tcp /proc/net/tcp6
}

# Ports are reserved among the runs of one user; the server of another one may answer in the place of ours. SERVER_RIVAL says
# who does. Where the system does not tell whose a socket is, there is nothing to check.
server::_find_rival() { # <key>
  local inode own file
  local -a inodes
  own=$(sockets::of_process "${SERVER_PID[$1]}")
  [[ -n $own ]] || return 0
  sockets::list_listeners "${SERVER_PORT[$1]}" inodes
  for inode in "${inodes[@]}"; do
    [[ $own != *"[$inode]"* ]] || continue
    # Not its first process's: then perhaps a worker's.
    for file in /proc/[0-9]*/stat; do
      ! server::_is_living_member "${SERVER_PID[$1]}" "$file" || own+=$(sockets::of_process "${file//[!0-9]/}")
    done
    [[ $own == *"[$inode]"* ]] || SERVER_RIVAL[$1]=$(sockets::holder "$inode")
  done
}

server::port_owner() { # <port>
  local -a inodes
  sockets::list_listeners "$1" inodes
  sockets::holder "${inodes[0]:-}"
}
