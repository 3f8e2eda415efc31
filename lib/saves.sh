# What a framework's server is made of: when one of its files was saved, and copies of all of them as they were.

SAVES_FIND=()          # finds what is watched: the framework's files, what all share, and its contracts
SAVES_CONTRACTS=()     # of those, what says what is right
SAVES_NOTED=           # path, time and size of each when they were last looked at
SAVES_POLL_SECONDS=0.2 # a look costs a few milliseconds

# What other frameworks are made of is left out.
saves::begin() { # <framework> <group>…
  local name group
  local -a others=()
  for name in "${FRAMEWORKS_ALL[@]}"; do
    [[ $name == "$1" ]] || others+=(-o -path "$CORE_ROOT/servers/${name}_server.py" -o -path "$CORE_ROOT/servers/${name}_app")
  done
  SAVES_CONTRACTS=("$CORE_ROOT/endpoints/fixtures")
  for group in "${@:2}"; do SAVES_CONTRACTS+=("$CORE_ROOT/endpoints/$group.sh" "$CORE_ROOT/endpoints/$group.contract.json"); done
  # Editors put files of their own beside the one that is edited.
  SAVES_FIND=("$CORE_ROOT/servers" "${SAVES_CONTRACTS[@]}" '(' -name '.*' -o -name '*~' -o -name __pycache__)
  SAVES_FIND+=(-o -path "$CORE_ROOT/endpoints/fixtures/made" "${others[@]}" ')' -prune -o -type f)
}

# A file that goes away while it is looked at is told of by the next look.
saves::_list() {
  { find "${SAVES_FIND[@]}" -printf '%p %T@ %s\n' 2>"$CORE_TEMP/saves.error" || :; } | sort
}

# Looks until nothing moves any more: saving all files of an editor takes a moment.
saves::note() {
  local last=
  SAVES_NOTED=$(saves::_list)
  until [[ $SAVES_NOTED == "$last" ]]; do
    last=$SAVES_NOTED
    core::pause "$SAVES_POLL_SECONDS"
    SAVES_NOTED=$(saves::_list)
  done
}

saves::is_newer() {
  [[ $(saves::_list) != "$SAVES_NOTED" ]]
}

# Returns when something has been saved, and not only written beside and taken away again.
saves::wait() {
  local before=$SAVES_NOTED
  while [[ $SAVES_NOTED == "$before" ]]; do
    until saves::is_newer; do core::pause "$SAVES_POLL_SECONDS"; done
    saves::note
  done
}

# Changes with what the contracts say, and not with the time of their files.
saves::digest_contracts() {
  { find "${SAVES_CONTRACTS[@]}" -path "$CORE_ROOT/endpoints/fixtures/made" -prune -o -type f -print0 2>"$CORE_TEMP/saves.error" || :; } \
    | sort -z | xargs -0 sha256sum | sha256sum
}

# A version of its own: what is saved after this does not reach the servers that run from it. Without compiled files, which
# go by whole seconds.
saves::copy() { # <folder>
  mkdir -p "$1"
  # Servers read the fixtures that were made from beside their own folder.
  ln -s "$CORE_ROOT/endpoints" "$1/endpoints"
  tar -C "$CORE_ROOT" --exclude=__pycache__ --exclude='.*' --exclude='*~' -c servers | tar -C "$1" -x \
    || log::warning "a file of servers/ was being written while it was copied"
}

# The place in the version's own files that its log blames last, and why; where there is no such place, the log's last lines.
saves::print_blame() { # <version's folder> <log>
  awk -v root="$1/" '
    NF { older = old; old = new; new = $0 }
    index($0, "  File \"" root) == 1 { place = substr($0, length(root) + 9); code = reason = ""; next }
    place != "" && code == "" { code = $0 }
    place != "" && /^[A-Za-z_][A-Za-z0-9_.]*(Error|Exception)(:|$)/ { reason = $0 }
    END {
      if (place != "" && reason != "") {
        sub(/".*line /, ", line ", place); sub(/, in .*/, "", place)
        print place ": " reason; sub(/^ +/, "    ", code); print code
      } else print older "\n" old "\n" new
    }' "$2" | sed "s|$1/||g; /^$/d"
}
