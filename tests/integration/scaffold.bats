# scripts/add_framework.sh and scripts/create_feature_benchmark.sh, in a copy of the project.

setup() {
  bats_require_minimum_version 1.5.0
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/conventions
  load ../helpers/grid
  make_folder
  copy_project
  cd "$SITE" || return
}

# All that a run reads; packages are those of the project, what was installed is noted in the copy.
copy_project() {
  SITE="$WORK/a project"
  mkdir -p "$SITE/.venv"
  (cd "$PROJECT" && cp -R run_all.sh lib scripts endpoints servers requirements*.txt pyproject.toml "$SITE")
  rm -rf "$SITE/endpoints/fixtures/made"
  [[ ! -d $PROJECT/endpoints/fixtures/made ]] || ln -s "$PROJECT/endpoints/fixtures/made" "$SITE/endpoints/fixtures/made"
  ln -s "$PROJECT"/.venv/{bin,lib,pyvenv.cfg} "$SITE/.venv"
  cp -R "$PROJECT/.venv/locks" "$SITE/.venv"
  find "$SITE" -name __pycache__ -prune -exec rm -rf {} +
  BEFORE=$(tree)
}

# Every file with its content.
tree() {
  (cd "$SITE" && find . \( -name .venv -o -name __pycache__ -o -name made \) -prune -o -type f -exec sha256sum {} + | sort)
}

# The new framework needs what another one has brought already.
note_lock() { # <framework>
  cp "requirements-$1.txt" ".venv/locks/$1.txt"
}

# What was there before is there, and nothing else was made.
nothing_changed() {
  same_lines "$(tree)" "$BEFORE"
}

refuses() { # <part of the message> <command>…
  run "${@:2}"
  ended 2
  same "${#lines[@]}" 1
  has "$output" "$1"
  nothing_changed
}

# Every line of what a script says to do next that calls something, without the indentation.
commands_of() { # <text>
  sed -n 's/^     \(\.\/run_all\.sh .*\)/\1/p' <<<"$1"
}

@test "a new framework of each kind starts at once, and each handler says that it is not written" {
  local kind
  for kind in asgi wsgi own; do
    run scripts/add_framework.sh "new_$kind" "--$kind"
    ended 0
    [[ $kind == own ]] || note_lock "new_$kind"
  done
  run --separate-stderr ./run_all.sh --framework new_asgi,new_wsgi,new_own --features routing --verify-only --format json
  ended 1
  has "$output" "not implemented"
  holds 'map(select(.endpoint == "static_routing")) | length == 3 and all(.[]; .reasons | index("status 501 instead of 200"))' - <<<"$output"
  holds 'all(.[]; .reasons | tostring | contains("did not start") | not)' - <<<"$output"
}

