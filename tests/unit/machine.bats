# lib/machine.sh: host, versions, commit.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

git_here() {
  git -c user.name=Test -c user.email=test@localhost -c init.defaultBranch=main -C "$CORE_ROOT" "$@"
}

@test "a list of CPUs is counted, and an empty one means all" {
  use_stubs nproc
  export STUB_CORES=6
  same "$(machine::count_cpus 0-2,5)" 4
  same "$(machine::count_cpus 3)" 1
  same "$(machine::count_cpus 08,09)" 2
  same "$(machine::count_cpus 0,0-1,1)" 2
  same "$(machine::count_cpus '')" 6
}

@test "a list of CPUs is written out, each number once" {
  same "$(machine::list_cpus 9-11,2,10)" $'2\n9\n10\n11'
  same "$(machine::list_cpus '')" ""
}

@test "the version of wrk is its number alone, whoever built it" {
  use_stubs wrk
  local given
  for given in "wrk 4.1.0 [epoll] Copyright (C) 2012 Will Glozer|4.1.0" "wrk debian/4.1.0-3+b2 [epoll] Copyright|4.1.0" \
    "wrk 4.2.0-12-g0896020 [kqueue]|4.2.0"; do
    STUB_WRK_VERSION=${given%|*} run machine::wrk_version
    same "$output" "${given#*|}"
  done
}

@test "the host is JSON with cores, memory and system; what is unknown is null" {
  machine::host_json >host.json
  holds '(.cores > 0) and (.memory_kib > 1000) and (.kernel | length > 0) and (.system | length > 0)
    and (.virtualised | type == "boolean") and (.governor == null or (.governor | length > 0)) and has("cpu")' host.json
}

@test "the versions are those of Python, wrk, bash and the project" {
  # shellcheck disable=SC2034
  SETUP_PYTHON=$PROJECT/.venv/bin/python
  machine::versions_json >versions.json
  holds '(.python | test("^3\\.[0-9]+\\.[0-9]+$")) and (.wrk | test("^[0-9.]+$")) and (.bash | test("^[45]\\."))' versions.json
  same "$(jq -r .project versions.json)" "$(grep -m1 '^version = ' "$PROJECT/pyproject.toml" | cut -d'"' -f2)"
}

@test "the commit is null outside a repository" {
  CORE_ROOT="$WORK/no repository"
  mkdir "$CORE_ROOT"
  # A repository further up must not be taken for this one.
  export GIT_CEILING_DIRECTORIES=$WORK
  same "$(machine::commit_json)" "null false"
}

@test "the commit is named, and whether the tree differs from it" {
  CORE_ROOT="$WORK/a repository"
  mkdir "$CORE_ROOT"
  git_here init --quiet
  git_here commit --quiet --allow-empty -m first
  local commit dirty
  read -r commit dirty < <(machine::commit_json)
  same "$commit $dirty" "\"$(git_here rev-parse HEAD)\" false"
  touch "$CORE_ROOT/new"
  read -r commit dirty < <(machine::commit_json)
  same "$dirty" true
}
