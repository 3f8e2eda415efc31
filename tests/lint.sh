#!/usr/bin/env bash
# Reads every file that git knows or would take, with shellcheck, shfmt and ruff.
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

list_files() { # <pattern>…
  git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while IFS= read -r file; do
    [[ ! -f $file ]] || printf '%s\n' "$file"
  done
}

mapfile -t all < <(list_files '*.sh' '*.bash' '*.bats' 'tests/stubs/*')
mapfile -t tests < <(list_files '*.bash' '*.bats' 'tests/stubs/*')
mapfile -t scripts < <(list_files '*.sh' ':!lib/*' ':!endpoints/*' ':!tests/fixtures/*/endpoints/*' ':!run_all.sh')
mapfile -t groups < <(list_files 'endpoints/*.sh' 'tests/fixtures/*/endpoints/*.sh')

# What is wrong with one kind of file hides nothing of the others, and shellcheck reads for a long time: side by side, then.
readers=()
begin() { # <command>…
  "$@" &
  readers+=("$!")
}

begin shfmt -i 2 -ci -bn -d "${all[@]}"
# Modules of lib/ share their variables, so they are read as one program through run_all.sh.
begin shellcheck --check-sourced --external-sources run_all.sh
# Scripts read all of lib/, each for itself.
((!${#scripts[@]})) || begin xargs --arg-file=<(printf '%s\0' "${scripts[@]}") -0 -n 1 -P 2 shellcheck --external-sources
# Group files only declare.
((!${#groups[@]})) || begin shellcheck --shell=bash --exclude=SC2034 "${groups[@]}"
# Tests set and read variables of modules (2034, 2153, 2154), are subshells (2030, 2031), hand functions over by name (2317)
# and programs for jq in quotes (2016).
((!${#tests[@]})) || begin shellcheck --shell=bash --exclude=SC2016,SC2030,SC2031,SC2034,SC2153,SC2154,SC2317 "${tests[@]}"
begin .venv/bin/ruff check --quiet .
begin .venv/bin/ruff format --quiet --check .

failed=0
for reader in "${readers[@]}"; do wait "$reader" || failed=1; done
((!failed)) || exit 1
printf '%d shell files and all Python files are clean\n' "${#all[@]}"
