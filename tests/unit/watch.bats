# lib/watch.sh: what it takes, how the time is shared, and which version is compared with.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

watched() { # <argument>…
  run "$PROJECT/run_all.sh" --watch "$@"
}

@test "what begins another kind of run is refused by its name" {
  local option
  for option in "--against HEAD" --null-run --duet "--test-suite development" "--precision 3%" --verify-only "--scenario short" --calibrate \
    "--load stress" "--load medium" "--baseline main" "--fail-on-regression" "--latency-at" --heavy-load "--report x" "--format json"; do
    # shellcheck disable=SC2086 # an option and its value
    watched --framework nobody $option
    ended 2
    same "$(grep -c . <<<"$output")" 1
    has "$output" "--watch does not go with ${option%% *}"
  done
}

@test "it takes exactly one framework" {
  local names=(a b)
  CORE_PID=$BASHPID FRAMEWORKS_ALL=(a b c) OPT_framework=''
  run watch::_choose_framework
  ended 2
  has "$output" "--watch needs exactly one framework: --framework NAME; there are: a, b, c"
  OPT_framework=$(core::join , "${names[@]}")
  run watch::_choose_framework
  ended 2
  setup::ensure_python() { echo "$@" >prepared; }
  OPT_framework=b
  watch::_choose_framework
  same "$WATCH_NAME $(cat prepared)" "b b"
}

@test "about ten seconds are shared by the endpoints, in rounds of one second and at least three" {
  local row count seconds
  cli::parse --watch
  for row in "1 10" "2 5" "3 3" "4 3" "20 3"; do
    read -r count seconds <<<"$row"
    mapfile -t ENDPOINTS_CHOSEN < <(seq "$count")
    watch::_share_time
    same "$OPT_duration_seconds $OPT_rounds" "$seconds $seconds"
  done
}

@test "a duration and rounds that are given are kept, also when contracts are read again" {
  ENDPOINTS_CHOSEN=(a b)
  share() { # <argument>…
    cli::parse --watch "$@"
    watch::_share_time
    watch::_share_time
    echo "$OPT_duration_seconds s, $OPT_rounds rounds"
  }
  same "$(share --duration 8s)" "8 s, 8 rounds"
  same "$(share --rounds 7)" "7 s, 7 rounds"
  same "$(share --rounds 2 --duration 6s)" "6 s, 2 rounds"
}

# A version after the other, each with what became of it: ok, wrong, overtaken or failed.
conclude() { # <what>…
  local what number=0
  records::assemble() { :; }
  records::write_run() { :; }
  report::changes() { :; }
  for what; do
    TRIAL_REASONS=() TRIAL_BLAME=() TRIAL_OVERTAKEN=no
    case $what in
      wrong) TRIAL_REASONS=("shop.a: status 500 instead of 200") TRIAL_BLAME=("servers/a.py, line 1: KeyError") ;;
      overtaken) TRIAL_OVERTAKEN=yes ;;
    esac
    trial::has_failed() { [[ $what == failed ]]; }
    mkdir "$WORK/$number"
    watch::_conclude "$WORK/$number"
    number=$((number + 1))
  done
}

folders() {
  local folder
  for folder in "$WORK"/[0-9]; do printf '%s ' "${folder##*/}"; done
}

@test "a good version is compared with next, and copies of those between the first and the last are not kept" {
  conclude ok ok ok ok
  same "${WATCH_FIRST##*/} ${WATCH_LAST##*/}" "0 3"
  same "$(folders)" "0 3 "
}

@test "what is wrong, was overtaken or fails under load leaves the last good version as it was" {
  conclude wrong >told
  same "$WATCH_FIRST$WATCH_LAST$(folders)" ""
  lacks "$(cat told)" "stays the one to compare with"
  conclude ok ok wrong overtaken failed >told
  same "${WATCH_FIRST##*/} ${WATCH_LAST##*/}" "0 1"
  same "$(folders)" "0 1 "
  has "$(cat told)" "  shop.a: status 500 instead of 200"
  has "$(cat told)" "  servers/a.py, line 1: KeyError"
  same "$(grep -c 'the version before it stays' told)" 3
}

@test "many reasons are cut, and the place in the log is shown all the same" {
  mapfile -t TRIAL_REASONS < <(seq -f 'reason %g' 20)
  TRIAL_BLAME=("servers/a.py, line 1: KeyError")
  same "$(watch::_print_reasons | wc -l)" $((1 + WATCH_MOST_REASONS + 2))
  has "$(watch::_print_reasons)" "servers/a.py, line 1"
  has "$(watch::_print_reasons)" "and 14 more; --verify-only shows all"
}

@test "contracts that cannot be read are a reason and leave the old ones, mended ones change nothing, new ones begin anew" {
  local said=old
  saves::digest_contracts() { echo "$said"; }
  watch::_settle() {
    [[ $said != broken ]] || core::die 2 "endpoints/shop.sh: a line is wrong"
    echo "$said" >>settled
  }
  WATCH_CONTRACTS=old WATCH_FIRST=one WATCH_LAST=two
  said=broken
  watch::_read_contracts
  same "${TRIAL_REASONS[*]}" "endpoints/shop.sh: a line is wrong"
  said=old
  watch::_read_contracts
  same "${TRIAL_REASONS[*]}$WATCH_FIRST$WATCH_LAST" "onetwo"
  [[ ! -e settled ]]
  said=new
  same "$(watch::_read_contracts)" "the contracts have changed: the comparison begins anew"
  watch::_read_contracts
  same "$WATCH_FIRST$WATCH_LAST$WATCH_CONTRACTS" new
}
