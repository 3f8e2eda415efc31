#!/usr/bin/env bash
# Makes the lock files: requirements.txt for the runner, requirements-<group>.txt for each other group of pyproject.toml and for
# each framework that names its packages beside itself, in servers/<framework>_app/requirements.in.
# All of them are cut from one resolution, so any set of them installs together; but for a framework whose requirements.in has
# the line "# environment: own": its pins conflict with those of others, and the set-up gives it an environment of its own.
# Usage: scripts/lock.sh [--upgrade]
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Name of a lock → what uv reads for it, and what its first line says that it is made from.
declare -A input=() origin=() own=()
mapfile -t names < <(python3 -c '
import tomllib
print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]))')
for name in "${names[@]}"; do
  input[$name]=--group=$name
  origin[$name]=pyproject.toml
done
for file in servers/*_app/requirements.in; do
  # One without a package needs no lock.
  grep -q '^[A-Za-z0-9]' "$file" || continue
  name=${file#servers/}
  name=${name%_app/requirements.in}
  if [[ -v input[$name] ]]; then
    printf '%s: pyproject.toml has a group %s already; one of the two must go\n' "$file" "$name" >&2
    exit 2
  fi
  names+=("$name")
  input[$name]=$file
  origin[$name]=$file
  ! grep -qx '# environment: own' "$file" || own[$name]=yes
done

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet uv
compile=("$work/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate)

upgrade=${1:-}

lock_file() { # <name>
  if [[ $1 == runner ]]; then printf 'requirements.txt'; else printf 'requirements-%s.txt' "$1"; fi
}

# One resolution for those named. Versions already locked are kept unless --upgrade is given: a lock changes when it is asked to.
resolve() { # <file> <name>…
  local file=$1 name
  local -a inputs=()
  shift
  : >"$work/kept"
  for name; do
    inputs+=("${input[$name]}")
    [[ $upgrade == --upgrade || ! -f $(lock_file "$name") ]] \
      || sed -n 's/^\([A-Za-z0-9._-]*==[^ ;\\]*\).*/\1/p' "$(lock_file "$name")" >>"$work/kept"
  done
  sort -u "$work/kept" >"$file"
  "${compile[@]}" "${inputs[@]}" -o "$file"
}

together=()
for name in "${names[@]}"; do
  if [[ -v own[$name] ]]; then resolve "$work/$name.all" "$name"; else together+=("$name"); fi
done
resolve "$work/together" "${together[@]}"

for name in "${names[@]}"; do
  file=$(lock_file "$name")
  constraint=$work/together
  [[ ! -v own[$name] ]] || constraint=$work/$name.all
  {
    printf '# Made by scripts/lock.sh from %s. Do not edit.\n' "${origin[$name]}"
    "${compile[@]}" --generate-hashes --constraint "$constraint" "${input[$name]}"
  } >"$work/lock"
  mv "$work/lock" "$file"
  printf '%s: %d packages\n' "$file" "$(grep -c '==' "$file")"
done
