# lib/core.sh: ending, the exit stack, waiting, words.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

@test "the exit stack runs in reverse and each command once" {
  work() {
    core::on_exit echo first
    core::on_exit echo second
    core::on_exit echo third
    exit 4
  }
  run as_runner work
  ended 4
  same "$output" $'third\nsecond\nfirst'
}

@test "the exit stack keeps arguments with spaces, quotes and line ends apart" {
  work() { core::on_exit printf '<%s>' "two words" "it's" $'a\nb'; }
  run as_runner work
  ended 0
  same "$output" $'<two words><it\'s><a\nb>'
}

@test "a command of the exit stack that fails does not keep the others from running" {
  work() {
    core::on_exit echo last
    core::on_exit false
    core::on_exit echo before
  }
  run as_runner work
  ended 0
  same "$output" $'before\nlast'
}

@test "a command of the exit stack may change the status of the run" {
  work() {
    worsen() { CORE_STATUS=7; }
    core::on_exit worsen
  }
  run as_runner work
  ended 7
}

@test "SIGTERM ends with 143 and SIGINT with 130, each after the exit stack" {
  work() {
    core::on_exit echo cleaned
    kill -s "$1" $$
    sleep 5
  }
  run as_runner work TERM
  ended 143
  same "$output" cleaned
  run as_runner work INT
  ended 130
  same "$output" cleaned
}

@test "a second signal does not cut the exit stack short" {
  work() {
    again() {
      kill -s TERM $$
      echo still
    }
    core::on_exit echo end
    core::on_exit again
    kill -s INT $$
    sleep 5
  }
  run as_runner work
  ended 130
  same "$output" $'still\nend'
}

@test "the temporary folder is gone when the run has ended" {
  work() {
    echo "$CORE_TEMP"
    touch "$CORE_TEMP/file"
  }
  run as_runner work
  ended 0
  has "$output" "$TMPDIR/run_all."
  [[ ! -e $output ]]
}

@test "a command that no code expected to fail is named with its callers" {
  work() {
    inner() { ls /no/such/place 2>&-; }
    outer() { inner; }
    outer
  }
  run as_runner work
  ended 2
  has "$output" "failed with status 2: ls /no/such/place"
  has "$output" "at inner"
  has "$output" "at outer"
}

@test "die prints its message as an error and ends with its status" {
  work() {
    core::die 3 "no such thing"
    echo not reached
  }
  run as_runner work
  ended 3
  same "$output" "[ERROR] no such thing"
}

@test "wait_until is true as soon as the predicate holds" {
  count=0
  third_time() { ((++count == 3)); }
  core::wait_until 5000 third_time
  same "$count" 3
}

@test "wait_until gives up when the time is over, after one try at least" {
  count=0
  never() {
    count=$((count + 1))
    return 1
  }
  fails core::wait_until 0 never
  same "$count" 1
  fails core::wait_until 30 never
  ((count > 2))
}

@test "wait_until hands the arguments to the predicate" {
  both() { [[ $1 == "a b" && $2 == c ]]; }
  core::wait_until 0 both "a b" c
}

@test "a pause takes its time and starts no process" {
  local before after
  core::now_us before
  core::pause 0.05
  core::now_us after
  ((after - before >= 50000))
}

@test "the clock is in microseconds, agrees with date and goes on" {
  local first second
  core::now_us first
  core::now_us second
  ((second >= first))
  [[ $first =~ ^[0-9]{16}$ ]]
  ((first / 1000000 - $(date +%s) <= 1))
}

@test "the clock works on bash 4.4, which has no EPOCHREALTIME" {
  work() {
    unset EPOCHREALTIME
    core::now_us now
    echo "$now"
  }
  run as_runner work
  ended 0
  [[ $output =~ ^[0-9]{16}$ ]]
}

@test "the edit distance counts insertions, deletions and replacements" {
  local distance words
  for words in "::0" "a::1" ":abc:3" "kitten:sitting:3" "routing:ruoting:2" "same:same:0" "flask:fastapi:5"; do
    IFS=: read -r a b wanted <<<"$words"
    core::_edit_distance "$a" "$b" distance
    same "$a/$b $distance" "$a/$b $wanted"
  done
}

@test "the nearest names come best first, three at most, and nothing far away" {
  run core::nearest routng validation routing routes basic
  same "${lines[0]}" routing
  ((${#lines[@]} <= 3))
  lacks "$output" basic
  run core::nearest aaaa a1aa a2aa a3aa a4aa
  same "${#lines[@]}" 3
  run core::nearest xyz validation routing
  same "$output" ""
}

@test "a name that holds the word, or is held by it, is near" {
  run core::nearest injection dependency_injection basic
  same "$output" dependency_injection
  run core::nearest validations validation
  same "$output" validation
}

@test "join puts the separator between words only" {
  same "$(core::join ', ' a b c)" "a, b, c"
  same "$(core::join ', ' one)" one
  same "$(core::join ', ')" ""
  same "$(core::join ' ' --a '*')" "--a *"
}

@test "contains compares whole words" {
  core::contains b a b c
  fails core::contains b ab bc
  fails core::contains '*' a b
  fails core::contains a
}
