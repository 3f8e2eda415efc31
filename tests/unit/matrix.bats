# lib/matrix.sh: the order of a feature run. What it calls is replaced by functions that note the call.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  use_stubs nproc taskset
}

# Replaces whatever would start, load or write something.
note_calls() {
  stage::start() { # the framework that is to fail does not come up
    note "start $1"
    [[ $1 == "${FAILING:-}" ]] || SERVER_PID[$1]=none
  }
  stage::observe() { note "observe $*"; }
  stage::stop() {
    note "stop $*"
    SERVER_PID=()
  }
  cells::begin_all() { note "begin ${*}"; }
  measure::verify() { note "verify $1"; }
  measure::warm_up_once() { note "warm $1"; }
  measure::window() { note "window $*"; }
  duet::measure() { :; }
  sampler::start() { :; }
  records::assemble() { note "assemble"; }
  records::write_run() { :; }
  plan::estimate() { echo 1000; }
  : >noted
}

note() {
  printf '%s\n' "$1" >>noted
}

plan_shop() { # <option>…
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}}, b: {title: "B", application: "large", expect: {status: 200}}}'
  write_group till "/c:c"
  write_contract till <<<'{c: {title: "C", expect: {status: 200}}}'
  cli::parse "$@"
  load_contracts
  FRAMEWORKS_CHOSEN=(alpha beta)
  plan::settle_features
  # shellcheck disable=SC2034
  RECORDS_LOGS=$WORK
  note_calls
}

orders() { # <seed> <how many>: shuffled orders of six names, one a line
  RANDOM=$1
  local number
  local -a names
  for ((number = 0; number < $2; number++)); do
    names=(a b c d e f)
    matrix::shuffle names
    echo "${names[*]}"
  done
}

@test "a shuffle is a permutation" {
  local line
  orders 1 20 >lines
  while read -r line; do
    same "$(tr ' ' '\n' <<<"$line" | sort | paste -sd' ')" "a b c d e f"
  done <lines
}

@test "the same seed gives the same orders, another seed others" {
  same "$(orders 7 5)" "$(orders 7 5)"
  [[ $(orders 7 5) != "$(orders 8 5)" ]]
  (($(orders 7 20 | sort -u | wc -l) > 10))
}

@test "every place can be taken by every name" {
  orders 3 200 | cut -d' ' -f1 | sort | uniq -c | sort -n >firsts
  same "$(wc -l <firsts)" 6
  # Of 200 a fair share is 33; less than 10 would be a shuffle that prefers some.
  (($(awk 'NR == 1 {print $1}' firsts) >= 10))
}

# The orders of so many endpoints' first rounds, one a line.
orders_of_endpoints() { # <how many>
  local number
  local -a order
  FRAMEWORKS_CHOSEN=(a b c d e f)
  for ((number = 0; number < $1; number++)); do
    matrix::set_order order "shop.$number" 1 "${FRAMEWORKS_CHOSEN[@]}"
    echo "${order[*]}"
  done
}

@test "the order of an endpoint in a round follows from seed, endpoint and round alone" {
  local -a first again other
  OPT_seed=1
  FRAMEWORKS_CHOSEN=(a b c d e f)
  matrix::set_order first shop.a 3 a b c d e f
  RANDOM=99
  matrix::set_order again shop.a 3 a b c d e f
  same "${again[*]}" "${first[*]}"
  # Who is missing leaves the order of the others.
  matrix::set_order again shop.a 3 a b c e f
  same "${again[*]}" "$(tr -d d <<<"${first[*]}" | xargs)"
  OPT_seed=2
  matrix::set_order other shop.a 3 a b c d e f
  [[ ${other[*]} != "${first[*]}" ]]
  orders_of_endpoints 200 | cut -d' ' -f1 | sort | uniq -c | sort -n >firsts
  same "$(wc -l <firsts)" 6
  (($(awk 'NR == 1 {print $1}' firsts) >= 10))
}

@test "an empty list and a list of one are left alone" {
  local -a none=() one=(a)
  matrix::shuffle none
  matrix::shuffle one
  same "${#none[@]} ${one[*]}" "0 a"
}

