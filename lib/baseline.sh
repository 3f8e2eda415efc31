# Regressions: this run against an earlier one or another version, and the history of all runs.

# Finds the summary of --baseline before anything starts.
# shellcheck disable=SC2154 # cli::parse sets it by its name
baseline::settle() {
  BASELINE_SUMMARY=
  if cli::is_given baseline; then
    local candidate
    for candidate in "$OPT_baseline/summary.json" "$OPT_output/baselines/$OPT_baseline.json"; do
      [[ ! -f $candidate ]] || BASELINE_SUMMARY=$candidate
    done
    [[ -n $BASELINE_SUMMARY ]] || core::die "$CORE_STATUS_USAGE" \
      "--baseline $OPT_baseline: neither a run with a summary.json nor a saved baseline; saved: $(baseline::_saved)"
  fi
  if cli::is_given fail_on_regression && [[ -z $BASELINE_SUMMARY ]] && ! cli::is_given against; then
    core::die "$CORE_STATUS_USAGE" "--fail-on-regression needs something to compare with: --baseline or --against"
  fi
}

baseline::_saved() {
  local file
  local -a names=()
  for file in "$OPT_output"/baselines/*.json; do
    file=${file##*/}
    names+=("${file%.json}")
  done
  printf '%s' "$(core::join ', ' "${names[@]:-none}")"
}

# After the reports of a feature run.
# shellcheck disable=SC2154 # cli::parse sets it by its name
baseline::finish() {
  local summary=$RECORDS_FOLDER/summary.json
  [[ -f $summary ]] || return 0
  report::add_to_history || CORE_STATUS=$CORE_STATUS_CELL
  if cli::is_given save_baseline; then
    mkdir -p "$OPT_output/baselines"
    cp "$summary" "$OPT_output/baselines/$OPT_save_baseline.json.part"
    mv "$OPT_output/baselines/$OPT_save_baseline.json.part" "$OPT_output/baselines/$OPT_save_baseline.json"
    log::info "saved as baseline $OPT_save_baseline"
  fi
  [[ -n $BASELINE_SUMMARY ]] || cli::is_given against || return 0
  baseline::_compare
}

# shellcheck disable=SC2154 # cli::parse sets it by its name
baseline::_compare() {
  local status=0 percent=${OPT_fail_on_regression/#yes/}
  local -a options=()
  [[ -z $BASELINE_SUMMARY ]] || options+=(--baseline "$BASELINE_SUMMARY")
  [[ -z $percent ]] || options+=(--threshold "$(jq -n --arg percent "${percent%\%}" '$percent | tonumber / 100')")
  ! cli::is_given force || options+=(--force)
  report::regressions "${options[@]}" || status=$?
  case $status in
    0) log::success "no regression shown: $OPT_output/reports/regressions.md" ;;
    1)
      log::warning "regressions: $OPT_output/reports/regressions.md"
      ! cli::is_given fail_on_regression || ((CORE_STATUS)) || CORE_STATUS=$CORE_STATUS_CELL
      ;;
    *) ((CORE_STATUS)) || CORE_STATUS=$CORE_STATUS_MISSING ;;
  esac
}
