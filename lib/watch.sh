# --watch: a loop to develop in. On each save the framework's server is checked against its contracts and then compared with
# its last good version and with its first, all loaded on the same core at the same time. Until Ctrl-C.

WATCH_NAME=             # the framework
WATCH_NUMBER=0          # of the version
WATCH_FIRST=            # the copies that it is compared with: empty until there is a version that is right
WATCH_LAST=             # the same as the first one until there are two
WATCH_CONTRACTS=        # digest of the contracts that those were right by
WATCH_TARGET_SECONDS=10 # of a version, shared by its endpoints
WATCH_FEWEST_ROUNDS=3   # fewer leave an interval that shows nothing
WATCH_MOST_REASONS=6
# What begins another kind of run, or compares with something else.
readonly WATCH_REFUSED=(test-suite scenario heavy-load latency-at duet null-run precision against baseline save-baseline
  fail-on-regression report history calibrate verify-only shell strict)

watch::run() {
  watch::_refuse_others
  watch::_choose_framework
  watch::_settle
  frameworks::describe "$OPT_profile" "$OPT_workers"
  if cli::is_given dry_run; then
    preview::print
    return 0
  fi
  watch::_open
  while true; do
    saves::note
    watch::_take_version
    if ! saves::is_newer; then
      log::info "waiting for the next save of what $WATCH_NAME is made of, or of its contracts; Ctrl-C ends"
      saves::wait
    fi
  done
}

# shellcheck disable=SC2154 # cli::parse sets them by their names
watch::_refuse_others() {
  local name
  for name in "${WATCH_REFUSED[@]}"; do
    ! cli::is_given "$name" || core::die "$CORE_STATUS_USAGE" "--watch does not go with --$name: take one of them"
  done
  [[ $OPT_load == saturate ]] || core::die "$CORE_STATUS_USAGE" "--watch does not go with --load $OPT_load: versions are compared under a closed loop"
  [[ $OPT_format == text ]] || core::die "$CORE_STATUS_USAGE" "--watch does not go with --format $OPT_format: it prints lines for people"
}

watch::_choose_framework() {
  [[ -z $OPT_framework ]] || frameworks::choose "$OPT_framework"
  ((${#FRAMEWORKS_CHOSEN[@]} == 1)) \
    || core::die "$CORE_STATUS_USAGE" "--watch needs exactly one framework: --framework NAME; there are: $(core::join ', ' "${FRAMEWORKS_ALL[@]}")"
  WATCH_NAME=${FRAMEWORKS_CHOSEN[0]}
  : "${OPT_profile:=production}"
  setup::ensure_python "$WATCH_NAME"
}

# What is measured, and for how long. Can be repeated, when contracts have changed.
watch::_settle() {
  local -a groups
  endpoints::load "$CORE_ROOT/endpoints"
  endpoints::choose "${OPT_features:-$LEGACY_BASIC}" "$OPT_benchmarks"
  mapfile -t groups < <(endpoints::chosen_groups)
  contract::load "${groups[@]}"
  watch::_share_time
  plan::settle_features
  duet::tell_left_out
  saves::begin "$WATCH_NAME" "${groups[@]}"
}

# One second is the shortest load of wrk: more rounds say more than longer ones.
watch::_share_time() {
  local seconds=$((WATCH_TARGET_SECONDS / ${#ENDPOINTS_CHOSEN[@]}))
  ((seconds > WATCH_FEWEST_ROUNDS)) || seconds=$WATCH_FEWEST_ROUNDS
  cli::is_written duration || OPT_duration_seconds=$seconds
  if ! cli::is_written rounds; then
    OPT_rounds=$OPT_duration_seconds
  elif ! cli::is_written duration; then
    OPT_duration_seconds=$OPT_rounds
  fi
}

# Brief measurements are no results: their records lie in a folder that goes with the run.
watch::_open() {
  OPT_output=$CORE_TEMP/watch
  WATCH_CONTRACTS=$(saves::digest_contracts)
  records::open_run watch
  core::on_exit server::stop_all
  core::on_exit wrk::stop
  sampler::start "$CORE_TEMP/samples.jsonl"
  log::info "nothing is written to the results: for numbers to keep, measure without --watch"
}

watch::_take_version() {
  local folder=$CORE_TEMP/versions/$WATCH_NUMBER
  printf '\n%s, %(%T)T\n' "$( ((WATCH_NUMBER)) && echo "save $WATCH_NUMBER" || echo "$WATCH_NAME as it is")" -1
  WATCH_NUMBER=$((WATCH_NUMBER + 1))
  saves::copy "$folder"
  rm -f -- "$RECORDS_FOLDER"/{journal,raw,logs}/*
  watch::_read_contracts
  ((${#TRIAL_REASONS[@]})) || trial::run "$WATCH_NAME" "$folder" "$WATCH_LAST" "$WATCH_FIRST"
  log::clear_progress
  watch::_conclude "$folder"
}

# Other contracts are other work: versions that were right by the old ones are no measure for it.
watch::_read_contracts() {
  local digest
  TRIAL_REASONS=() TRIAL_BLAME=()
  digest=$(saves::digest_contracts)
  [[ $digest != "$WATCH_CONTRACTS" ]] || return 0
  # Read apart first: what is wrong with them ends what reads them.
  watch::_settle >"$CORE_TEMP/settled" 2>&1 &
  if ! wait "$!"; then
    mapfile -t TRIAL_REASONS <"$CORE_TEMP/settled"
    TRIAL_REASONS=("${TRIAL_REASONS[@]#\[ERROR\] }")
    return 0
  fi
  watch::_settle
  [[ -z $WATCH_FIRST ]] || printf 'the contracts have changed: the comparison begins anew\n'
  WATCH_FIRST='' WATCH_LAST='' WATCH_CONTRACTS=$digest
}

# Only a version that is right is one to compare with.
watch::_conclude() { # <its copy>
  if ((${#TRIAL_REASONS[@]})); then
    watch::_print_reasons
  elif [[ $TRIAL_OVERTAKEN == yes ]]; then
    printf 'saved again meanwhile: the measurement is broken off\n'
  else
    records::assemble
    records::write_run null
    report::changes "$WATCH_NAME"
    if ! trial::has_failed "$WATCH_NAME"; then
      [[ $WATCH_LAST == "$WATCH_FIRST" ]] || rm -rf -- "$WATCH_LAST"
      WATCH_LAST=$1 WATCH_FIRST=${WATCH_FIRST:-$1}
      return 0
    fi
    printf 'not all of it held under load\n'
  fi
  rm -rf -- "$1"
  [[ -z $WATCH_LAST ]] || printf 'the version before it stays the one to compare with\n'
}

watch::_print_reasons() {
  local more=$((${#TRIAL_REASONS[@]} - WATCH_MOST_REASONS))
  printf 'not measured:\n'
  printf '  %s\n' "${TRIAL_REASONS[@]:0:WATCH_MOST_REASONS}" "${TRIAL_BLAME[@]}"
  ((more <= 0)) || printf '  and %d more; --verify-only shows all\n' "$more"
}
