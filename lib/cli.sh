# The only reader of the command line and of BENCH_* variables. Result: OPT_<NAME>, empty when not given.

declare -gA CLI_KIND=()
declare -gA CLI_WRITTEN=()                                      # name → yes, where the user gave a value, and it is no default
OPT_duration_seconds= OPT_warmup_seconds= OPT_cooldown_seconds= # made of the options of that name

cli::parse() { # <argument>…
  printf -v CLI_COMMAND "%q " ./run_all.sh "$@"
  CLI_COMMAND=${CLI_COMMAND% }
  local row name takes kind help
  for row in "${OPTIONS_TABLE[@]}"; do
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
  for row in "${OPTIONS_TABLE[@]}"; do
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

# What was asked for that a measured number depends on, with the defaults: {"duration": "10s", …}.
cli::measuring_json() {
  local name variable
  local -a words=()
  for name in "${OPTIONS_MEASURING[@]}"; do
    variable=OPT_${name//-/_}
    [[ -z ${!variable} ]] || words+=("$name" "${!variable}")
  done
  jq -nc '$ARGS.positional as $w | [range(0; $w | length; 2) | {key: $w[.], value: $w[. + 1]}] | from_entries' --args -- "${words[@]}"
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
