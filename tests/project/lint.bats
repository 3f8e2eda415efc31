# tests/lint.sh sees what it is there to see. That the project itself is clean is what `make lint` says.

setup() {
  load ../helpers/load
  load ../helpers/assert
  make_folder
  TREE="$WORK/a project"
  mkdir -p "$TREE"/{lib,endpoints,servers,scripts,tests/unit,tests/stubs}
  ln -s "$PROJECT/.venv" "$TREE/.venv"
  cp "$PROJECT"/{pyproject.toml,.shellcheckrc,.editorconfig,.gitignore} "$TREE"
  cp "$PROJECT/tests/lint.sh" "$TREE/tests"
  git -C "$TREE" init --quiet
  # shellcheck disable=SC2016 # the text of a script
  printf '#!/usr/bin/env bash\n# shellcheck source=lib/load.sh\nsource "${BASH_SOURCE[0]%%/*}/lib/load.sh"\n' >"$TREE/run_all.sh"
  # shellcheck disable=SC2016 # the text of a script
  printf '# shellcheck source=lib/core.sh\nsource "${BASH_SOURCE[0]%%/*}/core.sh"\n' >"$TREE/lib/load.sh"
  printf 'core::say() {\n  printf "%%s\\n" "$1"\n}\n\ncore::say hello\n' >"$TREE/lib/core.sh"
  printf 'SHOP_ENDPOINTS=(\n  "/a:a"\n)\n' >"$TREE/endpoints/shop.sh"
  printf '#!/usr/bin/env bash\necho hello\n' >"$TREE/scripts/hello.sh"
  printf '@test "it is true" {\n  true\n}\n' >"$TREE/tests/unit/a.bats"
  printf '"""Says hello."""\n\nprint("hello")\n' >"$TREE/servers/a.py"
}

lint() {
  run "$TREE/tests/lint.sh"
}

# The fault on stdin replaces the file, and lint says so by this code.
sees() { # <file> <part of the message>
  cat >"$TREE/$1"
  lint
  [[ $status != 0 ]] || same "lint of $1 passes" "lint of $1 fails"
  has "$output" "$2"
}

@test "a clean tree passes" {
  lint
  ended 0
  has "$output" "shell files and all Python files are clean"
}

@test "a fault in a module is seen, though only run_all.sh is named" {
  sees lib/core.sh SC2086 <<<$'core::say() {\n  echo $1\n}\n\ncore::say hello'
}

@test "a fault in a script, a group file, a test and a stub is seen" {
  sees scripts/hello.sh SC2086 <<<$'#!/usr/bin/env bash\necho $1'
  printf '#!/usr/bin/env bash\necho hello\n' >"$TREE/scripts/hello.sh"
  sees endpoints/shop.sh SC2206 <<<$'SHOP_ENDPOINTS=(\n  $@\n)'
  printf 'SHOP_ENDPOINTS=(\n  "/a:a"\n)\n' >"$TREE/endpoints/shop.sh"
  sees tests/unit/a.bats SC2086 <<<$'@test "it is true" {\n  echo $1\n}'
  rm "$TREE/tests/unit/a.bats"
  sees tests/stubs/wrk SC2086 <<<$'#!/usr/bin/env bash\necho $1'
}

@test "a file that is formatted otherwise is seen" {
  sees scripts/hello.sh "+echo hello" <<<$'#!/usr/bin/env bash\n    echo hello'
}

@test "Python that is unused, and Python that is formatted otherwise, are seen" {
  sees servers/a.py F401 <<<$'"""Says nothing."""\n\nimport json'
  cat >"$TREE/servers/a.py" <<<$'"""Says hello."""\n\nprint( "hello" )'
  lint
  [[ $status != 0 ]]
}

@test "a file that git ignores is not looked at" {
  echo 'scratch.sh' >>"$TREE/.gitignore"
  # shellcheck disable=SC2016
  echo 'echo $1' >"$TREE/scripts/scratch.sh"
  lint
  ended 0
}
