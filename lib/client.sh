# Loads that wrk cannot send (WebSocket, event streams, idle connections): `python -m bench.clients`, with a result of the same form.

CLIENT_PID=
CLIENT_CHECK_SECONDS=20

client::is_needed() { # <id>
  [[ ${CONTRACT_CLIENT[$1]} != null ]]
}

# Like wrk::run: sets WRK_REASON, which is empty when there is a result.
client::run() { # <port> <check> <connections> <seconds> <requests/s or nothing> <result>
  local -a command
  local status=0
  client::_command "$1" "$2" "$3" command
  command+=(--seconds "$4" --result "$6")
  [[ -z $5 ]] || command+=(--rate "$5")
  rm -f -- "$6"
  PYTHONPATH=$CORE_ROOT/lib timeout --kill-after=1 "$(($4 * 2 + 20))" "${command[@]}" >"$6.txt" 2>&1 </dev/null {CORE_LOCK_FD}>&- &
  CLIENT_PID=$!
  wait "$CLIENT_PID" || status=$?
  CLIENT_PID=
  # shellcheck disable=SC2034 # as wrk::run does
  WRK_REASON=
  if ((status == 124 || status == 137)); then
    WRK_REASON="the client was still running long after its end and was stopped"
  elif ((status != 0)) || [[ ! -s $6 ]]; then
    # shellcheck disable=SC2034
    WRK_REASON="the client ended with status $status: $(tail -n 1 "$6.txt")"
  fi
}

# Does the endpoint answer right? One problem a line; none: it does.
client::check() { # <port> <check>
  local -a command
  client::_command "$1" "$2" 2 command
  PYTHONPATH=$CORE_ROOT/lib timeout --kill-after=1 "$CLIENT_CHECK_SECONDS" "${command[@]}" --check 2>&1 </dev/null \
    || printf 'the check of the client did not end well\n'
}

client::_command() { # <port> <check> <connections> <array>
  local -n _client_command=$4
  local spec=${CONTRACT_CLIENT["${2%/*}"]}
  _client_command=()
  [[ -z $WRK_CPUS ]] || _client_command+=(taskset -c "$WRK_CPUS")
  _client_command+=("$SETUP_PYTHON" -m bench.clients --kind "$(jq -r .kind <<<"$spec")")
  _client_command+=(--spec "$spec" --port "$1" --path "${CONTRACT_PATH[$2]}" --connections "$3")
}

# For the exit stack.
client::stop() {
  [[ -n $CLIENT_PID ]] || return 0
  kill -s TERM "$CLIENT_PID" 2>/dev/null || return 0
  wait "$CLIENT_PID" || :
}
