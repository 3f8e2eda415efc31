#!/usr/bin/env bash
# Adds a group of endpoints in which nothing is written yet: what is measured, what a right answer is, a fixture, and an empty module
# of each framework but the further ones, which need not have all groups. Only new files are made; all of them or none.
# Usage: scripts/create_feature_benchmark.sh NAME
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=lib/load.sh
source "$ROOT/lib/load.sh"

# A control, which does all but the feature, and the feature: with a body from a fixture, and wrong input that must be refused.
write_declaration() {
  scaffold::write "endpoints/$name.sh" <<TEXT
# To do: what this group measures, in one line.
${name^^}_TITLE="$title"
${name^^}_RESULT="${name}_comparison.json"
${name^^}_ENDPOINTS=(
  "/${name//_/-}/control:${name}_control:POST"
  "/${name//_/-}/feature:${name}_feature:POST"
)
TEXT
  jq -n --arg name "$name" --arg title "$title" '
    {body_file: "\($name)/body.json"} as $request
    | {
        "\($name)_control": {
          title: "All the rest of the work, without the feature",
          request: $request,
          expect: {status: 200, content_type: "application/json", body: {length: 3}}
        },
        "\($name)_feature": {
          title: $title,
          request: $request,
          expect: {status: 200, content_type: "application/json", body: {length: 3, sum: 6}},
          cases: [{title: "a number that is none", change: ".numbers[1] = \"two\"", expect: {status: [400, 422]}}],
          control: "\($name)_control"
        }
      }' | scaffold::write "endpoints/$name.contract.json"
  scaffold::write "endpoints/fixtures/$name/body.json" <<<'{"numbers": [1, 2, 3]}'
}

write_module() { # <framework>
  local folder
  folder=$(handlers::folder "$1")
  scaffold::write "${folder#"$ROOT/"}/$name.py" <<TEXT
"""$title: to be written."""

from __future__ import annotations

from typing import Any


def register(app: Any) -> None:
    """To do: ${name}_control and ${name}_feature, as ./run_all.sh --explain says; basic.py beside this shows the idiom.

    What cannot be done without doing it by hand is named with its reason: UNSUPPORTED = {"${name}_feature": "why"}.
    """
TEXT
}

say_what_is_next() {
  cat <<TEXT
Made endpoints/$name.sh, its contract, a fixture, and ${#frameworks[@]} modules servers/*_app/$name.py.

1. See it run, and what is left to write:
     ./run_all.sh --features $name --verify-only
2. Say what is measured and what is right; endpoints/README.md has the keys:
     endpoints/$name.sh
     endpoints/$name.contract.json
     endpoints/fixtures/$name/
3. Write the handlers, or the reason why there is none. What the contract asks for, as it will be sent:
     ./run_all.sh --explain $name.${name}_feature
4. Ask what does not fit together yet:
     ./run_all.sh --doctor $name
5. Write the catalogue again, then measure:
     ./run_all.sh --docs
     ./run_all.sh --features $name
TEXT
}

main() { # <argument>…
  core::init "$ROOT"
  local name=${1:-} title framework suffix
  local -a frameworks=()
  [[ $# == 1 && $name != -* ]] || core::die "$CORE_STATUS_USAGE" "usage: scripts/create_feature_benchmark.sh NAME"
  setup::ensure_tools
  endpoints::load "$ROOT/endpoints"
  frameworks::find "$ROOT/servers"
  # "made" is a folder of the fixtures, and records of those two loads are found by their words.
  scaffold::check_name group "$name" all made stress scenario "${!ENDPOINTS_ALIAS[@]}"
  for suffix in TITLE RESULT ENDPOINTS ALIASES OPTIONAL; do
    ! compgen -A variable "${name^^}_$suffix" >/dev/null \
      || core::die "$CORE_STATUS_USAGE" "\"$name\" cannot name a group: ${name^^}_$suffix is a variable of the runner"
  done
  # A framework's handlers are found by their names, so no two groups have the same.
  scaffold::check_name endpoint "${name}_control" "${ENDPOINTS_NAME[@]}"
  scaffold::check_name endpoint "${name}_feature" "${ENDPOINTS_NAME[@]}"
  title=${name//_/ }
  title=${title^}
  scaffold::begin
  write_declaration
  for framework in "${FRAMEWORKS_ALL[@]}"; do
    [[ ${FRAMEWORKS_ROLE[$framework]} != further ]] || continue
    write_module "$framework"
    frameworks+=("$framework")
  done
  scaffold::place
  say_what_is_next
}

main "$@"
