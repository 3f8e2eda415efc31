# lib/against.sh: another version beside today's.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/servers
  load_modules
}

# A repository of its own, whose first commit has one server and whose second has two.
make_repository() {
  mkdir repository
  cd repository || return
  git init --quiet .
  git config user.email test@example.com
  git config user.name test
  mkdir servers
  printf 'FIRST = True\n' >servers/alpha_server.py
  git add .
  git commit --quiet -m one
  printf 'SECOND = True\n' >servers/alpha_server.py
  cp servers/alpha_server.py servers/beta_server.py
  git add .
  git commit --quiet -m two
}

enter() { # <names> <version>
  CORE_ROOT=$PWD
  SETUP_PYTHON=python3
  frameworks::find "$PWD/servers"
  read -ra FRAMEWORKS_CHOSEN <<<"$1"
  against::enter "$2"
  local name
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    printf '%s %s %s\n' "$name" "${FRAMEWORKS_ROLE[$name]}" "$(head -n 1 "${FRAMEWORKS_ENTRY[$name]}")"
  done
  printf 'pairs %s\n' "${DUET_PAIRS[*]}"
}

@test "a git revision enters each framework a second time, from that commit's tree" {
  make_repository
  run as_runner enter alpha HEAD~1
  ended 0
  same "$output" "alpha framework SECOND = True
alpha_against version FIRST = True
pairs alpha|alpha_against"
}

@test "a framework that the commit does not have is named" {
  make_repository
  run as_runner enter "alpha beta" HEAD~1
  ended 2
  has "$output" "no servers/beta_server.py"
}

@test "neither a commit nor a release ends with status 2" {
  make_repository
  run as_runner enter alpha nonsense
  ended 2
  has "$output" "--against nonsense: neither a commit"
}

@test "a release of a framework that does not take part ends with status 2" {
  make_repository
  run as_runner enter alpha gamma==1.0
  ended 2
  has "$output" "gamma is not among the frameworks of this run: alpha"
}

@test "nothing of the other commit is left behind" {
  make_repository
  run as_runner enter alpha HEAD~1
  ended 0
  same "$(git worktree list | wc -l)" 1
  same "$(find "$TMPDIR" -mindepth 1)" ""
}
