# One load by wrk: a check of a contract, sent again and again → one JSON object.

WRK_CPUS= # empty: not pinned
WRK_PID=

# The text wrk prints goes to <result>.txt. WRK_REASON says why there is no result, and is empty when there is one.
wrk::run() { # <port> <check> <connections> <threads> <seconds> <result>
  local -a command=(timeout --kill-after=1 "$(($5 * 2 + 10))")
  local status=0
  [[ -z $WRK_CPUS ]] || command+=(taskset -c "$WRK_CPUS")
  # A shorter --timeout would drop the slow requests from the histogram.
  command+=(wrk --latency --threads "$4" --connections "$3" --duration "${5}s" --timeout "$(($5 + 5))s")
  command+=(--script "$CORE_ROOT/lib/wrk.lua" "http://127.0.0.1:$1${CONTRACT_PATH[$2]}")
  rm -f -- "$6"
  WRK_METHOD=${CONTRACT_METHOD[$2]} WRK_BODY_FILE=${CONTRACT_BODY_FILE[$2]} WRK_HEADERS=${CONTRACT_HEADERS[$2]} \
    WRK_RESULT=$6 "${command[@]}" >"$6.txt" 2>&1 </dev/null &
  WRK_PID=$!
  wait "$WRK_PID" || status=$?
  WRK_PID=
  WRK_REASON=
  if ((status == 124 || status == 137)); then
    WRK_REASON="wrk was still running $(($5 + 10)) s after its end and was stopped"
  elif ((status != 0)) || [[ ! -s $6 ]]; then
    WRK_REASON="wrk ended with status $status: $(tail -n 1 "$6.txt")"
  fi
}

# wrk opens floor(connections / threads) sockets per thread: take a number that it can keep.
wrk::fit_connections() { # <connections> <threads> <variable>
  local -n _wrk_out=$3
  _wrk_out=$(($1 / $2 * $2))
  ((_wrk_out > 0)) || _wrk_out=$2
}

# For the exit stack: a signal may arrive in the middle of a load.
wrk::stop() {
  [[ -n $WRK_PID ]] || return 0
  kill -s TERM "$WRK_PID" 2>/dev/null || return 0
  wait "$WRK_PID" || return 0
}
