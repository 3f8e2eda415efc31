# What stays of a run that goes on. A cell's journal says what its numbers rest on; as long as that is the same, the rounds in
# which all frameworks had their windows stay. All others are measured anew, by all frameworks of the run.

declare -gA KEEP_REASON=() # id → why none of its rounds stays
declare -gA KEEP_PARTS=()  # id → the rounds that stay, and "latency"
declare -gA KEEP_STATE=()  # "framework|id" → open, failed or unsupported, where its journal goes on; or anew
KEEP_OTHER_HOST=           # why nothing stays, with --force

# Reads the journals, and changes nothing.
keep::judge() { # <run folder> <what of the host is not the same>
  local kind a b c
  local -a journals=("$1"/journal/*.jsonl)
  KEEP_OTHER_HOST=$2
  keep::_list_wanted >"$CORE_TEMP/wanted"
  keep::_list_again "$1" >"$CORE_TEMP/again"
  while IFS=$CORE_SEPARATOR read -r kind a b c; do
    if [[ $kind == cell ]]; then
      KEEP_STATE["$a|$b"]=$c
    else
      KEEP_PARTS[$a]=$c
      [[ -z $b ]] || KEEP_REASON[$a]=$b
    fi
  done < <(keep::_list_events "${journals[@]}" | jq -nrR --rawfile wanted "$CORE_TEMP/wanted" --rawfile again "$CORE_TEMP/again" \
    --argjson rounds "$PLAN_ROUNDS" -f "$CORE_ROOT/lib/keep.jq")
}

# "cell, event" of what the judgement needs; the last line of a journal may be cut short, and then has no end.
keep::_list_events() { # <journal>…
  (($#)) || return 0
  awk '/^{"kind":"(cell|problem|done)"/ {name = FILENAME; sub(/.*\//, "", name); sub(/\.jsonl$/, "", name); print name "\037" $0}' "$@"
}

# framework, id, why it is not supported, and the fingerprints of now.
keep::_list_wanted() {
  local id name server contract settings
  fingerprints::read_settings settings
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    fingerprints::read_contract "$id" contract
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do
      fingerprints::read_server "$name" "${ENDPOINTS_GROUP[$id]}" server
      keep::_line "$name" "$id" "$(frameworks::unsupported_reason "$name" "$id")" "$server" "$contract" "$settings"
    done
  done
}

keep::_line() { # <word>…
  local IFS=$CORE_SEPARATOR
  printf '%s\n' "$*"
}

# The cells that are measured anew whatever stays of them, and why.
keep::_list_again() { # <run folder>
  local id name
  if [[ -n $KEEP_OTHER_HOST ]]; then
    for id in "${ENDPOINTS_CHOSEN[@]}"; do
      for name in "${FRAMEWORKS_CHOSEN[@]}"; do keep::_line "$name.$id" "$KEEP_OTHER_HOST"; done
    done
  elif cli::is_given rerun; then
    keep::_list_rerun "$1"
  fi
}

# shellcheck disable=SC2154 # cli::parse sets it by its name
keep::_list_rerun() { # <run folder>
  RECORDS_FOLDER=$1
  records::assemble
  local -a files=("$1"/raw/*.json)
  ((!${#files[@]})) || jq -r --arg which "$OPT_rerun" -f "$CORE_ROOT/lib/keep_rerun.jq" "${files[@]}"
}

# Nothing is to be measured?
keep::has_all() {
  local cell id
  for cell in "${!KEEP_STATE[@]}"; do
    [[ ${KEEP_STATE[$cell]} != anew ]] || return 1
  done
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ -z $(keep::_missing "$id") ]] || return 1
  done
}

# The rounds of an endpoint that are to be measured, in words; "latency" where that is asked for and missing.
keep::_missing() { # <id>
  local round
  local -a kept missing=()
  read -ra kept <<<"${KEEP_PARTS[$1]}"
  for ((round = 1; round <= PLAN_ROUNDS; round++)); do
    core::contains "$round" "${kept[@]}" || missing+=("$round")
  done
  ! cli::is_given latency_at || core::contains latency "${kept[@]}" || missing+=(latency)
  printf '%s' "${missing[*]}"
}

# Opens the run for more. What is dropped from a journal stays in its old version beside it.
keep::apply() { # <run folder> <why the run goes on>
  local id name part
  local -a parts
  records::reopen_run "$1"
  [[ -z $KEEP_OTHER_HOST ]] || records::write_machine
  # shellcheck disable=SC2034 # the module writes it into run.json
  RECORDS_EXTRA=$(keep::_resumptions "$1" "$2")
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    read -ra parts <<<"${KEEP_PARTS[$id]}"
    for part in "${parts[@]}"; do CELLS_DONE["$id|$part"]=yes; done
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do keep::_trim "$name" "$id" "${parts[@]}"; done
  done
  records::write_run null
}

keep::_trim() { # <framework> <id> <part>…
  local journal=$RECORDS_FOLDER/journal/$1.$2.jsonl state=${KEEP_STATE["$1|$2"]}
  [[ $state == anew ]] || CELLS_KEPT["$1|$2"]=$state
  [[ -f $journal ]] || return 0
  : >"$journal.part"
  [[ $state == anew ]] || jq -rR --argjson kept "$(jq -nc '$ARGS.positional | map(tonumber? // .)' --args -- "${@:3}")" \
    -f "$CORE_ROOT/lib/keep_lines.jq" "$journal" >"$journal.part"
  if cmp -s "$journal" "$journal.part"; then
    rm "$journal.part"
    return 0
  fi
  keep::_put_by "$journal"
  if [[ $state == anew ]]; then
    rm "$journal.part"
  else
    mv "$journal.part" "$journal"
  fi
}

# Under the next number that is free.
keep::_put_by() { # <journal>
  local number=1
  while [[ -e $1.$number ]]; do number=$((number + 1)); done
  mv "$1" "$1.$number"
}

# {"resumptions": […]} with this one at the end: which endpoints are measured, why, and their cells.
keep::_resumptions() { # <run folder> <why>
  local id commit dirty at
  read -r commit dirty < <(machine::commit_json)
  printf -v at '%(%FT%TZ)T' -1
  keep::_list_work | jq -Rn --slurpfile run "$1/run.json" --arg at "$at" --arg why "$2" --arg command "$CLI_COMMAND" \
    --argjson commit "$commit" --argjson dirty "$dirty" --arg frameworks "${FRAMEWORKS_CHOSEN[*]}" \
    '[inputs | split("\u001f")] as $work
      | {resumptions: (($run[0].resumptions // []) + [{at: $at, why: $why, status: $run[0].status, command: $command, commit: $commit, dirty: $dirty,
          endpoints: ($work | map({key: .[0], value: .[1]}) | from_entries), cells: ($work | map(.[2] / " " | .[]))}])}'
}

# id, what is measured of it, its cells; of each endpoint of which something is.
keep::_list_work() {
  local id name missing
  local -a cells
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    cells=()
    missing=$(keep::_missing "$id")
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do
      [[ ${KEEP_STATE["$name|$id"]} != anew && (-z $missing || ${KEEP_STATE["$name|$id"]} != open) ]] || cells+=("$name.$id")
    done
    if [[ -v KEEP_REASON[$id] ]]; then
      keep::_line "$id" "all rounds anew: ${KEEP_REASON[$id]}" "${cells[*]}"
    elif ((${#cells[@]})); then
      keep::_line "$id" "$(keep::_tell_missing "$missing")" "${cells[*]}"
    fi
  done
}

keep::_tell_missing() { # <rounds, or nothing>
  if [[ -n $1 ]]; then
    printf 'not measured yet: %s' "${1// /, }"
  else
    printf 'nothing but the note of who does not support it'
  fi
}

# --dry-run: what is measured of the run.
keep::print() { # <run>
  local id what _
  printf '\nRun %s goes on; to be measured:\n' "$1"
  while IFS=$CORE_SEPARATOR read -r id what _; do printf '  %s: %s\n' "$id" "$what"; done < <(keep::_list_work)
  ! keep::has_all || printf '  nothing\n'
}
