# The shape of the code: layers, sizes, names. Every rule has a second test with a tree that breaks it.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/conventions
  shopt -s nullglob
}

@test "a module calls only modules that are sourced before it" {
  same "$(wrong_layers "$PROJECT")" ""
  # The check has seen something to check.
  (($(modules "$PROJECT" | wc -l) > 15))
}

@test "a call to the right is found" {
  a_tree lib/load.sh <<<$'source "x/core.sh"\nsource "x/plan.sh"\nsource "x/matrix.sh"'
  a_tree lib/core.sh <<<$'core::a() {\n  core::b\n  # matrix::only_named\n}'
  a_tree lib/matrix.sh <<<$'matrix::a() {\n  plan::b\n}'
  a_tree lib/plan.sh <<<$'plan::b() {\n  matrix::a\n}'
  same "$(wrong_layers "$TREE")" "plan calls matrix"
}

@test "the picture in lib/README.md is the order of lib/load.sh" {
  same "$(wrong_picture "$PROJECT")" ""
}

@test "a picture with another order, or without a module, is found" {
  a_tree lib/load.sh <<<$'source "x/log.sh"\nsource "x/core.sh"\nsource "x/setup.sh"'
  a_tree lib/README.md <<<'`log core → setup`'
  same "$(wrong_picture "$TREE")" ""
  a_tree lib/README.md <<<'`log core`'
  has "$(wrong_picture "$TREE")" "setup"
}

@test "load.sh sources every module once and does nothing else" {
  same "$(wrong_load "$PROJECT")" ""
}

@test "a module that load.sh forgets, and a line that is no source line, are found" {
  a_tree lib/core.sh <<<''
  a_tree lib/log.sh <<<''
  # shellcheck disable=SC2016
  a_tree lib/load.sh <<<$'# leaves first\nsource "${BASH_SOURCE[0]%/*}/log.sh"\nlog::info hello'
  same "$(wrong_load "$TREE")" $'core.sh is not sourced once\nlog::info hello'
}

@test "functions, modules, run_all.sh, server entries, Python files and READMEs keep their sizes" {
  same "$(too_long "$PROJECT")" ""
  (($(function_sizes "$PROJECT"/lib/*.sh | wc -l) > 100))
}

@test "what is too long is found, and what is just long enough is not" {
  lines() { # <how many>
    local number
    for ((number = 0; number < $1; number++)); do echo ':'; done
  }
  {
    echo 'lib::short() {'
    lines 38
    echo '}'
  } | a_tree lib/a.sh
  {
    echo 'lib::long() {'
    lines 39
    echo '}'
  } | a_tree lib/b.sh
  lines 200 | a_tree lib/c.sh
  lines 201 | a_tree lib/d.sh
  lines 121 | a_tree run_all.sh
  lines 81 | a_tree servers/x_server.py
  lines 81 | a_tree lib/README.md
  lines 401 | a_tree lib/bench/long.py
  same "$(too_long "$TREE" | sort)" "README.md: 81 lines of 80
d.sh: 201 lines of 200
lib::long 41 lines of 40
long.py: 401 lines of 400
run_all.sh: 121 lines of 120
x_server.py: 81 lines of 80"
}

@test "the functions of a module carry its name, and none is defined twice" {
  same "$(wrong_names "$PROJECT")" ""
}

@test "a function with another name, an old form, and one that stands there twice are found" {
  a_tree lib/core.sh <<<$'core::good() {\n}\nhelper() {\n}\nfunction core::old {\n}\nlog::other() {\n}\ncore::Upper() {\n}\ncore::good() {\n}'
  same "$(wrong_names "$TREE" | sort)" "core: core::Upper()
core: function core::old
core: helper()
core: log::other()
twice: core::good"
}

@test "no module calls another's private function, and every function that is called is there" {
  same "$(wrong_calls "$PROJECT")" ""
}

@test "a call of a private or of a missing function is found" {
  a_tree run_all.sh <<<'core::_hidden'
  a_tree lib/core.sh <<<$'core::_hidden() {\n  core::_hidden\n  "core::_print_$1"\n}'
  a_tree lib/log.sh <<<$'log::a() {\n  core::renamed\n}'
  same "$(wrong_calls "$TREE" | sort)" "log calls core::renamed, which is nowhere
run_all calls the private core::_hidden"
}

@test "global variables carry their module's name" {
  same "$(wrong_globals "$PROJECT")" ""
}

@test "a global variable with another name is found" {
  a_tree lib/core.sh <<<$'CORE_A=1\nOPT_b=\nreadonly CORE_C=3\ndeclare -gA LOST=()\ncount=0\n  local inner=1'
  same "$(wrong_globals "$TREE")" $'core: LOST\ncore: count'
}

@test "no function is handed the name of a variable of its own" {
  same "$(python3 "$PROJECT/tests/helpers/name_references.py" "$PROJECT"/run_all.sh "$PROJECT"/lib/*.sh)" ""
}

@test "a function that is handed the name of its own variable is found" {
  a_tree lib/core.sh <<'END'
core::reserve() { # <variable>
  local -n _core_out=$1
  local port number=$(($2 + 1)) \
    other=$(echo "a b")
  _core_out=$port
}
core::good() {
  core::reserve mine 2
}
core::bad() {
  core::reserve port 1
  core::reserve number 1
  core::reserve _core_out 1
}
END
  same "$(python3 "$PROJECT/tests/helpers/name_references.py" "$TREE/lib/core.sh")" "core::reserve is given its own _core_out
core::reserve is given its own number
core::reserve is given its own port"
}

@test "scripts that are called are executable, and what is sourced is not" {
  same "$(wrong_modes "$PROJECT")" ""
}

@test "a script that cannot be called is found" {
  a_tree scripts/a.sh <<<'#!/bin/sh'
  a_tree scripts/b.sh <<<'#!/bin/sh'
  chmod +x "$TREE/scripts/b.sh"
  a_tree lib/c.sh <<<'c::x() { :; }'
  chmod +x "$TREE/lib/c.sh"
  same "$(wrong_modes "$TREE" | sort)" $'a.sh is not executable\nc.sh is executable'
}
