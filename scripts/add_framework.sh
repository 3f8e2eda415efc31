#!/usr/bin/env bash
# Adds a framework in which nothing is written yet: a server that starts, a handler that answers 501 for each endpoint, and
# the packages of its server, locked. Only new files are made; all of them or none.
# Usage: scripts/add_framework.sh NAME [--asgi | --wsgi | --own]
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=lib/load.sh
source "$ROOT/lib/load.sh"

TEMPLATES=$ROOT/scripts/templates

usage() {
  core::die "$CORE_STATUS_USAGE" "usage: scripts/add_framework.sh NAME [--asgi | --wsgi | --own] (how it is served: uvicorn, gunicorn, or a server of its own)"
}

# Sets name and interface of main.
read_arguments() { # <argument>…
  local word
  for word; do
    case $word in
      --asgi | --wsgi | --own)
        [[ -z $interface ]] || usage
        interface=${word#--}
        ;;
      -*) usage ;;
      *)
        [[ -z $name ]] || usage
        name=$word
        ;;
    esac
  done
  [[ -n $name ]] || usage
  : "${interface:=asgi}"
}

# "my_framework" is called My Framework until someone says better.
title_of() { # <name>
  local -a words
  IFS=_ read -ra words <<<"$1"
  printf '%s' "${words[*]^}"
}

# A template with the names of the framework in the place of the newcomer's.
fill() { # <template>
  sed "s/newcomer/$name/g; s/Newcomer/$(title_of "$name")/g; s/9999/$port/" "$TEMPLATES/$1"
}

# The first port above those of the others.
free_port() {
  sed -n 's/^ *default_port=\([0-9]*\),$/\1/p' "$ROOT"/servers/*_server.py | sort -n | awk 'BEGIN {last = 7999} {last = $1} END {print last + 1}'
}

# The applications of a group that stand alone in any framework, as words.
alone_of() { # <group>
  local key
  for key in "${!HANDLERS_ALONE[@]}"; do
    [[ ${key#*|} != "$1"/* ]] || printf '%s\n' "${key##*/}"
  done | sort -u | paste -sd' '
}

write_group() { # <group>
  endpoints::entries_json "$1" >"$CORE_TEMP/entries"
  jq -r --slurpfile entries "$CORE_TEMP/entries" --arg name "$name" --arg title "${ENDPOINTS_TITLE[$1]}" --arg alone "$(alone_of "$1")" \
    -f "$ROOT/lib/scaffold_module.jq" "$ROOT/endpoints/$1.contract.json" | scaffold::write "servers/${name}_app/$1.py"
}

# The server's packages are those of the reference that is served alike, and so is their lock.
write_packages() {
  local file=servers/${name}_app/requirements.in reference=bare_$interface
  {
    printf '# What %s needs, a package a line, with its version where it must be that one. "make lock" makes requirements-%s.txt of it.\n' "$(title_of "$name")" "$name"
    [[ $interface == own ]] || python3 -c '
import sys, tomllib
print("\n".join(tomllib.load(open(sys.argv[1], "rb"))["dependency-groups"][sys.argv[2]]))' "$ROOT/pyproject.toml" "$reference"
  } | scaffold::write "$file"
  [[ $interface == own ]] \
    || sed "1s,from .*\. Do,from $file. Do," "$ROOT/requirements-$reference.txt" | scaffold::write "requirements-$name.txt"
}

say_what_is_next() {
  cat <<TEXT
Made servers/${name}_server.py and servers/${name}_app/: ${#ENDPOINTS_GROUPS[@]} groups, and each handler answers 501.

1. See it run, and what is left to write:
     ./run_all.sh --framework $name --features routing --verify-only
2. Name its packages and lock them:
     echo '$name' >>servers/${name}_app/requirements.in
     make lock
3. In servers/${name}_server.py say package="$name" and make its own application.
   servers/${name}_app/_application.py and _interface.py stand in for it until then.
4. Write a group, for instance servers/${name}_app/routing.py. How others wrote an endpoint:
     ./run_all.sh --explain routing.simple_routing
   What it cannot do is said with the reason: UNSUPPORTED = {"endpoint": "why"}
5. Ask what does not fit together yet:
     ./run_all.sh --doctor $name
6. Check all answers, then measure:
     ./run_all.sh --framework $name --features all --verify-only
     ./run_all.sh --framework $name --features routing
TEXT
}

main() { # <argument>…
  core::init "$ROOT"
  local name='' interface='' port group
  read_arguments "$@"
  setup::ensure_tools
  endpoints::load "$ROOT/endpoints"
  frameworks::find "$ROOT/servers"
  scaffold::check_name framework "$name" all "${FRAMEWORKS_ALL[@]}"
  [[ $name != *_twin && $name != *_against ]] \
    || core::die "$CORE_STATUS_USAGE" "\"$name\" cannot name a framework: the runner calls second entries of others so"
  scaffold::begin
  handlers::load "${FRAMEWORKS_ALL[@]}"
  port=$(free_port)
  fill "${interface}_server.py" | scaffold::write "servers/${name}_server.py"
  printf '"""The endpoint groups in the idiom of %s, one module each."""\n' "$(title_of "$name")" | scaffold::write "servers/${name}_app/__init__.py"
  fill _application.py | scaffold::write "servers/${name}_app/_application.py"
  fill "${interface}_interface.py" | scaffold::write "servers/${name}_app/_interface.py"
  for group in "${ENDPOINTS_GROUPS[@]}"; do write_group "$group"; done
  write_packages
  scaffold::place
  say_what_is_next
}

main "$@"
