# lib/scenario.sh: what a scenario takes, leaves out and plans, before anything starts.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  use_stubs nproc taskset
}

# A shop with all that cannot be part of a mix, and a till with one endpoint.
write_shop() {
  write_group shop "/a:a" "/b:b:POST" "/large:large" "/few:few" "/wrong:wrong" "/rare:rare"
  write_contract shop <<<'{
    a: {title: "A", expect: {status: 200}},
    b: {title: "B", request: {headers: {"X-One": "1"}, body: {n: 1}}, expect: {status: 201}},
    large: {title: "L", application: "big", expect: {status: 200}},
    few: {title: "F", max_connections: 4, expect: {status: 200}},
    wrong: {title: "W", expect: {status: [404, 405]}},
    rare: {title: "R", expect: {status: 200}}}'
  write_group till "/c:c"
  write_contract till <<<'{c: {title: "C", expect: {status: 200}}}'
}

# A scenario of a test's own: <WORK>/scenarios/mine.yaml.
write_scenario() { # <features> [<load patterns>]
  mkdir -p "$WORK/scenarios"
  printf 'name: Mine\nfeatures:\n%s\nload_patterns:\n%s\n' "$1" "${2:-  - sustained: {duration: 5s, rps: 200\}}" >"$WORK/scenarios/mine.yaml"
}

ALL='  - shop: {weight: 30%}
  - till: {weight: 50%}
  - absent: {weight: 20%}'

# The plan of the scenario for alpha and beta; beta lacks one endpoint.
planned() { # <option>…
  work() {
    cli::parse --scenario mine --threads 1 "$@"
    endpoints::load "$WORK/endpoints"
    scenario::choose "$WORK/scenarios"
    mapfile -t groups < <(endpoints::chosen_groups)
    contract::load "${groups[@]}"
    FRAMEWORKS_CHOSEN=(alpha beta)
    FRAMEWORKS_UNSUPPORTED["beta|shop.rare"]="cannot"
    [[ -z ${ALONE:-} ]] || FRAMEWORKS_MAX_WORKERS[beta]=1
    scenario::settle
    scenario::print_plan
  }
  run as_runner work "$@"
}

@test "a scenario that is not there is refused with those that are" {
  write_shop
  write_scenario "$ALL"
  choose() {
    cli::parse --scenario mint
    scenario::choose "$WORK/scenarios"
  }
  run as_runner choose
  ended 2
  has "$output" 'unknown scenario "mint"; nearest: mine; there are: mine'
}

@test "an option that the file decides about is refused by name" {
  write_shop
  write_scenario "$ALL"
  choose() {
    cli::parse --scenario mine "$@"
    scenario::choose "$WORK/scenarios"
  }
  local words
  local -a option
  for words in "--features shop" "--benchmarks shop.a" "--duration 10s" "--rounds 2" "--load medium" --heavy-load --duet --null-run \
    "--precision 3%" --latency-at "--baseline x" "--save-baseline x" --fail-on-regression; do
    read -ra option <<<"$words"
    run as_runner choose "${option[@]}"
    ended 2
    has "$output" "does not go with --scenario"
    has "$output" "${option[0]}"
  done
}

@test "faults of the file are told by their lines, and the exit status is 2" {
  write_shop
  write_scenario '  - shop: {weight: 30}' '  - spike: {duration: 5, rps: 200}'
  planned
  ended 2
  has "$output" "mine.yaml:3: weight is 30"
  has "$output" "mine.yaml:5: duration is 5"
  lacks "$output" "Traceback"
}

@test "a group that does not exist is named, and its weight goes to the others" {
  write_shop
  write_scenario "$ALL"
  planned
  ended 0
  has "$output" "there is no group absent: its 20 % are left out"
  has "$output" "62.5 %  till.c"
  has "$output" "18.75 %  shop.a"
  has "$output" "18.75 %  shop.b"
}

