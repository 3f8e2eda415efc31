# One load by wrk: a check of a contract, sent again and again → one JSON object. Two can run at the same time, each under its key.

WRK_CPUS=                               # empty: not pinned
WRK_FROM_RPS= WRK_TO_RPS=               # requests/s at the start and at the end of a load; empty: a closed loop
WRK_MIX= WRK_SEED=                      # file of the requests to draw from; empty: the check alone
declare -gA WRK_PID=() WRK_RESULT_OF=() # of the loads that are running

# The text wrk prints goes to <result>.txt. WRK_REASON says why there is no result, and is empty when there is one.
wrk::run() { # <port> <check> <connections> <threads> <seconds> <result>
  wrk::start only "$@"
  wrk::finish only
}

wrk::start() { # <key> <port> <check> <connections> <threads> <seconds> <result>
  local id=${3%/*}
  local -a command=(timeout --kill-after=1 "$(($6 * 2 + 10))")
  [[ -z $WRK_CPUS ]] || command+=(taskset -c "$WRK_CPUS")
  # A shorter --timeout would drop the slow requests from the histogram.
  command+=(wrk --latency --threads "$5" --connections "$4" --duration "${6}s" --timeout "$(($6 + 5))s")
  command+=(--script "$CORE_ROOT/lib/wrk.lua" "http://127.0.0.1:$2${CONTRACT_PATH[$3]}")
  rm -f -- "$7"
  WRK_METHOD=${CONTRACT_METHOD[$3]} WRK_BODY_FILE=${CONTRACT_BODY_FILE[$3]} WRK_HEADERS=${CONTRACT_HEADERS[$3]} \
    WRK_RESULT=$7 WRK_FROM_RPS=$WRK_FROM_RPS WRK_TO_RPS=$WRK_TO_RPS WRK_MIX=$WRK_MIX WRK_SEED=$WRK_SEED WRK_MAX_REQUESTS=${CONTRACT_MAX_REQUESTS[$id]:-0} \
    WRK_SECONDS=$6 WRK_CONNECTIONS=$4 WRK_THREADS=$5 "${command[@]}" >"$7.txt" 2>&1 </dev/null {CORE_LOCK_FD}>&- &
  WRK_PID[$1]=$!
  WRK_RESULT_OF[$1]=$7
}

wrk::finish() { # <key>
  local status=0 result=${WRK_RESULT_OF[$1]}
  wait "${WRK_PID[$1]}" || status=$?
  unset "WRK_PID[$1]"
  WRK_REASON=
  if ((status == 124 || status == 137)); then
    WRK_REASON="wrk was still running long after its end and was stopped"
  elif ((status != 0)) || [[ ! -s $result ]]; then
    WRK_REASON="wrk ended with status $status: $(tail -n 1 "$result.txt")"
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
  local key
  for key in "${!WRK_PID[@]}"; do
    kill -s TERM "${WRK_PID[$key]}" 2>/dev/null || continue
    wait "${WRK_PID[$key]}" || continue
  done
}
