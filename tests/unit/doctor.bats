# lib/doctor.sh and lib/bench/loadable.py: each inconsistency is found, with how to mend it, and a tree without one is not blamed.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/told
  load_modules
  small_tree
  mkdir -p "$WORK/.venv/bin" "$WORK/.venv/locks"
  # What runs an entry of this test: --describe is bash's, all else is Python's.
  printf '#!/bin/bash\n[[ $1 != *_server.py ]] || exec bash "$@"\nexec python3 "$@"\n' >"$WORK/.venv/bin/python"
  chmod +x "$WORK/.venv/bin/python"
  touch "$WORK/pyproject.toml"
}

# The doctor in a run of its own whose root is the tree. The entries are no Python, so nothing is registered unless asked for.
diagnose() { # [<name>]
  examine() {
    CORE_ROOT=$1
    OPT_workers=1
    setup::ensure_python() { SETUP_PYTHON=$CORE_ROOT/.venv/bin/python; }
    if [[ $3 != register ]]; then
      doctor::_check_modules() { :; }
    fi
    doctor::run "$2"
  }
  run as_runner examine "$WORK" "${1:-yes}" "${2:-}"
}

# One finding: what is wrong, and part of how to mend it.
finds() { # <text> <mend>
  ended 1
  has "$output" "$1
    "
  has "$output" "$2"
  has "$output" "1 to mend"
}

@test "a tree without a fault is said to fit" {
  diagnose
  ended 0
  has "$output" "All fits together: shop; alpha, beta"
}

@test "an entry without a contract, and a contract without an entry" {
  write_group shop "/items/{id}:one_item" "/items:new_item:POST" "/gone:gone_item" "/plain:plain" "/more:more"
  diagnose
  finds "endpoints/shop.contract.json: no contract for the endpoint more" "add more to endpoints/shop.contract.json"
  write_group shop "/items/{id}:one_item" "/items:new_item:POST" "/plain:plain"
  diagnose
  finds "endpoints/shop.contract.json: gone_item is no endpoint of the group" "or add its entry to endpoints/shop.sh"
}

@test "an entry that cannot be read, and a group without a contract" {
  write_group broken "nonsense"
  diagnose
  ended 1
  has "$output" 'endpoints/broken.sh: "nonsense" is not /path:name'
  has "$output" "endpoints/broken.contract.json is missing"
  has "$output" "2 to mend"
}

@test "a missing handler, two of one name, one beside a reason, one of what must not be there" {
  module alpha shop <<<$'def one_item():\n    pass\ndef one_item():\n    pass\ndef gone_item():\n    pass\ndef new_item():\n    pass'
  module beta shop <<<$'def one_item():\n    pass\ndef new_item():\n    pass\ndef plain():\n    pass'
  diagnose
  ended 1
  has "$output" $'alpha shop.one_item: 2 handlers of one name in servers/alpha_app/shop.py\n'
  has "$output" $'alpha shop.gone_item: a handler of what has none\n    take def gone_item out of servers/alpha_app/shop.py'
  has "$output" $'alpha shop.plain: no handler and no reason\n    write def plain in servers/alpha_app/shop.py, or UNSUPPORTED = {"plain": "why"}; ./run_all.sh --explain shop.plain'
  has "$output" $'beta shop.new_item: a handler, and a reason why there is none\n'
  has "$output" "4 to mend"
}

@test "a reason for an endpoint that is not there" {
  write_described beta '{title: "Beta", default_port: 9001, unsupported: {"shop/new_item": "has no stock", "shop/lost": "was taken away"}}'
  diagnose
  finds "beta shop.lost: a reason, and no such endpoint" "take it out of UNSUPPORTED in servers/beta_app/shop.py"
}

@test "a framework that cannot say what it is" {
  write_server beta <<<'echo "beta_server: the package beta is not installed" >&2; exit 1'
  module beta shop <<<$'def one_item(): ...\ndef new_item(): ...\ndef plain(): ...'
  diagnose
  finds "beta cannot say what it is: beta_server: the package beta is not installed" ".venv/bin/python servers/beta_server.py --describe"
}

