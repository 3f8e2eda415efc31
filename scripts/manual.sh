#!/usr/bin/env bash
# The manual page, made from --help: scripts/manual.sh >run_all.1; man ./run_all.1
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)

# Text as troff takes it: a backslash and a hyphen mean something there, and so does a dot that begins a line.
escape() {
  sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/"
}

# Lines of --help between two of its headings.
section() { # <first heading> <next heading>
  awk -v first="$1" -v next_one="$2" 'index($0, next_one) == 1 {inside = 0} inside && NF {print} index($0, first) == 1 {inside = 1}' <<<"$HELP" | escape
}

main() {
  HELP=$("$ROOT/run_all.sh" --help)
  printf '.TH RUN_ALL.SH 1 "" "%s" "User commands"\n' "$("$ROOT/run_all.sh" --version | cut -d, -f1 | escape)"
  printf '.SH NAME\nrun_all.sh \\- %s\n' "$(sed -n 's/^description = "\(.*\)"/\1/p' "$ROOT/pyproject.toml" | escape)"
  printf '.SH SYNOPSIS\n.B ./run_all.sh\n[options]\n.SH DESCRIPTION\n'
  section 'Usage:' 'Options:'
  printf '.SH OPTIONS\n'
  section 'Options:' 'Examples:' | sed -E 's/^  ((\\-h, )?\\-\\-[a-z\\-]+( \[?[A-Z]+\]?)?) +(.*)/.TP\n.B \1\n\4/'
  printf '.SH EXAMPLES\n.nf\n'
  section 'Examples:' 'Exit status:'
  printf '.fi\n.SH EXIT STATUS\n'
  sed -n 's/^Exit status: //p' <<<"$HELP" | escape
}

main
