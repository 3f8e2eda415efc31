#!/usr/bin/env bash
# Turns pyproject.toml into the lock files: requirements.txt for the runner, requirements-<group>.txt for each other group.
# All of them are cut from one resolution, so any set of them installs together.
# Usage: scripts/lock.sh [--upgrade]
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet uv
compile=("$work/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate)

# Versions already locked are kept unless --upgrade is given: a lock changes when it is asked to.
touch "$work/keep.txt"
if [[ ${1:-} != --upgrade ]]; then
  cat requirements*.txt 2>"$work/none" | sed -n 's/^\([A-Za-z0-9._-]*==[^ ;\\]*\).*/\1/p' | sort -u >"$work/keep.txt"
fi
cp "$work/keep.txt" "$work/all.txt"

mapfile -t groups < <(python3 -c '
import tomllib
print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]))')
"${compile[@]}" "${groups[@]/#/--group=}" -o "$work/all.txt"

for group in "${groups[@]}"; do
  file=requirements-$group.txt
  [[ $group != runner ]] || file=requirements.txt
  {
    printf '# Made by scripts/lock.sh from pyproject.toml. Do not edit.\n'
    "${compile[@]}" --generate-hashes --constraint "$work/all.txt" --group "$group"
  } >"$work/lock"
  mv "$work/lock" "$file"
  printf '%s: %d packages\n' "$file" "$(grep -c '==' "$file")"
done
