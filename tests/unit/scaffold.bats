# lib/scaffold.sh: new files, all of them or none.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  SITE="$WORK/a project"
  mkdir -p "$SITE/servers"
}

tree() {
  (cd "$SITE" && find . -mindepth 1 | sort | paste -sd' ')
}

# Two files in a run whose root is the site, and a command before they are placed.
place_two() { # <root> <command>…
  CORE_ROOT=$1
  scaffold::begin
  scaffold::write servers/new_app/deep/a.py <<<"a"
  scaffold::write "servers/b c.py" <<<"b"
  "${@:2}"
  scaffold::place
}

@test "what was staged is put into the project, with its folders, and stays" {
  run as_runner place_two "$SITE" :
  ended 0
  same "$(tree)" "./servers ./servers/b c.py ./servers/new_app ./servers/new_app/deep ./servers/new_app/deep/a.py"
  same "$(cat "$SITE/servers/b c.py")" b
}

@test "nothing is there before all is staged, and a failure before that leaves nothing" {
  run as_runner place_two "$SITE" false
  ended 1
  same "$(tree)" "./servers"
}

@test "a file that is there is never written over" {
  echo mine >"$SITE/servers/b c.py"
  run as_runner place_two "$SITE" :
  ended 2
  has "$output" "servers/b c.py is there already"
  same "$(tree)|$(cat "$SITE/servers/b c.py")" "./servers ./servers/b c.py|mine"
}

@test "a failure in the middle takes back what was made, files and folders" {
  mkdir -p "$WORK/bin"
  printf '#!/bin/bash\n[[ $1 != *new_app* ]] || { echo half >"$2"; exit 1; }\nexec /bin/cp "$@"\n' >"$WORK/bin/cp"
  chmod +x "$WORK/bin/cp"
  PATH=$WORK/bin:$PATH run as_runner place_two "$SITE" :
  ended 1
  same "$(tree)" "./servers"
}

@test "a name is a word that nobody has" {
  run as_runner scaffold::check_name framework good_1 other
  ended 0
  local name
  for name in Bad 1a a-b "a b" "" ../a "$(printf 'a%.0s' {1..41})"; do
    run as_runner scaffold::check_name framework "$name"
    ended 2
    same "${#lines[@]}" 1
    has "$output" "cannot name a framework"
  done
  run as_runner scaffold::check_name group routing files routing
  ended 2
  has "$output" "there is a group routing already"
}
