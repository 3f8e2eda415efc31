# Endpoint × framework as functions of a tree: each prints one line per gap, and nothing where all is whole.

# Endpoint × framework: one handler of the endpoint's name in the group's file, a function or a class, or a reason why there is none.
# What is right when nothing is there (404) has no handler anywhere; what a mount answers for counts as one.
wrong_grid() { # <root>
  local entry name group endpoint count reasons key absent
  local -A defined
  absent=$(jq -r '(input_filename | sub("^.*/"; "") | sub("\\..*$"; "")) as $group
    | to_entries[] | select(.value.expect.status == 404) | "\($group)/\(.key)"' "$1"/endpoints/*.contract.json)
  while IFS= read -r entry; do
    name=$(basename "$entry" _server.py)
    defined=()
    while read -r count key; do defined[$key]=$count; done \
      < <(definitions "$1/servers/${name}_app/"*.py | cat - <(mounted "$1" "$name") | sort | uniq -c)
    reasons=$("$(interpreter "$name")" "$entry" --describe | jq -r '.unsupported | to_entries[] | select(.value | test("^[^\n]{5,}$")) | .key')
    while IFS=/ read -r group endpoint; do
      # A further framework need not have all groups.
      [[ -f $1/servers/${name}_app/$group.py ]] || ! grep -qx 'ROLE = "further"' "$entry" || continue
      key=$group/$endpoint
      count=${defined[$key]:-0}
      if grep -qx "$key" <<<"$reasons"; then
        ((count == 0)) || printf '%s %s: a handler, and a reason why there is none\n' "$name" "$key"
      elif grep -qx "$key" <<<"$absent"; then
        ((count == 0)) || printf '%s %s: a handler of what must not be there\n' "$name" "$key"
      else
        ((count == 1)) || printf '%s %s: %d handlers and no reason\n' "$name" "$key" "$count"
      fi
      count=$(printf '%s\n' "${!defined[@]}" | grep -c "/$endpoint\$" || :)
      ((count <= 1)) || printf '%s %s: handlers in %d files\n' "$name" "$key" "$count"
    done < <(endpoint_keys "$1")
    comm -23 <(sort <<<"$reasons" | grep .) <(endpoint_keys "$1" | sort) | sed "s,^,$name has a reason for no endpoint: ,"
  done < <(find "$1/servers" -maxdepth 1 -name '*_server.py' | sort)
}

# group/name of each function, and of each class as the endpoint it would answer for: OneItem is one_item, Static304 static_304.
definitions() { # <file>…
  grep -oHE '^ *((async )?def [a-z][a-z0-9_]*|class [A-Z][A-Za-z0-9]*)' "$@" \
    | sed -E 's,^.*/([a-z_]+)\.py: *(async )?(def|class) ,\1/,; \,/[A-Z], {s/([a-z])([A-Z0-9])/\1_\2/g; s/([0-9])([A-Z])/\1_\2/g; s/.*/\L&/}'
}

# Has the packages of the framework: the one environment of most, or its own.
interpreter() { # <framework>
  local python=$PROJECT/.venv-own/$1/bin/python
  [[ -x $python ]] || python=$PROJECT/.venv/bin/python
  printf '%s' "$python"
}

mounted() { # <root> <framework>: group/name of the endpoints in MOUNTED of its modules, one a line
  local file
  for file in "$1/servers/${2}_app"/*.py; do
    awk '/^MOUNTED = [(]/ {inside = 1} inside {print} /[)]/ {inside = 0}' "$file" | grep -oE '"[a-z0-9_]+"' | tr -d '"' | sed "s,^,$(basename "$file" .py)/," || :
  done
}

endpoint_keys() { # <root>: group/name of every endpoint, one a line
  local file group
  for file in "$1"/endpoints/*.sh; do
    group=${file##*/}
    sed -nE 's,^ *"/.*:([a-z][a-z0-9_]*)(:[A-Z]+)?"$,'"${group%.sh}"'/\1,p' "$file"
  done
}

# Entries without a contract and contracts without an entry, as the runner itself finds them.
wrong_contracts() { # <root>
  (
    endpoints::load "$1/endpoints"
    contract::load "${ENDPOINTS_GROUPS[@]}"
  ) 2>&1 | grep -v "making the fixtures" || :
}
