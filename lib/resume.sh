# --resume and --rerun: an earlier feature run goes on in its folder and with its settings. This module finds the run and takes
# its options over; lib/keep.sh says what of it stays.

RESUME_FOLDER=                                 # of the run that goes on; empty: this is a new run
RESUME_WHY=                                    # for run.json
declare -gA RESUME_WRITTEN=() RESUME_BECAME=() # option → as it was written for that run; what became of it
readonly RESUME_OTHERS=(report history shell test_suite scenario calibrate verify_only)

resume::is_asked() {
  cli::is_given resume || cli::is_given rerun
}

# Call it before the options are used for anything.
# shellcheck disable=SC2154 # cli::parse sets the options by their names
resume::restore() { # <argument of the command line>…
  local name as_written=$CLI_COMMAND
  local -a words
  RESUME_WHY=--resume
  ! cli::is_given rerun || RESUME_WHY="--rerun $OPT_rerun"
  for name in "${RESUME_OTHERS[@]}"; do
    ! cli::is_given "$name" \
      || core::die "$CORE_STATUS_USAGE" "$RESUME_WHY is for feature runs: it does not go with --${name//_/-}"
  done
  resume::_find
  resume::_read_options
  for name in "${OPTIONS_MEASURING[@]}"; do resume::_compare "$name"; done
  resume::_list_options words
  # Its reports lie beside its folder, unless they are wanted elsewhere.
  cli::is_written output || [[ $RESUME_FOLDER != */runs/* ]] || words+=(--output "${RESUME_FOLDER%/runs/*}")
  cli::parse "$@" "${words[@]}"
  CLI_COMMAND=$as_written
}

# Sets RESUME_FOLDER.
# shellcheck disable=SC2154 # cli::parse sets the options by their names
resume::_find() {
  local folder status found= i
  local -a runs=("$OPT_output"/runs/*/)
  if cli::is_given resume && [[ $OPT_resume != yes ]]; then
    for folder in "$OPT_output/runs/$OPT_resume" "$OPT_resume"; do
      [[ ! -f $folder/run.json ]] || found=$folder
    done
    [[ -n $found ]] || core::die "$CORE_STATUS_USAGE" "--resume $OPT_resume: no such run; runs are folders in $OPT_output/runs"
  fi
  for ((i = ${#runs[@]} - 1; i >= 0 && ${#found} == 0; i--)); do
    [[ -f ${runs[i]}run.json ]] || continue
    status=$(jq -r .status "${runs[i]}run.json")
    ! cli::is_given resume || [[ $status != complete ]] || continue
    found=${runs[i]}
  done
  [[ -n $found ]] || core::die "$CORE_STATUS_USAGE" \
    "$RESUME_WHY: $OPT_output/runs has no run$(! cli::is_given resume || echo ' that stopped before its end'); name one with --resume RUN"
  RESUME_FOLDER=$(cd -- "$found" && pwd)
}

resume::_read_options() {
  local kind name written became
  kind=$(jq -r '.kind // "unknown"' "$RESUME_FOLDER/run.json")
  [[ $kind != unknown ]] \
    || core::die "$CORE_STATUS_USAGE" "$RESUME_FOLDER: that run does not say what it needs to be resumed: it is older than --resume; start it anew"
  [[ $kind == features ]] \
    || core::die "$CORE_STATUS_USAGE" "$RESUME_FOLDER: only feature runs can be resumed, and that is one of the kind $kind; start it anew"
  while IFS=$CORE_SEPARATOR read -r name written became; do
    RESUME_WRITTEN[$name]=$written
    RESUME_BECAME[$name]=$became
  done < <(jq -r --arg names "${OPTIONS_MEASURING[*]}" -f "$CORE_ROOT/lib/resume_options.jq" "$RESUME_FOLDER/run.json")
}

# An option beside --resume must say what the run has anyway.
resume::_compare() { # <option>
  local variable=OPT_${1//-/_}
  local own then
  cli::is_written "$1" || { [[ $1 == framework ]] && cli::is_written compare-frameworks; } || return 0
  own=$(resume::_plain "$1" "${!variable}")
  for then in "${RESUME_WRITTEN[$1]}" "${RESUME_BECAME[$1]}"; do
    [[ $own != "$(resume::_plain "$1" "$then")" ]] || return 0
  done
  core::die "$CORE_STATUS_USAGE" \
    "--$1 ${!variable}: run ${RESUME_FOLDER##*/} has ${RESUME_BECAME[$1]:-none}; leave it out to go on with that run, or start a new one"
}

# "1m" and "60s" are the same, and so are "3" and "3%".
resume::_plain() { # <option> <value>
  local value=${2%\%}
  [[ ${CLI_KIND[$1]} != duration* || -z $value ]] || kinds::to_seconds "$value" value
  printf '%s' "$value"
}

# The run's options as words. What "all" and the like stood for then is named, so that what is new since does not come in.
resume::_list_options() { # <array>
  local -n _resume_words=$1
  local name value
  _resume_words=()
  for name in "${OPTIONS_MEASURING[@]}"; do
    value=${RESUME_WRITTEN[$name]}
    [[ $name != @(framework|features|benchmarks) ]] || value=${RESUME_BECAME[$name]}
    if [[ ${CLI_KIND[$name]} == flag ]]; then
      [[ -z $value ]] || _resume_words+=("--$name")
    elif [[ -n $value ]]; then
      _resume_words+=("--$name" "$value")
    fi
  done
}

# When all is settled: what stays of the run, and whether it may go on at all.
resume::settle() {
  local unlike=
  resume::is_asked || return 0
  core::try_lock "$RESUME_FOLDER/.lock" \
    || core::die "$CORE_STATUS_USAGE" "$RESUME_FOLDER: that run is still going on, and two runs cannot write to one folder; wait for its end"
  resume::_check_frameworks
  resume::_compare_host unlike
  keep::judge "$RESUME_FOLDER" "$unlike"
  ! resume::is_done || log::info "run ${RESUME_FOLDER##*/}: nothing is left to measure; its reports are made again"
}

resume::_check_frameworks() {
  local name
  while IFS= read -r name; do
    core::contains "$name" "${FRAMEWORKS_CHOSEN[@]}" || core::die "$CORE_STATUS_MISSING" \
      "run ${RESUME_FOLDER##*/} has $name, which is not available now: ${FRAMEWORKS_UNAVAILABLE[$name]:-it has no server any more}"
  done < <(jq -r '.settings.frameworks[]' "$RESUME_FOLDER/run.json")
}

# Sets <variable> to what of host and method is not as it was, where that is accepted by --force.
resume::_compare_host() { # <variable>
  local -n _resume_unlike=$1
  _resume_unlike=$(jq -r --argjson host "$(machine::host_json)" --argjson versions "$(machine::versions_json)" \
    --argjson methodology "$MACHINE_METHODOLOGY" -f "$CORE_ROOT/lib/resume_host.jq" "$RESUME_FOLDER/run.json")
  [[ -n $_resume_unlike ]] || return 0
  cli::is_given force || core::die "$CORE_STATUS_MISSING" \
    "run ${RESUME_FOLDER##*/} cannot go on here: $_resume_unlike; start a new run, or add --force, which measures all of its cells anew"
  log::warning "--force: $_resume_unlike; all cells are measured anew"
}

# Complete, and nothing of it has changed.
resume::is_done() {
  resume::is_asked && ! cli::is_given dry_run && keep::has_all && [[ $(jq -r .status "$RESUME_FOLDER/run.json") == complete ]]
}

# In place of records::open_run.
resume::open_run() { # <what runs>
  local kind=${1%%::*}
  if resume::is_asked; then
    log::info "resuming run ${RESUME_FOLDER##*/}"
    keep::apply "$RESUME_FOLDER" "$RESUME_WHY"
  else
    records::open_run "${kind#run_}"
  fi
}

# --dry-run
resume::print_plan() {
  preview::print
  ! resume::is_asked || keep::print "${RESUME_FOLDER##*/}"
}
