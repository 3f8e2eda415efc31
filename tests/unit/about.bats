# lib/about.sh: what only tells something.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

@test "the version is that of pyproject.toml, with the commit where there is one" {
  git init --quiet tree
  CORE_ROOT=$WORK/tree
  echo 'version = "1.2.3"' >tree/pyproject.toml
  same "$(about::_print_version)" "feature-benchmark 1.2.3"
  git -C tree add pyproject.toml
  git -C tree -c user.name=a -c user.email=a@example.com commit --quiet -m a
  same "$(about::_print_version)" "feature-benchmark 1.2.3, commit $(git -C tree rev-parse --short HEAD)"
  echo more >tree/more
  has "$(about::_print_version)" ", changed since"
}

@test "the version needs no tool, no group and no framework" {
  mkdir -p tree
  cp "$PROJECT/run_all.sh" tree
  ln -s "$PROJECT/lib" tree/lib
  echo 'version = "1.2.3"' >tree/pyproject.toml
  run tree/run_all.sh --version
  ended 0
  same "$output" "feature-benchmark 1.2.3"
}

@test "the list names groups, endpoints, frameworks, suites and scenarios; as JSON the endpoints only" {
  run "$PROJECT/run_all.sh" --list
  ended 0
  has "$output" "routing - Routing"
  has "$output" "Frameworks: bare_asgi"
  has "$output" "Suites: development production"
  has "$output" "Scenarios: ecommerce_load_test"
  "$PROJECT/run_all.sh" --list --format json >list.json
  holds 'length > 100 and all(.[]; has("benchmark"))' list.json
}

@test "a run asks for none of them" {
  local option
  cli::parse --features routing --dry-run
  fails about::is_asked
  for option in version doctor list docs; do
    cli::parse "--$option"
    about::is_asked
  done
  cli::parse --explain a.b
  about::is_asked
}