@test "packages that are not locked, a lock that is not there, and one that is not installed" {
  printf '# packages\nSome_Thing[x]==1.0\n' >"$WORK/servers/alpha_app/requirements.in"
  diagnose
  finds "alpha needs some-thing, and requirements-alpha.txt does not have it" "make lock"
  echo 'some-thing==1.0' >"$WORK/requirements-alpha.txt"
  diagnose
  finds "alpha: requirements-alpha.txt is not what is installed" "./run_all.sh --framework alpha --dry-run"
  cp "$WORK/requirements-alpha.txt" "$WORK/.venv/locks/alpha.txt"
  diagnose
  ended 0
  echo 'beta = ["beta"]' >"$WORK/pyproject.toml"
  diagnose
  finds "beta has a group in pyproject.toml and no requirements-beta.txt" "make lock"
}

@test "two frameworks on one port, and a port that someone has" {
  write_described beta '{title: "Beta", default_port: 9000, unsupported: {"shop/new_item": "has no stock"}}'
  diagnose
  finds "beta and alpha have the same port 9000" "another default_port"
  server::reserve_port PORT
  write_described beta "{title: \"Beta\", default_port: $PORT, unsupported: {\"shop/new_item\": \"has no stock\"}}"
  python3 -c 'import socket, sys, time
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(); time.sleep(60)' "$PORT" 3>&- &
  local pid=$!
  core::wait_until 10000 server::is_listening "$PORT"
  diagnose
  kill "$pid"
  ended 1
  has "$output" "the port $PORT of beta is taken by process $pid "
  has "$output" "end it, or give beta another default_port"
}

@test "a tool that is missing, and a .venv that is not made, end it: the rest cannot be read" {
  rm "$WORK/.venv/bin/python"
  diagnose
  finds ".venv is not made yet" "./run_all.sh --dry-run"
  use_only bash mktemp rm wrk curl flock brotli
  diagnose
  ended 1
  has "$output" $'jq is missing\n    sudo apt-get install jq'
}

@test "a service without a script, and one whose program is missing" {
  jq '.plain.services = ["broker"]' "$WORK/endpoints/shop.contract.json" >"$WORK/with" && mv "$WORK/with" "$WORK/endpoints/shop.contract.json"
  diagnose
  finds "shop.plain needs the service broker, and servers/services/broker.sh cannot be run" "write it"
  mkdir "$WORK/servers/services"
  printf '#!/bin/bash\n# needs: no-such-program=its-package\n' >"$WORK/servers/services/broker.sh"
  chmod +x "$WORK/servers/services/broker.sh"
  diagnose
  finds "the service broker needs no-such-program" "sudo apt-get install its-package"
}

@test "a module that is missing, is no Python, or cannot be registered" {
  write_server alpha <<'END'
''':'
echo '{"title": "Alpha", "default_port": 9000, "max_workers": null, "unsupported": {}}'
exit
'''
import importlib, os
def create_app():
    for group in os.environ["SERVER_GROUPS"].split(","):
        importlib.import_module(f"alpha_app.{group}").register(None)
END
  write_group more "/a:a"
  write_contract more <<<'{a: {title: "A", expect: {status: 200}}}'
  module alpha shop <<<$'def register(app): pass\ndef one_item(): ...\ndef new_item(): ...\ndef plain(): ...'
  module alpha more <<<$'import nothing_like_it\ndef a(): ...'
  diagnose alpha register
  finds "alpha: servers/alpha_app/more.py cannot be registered: ModuleNotFoundError: No module named 'nothing_like_it' (more.py:1)" "--groups more"
  module alpha more <<<$'def register(app): pass\ndef a(): ...'
  diagnose alpha register
  ended 0
  module alpha more <<<$'def a(:'
  diagnose alpha register
  ended 1
  has "$output" "alpha: servers/alpha_app/more.py is no Python, line 1"
  rm "$WORK/servers/alpha_app/more.py"
  diagnose alpha register
  ended 1
  has "$output" $'alpha: servers/alpha_app/more.py is missing\n    write it'
}

@test "a name limits it to a framework or a group; an unknown one ends with status 2" {
  module beta shop <<<''
  diagnose alpha
  ended 0
  diagnose beta
  ended 1
  lacks "$output" "alpha "
  write_group other "/x:x"
  write_contract other <<<'{x: {title: "X", expect: {status: 200}}}'
  diagnose other
  lacks "$output" "shop"
  diagnose nobody
  ended 2
  has "$output" "--doctor nobody: neither a framework nor a group"
}
