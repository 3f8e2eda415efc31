# Server entries of a test's own, in $WORK/servers, and what runs of them.

# The entry is on stdin. It is a program of bash, which starts in no time: describe_with says so to the module.
write_server() { # <name>
  mkdir -p "$WORK/servers"
  cat >"$WORK/servers/${1}_server.py"
}

# An entry that answers --describe; what differs from the usual answer is merged into it.
write_described() { # <name> [<jq object>]
  local answer
  answer=$(jq -nc --arg name "$1" '{title: $name, default_port: 9000, max_workers: null, unsupported: {}} + '"${2:-{\}}")
  write_server "$1" <<<"echo '$answer'"
}

# Finds and chooses the entries of $WORK/servers, to be run by this interpreter.
use_servers() { # <interpreter>
  FRAMEWORKS_ALL=() FRAMEWORKS_CHOSEN=()
  SETUP_PYTHON=$1
  OPT_workers=1 OPT_profile=production
  frameworks::find "$WORK/servers"
  frameworks::choose all
  local name
  for name in "${FRAMEWORKS_ALL[@]}"; do FRAMEWORKS_PYTHON["$name"]=$1; done
}

# The honest server of the fixture project, and others that need Python.
use_honest_server() {
  mkdir -p "$WORK/servers"
  cp "$PROJECT"/tests/fixtures/project/servers/{kit,alpha_server}.py "$WORK/servers"
  use_servers "$PROJECT/.venv/bin/python"
}

# Starts alpha on a port of its own and waits for it. Sets PORT.
start_honest_server() { # <groups>
  use_honest_server
  SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27999
  server::reserve_port PORT
  server::start alpha alpha "$1" "$PORT" "$WORK/alpha.log" 3>&-
  server::wait_ready alpha
}

# Whatever a test left behind, also when it failed in the middle.
stop_servers() {
  SERVER_STOP_LIMIT_MS=1000
  server::stop_all 2>/dev/null
}
