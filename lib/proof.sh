# Proofs: a number that a server keeps of its work (lines written, tasks run) must move by as much as was asked of it.

PROOF_RESULT=null # what the last window proved, as JSON

# Call it before a load. Waits until the number stands still: what a load before has left to do would count for this one.
# Sets <variable> to the reason when the number cannot be had.
proof::open() { # <key> <id> <variable>
  PROOF_RESULT=null
  [[ ${CONTRACT_PROOF[$2]} != null ]] || return 0
  local last settle ends
  settle=$(jq '.settle_seconds // 1' <<<"${CONTRACT_PROOF[$2]}")
  core::now_us PROOF_BEGAN_US
  ends=$((PROOF_BEGAN_US + (settle + 1) * 1000000))
  PROOF_BEFORE=$(proof::_ask "$1" "$2")
  while true; do
    last=$PROOF_BEFORE
    core::pause 0.05
    PROOF_BEFORE=$(proof::_ask "$1" "$2")
    core::now_us PROOF_BEGAN_US
    [[ $PROOF_BEFORE != "$last" || -z $last ]] || break
    ((PROOF_BEGAN_US < ends)) || break
  done
  [[ -z $PROOF_BEFORE ]] || return 0
  local -n _proof_reason=$3
  # shellcheck disable=SC2034 # the caller's variable
  _proof_reason="the proof $(jq -r .path <<<"${CONTRACT_PROOF[$2]}") gives no number"
}

# Waits until the work is done, or until nothing moves for as long as the contract allows. A load ends with requests on their
# way that wrk does not count, one on each connection at most.
proof::close() { # <key> <id> <wrk result> <connections> <variable>
  [[ ${CONTRACT_PROOF[$2]} != null ]] || return 0
  local -n _proof_reason=$5
  local each settle began now moved last=-1 still_since requests
  requests=$(jq .requests "$3")
  read -r each settle < <(jq -r '"\(.per_request // 1) \(.settle_seconds // 1)"' <<<"${CONTRACT_PROOF[$2]}")
  core::now_us began
  still_since=$began
  while true; do
    moved=$(($(proof::_ask "$1" "$2" | grep . || echo "$PROOF_BEFORE") - PROOF_BEFORE))
    core::now_us now
    ((moved == last)) || still_since=$now
    # Whole, and nothing comes any more: what was on its way has arrived too.
    ((moved < requests * each || moved != last)) || break
    ((now - still_since < settle * 1000000)) || break
    last=$moved
    core::pause 0.05
  done
  PROOF_RESULT=$(printf '{"asked": %d, "moved": %d, "drain_ms": %d, "total_ms": %d}' \
    $((requests * each)) "$moved" $(((still_since - began) / 1000)) $(((still_since - PROOF_BEGAN_US) / 1000)))
  ((moved < requests * each || moved > (requests + $4) * each)) || return 0
  # shellcheck disable=SC2034 # the caller's variable
  _proof_reason="$requests requests were answered, which must move $(jq -r .path <<<"${CONTRACT_PROOF[$2]}") by $((requests * each)); it moved by $moved"
}

# The number; nothing when there is none.
proof::_ask() { # <key> <id>
  local path value
  IFS=$CORE_SEPARATOR read -r path value < <(jq -r '"\(.path)\u001f\(.value)"' <<<"${CONTRACT_PROOF[$2]}")
  curl --disable --noproxy '*' --silent --max-time "$REQUEST_LIMIT_SECONDS" "http://127.0.0.1:${SERVER_PORT[$1]}$path" \
    | jq -r "$value | numbers | floor" 2>"$CORE_TEMP/proof.error" || :
}
