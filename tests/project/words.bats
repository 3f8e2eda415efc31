# Words that do not belong into the code. Every rule has a second test with a tree that breaks it.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/conventions
  shopt -s nullglob
}

@test "no banned word stands in the code" {
  same "$(banned_words "$PROJECT")" ""
}

@test "each banned word is found, with its place and the reason" {
  # shellcheck disable=SC2016
  a_tree lib/a.sh <<'END'
eval "$1"
out=`date`
rm x || true
grep Requests/sec "$file"
case "$framework" in
case $name in
[[ $group == routing ]]
if [[ "${framework}" == "flask" ]]; then
killall wrk
lsof -i
END
  a_tree run_all.sh <<<'echo fine'
  same "$(banned_words "$TREE" | grep -c ' -- ')" 9
  has "$(banned_words "$TREE")" "lib/a.sh:1:eval"
  has "$(banned_words "$TREE")" "-- nests badly; use \$( )"
}

@test "a comment and a line that says why it may are no breach, but a bare mark is" {
  a_tree run_all.sh <<'END'
# eval is banned
evaluate x
eval "$1" # allowed: the only way to do this here
eval "$2" # allowed:
END
  same "$(banned_words "$TREE" | cut -d: -f2)" 4
}

@test "no code speaks to another host than this machine" {
  same "$(foreign_hosts "$PROJECT")" ""
}

@test "another host is found, in every kind of code" {
  a_tree lib/a.sh <<<'curl https://pypi.org/simple'
  a_tree servers/b.py <<<$'u = "http://10.0.0.1:80/x"\nv = "http://127.0.0.1:8000/"\nw = f"https://{name}.example.com/a"\n# https://docs.python.org'
  a_tree lib/c.lua <<<'local u = "http://remote.host"'
  a_tree lib/d.sh <<<'wrk "http://127.0.0.1:$port/"; echo "http://127.0.0.1.evil.net/"'
  same "$(foreign_hosts "$TREE" | sed "s,.*/a tree/,," | sort)" "lib/a.sh:1:https://pypi.org
lib/c.lua:1:http://remote.host
lib/d.sh:1:http://127.0.0.1.evil.net
servers/b.py:1:http://10.0.0.1:80"
}

@test "only legacy.sh knows names of frameworks" {
  same "$(framework_names "$PROJECT")" ""
}

@test "the name of a framework in the runner is found, in code, comment and Python" {
  a_tree servers/flask_server.py <<<''
  a_tree servers/alpha_server.py <<<''
  a_tree run_all.sh <<<'# starts Flask'
  a_tree lib/legacy.sh <<<'flask'
  a_tree lib/bench/x.py <<<'if name == "alpha":'
  same "$(framework_names "$TREE" | grep -c .)" 2
}

@test "no subscript holds a bare slash, which shfmt would take for a division" {
  same "$(bare_slashes "$PROJECT"/run_all.sh "$PROJECT"/lib/*.sh "$PROJECT"/tests/*/*.b*)" ""
}

@test "a bare slash in a subscript is found" {
  # shellcheck disable=SC2016
  a_tree lib/a.sh <<<$'echo "${A[$id/0]}"\necho "${A["$id/0"]}"\nB[x/y]=1\necho "${LIST[$((1 / 2))]}"'
  same "$(bare_slashes "$TREE/lib/a.sh" | cut -d: -f1 | paste -sd' ')" "1 3"
}
