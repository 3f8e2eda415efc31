# --explain: one endpoint, for people: what it does, its contract, and the handler of each framework.

explain::print() { # <group.endpoint>
  local id name
  # A group may be called by its other names.
  endpoints::choose "${1%%.*}" "$1"
  id=${ENDPOINTS_CHOSEN[0]}
  contract::load "${ENDPOINTS_GROUP[$id]}"
  frameworks::survey "$OPT_framework"
  handlers::load "${FRAMEWORKS_CHOSEN[@]}"
  jq -c --arg name "${ENDPOINTS_NAME[$id]}" 'select(.name == $name)' "$CONTRACT_FOLDER/${ENDPOINTS_GROUP[$id]}.json" \
    | jq -r -L "$CORE_ROOT/lib" --arg group "${ENDPOINTS_GROUP[$id]}" --arg method "${ENDPOINTS_METHOD[$id]}" --arg path "${ENDPOINTS_PATH[$id]}" \
      -f "$CORE_ROOT/lib/explain.jq"
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    printf '\n%s\n' "${FRAMEWORKS_TITLE[$name]}"
    explain::_print_handler "$name" "$id"
  done
}

explain::_print_handler() { # <framework> <id>
  local reason
  reason=$(frameworks::unsupported_reason "$1" "$2")
  if [[ -n $reason ]]; then
    printf '  unsupported: %s\n' "$reason"
  elif [[ -v HANDLERS_LINES["$1|$2"] ]]; then
    handlers::print "$1" "$2"
  elif [[ -v HANDLERS_MOUNTED["$1|$2"] ]]; then
    printf '  a mount or a middleware answers: %s\n' "$(handlers::file "$1" "${2%%.*}")"
  elif [[ ${CONTRACT_ABSENT[$2]} == yes ]]; then
    printf '  no handler: right is that nothing is there\n'
  else
    printf '  no handler and no reason in %s\n' "$(handlers::file "$1" "${2%%.*}")"
  fi
}
