#!/usr/bin/env bash
# Installs what the tests need beside what a run needs. A second call finds everything and does nothing.
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=lib/load.sh
source "$ROOT/lib/load.sh"

core::init "$ROOT"
setup::ensure_tools
declare -a tools=(bats=bats shellcheck=shellcheck shfmt=shfmt git=git redis-server=redis-server zsh=zsh groff=groff parallel=parallel)
# Any of the browsers that tests/python/browser.py takes.
core::has_command chromium-browser || core::has_command google-chrome || tools+=(chromium=chromium)
# The system's packages and Python's have nothing to wait for in each other.
setup::install_missing "${tools[@]}" &
installing=$!
frameworks::find "$ROOT/servers"
setup::ensure_python "${FRAMEWORKS_ALL[@]}" test
wait "$installing"
