# Options: the only reader of the command line and of BENCH_* variables. Result: OPT_<NAME>, empty when not given.

# name | what it takes | how it is checked | meaning. The usage text, the parser and BENCH_<NAME> follow from this table.
CLI_TABLE=(
  "framework|NAMES|names|frameworks to run, separated by commas (default: all)"
  "compare-frameworks|NAMES|names|the same as --framework"
  "features|NAMES|names|feature run: groups to measure, or all"
  "benchmarks|NAMES|names|only these endpoints, as group.endpoint"
  "duration|TIME|duration|measured time of an endpoint and framework: 10s, 2m (default 10s)"
  "connections|N|number|open connections (default 100)"
  "threads|N|number|wrk threads (default 4; feature runs: one per client core)"
  "rounds|N|number|rounds of fresh processes that the duration is split over (default 5; 10 where versions are compared)"
  "warmup|TIME|duration0|warm-up after each server start (default 1s)"
  "cooldown|TIME|duration0|rest after each round, when its servers have ended (default 0s)"
  "workers|N|number|server processes of each framework (default 1)"
  "profile|NAME|profile|server settings: legacy, production or fastest (default: production in feature runs)"
  "seed|N|number0|seed of the order of visits (default 1)"
  "server-cpus|LIST|cpus|CPUs of the servers, as for taskset: 0 or 0-3,6"
  "client-cpus|LIST|cpus|CPUs of wrk and the sampler"
  "duet|[NAME]|names?|also load each framework and a reference on the same core at the same time (default: the first)"
  "null-run|[NAME]|names?|enter a framework twice: what differs is noise, and its spread the floor (default: the first)"
  "precision|PERCENT|percent|go on with rounds until every interval is this narrow: 3%"
  "budget|TIME|duration|longest time that --precision may take (default 30m)"
  "load|NAME|load|light, medium, heavy, stress or saturate (default saturate)"
  "scenario|NAME|word|load pattern of scenarios/<NAME>.yaml: weighted features, phases"
  "test-suite|NAME|word|the runs of suites/<NAME>.conf, one after the other: development, production or your own"
  "heavy-load||flag|1,000 connections for 300 s, unless said otherwise"
  "latency-at|[LIST]|percents?|then latency at these shares of each capacity and at a common rate (default 50,80)"
  "slo|TIME|milliseconds|highest p99 that stress accepts (default 500ms)"
  "against|VERSION|version|also run another version beside: a git revision, or package==version"
  "baseline|RUN|path|compare with an earlier run: its folder, or the name of a saved baseline"
  "save-baseline|NAME|word|keep this run as a baseline"
  "fail-on-regression|[PERCENT]|percent?|exit 1 when --baseline or --against shows a regression (default 5%)"
  "force||flag|compare runs of different hosts, methods or versions, and mark it"
  "history|CELL|cell|draw framework.group.endpoint over all runs"
  "calibrate||flag|measure the instrument itself"
  "strict||flag|a finding of the report is an error"
  "output|DIR|path|folder of the results (default: results)"
  "list||flag|print the groups and their endpoints"
  "dry-run||flag|print the plan and its time, run nothing"
  "verify-only||flag|check every answer against its contract, measure nothing"
  "report|DIR|path|make the reports of an earlier run again, without a server"
  "report-format|NAMES|names|only these reports, by name, and no charts (default: all)"
  "format|NAME|format|what goes to stdout, of --list, --verify-only and a feature run: text or json (default text)"
)

declare -gA CLI_KIND=()
declare -gA CLI_WRITTEN=()                                      # name → yes, where the user gave a value, and it is no default
OPT_duration_seconds= OPT_warmup_seconds= OPT_cooldown_seconds= # made of the options of that name

cli::parse() { # <argument>…
  printf -v CLI_COMMAND "%q " ./run_all.sh "$@"
  CLI_COMMAND=${CLI_COMMAND% }
  local row name takes kind help
  for row in "${CLI_TABLE[@]}"; do
    IFS='|' read -r name takes kind help <<<"$row"
    CLI_KIND[$name]=$kind
    cli::_take_variable "$name"
  done
  while (($#)); do
    case $1 in
      -h | --help)
        cli::usage
        exit 0
        ;;
      --*=*)
        cli::_refuse_joined "${1%%=*}" "$1"
        set -- "${1%%=*}" "${1#*=}" "${@:2}"
        ;;&
      --*)
        cli::_take_option "$@"
        shift "$CLI_TAKEN"
        ;;
      *) cli::_unknown "$1" ;;
    esac
  done
  cli::_settle
}

cli::usage() {
  printf 'Usage: ./run_all.sh [options]\n\n'
  printf 'Without --features the basic endpoints are measured as they always were.\n'
  printf 'Every option has one meaning wherever it stands; --name=value works too,\nand BENCH_<NAME> in the environment gives a default.\n\nOptions:\n'
  local row name takes kind help
  for row in "${CLI_TABLE[@]}"; do
    IFS='|' read -r name takes kind help <<<"$row"
    printf '  %-28s %s\n' "--$name${takes:+ $takes}" "$help"
  done
  printf '  %-28s %s\n' '-h, --help' 'this text'
  printf '\nExamples:\n  ./run_all.sh\n  ./run_all.sh --framework NAME --duration 5s\n'
  printf '  ./run_all.sh --features routing,validation\n  ./run_all.sh --features all --verify-only\n'
  printf '\nExit status: 0 all good, 1 a cell failed, 2 wrong usage, 3 something is missing, 130 or 143 after a signal.\n'
}