@test "what cannot be part of the mix of all is left out for all, each with its reason" {
  write_shop
  write_scenario "$ALL"
  planned
  ended 0
  has "$output" "left out  shop.large: it needs an application of its own (big)"
  has "$output" "left out  shop.few: its contract bounds its connections (to 4)"
  has "$output" "left out  shop.wrong: its right answer is an error"
  has "$output" "left out  shop.rare: not supported by beta"
}

@test "a group of which nothing is left is named, and its weight goes to the others" {
  write_shop
  write_group till "/c:c"
  write_contract till <<<'{c: {title: "C", application: "own", expect: {status: 200}}}'
  write_scenario "$ALL"
  planned
  ended 0
  has "$output" "no endpoint of the group till can be part of the mix"
  has "$output" "50 %  shop.a"
}

@test "a scenario of which nothing is left is refused" {
  write_group till "/c:c"
  write_contract till <<<'{c: {title: "C", max_connections: 3, expect: {status: 200}}}'
  write_scenario '  - till: {weight: 100%}'
  planned
  ended 2
  has "$output" "no endpoint of its groups can be part of a mix for alpha, beta"
}

@test "a framework that can do nothing of it takes no part, and costs the others nothing" {
  write_shop
  write_scenario "$ALL"
  export ALONE=yes
  planned --workers 2
  ended 0
  has "$output" "beta takes no part: serves from 1 process only"
  has "$output" "shop.rare"
  lacks "$output" "not supported by"
}

@test "connections follow the rate of each phase, unless they are given" {
  write_shop
  write_scenario "$ALL" $'  - ramp_up: {duration: 60s, target_rps: 1000}\n  - spike: {duration: 5s, rps: 5000}'
  planned
  ended 0
  has "$output" "from 0 to 1000 requests/s on 100 connections"
  has "$output" "5000 requests/s on 500 connections"
  planned --connections 60
  has "$output" "from 0 to 1000 requests/s on 60 connections"
  has "$output" "5000 requests/s on 60 connections"
}

@test "connections that would wait so long that servers close them are fewer, and that is said" {
  write_shop
  write_scenario "$ALL" $'  - sustained: {duration: 60s, rps: 10}\n  - spike: {duration: 9s, rps: 500}'
  planned --connections 200
  ended 0
  has "$output" "sustained has 40 connections: with 200 each would wait"
  has "$output" "10 requests/s on 40 connections"
  has "$output" "500 requests/s on 200 connections"
  # Also when they come to as many as there would be without the option.
  write_scenario "$ALL" '  - ramp_up: {duration: 60s, target_rps: 60}'
  planned --connections 200
  has "$output" "ramp_up has"
}

@test "the plan has the phases with their times, and the time of the whole" {
  write_shop
  write_scenario "$ALL" $'  - ramp_up: {duration: 1m, target_rps: 1000}\n  - spike: {duration: 5s, rps: 5000}'
  planned
  has "$output" "Scenario:   Mine"
  has "$output" "ramp_up          60 s"
  has "$output" "spike             5 s"
  # Two frameworks, 65 s each, and what is around them.
  has "$output" "about 2m "
}

@test "the file of the mix has the concrete requests of the contracts" {
  write_shop
  write_scenario "$ALL"
  load_contracts
  ENDPOINTS_CHOSEN=(shop.a shop.b)
  RECORDS_LOGS=$WORK
  SCENARIO_MIX='[{"id": "shop.a", "percent": 75}, {"id": "shop.b", "percent": 25}]'
  scenario::_write_mix
  local -a written
  mapfile -t written <"$WORK/mix"
  same "${written[0]}" $'75\x1fGET\x1f/a\x1f\x1f'
  has "${written[1]}" $'25\x1fPOST\x1f/b\x1f'
  has "${written[1]}" "X-One: 1"
  same "$(<"${written[1]##*$'\x1f'}")" '{"n":1}'
}