@test "what is made is a complete grid of clean Python, and touches no file that was there" {
  local highest
  highest=$(grep -ho 'default_port=[0-9]*' servers/*_server.py | cut -d= -f 2 | sort -n | tail -n 1)
  scripts/add_framework.sh brand_new >/dev/null
  same "$(comm -23 <(echo "$BEFORE") <(tree))" ""
  same "$(wrong_grid "$SITE")" ""
  same "$(wrong_locks "$SITE")" ""
  note_lock brand_new
  .venv/bin/python servers/brand_new_server.py --describe | holds '.title == "Brand New" and .default_port == '$((highest + 1))' and (.groups | length) > 10' -
  [[ ! -x .venv/bin/ruff ]] || .venv/bin/ruff check --quiet servers
  [[ ! -x .venv/bin/ruff ]] || .venv/bin/ruff format --quiet --check servers
}

@test "the applications that stand alone elsewhere stand alone in a new framework" {
  scripts/add_framework.sh brand_new >/dev/null
  run .venv/bin/python servers/brand_new_server.py --groups basic,middleware/auth
  ended 1
  has "$output" "so it is served alone"
}

@test "a new group is found at once in every framework, and says what is missing" {
  run scripts/create_feature_benchmark.sh sum_up
  ended 0
  same "$(comm -23 <(echo "$BEFORE") <(tree))" ""
  run --separate-stderr ./run_all.sh --features sum_up --verify-only --format json
  ended 1
  holds 'length == 8 and all(.[]; .result == "fail" and (.reasons | index("status 404 instead of 200")))' - <<<"$output"
  [[ ! -x .venv/bin/ruff ]] || .venv/bin/ruff format --quiet --check servers
  shfmt -i 2 -ci -bn -d endpoints/sum_up.sh
}

@test "a new group has a module in each framework but the further ones, which do not need it" {
  local file module
  local -a further=() others=()
  run scripts/create_feature_benchmark.sh sum_up
  ended 0
  for file in servers/*_server.py; do
    module=${file%_server.py}_app/sum_up.py
    if grep -qx 'ROLE = "further"' "$file"; then
      further+=("$module")
      [[ ! -e $module ]]
    else
      others+=("$module")
      [[ -f $module ]]
    fi
  done
  ((${#further[@]} && ${#others[@]}))
  has "$output" "and ${#others[@]} modules servers/"
  run .venv/bin/python "${further[0]%_app/sum_up.py}_server.py" --describe
  ended 0
  lacks "$output" sum_up
}

@test "a group whose handlers are written passes" {
  scripts/create_feature_benchmark.sh sum_up >/dev/null
  cat >servers/flask_app/sum_up.py <<'END'
from flask import Flask, abort, request

def register(app: Flask) -> None:
    @app.post("/sum-up/control")
    def sum_up_control() -> dict:
        return {"length": len(request.get_json()["numbers"])}

    @app.post("/sum-up/feature")
    def sum_up_feature() -> dict:
        numbers = request.get_json()["numbers"]
        if not all(isinstance(number, int) for number in numbers):
            abort(400)
        return {"length": len(numbers), "sum": sum(numbers)}
END
  run ./run_all.sh --features sum_up --framework flask --verify-only
  ended 0
  has "$output" "2 pass, 0 fail, 0 unsupported"
}

@test "what both say to do next can be done" {
  local line text
  local -a words
  text=$(scripts/add_framework.sh brand_new && scripts/create_feature_benchmark.sh sum_up)
  note_lock brand_new
  (($(commands_of "$text" | wc -l) >= 9))
  while IFS= read -r line; do
    read -ra words <<<"$line"
    run "${words[@]}" --dry-run
    printf '%s → %s\n' "$line" "$status"
    # The doctor finds that the catalogue does not have them yet, or that handlers are missing.
    [[ $line == *--doctor* ]] || ended 0
    ((status <= 1))
  done < <(commands_of "$text")
}

@test "the README's calls of the scripts do what it says" {
  local line
  local -a words
  (($(grep -c '^\./scripts/' "$PROJECT/README.md") >= 2))
  while IFS= read -r line; do
    read -ra words <<<"${line%%#*}"
    run "${words[@]}"
    printf '%s → %s\n' "$line" "$status"
    ended 0
    has "$output" "1. See it run"
  done < <(grep '^\./scripts/' "$PROJECT/README.md")
}

@test "names that are taken, wrong or missing are refused in one line, and nothing is made" {
  refuses "there is a framework flask already" scripts/add_framework.sh flask
  refuses "cannot name a framework" scripts/add_framework.sh Flask-2
  refuses "cannot name a framework" scripts/add_framework.sh new_twin
  refuses "usage:" scripts/add_framework.sh
  refuses "usage:" scripts/add_framework.sh new --other
  refuses "usage:" scripts/add_framework.sh new --asgi --wsgi
  refuses "there is a group routing already" scripts/create_feature_benchmark.sh routing
  refuses "there is a group di already" scripts/create_feature_benchmark.sh di
  refuses "cannot name a group" scripts/create_feature_benchmark.sh ../routing
  refuses "is a variable of the runner" scripts/create_feature_benchmark.sh contract
  refuses "usage:" scripts/create_feature_benchmark.sh
}

@test "a file in the way is left as it is, and nothing is made" {
  mkdir servers/brand_new_app
  echo mine >servers/brand_new_app/routing.py
  BEFORE=$(tree)
  refuses "servers/brand_new_app/routing.py is there already" scripts/add_framework.sh brand_new
}

@test "a failure in the middle undoes what was made" {
  mkdir -p "$WORK/bin"
  printf '#!/bin/bash\n[[ $2 != *flask_app* && $2 != *requirements-* ]] || exit 1\nexec /bin/cp "$@"\n' >"$WORK/bin/cp"
  chmod +x "$WORK/bin/cp"
  PATH=$WORK/bin:$PATH run scripts/create_feature_benchmark.sh sum_up
  ended 1
  nothing_changed
  PATH=$WORK/bin:$PATH run scripts/add_framework.sh brand_new
  ended 1
  nothing_changed
  [[ ! -e servers/brand_new_app ]]
}
