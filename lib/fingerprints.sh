# What the numbers of a cell rest on, as digests: its server's files, its contract, the settings. They stand in its journal, so
# that a run which is resumed can tell what has changed since.

declare -gA FINGERPRINTS_SERVER=() # "framework|group" → digest
declare -gA FINGERPRINTS_CONTRACT=()
FINGERPRINTS_SETTINGS=

# Each is made once: many cells have it.
fingerprints::read_server() { # <framework> <group> <variable>
  [[ -v FINGERPRINTS_SERVER["$1|$2"] ]] || FINGERPRINTS_SERVER["$1|$2"]=$(fingerprints::_server_parts "$1" "$2" | fingerprints::_digest)
  printf -v "$3" '%s' "${FINGERPRINTS_SERVER["$1|$2"]}"
}

fingerprints::read_contract() { # <id> <variable>
  [[ -v FINGERPRINTS_CONTRACT[$1] ]] || FINGERPRINTS_CONTRACT[$1]=$(fingerprints::_contract_parts "$1" | fingerprints::_digest)
  printf -v "$2" '%s' "${FINGERPRINTS_CONTRACT[$1]}"
}

fingerprints::read_settings() { # <variable>
  # Who else is measured, and how long --precision may take, is no setting of a cell.
  [[ -n $FINGERPRINTS_SETTINGS ]] \
    || FINGERPRINTS_SETTINGS=$(plan::settings_json | jq -cS 'del(.features, .frameworks, .precision)' | fingerprints::_digest)
  printf -v "$1" '%s' "$FINGERPRINTS_SETTINGS"
}

fingerprints::_digest() {
  sha256sum | cut -c 1-32
}

# Its entry, what all servers share, the lock, and its folder without the modules of other groups.
fingerprints::_server_parts() { # <framework> <group>
  local folder=${FRAMEWORKS_ENTRY[$1]%/*} lock app group
  local -a parts=("${FRAMEWORKS_ENTRY[$1]##*/}") others=()
  lock=$(setup::lock_file "${FRAMEWORKS_VERSION_OF[$1]:-${FRAMEWORKS_TWIN_OF[$1]:-$1}}")
  app=$(handlers::folder "$1")
  app=${app##*/}
  [[ ! -d $folder/$app ]] || parts+=("$app")
  [[ ! -d $folder/shared ]] || parts+=(shared)
  for group in "${ENDPOINTS_GROUPS[@]}"; do
    [[ $group == "$2" ]] || others+=(! -path "$app/$group.py")
  done
  printf '%s\n' "${FRAMEWORKS_AGAINST[$1]:-}"
  (
    cd -- "$folder"
    find "${parts[@]}" -name __pycache__ -prune -o -type f "${others[@]}" -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  )
  [[ ! -f $lock ]] || sha256sum <"$lock"
}

# What was made of its entry in the contract, that of an endpoint loaded beside it, and the fixtures that both name.
fingerprints::_contract_parts() { # <id>
  local group=${ENDPOINTS_GROUP[$1]} fixture
  local -a names=("${ENDPOINTS_NAME[$1]}")
  [[ -z ${CONTRACT_BESIDE[$1]} ]] || names+=("${CONTRACT_BESIDE[$1]% *}")
  jq -cS 'select(.name | IN($ARGS.positional[]))' "$CONTRACT_FOLDER/$group.json" --args -- "${names[@]}"
  while IFS= read -r fixture; do
    sha256sum <"$(fixtures::find "$group" "$fixture")"
  done < <(jq -r '[.[$ARGS.positional[]] | .. | .body_file? // empty] | unique[]' "$ENDPOINTS_FOLDER/$group.contract.json" --args -- "${names[@]}")
}
