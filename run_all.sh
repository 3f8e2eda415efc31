#!/usr/bin/env bash
# Compares Python web frameworks feature by feature. ./run_all.sh --help says how; README.md says why to believe it.
if ((BASH_VERSINFO[0] < 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] < 4))); then
  printf 'bash 4.4 or newer is needed; this is %s\n' "$BASH_VERSION" >&2
  exit 3
fi
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)
# shellcheck source=lib/load.sh
source "$ROOT/lib/load.sh"

main() { # <argument>…
  core::init "$ROOT"
  cli::parse "$@"
  if about::is_asked; then
    about::tell
  else
    act "$@"
  fi
}

# shellcheck disable=SC2154 # cli::parse sets the options by their names
act() { # <argument>…
  report::check_formats
  collectors::check_names
  setup::ensure_tools
  endpoints::load "$ROOT/endpoints"
  frameworks::find "$ROOT/servers"
  ! resume::is_asked || resume::restore "$@"
  if cli::is_given watch; then
    watch::run
  elif cli::is_given test_suite; then
    suite::run "$OPT_test_suite" "$@"
  elif cli::is_given shell; then
    shell::run "$OPT_shell"
  elif report::is_asked; then
    report::look_back
  elif cli::is_given calibrate; then
    calibrate::prepare
    calibrate::settle
    carry_out calibrate::run calibrate::finish
  elif cli::is_given scenario; then
    scenario::choose "$ROOT/scenarios"
    prepare production
    scenario::settle
    carry_out scenario::run scenario::finish scenario::print_plan
  elif cli::is_feature_run; then
    compare
  else
    legacy::choose
    prepare legacy
    legacy::settle
    carry_out legacy::run legacy::finish
  fi
}

# The features of the frameworks, by rate or up to failure.
compare() {
  endpoints::choose "${OPT_features:-$LEGACY_BASIC}" "$OPT_benchmarks"
  prepare production
  if [[ $OPT_load == stress ]]; then
    stress::settle
    carry_out stress::run stress::finish stress::print_plan
    return 0
  fi
  plan::settle_features
  duet::settle
  baseline::settle
  latency::settle
  resume::settle
  if resume::is_done; then
    report::again "$RESUME_FOLDER"
  else
    carry_out run_features finish_features resume::print_plan
  fi
}

finish_features() {
  report::finish_features
  baseline::finish
}

# What both kinds of run need before their plan can be made. Bad input ends here, before anything starts.
# shellcheck disable=SC2154 # cli::parse sets the options by their names
prepare() { # <default profile>
  local -a groups
  mapfile -t groups < <(endpoints::chosen_groups)
  frameworks::choose "$OPT_framework"
  ! cli::is_given null_run || frameworks::add_twin "${OPT_null_run/#yes/${FRAMEWORKS_CHOSEN[0]}}"
  contract::load "${groups[@]}"
  : "${OPT_profile:=$1}"
  setup::ensure_python "${FRAMEWORKS_CHOSEN[@]}"
  ! cli::is_given against || against::enter "$OPT_against"
  frameworks::require "$OPT_profile" "$OPT_workers"
}

run_features() {
  matrix::run
  latency::run
}

carry_out() { # <run> <its last words> [<what prints its plan>]
  if cli::is_given dry_run; then
    "${3:-preview::print}"
  elif cli::is_given verify_only; then
    verify::run
  else
    collectors::choose
    resume::open_run "$1"
    core::on_exit "$2"
    measure::stop_at_exit
    "$1"
    RECORDS_STATUS=complete
  fi
}

[[ ${BASH_SOURCE[0]} != "$0" ]] || main "$@"
