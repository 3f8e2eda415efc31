# Further numbers of each window: which collectors a run has, and what servers must count for them.

COLLECTORS_JSON='{}' # for run.json: what each adds, and why it gives nothing
COLLECTORS_WORKING=  # names of those that give something, separated by commas
COLLECTORS_COUNTED=  # those that are not collected by default: servers may count for them
COLLECTORS_FOLDER=   # where those servers count

# A run is long: a collector that there is not ends it before it starts.
# shellcheck disable=SC2154 # cli::parse sets it by its name
collectors::check_names() {
  local name file
  local -a names known=()
  for file in "$CORE_ROOT"/lib/bench/collectors/[!_]*.py; do
    file=${file##*/}
    known+=("${file%.py}")
  done
  IFS=, read -ra names <<<"$OPT_collect"
  [[ $OPT_collect != all && $OPT_collect != none ]] || names=()
  for name in "${names[@]}"; do
    core::contains "$name" "${known[@]}" \
      || core::die "$CORE_STATUS_USAGE" "--collect $OPT_collect: there is no collector $name; there are: $(core::join ', ' "${known[@]}"); or all, or none"
  done
}

# Asks the chosen ones what they add. Without --collect those that no server can notice, and what they cannot do is told in the
# reports only.
# shellcheck disable=SC2154 # cli::parse sets the options by their names
collectors::choose() {
  [[ $OPT_collect != none ]] || return 0
  if [[ $OPT_load == stress ]] || cli::is_given scenario || cli::is_given calibrate; then
    ! cli::is_given collect \
      || log::warning "--collect $OPT_collect: stress, scenarios and --calibrate have no columns for it; nothing is collected"
    return 0
  fi
  COLLECTORS_FOLDER=$CORE_TEMP/counters
  mkdir -p "$COLLECTORS_FOLDER"
  COLLECTORS_JSON=$(SERVER_COUNTERS=$COLLECTORS_FOLDER PYTHONPATH=$CORE_ROOT/lib "$SETUP_PYTHON" -m bench.collectors "${OPT_collect:-default}")
  COLLECTORS_WORKING=$(jq -r 'map_values(select(.reason == null)) | keys | join(",")' <<<"$COLLECTORS_JSON")
  COLLECTORS_COUNTED=$(jq -r 'map_values(select(.reason == null and (.default | not))) | keys | join(",")' <<<"$COLLECTORS_JSON")
  local reason
  while IFS= read -r reason; do log::warning "nothing is collected: $reason"; done \
    < <(jq -r --arg asked "$OPT_collect" '.[] | select(.reason and (.faulty or $asked != "")) | .reason' <<<"$COLLECTORS_JSON")
}

# One that fails during the run is named once, by the next answer of the sampler.
collectors::tell_fault() { # <sampler answer>
  [[ $1 != *'"warning":'*'the collector '* ]] || log::warning "$(jq -r .warning <<<"$1")"
}
