# The Python resource sampler: one process for the run, asked by lines, answering in JSON lines.

SAMPLER_PID=

sampler::start() { # <samples file>
  local -a command=()
  [[ -z $WRK_CPUS ]] || command+=(taskset -c "$WRK_CPUS")
  command+=("$SETUP_PYTHON" -m bench.sampler --samples "$1" ${COLLECTORS_WORKING:+--collect "$COLLECTORS_WORKING"})
  local input=$CORE_TEMP/sampler.input output=$CORE_TEMP/sampler.output
  mkfifo "$input" "$output"
  SERVER_COUNTERS=$COLLECTORS_FOLDER PYTHONPATH=$CORE_ROOT/lib "${command[@]}" <"$input" >"$output" 2>"$CORE_TEMP/sampler.error" {CORE_LOCK_FD}>&- &
  SAMPLER_PID=$!
  exec {SAMPLER_IN}>"$input" {SAMPLER_OUT}<"$output"
  core::on_exit sampler::stop
  # A sampler that died must not end the runner in silence; a handler, unlike ignoring, is not inherited by servers.
  trap ':' PIPE
}

# The answer is JSON; no answer within ten seconds is an error of the runner.
sampler::ask() { # <variable> <command> [<argument>…]
  local -n _sampler_answer=$1
  shift
  # What bash says of a broken pipe is said better below.
  # shellcheck disable=SC2034 # the caller's variable
  if { printf '%s\n' "$*" >&"$SAMPLER_IN"; } 2>/dev/null && IFS= read -r -t 10 -u "$SAMPLER_OUT" _sampler_answer; then
    collectors::tell_fault "$_sampler_answer"
    return 0
  fi
  core::die "$CORE_STATUS_CELL" "the resource sampler ended: $(tail -n 1 "$CORE_TEMP/sampler.error" | grep . || echo 'without a message')"
}

sampler::stop() {
  [[ -n $SAMPLER_PID ]] || return 0
  exec {SAMPLER_IN}>&- {SAMPLER_OUT}<&-
  kill -s TERM "$SAMPLER_PID" 2>/dev/null || :
  wait "$SAMPLER_PID" || :
  SAMPLER_PID=
}
