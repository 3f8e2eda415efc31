# --test-suite: named runs, one after the other. suites/<name>.conf has the options of one run on each line.

suite::run() { # <name> <argument of the command line>…
  local file=$CORE_ROOT/suites/$1.conf line number=0 status=0 own
  # shellcheck disable=SC2034 # handed on by its name
  local -a given lines
  [[ -f $file ]] || suite::_unknown "$1"
  suite::_without_name given "${@:2}"
  mapfile -t lines < <(grep -vE '^[[:space:]]*(#|$)' "$file" || :)
  ((${#lines[@]})) || core::die "$CORE_STATUS_USAGE" "suites/$1.conf has no line of options"
  suite::_check "$file" given "${lines[@]}"
  for line in "${lines[@]}"; do
    number=$((number + 1))
    log::info "suite $1, run $number of ${#lines[@]}: $line"
    own=0
    suite::_call given "$line" || own=$?
    ((status)) || status=$own
    # A signal ends the suite, and not only the run that it met.
    ((own < 128)) || break
  done
  core::leave "$status"
}

# Words of an option line never hold spaces, so they part at them.
suite::_call() { # <array of further options> <line> [<option>…]
  local -n _suite_given=$1
  local -a words
  read -ra words <<<"$2"
  "$CORE_ROOT/run_all.sh" "${words[@]}" "${_suite_given[@]}" "${@:3}"
}

# All lines before the first run: bad ones would be found hours later.
suite::_check() { # <file> <array of further options> <line>…
  local line
  for line in "${@:3}"; do
    suite::_call "$2" "$line" --dry-run >"$CORE_TEMP/plan" 2>"$CORE_TEMP/plan.error" && continue
    cat "$CORE_TEMP/plan.error" >&2
    core::die "$CORE_STATUS_USAGE" "suites/${1##*/}: this line cannot be run: $line"
  done
}

# The command line without --test-suite itself.
suite::_without_name() { # <array> <argument>…
  local -n _suite_out=$1
  shift
  _suite_out=()
  while (($#)); do
    case $1 in
      --test-suite) shift ;;
      --test-suite=*) ;;
      *) _suite_out+=("$1") ;;
    esac
    shift
  done
}

suite::_unknown() { # <name>
  local file
  local -a names=()
  for file in "$CORE_ROOT"/suites/*.conf; do
    file=${file##*/}
    names+=("${file%.conf}")
  done
  core::die "$CORE_STATUS_USAGE" "--test-suite $1: there is no suites/$1.conf; there are: $(core::join ', ' "${names[@]:-none}")"
}
