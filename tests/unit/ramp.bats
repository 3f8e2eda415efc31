# lib/ramp.sh: the order of the steps, with windows that a test invents. A step is "kind connections rate attempt".

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  write_group own /a:wide /b:narrow
  write_contract own <<<'{wide: {title: "t", expect: {status: 200}}, narrow: {title: "t", expect: {status: 200}, max_connections: 7}}'
  load_contracts
  PLAN_THREADS=1 PLAN_CONNECTIONS=10000
  RAMP_NAME=any RAMP_ID=own.wide RAMP_SERVER=usable RAMP_BEST=0 RAMP_REST_RATE=0
  STEPS=()
  invent_windows
}

# In place of a load: what answer_step says of "<kind> <connections> <rate> <attempt>" is "<verdict> <answers per second>".
invent_windows() {
  ramp::_window() {
    local said
    STEPS+=("$1 $2 $3 $5")
    BEST=$4
    said=$(answer_step "$1" "$2" "$3" "$5")
    read -r RAMP_VERDICT RAMP_RATE <<<"$said"
    [[ $RAMP_VERDICT != @(died|unresponsive) ]] || RAMP_SERVER=broken
  }
}

steps() {
  printf '%s\n' "${STEPS[@]}"
}

@test "connections are powers of ten up to what the run and the contract allow" {
  local -a list
  ramp::list_connections own.wide list
  same "${list[*]}" "1 10 100 1000 10000"
  PLAN_CONNECTIONS=500
  ramp::list_connections own.wide list
  same "${list[*]}" "1 10 100 500"
  ramp::list_connections own.narrow list
  same "${list[*]}" "1 7"
}

@test "connections are multiples of the threads, each once" {
  local -a list
  PLAN_THREADS=3 PLAN_CONNECTIONS=99
  ramp::list_connections own.wide list
  same "${list[*]}" "3 9 99"
  PLAN_THREADS=16 PLAN_CONNECTIONS=16
  ramp::list_connections own.wide list
  same "${list[*]}" 16
}

@test "connections rise until a step is bad twice, and the best rate is kept" {
  answer_step() { (($2 < 1000)) && echo "ok $(($2 * 10))" || echo "slow 900"; }
  ramp::_raise_connections
  same "$(steps)" $'connections 1 null 1\nconnections 10 null 1\nconnections 100 null 1\nconnections 1000 null 1\nconnections 1000 null 2'
  same "$RAMP_BEST $RAMP_REST $RAMP_REST_RATE" "1000 10 100"
}

@test "a bad step that is good when repeated does not end the rise" {
  answer_step() { [[ $2/$4 == 10/1 ]] && echo "falls 1" || echo "ok $2"; }
  ramp::_raise_connections
  same "${#STEPS[@]}" 6
  same "${STEPS[-1]}" "connections 10000 null 1"
}

@test "each step is told the best rate before it" {
  answer_step() { (($2 == 100)) && echo "ok 50" || echo "ok 90"; }
  PLAN_CONNECTIONS=1000
  ramp::_raise_connections
  same "$BEST" 90
}

@test "a server that died, or answers no more, is not asked again" {
  local how
  for how in died unresponsive; do
    STEPS=() RAMP_SERVER=usable
    answer_step() { (($2 < 10)) && echo "ok 5" || echo "$how 0"; }
    ramp::_raise_connections
    same "$(steps)" $'connections 1 null 1\nconnections 10 null 1'
  done
}

@test "the limit of the client is no reason to stop adding connections, and none to go on with a higher rate" {
  answer_step() { echo "client_limited 1000"; }
  ramp::_raise_connections
  same "${#STEPS[@]}" 5
  STEPS=()
  ramp::_raise_rate
  same "$(steps)" "rate 100 250 1"
}

@test "the rate starts at a quarter of the best and rises by half, then closes in on the break" {
  RAMP_BEST=1000
  answer_step() { (($3 <= 600)) && echo "ok $3" || echo "falls 600"; }
  ramp::_raise_rate
  same "$(steps)" $'rate 100 250 1\nrate 100 376 1\nrate 100 565 1\nrate 100 848 1\nrate 100 848 2\nrate 100 706 1\nrate 100 706 2\nrate 100 635 1\nrate 100 635 2'
  same "$RAMP_BORNE $RAMP_BROKEN" "565 635"
}

@test "a rate that breaks at once is looked for below" {
  RAMP_BEST=1000 RAMP_RATE_HALVINGS=1
  answer_step() { (($3 <= 200)) && echo "ok $3" || echo "errors 0"; }
  ramp::_raise_rate
  same "${STEPS[-1]}" "rate 100 125 1"
}

@test "the rate ends after its steps where nothing breaks, and is not begun without a best rate" {
  RAMP_BEST=1000 RAMP_RATE_STEPS=3
  answer_step() { echo "ok $3"; }
  ramp::_raise_rate
  same "${#STEPS[@]}" 3
  RAMP_BEST=0 STEPS=()
  ramp::_raise_rate
  same "${#STEPS[@]}" 0
}

@test "a slow rate gets so few connections that none of them waits until its server closes it" {
  RAMP_BEST=40 RAMP_RATE_STEPS=1
  answer_step() { echo "ok $3"; }
  ramp::_raise_rate
  same "${STEPS[0]}" "rate $((10 * PATTERN_IDLE_SECONDS)) 10 1"
}

@test "the load of the beginning comes last, measured by its own rate; a broken server is not asked" {
  answer_step() { echo "ok 80"; }
  RAMP_REST=10 RAMP_REST_RATE=77
  ramp::_recover
  same "$(steps) $BEST" "recovery 10 null 1 77"
  RAMP_SERVER=broken STEPS=()
  ramp::_recover
  same "${#STEPS[@]}" 0
}

# The order of a whole endpoint, with starts that only say so.
run_whole() {
  ramp::_start() {
    STEPS+=(start)
    RAMP_SERVER=usable
  }
  stage::stop() { STEPS+=(stop); }
  stage::set() { :; }
  records::add_event() { STEPS+=("$(jq -r .kind <<<"$3")"); }
  frameworks::unsupported_reason() { :; }
  PLAN_CONNECTIONS=10 RAMP_RATE_STEPS=1
  ramp::run any own.wide
}

@test "what the connections broke is started again for the rate" {
  answer_step() { [[ $1/$2 == connections/10 ]] && echo "died 0" || echo "ok 100"; }
  run_whole
  same "$(steps)" $'start\nconnections 1 null 1\nconnections 10 null 1\nstart\nrate 10 25 1\nrecovery 1 null 1\nstop\nend'
}

@test "a server that does not start, or answers wrong, is not loaded" {
  answer_step() { echo "ok 100"; }
  run_whole
  same "${STEPS[0]}" start
  STEPS=()
  ramp::_start() { RAMP_SERVER=absent; }
  ramp::run any own.wide
  same "$(steps)" $'stop\nend'
}
