# lib/log.sh: messages on stderr, progress, durations for people.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

@test "each kind of message carries its label, on stderr only" {
  all() {
    log::info one
    log::success two
    log::warning three
    log::error four
  }
  run as_runner all
  same "$output" $'[INFO] one\n[SUCCESS] two\n[WARNING] three\n[ERROR] four'
  same "$(all 2>/dev/null)" ""
}

@test "a message is printed as it is, with percent signs and backslashes" {
  run log::info '100 % of C:\new %s'
  same "$output" '[INFO] 100 % of C:\new %s'
}

@test "colours are for terminals, and NO_COLOR takes them away there" {
  print() { log::info plain; }
  lacks "$(as_runner print 2>&1)" $'\033'
  on_terminal() { script -qec "bash -c 'source \"$PROJECT/lib/load.sh\"; log::info text'" /dev/null; }
  has "$(on_terminal)" $'\033[0;34m[INFO]'
  export NO_COLOR=1
  lacks "$(on_terminal)" $'\033[0;34m'
}

@test "a duration is short, rounded up to seconds" {
  local text given
  for given in "0:0s" "1:1s" "45000:45s" "59999:1m 00s" "200000:3m 20s" "3600000:1h 00m" "3720000:1h 02m" "90000000:25h 00m"; do
    log::duration "${given%%:*}" text
    same "$text" "${given#*:}"
  done
}

@test "in a pipe progress is a line for each stage, not for each step" {
  steps() {
    log::progress "routing round 1/2" "static · alpha" 60000
    log::progress "routing round 1/2" "static · beta" 58000
    log::progress "routing round 2/2" "static · alpha" 30000
  }
  run as_runner steps
  same "$output" $'[INFO] routing round 1/2, 1m 00s left\n[INFO] routing round 2/2, 30s left'
}

@test "on a terminal progress is one line, which a message wipes before it is printed" {
  run script -qec "bash -c 'source \"$PROJECT/lib/load.sh\"; log::progress stage detail 5000; log::info after'" /dev/null
  has "$output" $'\r\033[Kstage · detail · 5s left\r\033[K'
  has "$output" after
}