cli::is_given() { # <name>
  local -n _cli_value=OPT_${1//-/_}
  [[ -n $_cli_value ]]
}

cli::is_written() { # <name>
  [[ -v CLI_WRITTEN[$1] ]]
}

# With these options the basic endpoints, too, are measured as a feature run measures.
cli::is_feature_run() {
  local name
  [[ $OPT_load == saturate ]] || return 0
  for name in features heavy_load scenario latency_at duet null_run precision; do
    ! cli::is_given "$name" || return 0
  done
  return 1
}

# BENCH_SERVER_CPUS and the like: checked like the option.
cli::_take_variable() { # <name>
  local name=${1//-/_}
  local variable=BENCH_${name^^}
  declare -g "OPT_$name="
  [[ -z ${!variable:-} ]] || cli::_store "$1" "${!variable}" "$variable"
}

# Sets CLI_TAKEN to the number of arguments used.
cli::_take_option() { # <option> [<value>]…
  local name=${1#--}
  [[ -v CLI_KIND[$name] ]] || cli::_unknown "$1"
  CLI_TAKEN=1
  # A flag, or an option whose value may be left out.
  if [[ ${CLI_KIND[$name]} == flag || (${CLI_KIND[$name]} == *\? && (-z ${2:-} || ${2:-} == --*)) ]]; then
    declare -g "OPT_${name//-/_}=yes"
    return 0
  fi
  if (($# < 2)) || [[ -z $2 || $2 == --* ]]; then
    core::die "$CORE_STATUS_USAGE" "$1 needs a value; ./run_all.sh --help says which"
  fi
  CLI_TAKEN=2
  cli::_store "$name" "$2" "$1"
}

# The words after a flag are no value of it; with an equals sign one could think so.
cli::_refuse_joined() { # <option> <as it was written>
  local name=${1#--}
  [[ -z $name || ${CLI_KIND["$name"]:-} != flag ]] || core::die "$CORE_STATUS_USAGE" "$2: $1 takes no value; without it, it is off"
}

cli::_store() { # <name> <value> <as it was written>
  local kind=${CLI_KIND[$1]%\?} value=$2
  kinds::read_switch "${CLI_KIND[$1]}" "$2" value || kinds::fits "$kind" "$2" \
    || core::die "$CORE_STATUS_USAGE" "$3 $2: this takes ${KINDS_WANTED[$kind]}"
  [[ $kind != load || -v PATTERN_RATE[$2] ]] \
    || core::die "$CORE_STATUS_USAGE" "$3 $2: there is no such load; there are: $(core::join ', ' "${!PATTERN_RATE[@]}")"
  declare -g "OPT_${1//-/_}=$value"
}

# Exit 1 here is the old runner's.
cli::_unknown() { # <argument>
  printf 'Unknown option: %s\n' "$1" >&2
  local -a nearest
  mapfile -t nearest < <(core::nearest "${1#--}" "${!CLI_KIND[@]}")
  ((!${#nearest[@]})) || printf 'Nearest: %s\n' "$(core::join ' ' "${nearest[@]/#/--}")" >&2
  cli::usage >&2
  exit 1
}

# shellcheck disable=SC2154 # cli::_take_variable sets it by its name
cli::_settle() {
  local name
  for name in "${!CLI_KIND[@]}"; do
    ! cli::is_given "$name" || CLI_WRITTEN[$name]=yes
  done
  if [[ -n $OPT_compare_frameworks ]]; then
    OPT_framework=${OPT_framework:+$OPT_framework,}$OPT_compare_frameworks
  fi
  : "${OPT_load:=saturate}"
  # A step of stress is short: there are many.
  [[ $OPT_load != stress ]] || : "${OPT_duration:=3s}"
  if [[ $OPT_heavy_load == yes ]]; then
    : "${OPT_connections:=1000}" "${OPT_duration:=300s}"
  fi
  : "${OPT_format:=text}" "${OPT_output:=$CORE_ROOT/results}" "${OPT_seed:=1}" "${OPT_workers:=1}"
  : "${OPT_connections:=${PATTERN_CONNECTIONS[$OPT_load]}}" "${OPT_budget:=30m}" "${OPT_slo:=500ms}"
  OPT_slo_ms=${OPT_slo%ms}
  [[ $OPT_slo == *ms ]] || OPT_slo_ms=$((${OPT_slo%s} * 1000))
  kinds::to_seconds "$OPT_budget" OPT_budget_seconds
  # A duration keeps the text the user wrote: the legacy files repeat it.
  : "${OPT_duration:=10s}" "${OPT_warmup:=1s}"
  kinds::to_seconds "$OPT_duration" OPT_duration_seconds
  kinds::to_seconds "$OPT_warmup" OPT_warmup_seconds
  kinds::to_seconds "${OPT_cooldown:-0}" OPT_cooldown_seconds
  if [[ -z $OPT_features && -n $OPT_benchmarks ]]; then
    OPT_features=$(tr , '\n' <<<"$OPT_benchmarks" | cut -d. -f1 | sort -u | paste -sd,)
  fi
  [[ $OPT_output == /* ]] || OPT_output=$PWD/$OPT_output
}
