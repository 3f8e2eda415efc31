# lib/plan.sh and lib/preview.sh: rounds and windows, connections, workers, stages, time.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  use_stubs nproc taskset
}

# Prints rounds, windows per round and seconds of a window.
split() { # <argument>…
  work() {
    cli::parse "$@"
    plan::_split_duration
    printf '%d x %d x %d' "$PLAN_ROUNDS" "$PLAN_WINDOWS" "$PLAN_WINDOW_SECONDS"
  }
  run as_runner work "$@"
}

# A shop with two applications, planned in the test's own shell.
plan_shop() { # <option>…
  write_group shop "/a:a" "/b:b" "/c:c"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}}, b: {title: "B", application: "large", expect: {status: 200}},
    c: {title: "C", max_connections: 5, expect: {status: 200}}}'
  write_group till "/d:d"
  write_contract till <<<'{d: {title: "D", expect: {status: 200}}}'
  cli::parse "$@"
  load_contracts
  FRAMEWORKS_CHOSEN=(alpha beta)
  plan::settle_features
}

@test "ten seconds are five rounds of two windows of a second" {
  split
  ended 0
  same "$output" "5 x 2 x 1"
}

@test "the duration is what is measured, split over rounds and windows" {
  local given
  for given in "60s:5 x 2 x 6" "2m:5 x 2 x 12" "20s --rounds 2:2 x 2 x 5" "4s:2 x 2 x 1" "2s:1 x 2 x 1" "1s:1 x 1 x 1" \
    "5s --rounds 5:5 x 1 x 1"; do
    # shellcheck disable=SC2086 # several arguments
    split --duration ${given%%:*}
    ended 0
    same "${given%%:*}:$output" "$given"
  done
}

@test "what does not split into whole seconds is said, with what is measured instead" {
  split --duration 25s
  ended 0
  has "$output" "[WARNING] --duration 25s does not split into 5 rounds of whole seconds: 20s are measured"
  has "$output" "5 x 2 x 2"
  split --duration 7s --rounds 5
  has "$output" "5s are measured"
  has "$output" "5 x 1 x 1"
}

@test "a duration too short for its rounds is refused, with two ways out" {
  split --duration 3s --rounds 5
  ended 2
  has "$output" "--duration 3s is too short for --rounds 5 of at least 1 s: take --duration 5s or --rounds 3"
}

@test "connections are fitted to the threads, and a change is said" {
  work() {
    cli::parse "$@"
    plan::settle_features
    printf '%d %d' "$PLAN_CONNECTIONS" "$PLAN_THREADS"
  }
  run as_runner work --connections 100 --threads 3
  has "$output" "[WARNING] --connections 100 does not divide by 3 threads: 99 are opened"
  has "$output" "99 3"
  run as_runner work --connections 90
  same "$output" "90 3"
}

@test "a stage is a group and one of its applications, in the order of the endpoints" {
  plan_shop
  same "${PLAN_STAGES[*]}" "shop/ shop/large till/"
  same "$(plan::stage_ids shop/)" $'shop.a\nshop.c'
  same "$(plan::stage_ids shop/large)" "shop.b"
  same "$(plan::stage_groups shop/) $(plan::stage_groups shop/large)" "shop shop/large"
}

@test "a contract bounds the connections of its endpoint" {
  plan_shop --connections 12 --threads 2
  local fitted
  plan::connections shop.a fitted
  same "$fitted" 12
  plan::connections shop.c fitted
  same "$fitted" 4
  PLAN_CONNECTIONS=2
  plan::connections shop.c fitted
  same "$fitted" 2
}

@test "unsupported cells are not counted" {
  plan_shop
  same "$(plan::count_cells)" 8
  FRAMEWORKS_UNSUPPORTED["beta|till.d"]="has no till"
  same "$(plan::count_cells)" 7
}

@test "the estimate covers the windows, the warm-ups and the starts, and grows with each" {
  plan_shop
  local windows=$((8 * PLAN_ROUNDS * PLAN_WINDOWS)) before
  before=$(plan::estimate "$windows")
  ((before > windows * 1000))
  (($(plan::estimate $((windows + 1))) > before))
  PLAN_WARMUP_SECONDS=2
  (($(plan::estimate "$windows") > before))
  (($(plan::estimate 0) > 0))
}

@test "the plan names frameworks, rounds, cores, endpoints, what is unsupported and the time" {
  plan_shop --connections 12 --threads 2
  FRAMEWORKS_UNSUPPORTED["beta|till.d"]="has no till"
  preview::print >plan.txt
  has "$(cat plan.txt)" "Frameworks: alpha, beta"
  has "$(cat plan.txt)" "5 rounds x 2 windows x 1 s"
  has "$(cat plan.txt)" "servers on CPU 0, wrk on CPU 1-3"
  grep -qxE '  c +GET +/c +\(4 connections\)' plan.txt
  grep -qE 'beta: unsupported: has no till' plan.txt
  grep -qxE '7 cells, about [0-9]+m [0-9]{2}s' plan.txt
}

@test "the settings of a run are complete JSON" {
  plan_shop --connections 12 --threads 2 --seed 5
  plan::settings_json >settings.json
  holds '.duration_seconds == 10 and .rounds == 5 and .windows == 2 and .window_seconds == 1 and .connections == 12
    and .threads == 2 and .pinned and .server_cpus == "0" and .features == ["shop", "till"] and .frameworks == ["alpha", "beta"]' settings.json
}

@test "a contract may say how many connections and workers there are, whatever the run has" {
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}},
    b: {title: "B", connections: 1000, workers: 4, rate: 50, expect: {status: 200}}}'
  cli::parse --connections 10 --workers 2
  load_contracts
  FRAMEWORKS_CHOSEN=(alpha)
  export STUB_CORES=8
  plan::settle_features
  local connections workers cores
  plan::connections shop.b connections
  plan::workers shop.b workers
  plan::server_cores shop.b cores
  same "$connections $workers $cores" "1000 4 4"
  plan::connections shop.a connections
  plan::workers shop.a workers
  plan::server_cores shop.a cores
  same "$connections $workers $cores" "8 2 2"
}

@test "where versions are compared the same time is ten rounds of one window" {
  split --null-run
  same "$output" "10 x 1 x 1"
  split --against HEAD --duration 40s
  same "$output" "10 x 2 x 2"
  split --duet --rounds 5
  same "$output" "5 x 2 x 1"
  split --duet --duration 4s
  same "$output" "2 x 2 x 1"
}

@test "the estimate counts the longer windows of those that ask for them" {
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}}, b: {title: "B", min_seconds: 6, expect: {status: 200}}}'
  cli::parse
  load_contracts
  FRAMEWORKS_CHOSEN=(alpha beta)
  plan::settle_features
  local with
  with=$(plan::estimate 40)
  CONTRACT_MIN_SECONDS[shop.b]=0
  # Five seconds more in each of two windows of five rounds, for two frameworks.
  same "$((with - $(plan::estimate 40)))" 100000
}
