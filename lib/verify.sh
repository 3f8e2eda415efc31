# --verify-only: every answer against its contract, nothing measured, nothing written.

declare -gA VERIFY_RESULT=() # "framework|id" → pass, fail or unsupported
declare -gA VERIFY_REASON=() # "framework|id" → why it is not pass; lines

verify::run() {
  local stage name
  core::on_exit server::stop_all
  RECORDS_LOGS=$CORE_TEMP
  PLAN_PORTS=own
  for stage in "${PLAN_STAGES[@]}"; do
    stage::set "$stage"
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do verify::_framework "$name"; done
    server::stop_all
  done
  log::clear_progress
  "verify::_print_$OPT_format"
  ! core::contains fail "${VERIFY_RESULT[@]}" || exit "$CORE_STATUS_CELL"
}

verify::_framework() { # <framework>
  local id reason= problems
  local -a supported=()
  for id in "${STAGE_IDS[@]}"; do
    reason=$(frameworks::unsupported_reason "$1" "$id")
    VERIFY_RESULT["$1|$id"]=unsupported
    VERIFY_REASON["$1|$id"]=$reason
    [[ -n $reason ]] || supported+=("$id")
  done
  ((${#supported[@]})) || return 0
  log::progress "verify $STAGE_LABEL" "$1" 0
  reason=
  stage::boot "$1" reason
  [[ -n $reason ]] || probe::verify_all "$1" "${supported[@]}"
  for id in "${supported[@]}"; do
    problems=${reason:+did not start: $reason}
    [[ -n $reason ]] || problems=${PROBE_PROBLEMS["$1|$id"]}
    VERIFY_RESULT["$1|$id"]=pass
    [[ -z $problems ]] || VERIFY_RESULT["$1|$id"]=fail
    VERIFY_REASON["$1|$id"]=$problems
  done
}

verify::_print_text() {
  local id name group= result
  local -A counts=([pass]=0 [fail]=0 [unsupported]=0)
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    if [[ ${ENDPOINTS_GROUP[$id]} != "$group" ]]; then
      group=${ENDPOINTS_GROUP[$id]}
      printf '\n%-26s' "$group"
      printf '%-13s' "${FRAMEWORKS_CHOSEN[@]}"
      printf '\n'
    fi
    printf '  %-24s' "${ENDPOINTS_NAME[$id]}"
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do
      result=${VERIFY_RESULT["$name|$id"]}
      counts[$result]=$((counts[$result] + 1))
      [[ $result != fail ]] || result=FAIL
      printf '%-13s' "$result"
    done
    printf '\n'
  done
  printf '\n'
  verify::_print_reasons
  printf '%d pass, %d fail, %d unsupported\n' "${counts[pass]}" "${counts[fail]}" "${counts[unsupported]}"
}

verify::_print_reasons() {
  local group name
  for group in "${ENDPOINTS_GROUPS[@]}"; do
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do verify::_print_reasons_of "$name" "$group"; done
  done
}

# A line for each reason: some hold for many endpoints, or for the whole group.
verify::_print_reasons_of() { # <framework> <group>
  local id line key total=0
  local -a keys=()
  local -A endpoints=() count=() # by result and reason
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ ${ENDPOINTS_GROUP[$id]} == "$2" ]] || continue
    total=$((total + 1))
    [[ ${VERIFY_RESULT["$1|$id"]} != pass ]] || continue
    while IFS= read -r line; do
      key=${VERIFY_RESULT["$1|$id"]}$'\t'$line
      [[ -n ${endpoints[$key]:-} ]] || keys+=("$key")
      endpoints[$key]+=${endpoints[$key]:+, }${ENDPOINTS_NAME[$id]}
      count[$key]=$((${count[$key]:-0} + 1))
    done <<<"${VERIFY_REASON["$1|$id"]}"
  done
  for key in "${keys[@]}"; do
    line=$2.${endpoints[$key]}
    [[ $total == 1 || ${count[$key]} != "$total" ]] || line="$2 (all $total)"
    printf '%s %s %s: %s\n' "${key%%$'\t'*}" "$1" "$line" "${key#*$'\t'}"
  done
}

# [{"framework", "group", "endpoint", "result", "reasons": […]}]
verify::_print_json() {
  local id name
  local -a cells=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    for name in "${FRAMEWORKS_CHOSEN[@]}"; do
      cells+=("$name" "${ENDPOINTS_GROUP[$id]}" "${ENDPOINTS_NAME[$id]}" "${VERIFY_RESULT["$name|$id"]}" "${VERIFY_REASON["$name|$id"]}")
    done
  done
  # One jq for all: a process for each of some thousand cells takes longer than to check them.
  jq -n --args '$ARGS.positional as $said | [range(0; $said | length; 5) as $at | $said[$at:$at + 5]
    | {framework: .[0], group: .[1], endpoint: .[2], result: .[3], reasons: (.[4] | split("\n") | map(select(. != "")))}]' "${cells[@]}"
}
