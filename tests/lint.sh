#!/usr/bin/env bash
# shellcheck, shfmt and ruff over every file that git knows or would take.
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
mapfile -t files < <(git ls-files --cached --others --exclude-standard -- '*.sh' '*.bash' '*.bats' | sort -u)

formatted=()
checked=()
for file in "${files[@]}"; do
  [[ -f $file ]] || continue
  formatted+=("$file")
  # Modules of lib/ share their variables: they are read as one program through run_all.sh. Group files only declare.
  [[ $file == lib/*.sh || $file == endpoints/*.sh ]] || checked+=("$file")
done

shfmt -i 2 -ci -bn -d "${formatted[@]}"
shellcheck -x -P SCRIPTDIR "${checked[@]}"
shellcheck --shell=bash --exclude=SC2034 endpoints/*.sh
.venv/bin/ruff check --quiet .
.venv/bin/ruff format --quiet --check .
printf '%d shell files and all Python files are clean\n' "${#formatted[@]}"
