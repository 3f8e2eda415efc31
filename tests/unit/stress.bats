# lib/stress.sh: which endpoints a stress run takes, and what it refuses.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  OPT_benchmarks='' OPT_load=stress
}

# Two groups: one with a control, a control that is bounded and one that has a control itself; one without any.
use_two_groups() {
  write_group first /a:plain /b:one /c:two /d:slow /e:three
  write_contract first <<<'{
    plain: {title: "t", expect: {status: 200}},
    one: {title: "t", expect: {status: 200}, control: "plain"},
    two: {title: "t", expect: {status: 200}, control: "one"},
    slow: {title: "t", expect: {status: 200}, max_connections: 4},
    three: {title: "t", expect: {status: 200}, control: "slow"}}'
  write_group second /x:x /y:y
  write_contract second <<<'{x: {title: "t", expect: {status: 200}}, y: {title: "t", expect: {status: 200}}}'
  load_contracts
}

@test "of each group the unbounded ends of the chains of controls are taken, else its first endpoint" {
  use_two_groups
  stress::_keep_controls 2>said
  same "${ENDPOINTS_CHOSEN[*]}" "first.plain second.x"
  has "$(<said)" "stress takes first.plain, second.x"
  has "$(<said)" "--benchmarks"
}

@test "nothing is said where nothing is left out" {
  write_group only /a:plain
  write_contract only <<<'{plain: {title: "t", expect: {status: 200}}}'
  load_contracts
  stress::_keep_controls 2>said
  same "${ENDPOINTS_CHOSEN[*]}" only.plain
  same "$(<said)" ""
}

@test "options of another kind of run are refused by name, before anything starts" {
  refuse() { # <option>
    cli::parse --load stress --features all "$@"
    stress::settle
  }
  local -a option
  local words
  for words in "--rounds 3" --latency-at "--precision 3%" --duet --null-run "--scenario any"; do
    read -ra option <<<"$words"
    run as_runner refuse "${option[@]}"
    ended 2
    has "$output" "${option[0]} does not go with --load stress"
  done
}

@test "a step takes three seconds and connections rise to ten thousand, unless said otherwise" {
  defaults() {
    cli::parse "$@"
    echo "$OPT_duration_seconds $OPT_connections"
  }
  run as_runner defaults --load stress
  same "$output" "3 10000"
  run as_runner defaults --load stress --duration 7s --connections 50
  same "$output" "7 50"
  run as_runner defaults --connections 50 --load stress
  same "$output" "3 50"
}
