# The recorder of tests/fixtures on a port of its own, and contracts of GET requests to it.

# Sets PORT. Under the key "recorder" it is what the modules take for a running server.
start_recorder() {
  SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27999
  server::reserve_port PORT
  RECORDED=$WORK/recorded
  : >"$RECORDED"
  "$PROJECT/.venv/bin/python" "$PROJECT/tests/fixtures/recorder.py" "$PORT" "$RECORDED" >"$WORK/recorder.log" 2>&1 3>&- &
  SERVER_PID[recorder]=$! SERVER_PORT[recorder]=$PORT SERVER_LOG[recorder]=$WORK/recorder.log
  core::wait_until 10000 server::is_listening "$PORT"
}

stop_recorder() {
  [[ ! -v SERVER_PID[recorder] ]] || kill "${SERVER_PID[recorder]}" 2>/dev/null || return 0
  [[ ! -v SERVER_PID[recorder] ]] || wait "${SERVER_PID[recorder]}" 2>/dev/null || return 0
}

# One endpoint per path, named after it: /status/404 is recorded.status_404.
expect_paths() { # <path>…
  local path name
  local -a entries=()
  for path; do
    name=${path#/}
    entries+=("$path:${name//\//_}")
  done
  write_group recorded "${entries[@]}"
  jq -n '$ARGS.positional | map({key: (sub("^.*:"; "")), value: {title: ., expect: {status: 200}}}) | from_entries' \
    --args -- "${entries[@]}" | write_contract recorded
  load_contracts
}

# The first recorded request, its header lines in alphabetical order.
first_recorded() {
  tr -d '\r' <"$RECORDED" | sed '/^-----$/,$d; /^$/d' | LC_ALL=C sort
}
