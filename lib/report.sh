# From the records to what people read: Python counts and draws, this module calls it.

report::_python() { # <module> <argument>…
  PYTHONPATH=$CORE_ROOT/lib "$SETUP_PYTHON" -m "bench.$1" "${@:2}"
}

# Everything that can be made from a run's records; a report that fails does not take the others with it.
# A bare "return" would not do here: below an exit trap it gives the status from before the trap.
report::write() { # <run folder>
  local status=0
  if report::_is_stress "$1"; then
    report::_write_stress "$1" || status=1
    return "$status"
  elif report::_is_scenario "$1"; then
    # Its table is for the terminal as well.
    report::_python scenario_report "$1" "$OPT_output" || status=1
    return "$status"
  fi
  if ! report::_python summary "$1"; then
    log::error "no summary of $1; its records are untouched, and ./run_all.sh --report $1 tries again"
    return 1
  fi
  # shellcheck disable=SC2154 # cli::parse sets it by its name
  report::_python reports "$1" "$OPT_output" ${OPT_report_format:+--format "$OPT_report_format"} >&2 || status=1
  # Who asked for certain reports does not wait for the pictures.
  [[ -z $OPT_report_format ]] || return "$status"
  mkdir -p "$OPT_output/graphs"
  report::_python charts "$1" "$OPT_output/graphs" >&2 || status=1
  return "$status"
}

# A run is long: a report that there is not ends it before it starts.
report::check_formats() {
  local name file
  local -a names known=()
  for file in "$CORE_ROOT"/lib/bench/reports/[!_]*.py; do
    file=${file##*/}
    known+=("${file%.py}")
  done
  IFS=, read -ra names <<<"$OPT_report_format"
  for name in "${names[@]}"; do
    core::contains "$name" "${known[@]}" \
      || core::die "$CORE_STATUS_USAGE" "--report-format $name: there is no such report; there are: $(core::join ', ' "${known[@]}")"
  done
}

# What a feature run prints in the end, and all that it has on stdout: its table, or with --format json its facts.
report::_show() { # <run folder>
  if [[ $OPT_format == json ]]; then
    report::_python reports "$1" "$OPT_output" --format performance_insights >&2 || return 1
    cat "$OPT_output/reports/performance_insights.json"
  else
    report::_python terminal "$1"
  fi
}

report::_is_stress() { # <run folder>
  local -a records=("$1"/raw/*.stress.*.json)
  ((${#records[@]}))
}

report::_is_scenario() { # <run folder>
  local -a records=("$1"/raw/*.scenario.*.json)
  ((${#records[@]}))
}

# Its tables are for the terminal as well.
report::_write_stress() { # <run folder>
  local status=0
  report::_python stress_report "$1" "$OPT_output" || status=1
  mkdir -p "$OPT_output/graphs"
  report::_python scaling_chart "$1" "$OPT_output/graphs" >&2 || status=1
  return "$status"
}

# The ids whose interval is wider than the share, widest first.
report::wide_endpoints() { # <share>
  report::_python precision "$RECORDS_FOLDER" "$1"
}

# From earlier runs alone.
report::is_asked() {
  cli::is_given report || cli::is_given history
}

# shellcheck disable=SC2154 # cli::parse sets the options by their names
report::look_back() {
  if cli::is_given report; then
    report::again "$OPT_report"
  else
    report::history "$OPT_history"
  fi
}

# --report: an earlier run, without a server. Its records are made first, where the run could not do it any more.
report::again() { # <run folder>
  [[ -d $1/raw ]] || core::die "$CORE_STATUS_USAGE" "--report $1: no such run; runs are folders in $OPT_output/runs"
  setup::ensure_python
  RECORDS_FOLDER=$1
  records::assemble
  report::write "$1" || core::leave "$CORE_STATUS_CELL"
  report::_is_stress "$1" || report::_is_scenario "$1" || report::_show "$1" || core::leave "$CORE_STATUS_CELL"
}

# The last words of a feature run, whatever ended it.
report::finish_features() {
  ((${#ENDPOINTS_CHOSEN[@]})) || return 0
  records::finish
  report::write "$RECORDS_FOLDER" || CORE_STATUS=$CORE_STATUS_CELL
  report::_show "$RECORDS_FOLDER" || CORE_STATUS=$CORE_STATUS_CELL
  log::info "time not under load: $(report::_overhead)"
  log::info "records: $RECORDS_FOLDER"
  log::info "reports: $OPT_output/reports and $OPT_output/features, charts: $OPT_output/graphs"
  report::_judge_findings
  if ((CORE_STATUS >= 128)); then
    log::warning "stopped by a signal: what was measured until then is kept and reported"
  fi
}

# What a version of a framework shows against those before it.
report::changes() { # <framework>
  report::_python changes "$RECORDS_FOLDER" "$1"
}

# The part of the run in which no server was measured or warmed up.
report::_overhead() {
  jq -r '.time | "\((1 - .loaded_ms / .wall_ms) * 1000 | round / 10) % of \(.wall_ms / 1000 | round) s"' "$RECORDS_FOLDER/run.json"
}

report::add_to_history() {
  report::_python history add "$RECORDS_FOLDER" "$OPT_output" >&2
}

# --history: a cell over all runs.
report::history() { # <cell>
  setup::ensure_python
  report::_python history chart "$OPT_output" "$1" || exit
}

# Exit 1 with a regression, 3 when the runs cannot be compared.
report::regressions() { # <option>…
  report::_python regressions "$RECORDS_FOLDER" "$OPT_output" "$@" >&2
}

# --strict: an implausible number is a failure of the run.
report::_judge_findings() {
  local count
  cli::is_given strict && [[ -f $RECORDS_FOLDER/summary.json ]] || return 0
  count=$(jq '.findings | length' "$RECORDS_FOLDER/summary.json")
  ((count == 0)) && return 0
  log::error "--strict: $count finding(s) of implausible numbers"
  ((CORE_STATUS)) || CORE_STATUS=$CORE_STATUS_CELL
}

# What a calibration says of the instrument.
report::calibration() {
  mkdir -p "$OPT_output/reports"
  report::_python calibration "$RECORDS_FOLDER" "$OPT_output"
}
