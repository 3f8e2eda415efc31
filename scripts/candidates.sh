#!/usr/bin/env bash
# What can follow an option of run_all.sh, one a line; a slash stands for folders. Without an option: all options, each with its
# meaning behind a tab. Completion in both shells asks this.
# Usage: scripts/candidates.sh [OPTION]
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)

options() {
  "$ROOT/run_all.sh" --help | sed -nE 's/^  (--[a-z-]+)( \[?[A-Z]+\]?)? +(.*)/\1\t\3/p'
  printf -- '--help\tthis text\n'
}

# The words of "Frameworks: a b" in the list.
named() { # <kind>
  sed -n "s/^$1: //p" <<<"$LIST" | tr ' ' '\n'
}

features() {
  sed -nE 's/^([a-z][a-z0-9_]*) - .*/\1/p' <<<"$LIST"
}

benchmarks() {
  awk '/^[a-z][a-z0-9_]* - / {group = $1} /^  [a-z]/ {print group "." $1}' <<<"$LIST"
}

# The words of a kind that knows only certain ones: ^(text|json)$
choices() { # <kind>
  # shellcheck source=lib/kinds.sh
  source "$ROOT/lib/kinds.sh"
  tr -d '^()$' <<<"${KINDS_PATTERN[$1]}" | tr '|' '\n'
}

loads() {
  # shellcheck source=lib/pattern.sh
  source "$ROOT/lib/pattern.sh"
  printf '%s\n' "${!PATTERN_RATE[@]}" | sort
}

plug_ins() { # <folder of lib/bench>
  local file
  for file in "$ROOT/lib/bench/$1"/[!_]*.py; do basename "$file" .py; done
}

main() { # [<option>]
  (($#)) || {
    options
    return 0
  }
  LIST=
  [[ ! $1 =~ ^--(framework|compare-frameworks|features|benchmarks|explain|doctor|shell|duet|null-run|test-suite|scenario)$ ]] \
    || LIST=$("$ROOT/run_all.sh" --list)
  case $1 in
    --framework | --compare-frameworks | --shell | --duet | --null-run) named Frameworks ;;
    --features) features && echo all ;;
    --benchmarks | --explain) benchmarks ;;
    --doctor) named Frameworks && features ;;
    --test-suite) named Suites ;;
    --scenario) named Scenarios ;;
    --profile | --format | --rerun) choices "${1#--}" ;;
    --load) loads ;;
    --report-format) plug_ins reports ;;
    --collect) plug_ins collectors && printf '%s\n' all none ;;
    --output | --report | --baseline | --resume) echo / ;;
  esac
}

main "$@"