@test "the second window visits the frameworks in the mirror of the first" {
  plan_shop
  FRAMEWORKS_CHOSEN=(alpha beta gamma delta)
  matrix::_measure_endpoint 3 shop.a alpha beta gamma delta
  local first second
  first=$(grep -E '^window [a-z]+ shop.a 3 1 ' noted | cut -d' ' -f2 | paste -sd' ')
  second=$(grep -E '^window [a-z]+ shop.a 3 2 ' noted | cut -d' ' -f2 | tac | paste -sd' ')
  same "$second" "$first"
  same "$(wc -w <<<"$first")" 4
  # The place within the window is told as well.
  same "$(cut -d' ' -f6 noted | paste -sd' ')" "1 2 3 4 1 2 3 4"
}

@test "without mirroring the frameworks are visited as they were given" {
  plan_shop
  PLAN_MIRRORED=no PLAN_WINDOWS=1
  matrix::_measure_endpoint 1 shop.a beta alpha gamma
  same "$(cut -d' ' -f2 noted | paste -sd' ')" "beta alpha gamma"
}

@test "groups come one after the other, each with all its rounds, and in each round all its stages" {
  plan_shop --duration 4s --rounds 2
  matrix::run
  same "$(grep -E '^(begin|window alpha|assemble)' noted | cut -d' ' -f1-5)" \
    "begin shop.a shop.b till.c
window alpha shop.a 1 1
window alpha shop.a 1 2
window alpha shop.b 1 1
window alpha shop.b 1 2
window alpha shop.a 2 1
window alpha shop.a 2 2
window alpha shop.b 2 1
window alpha shop.b 2 2
assemble
window alpha till.c 1 1
window alpha till.c 1 2
window alpha till.c 2 1
window alpha till.c 2 2
assemble"
}

@test "every round of a stage starts all frameworks afresh, and only the first checks the contracts" {
  plan_shop --duration 4s --rounds 2
  ENDPOINTS_CHOSEN=(till.c)
  plan::_find_stages
  matrix::run
  same "$(grep -vE '^(window|begin|assemble)' noted)" \
    "start alpha
start beta
observe alpha beta
verify alpha
verify beta
warm alpha
warm beta
stop alpha beta
start alpha
start beta
observe alpha beta
warm alpha
warm beta
stop alpha beta"
}

@test "rounds that were measured in an earlier part of the run are left out, and the first of the others checks the contracts" {
  plan_shop --duration 4s --rounds 2
  ENDPOINTS_CHOSEN=(shop.a till.c)
  plan::_find_stages
  CELLS_DONE=(["shop.a|1"]=yes ["shop.a|2"]=yes ["till.c|1"]=yes)
  matrix::run
  same "$(grep -cE '^start' noted)" 2
  same "$(grep -E '^verify' noted | paste -sd' ')" "verify alpha verify beta"
  same "$(grep -oE '^window [a-z]+ till.c 2 [12]' noted | sort | paste -sd,)" \
    "window alpha till.c 2 1,window alpha till.c 2 2,window beta till.c 2 1,window beta till.c 2 2"
}

@test "a framework that does not start is left out of the round, and the others go on" {
  plan_shop --duration 1s
  FAILING=alpha
  ENDPOINTS_CHOSEN=(till.c)
  plan::_find_stages
  matrix::run
  fails grep -qE '^(window|verify|warm) alpha' noted
  grep -q '^window beta till.c 1 1 1' noted
  grep -qx 'stop beta' noted
}

@test "the same seed gives the same order of a whole run" {
  plan_shop --seed 11
  matrix::run
  mv noted first
  CELLS_STATE=()
  : >noted
  matrix::run
  same "$(cat noted)" "$(cat first)"
}

@test "with one window in a round, every second round is the mirror of the one before" {
  measure::window() { printf '%s ' "$1" >>visits; }
  # shellcheck disable=SC2034 # read by the module
  PLAN_WINDOWS=1 PLAN_MIRRORED=yes OPT_seed=1
  local round
  FRAMEWORKS_CHOSEN=(one two three four five)
  for round in 1 2 3 4; do
    matrix::_measure_endpoint "$round" shop.a one two three four five
    echo >>visits
  done
  same "$(sed -n 2p visits | tr ' ' '\n' | grep . | tac | paste -sd' ')" "$(sed -n '1s/ $//p' visits)"
  same "$(sed -n 4p visits | tr ' ' '\n' | grep . | tac | paste -sd' ')" "$(sed -n '3s/ $//p' visits)"
}
