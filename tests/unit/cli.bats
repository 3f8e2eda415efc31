# lib/cli.sh: options, BENCH_ variables, usage.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

# Parses and prints the variables named before "--".
parsed() { # <variable>… -- <argument>…
  show() {
    local -a names=()
    while [[ $1 != -- ]]; do
      names+=("$1")
      shift
    done
    cli::parse "${@:2}"
    local name
    for name in "${names[@]}"; do printf '%s=%s\n' "$name" "${!name}"; done
  }
  run as_runner show "$@"
}

@test "without options the defaults are those of the old runner" {
  parsed OPT_duration OPT_duration_seconds OPT_connections OPT_threads OPT_framework OPT_features OPT_workers OPT_output --
  ended 0
  same "$output" "OPT_duration=10s
OPT_duration_seconds=10
OPT_connections=100
OPT_threads=
OPT_framework=
OPT_features=
OPT_workers=1
OPT_output=$PROJECT/results"
}

@test "an option takes its value after a space or after an equals sign" {
  parsed OPT_framework OPT_connections -- --framework alpha --connections=7
  ended 0
  same "$output" $'OPT_framework=alpha\nOPT_connections=7'
}

@test "a value may hold an equals sign" {
  parsed OPT_output -- --output=/tmp/a=b
  same "$output" "OPT_output=/tmp/a=b"
}

@test "options mean the same in every order" {
  local -a names=(OPT_features OPT_rounds OPT_seed OPT_dry_run)
  parsed "${names[@]}" -- --features routing --rounds 3 --dry-run --seed=9
  ended 0
  local first=$output
  parsed "${names[@]}" -- --seed=9 --dry-run --rounds 3 --features routing
  same "$output" "$first"
}

@test "of an option that is given twice the last value counts" {
  parsed OPT_rounds -- --rounds 2 --rounds 4
  same "$output" "OPT_rounds=4"
}

@test "the two names for frameworks add up" {
  parsed OPT_framework -- --compare-frameworks alpha,beta --framework gamma
  same "$output" "OPT_framework=gamma,alpha,beta"
}

@test "benchmarks alone imply their groups" {
  parsed OPT_features -- --benchmarks routing.static,di.none,routing.query
  same "$output" "OPT_features=di,routing"
}

@test "a relative output folder is meant from where the user stands" {
  parsed OPT_output -- --output "my results"
  same "$output" "OPT_output=$WORK/my results"
}

@test "durations are understood in seconds, minutes and hours" {
  local given
  for given in "15:15" "15s:15" "2m:120" "1h:3600" "08s:8"; do
    parsed OPT_duration_seconds OPT_duration -- --duration "${given%:*}"
    same "$output" "OPT_duration_seconds=${given#*:}"$'\n'"OPT_duration=${given%:*}"
  done
}

@test "BENCH_ variables are defaults, and the command line wins over them" {
  export BENCH_ROUNDS=2 BENCH_SERVER_CPUS=0 BENCH_DRY_RUN=yes
  parsed OPT_rounds OPT_server_cpus OPT_dry_run --
  same "$output" $'OPT_rounds=2\nOPT_server_cpus=0\nOPT_dry_run=yes'
  parsed OPT_rounds -- --rounds 7
  same "$output" "OPT_rounds=7"
}

@test "a wrong value in a BENCH_ variable is refused under the variable's name" {
  export BENCH_ROUNDS=many
  parsed OPT_rounds --
  ended 2
  has "$output" "BENCH_ROUNDS many: this takes a whole number above zero"
}

@test "an option without its value says so" {
  local -a arguments
  for arguments in "--rounds" "--rounds --list" "--rounds=" "--list --rounds"; do
    read -ra arguments <<<"$arguments"
    parsed -- "${arguments[@]}"
    ended 2
    has "$output" "[ERROR] --rounds needs a value"
  done
}

@test "a value in square brackets of the usage may be left out" {
  local row name kind count=0
  for row in "${OPTIONS_TABLE[@]}"; do
    IFS='|' read -r name _ kind _ <<<"$row"
    [[ $kind == *\? ]] || continue
    count=$((count + 1))
    parsed "OPT_${name//-/_}" OPT_list -- "--$name" --list
    same "$output" "OPT_${name//-/_}=yes"$'\nOPT_list=yes'
  done
  ((count > 0))
}

