# Small group files and contracts of a test's own, in $WORK/endpoints.

write_group() { # <group> <entry>…
  mkdir -p "$WORK/endpoints"
  {
    printf '%s_ENDPOINTS=(\n' "${1^^}"
    (($# < 2)) || printf '  "%s"\n' "${@:2}"
    printf ')\n'
  } >"$WORK/endpoints/$1.sh"
}

# The contract is on stdin in jq's notation, where keys need no quotes.
write_contract() { # <group>
  mkdir -p "$WORK/endpoints"
  jq -n "$(cat)" >"$WORK/endpoints/$1.contract.json"
}

# Every group of $WORK/endpoints, chosen and its contract loaded, in the test's own shell.
load_contracts() {
  endpoints::load "$WORK/endpoints"
  endpoints::choose "$(core::join , "${ENDPOINTS_GROUPS[@]}")" ""
  contract::load "${ENDPOINTS_GROUPS[@]}"
}