@test "a wrong value is refused with what the option takes" {
  local given
  for given in "rounds=0" "rounds=1.5" "rounds=-1" "connections=12x" "duration=0s" "duration=10ms" "duration=1.5s" \
    "seed=-3" "server-cpus=0;1" "client-cpus=a" "profile=quick" "format=xml" "features=a b" "framework=a;b" "warmup=x"; do
    parsed -- "--${given%%=*}" "${given#*=}"
    ended 2
    has "$output" "--${given%%=*} ${given#*=}: this takes"
  done
}

@test "a flag with a value is refused in words, whatever the value" {
  local value
  for value in no yes ""; do
    parsed -- "--list=$value"
    ended 2
    same "$output" "[ERROR] --list=$value: --list takes no value; without it, it is off"
  done
  # A name that is missing is no flag.
  parsed -- --=no
  ended 1
  same "${lines[0]}" "Unknown option: --"
}

@test "a flag in the environment is on for yes, 1 and true, off for no, 0 and false, and nothing else" {
  local value
  for value in yes 1 true; do
    export BENCH_HEAVY_LOAD=$value
    parsed OPT_heavy_load OPT_connections OPT_duration --
    same "$output" $'OPT_heavy_load=yes\nOPT_connections=1000\nOPT_duration=300s'
  done
  for value in no 0 false ""; do
    export BENCH_HEAVY_LOAD=$value
    parsed OPT_heavy_load OPT_connections --
    same "$output" $'OPT_heavy_load=\nOPT_connections=100'
    parsed OPT_heavy_load -- --heavy-load
    same "$output" "OPT_heavy_load=yes"
  done
  export BENCH_HEAVY_LOAD=perhaps
  parsed --
  ended 2
  has "$output" "BENCH_HEAVY_LOAD perhaps: this takes yes or no"
}

@test "an option whose value may be left out is yes or no, too, and a number is its value" {
  export BENCH_LATENCY_AT=yes BENCH_DUET=no BENCH_FAIL_ON_REGRESSION=1
  parsed OPT_latency_at OPT_duet OPT_fail_on_regression --
  same "$output" $'OPT_latency_at=yes\nOPT_duet=\nOPT_fail_on_regression=1'
  parsed OPT_latency_at -- --latency-at no
  same "$output" "OPT_latency_at="
}

@test "an unknown option ends with status 1, its name, the nearest options and the usage" {
  parsed -- --conections 100
  ended 1
  same "${lines[0]}" "Unknown option: --conections"
  has "${lines[1]}" "Nearest: --connections"
  has "$output" "Usage: ./run_all.sh"
}

@test "an unknown option that is like no other names none" {
  parsed -- --zzzzzzzzzzzzzzzz
  ended 1
  has "${lines[1]}" "Usage:"
}

@test "a word that is no option is refused like an unknown one" {
  local word
  for word in routing -x ""; do
    parsed -- "$word"
    ended 1
    same "${lines[0]}" "Unknown option: $word"
  done
}

@test "brackets and substitutions in an option are only text" {
  local word
  for word in '--a]' '--x[0]' '--$(touch ran)' '--`touch ran`'; do
    parsed -- "$word"
    ended 1
    same "${lines[0]}" "Unknown option: $word"
  done
  [[ ! -e ran ]]
}

@test "help is on stdout, ends with 0 and names every option of the table once" {
  help() { cli::parse "$@"; }
  run as_runner help --help
  ended 0
  local row
  for row in "${OPTIONS_TABLE[@]}"; do
    same "$(grep -cE "^  --${row%%|*}( |\$)" <<<"$output") ${row%%|*}" "1 ${row%%|*}"
  done
  same "$(as_runner help -h 2>/dev/null)" "$output"
}

@test "is_given tells a given option from one that was left out" {
  ask() {
    cli::parse --dry-run
    cli::is_given dry_run && ! cli::is_given list && ! cli::is_given server-cpus
  }
  as_runner ask
}

@test "the command of the run is kept so that it can be typed again" {
  parsed CLI_COMMAND -- --output "my results" --features=routing
  same "$output" 'CLI_COMMAND=./run_all.sh --output my\ results --features=routing'
}
