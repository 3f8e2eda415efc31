# lib/server.sh: one process group per server, and its port.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/servers
  load_modules
  SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27999
}

teardown() {
  stop_servers
}

# Starts the entry `odd`, which is on stdin in bash.
start_odd() {
  write_server odd
  use_servers bash
  server::start odd odd "a,b/c" 27999 "$WORK/odd.log" 3>&-
}

wait_for_file() { # <file>
  core::wait_until 5000 test -s "$1"
}

@test "a server is ready when it answers, its start took time, and it is gone after its stop" {
  start_honest_server greetings
  server::is_alive alpha
  server::is_listening "$PORT"
  ((SERVER_START_US[alpha] > 0))
  local pid=${SERVER_PID[alpha]}
  server::stop alpha
  fails kill -0 "$pid"
  fails server::is_listening "$PORT"
  fails server::is_alive alpha
}

@test "a server is the leader of a process group of its own" {
  start_odd <<<'sleep 60'
  core::wait_until 2000 server::_has_group odd
  same "$(ps -o pgid= -p "${SERVER_PID[odd]}" | tr -d ' ')" "${SERVER_PID[odd]}"
}

@test "a server gets its port, groups, workers and profile, and a fixed hash seed" {
  OPT_workers=3 OPT_profile=legacy
  write_server odd <<<'echo "$* $PYTHONHASHSEED"'
  use_servers bash
  OPT_workers=3 OPT_profile=legacy
  server::start odd odd "a,b/c" 27999 "$WORK/odd.log" 3>&-
  wait_for_file "$WORK/odd.log"
  same "$(cat "$WORK/odd.log")" "--host 127.0.0.1 --port 27999 --groups a,b/c --workers 3 --profile legacy 0"
}

@test "what a server leaves in its folders for temporary files is gone with it" {
  start_odd <<<'touch "$SERVER_SCRATCH/own"; mktemp -d >made; sleep 60'
  wait_for_file made
  local scratch=${SERVER_SCRATCH[odd]}
  [[ -e $scratch/own && $(<made) == "$scratch"/tmp/* ]]
  server::stop odd
  [[ ! -e $scratch && ! -e $(<made) ]]
}

@test "a server is pinned to its CPUs when there are any" {
  use_stubs taskset
  SERVER_CPUS=0-1
  start_odd <<<'echo started'
  wait_for_file "$WORK/odd.log"
  has "$(cat "$STUB_CALLS")" "taskset -c 0-1 bash $WORK/servers/odd_server.py --host"
}

@test "one entry can run twice, under two keys" {
  start_honest_server greetings
  local second
  server::reserve_port second
  server::start alpha_twin alpha greetings "$second" "$WORK/twin.log" 3>&-
  server::wait_ready alpha_twin
  server::is_alive alpha
  server::is_alive alpha_twin
  server::stop_all
  fails server::is_alive alpha
  fails server::is_alive alpha_twin
}

@test "a server that ends at its start is not ready, and the reason is its status and last log line" {
  start_odd <<<$'echo first\necho "no licence found" >&2\necho\nexit 9'
  fails server::wait_ready odd
  local reason
  server::reason odd reason
  same "$reason" "ended with status 9; last log line: no licence found"
}

@test "a server that ends without a word has a reason too" {
  work() {
    SERVER_PID[odd]=$1 SERVER_LOG[odd]=$2 SERVER_PORT[odd]=27999
    bash -c 'exit 4' &
    SERVER_PID[odd]=$!
    ! server::wait_ready odd || exit 90
    server::reason odd text
    printf '%s' "$text"
  }
  : >"$WORK/empty.log"
  run as_runner work 0 "$WORK/empty.log"
  ended 0
  same "$output" "ended with status 4"
}

@test "a server that never answers is not ready within the limit" {
  SERVER_START_LIMIT_MS=1000
  start_odd <<<$'echo loading\nsleep 60'
  fails server::wait_ready odd
  local reason
  server::reason odd reason
  same "$reason" "no answer within 1 s; last log line: loading"
}

# Listens on $PORT beside others that do so too, and answers nobody.
write_sharing_server() {
  write_server odd <<END
import socket, time
taken = socket.socket()
for option in (socket.SO_REUSEPORT, socket.SO_REUSEADDR):  # the second: connections of the test before may still linger
    taken.setsockopt(socket.SOL_SOCKET, option, 1)
taken.bind(("127.0.0.1", $PORT))
taken.listen()
print("listening", flush=True)
time.sleep(60)
END
}

@test "who answers on the port in the place of the server is named, and not measured" {
  start_honest_server greetings
  write_server odd <<<'sleep 60'
  use_servers bash
  server::start odd odd greetings "$PORT" "$WORK/odd.log" 3>&-
  fails server::wait_ready odd
  local reason
  server::reason odd reason
  has "$reason" "port $PORT is taken by process ${SERVER_PID[alpha]} ("
  has "$reason" "servers/alpha_server.py"
  # The next start of the same key is judged anew.
  server::stop alpha odd
  use_servers "$PROJECT/.venv/bin/python"
  server::start odd alpha greetings "$PORT" "$WORK/odd.log" 3>&-
  server::wait_ready odd
}

@test "a port that is shared with another process is no port of our own" {
  server::reserve_port PORT
  write_sharing_server
  use_servers python3
  server::start odd odd greetings "$PORT" "$WORK/odd.log" 3>&-
  wait_for_file "$WORK/odd.log"
  same "$(<"$WORK/odd.log")" listening
  server::_find_rival odd
  [[ ! -v SERVER_RIVAL[odd] ]]
  server::start other odd greetings "$PORT" "$WORK/other.log" 3>&-
  wait_for_file "$WORK/other.log"
  same "$(<"$WORK/other.log")" listening
  server::_find_rival odd
  server::_find_rival other
  has "${SERVER_RIVAL[odd]}" "process ${SERVER_PID[other]} ("
  has "${SERVER_RIVAL[other]}" "process ${SERVER_PID[odd]} ("
}

@test "a port that only a worker of the server holds is the server's own" {
  use_honest_server
  write_server parent <<<"'$PROJECT/.venv/bin/python' '$WORK/servers/alpha_server.py' \"\$@\" & wait"
  use_servers bash
  server::reserve_port PORT
  server::start parent parent greetings "$PORT" "$WORK/parent.log" 3>&-
  server::wait_ready parent
}

@test "where the system does not tell whose a socket is, the port is not doubted" {
  sockets::of_process() { :; }
  start_honest_server greetings
}

@test "only 200 is healthy" {
  start_honest_server greetings
  server::is_healthy alpha
  sed -i 's|return 200, {"status": "healthy"|return 503, {"status": "healthy"|' "$WORK/servers/kit.py"
  server::stop alpha
  SERVER_START_LIMIT_MS=1000
  server::start alpha alpha greetings "$PORT" "$WORK/alpha.log" 3>&-
  core::wait_until 5000 server::is_listening "$PORT"
  fails server::is_healthy alpha
  fails server::wait_ready alpha
}

@test "health checks leave no connection open and reset none" {
  start_honest_server greetings
  local before
  before=$(find /proc/self/fd | wc -l)
  for _ in 1 2 3; do server::is_healthy alpha; done
  same "$(find /proc/self/fd | wc -l)" "$before"
  lacks "$(cat "$WORK/alpha.log")" Error
}

@test "a server that ignores SIGTERM is killed after the limit, and so is its child" {
  SERVER_STOP_LIMIT_MS=300
  start_odd <<<$'trap "" TERM\nsleep 60 &\necho "$!"\nwait; wait'
  wait_for_file "$WORK/odd.log"
  run server::stop odd
  has "$output" "[WARNING] odd did not end within 0 s of SIGTERM: killed"
  core::wait_until 2000 server::_is_gone odd
  fails grep -s '^State:.[^ZX]' "/proc/$(cat "$WORK/odd.log")/status"
}

@test "a child that outlives its parent is ended with the group" {
  start_odd <<<$'sleep 60 &\necho "$!"\nexit 0'
  wait_for_file "$WORK/odd.log"
  core::wait_until 2000 fails server::is_alive odd >/dev/null
  server::stop odd
  # It has ended; when it is reaped depends on the machine.
  fails grep -s '^State:.[^ZX]' "/proc/$(cat "$WORK/odd.log")/status"
}

@test "a stop right after the start ends the server all the same" {
  use_stubs setsid
  start_odd <<<'sleep 60'
  local pid=${SERVER_PID[odd]}
  server::stop odd
  fails kill -0 "$pid"
}

@test "stopping what does not run is no error" {
  server::stop nobody
  server::stop_all
}

@test "a port that is taken is seen, with the process and the command that holds it" {
  start_honest_server greetings
  server::is_listening "$PORT"
  has "$(server::port_owner "$PORT")" "process ${SERVER_PID[alpha]} ("
  has "$(server::port_owner "$PORT")" "servers/alpha_server.py"
}

@test "a connection to a port is no listener on it" {
  start_honest_server greetings
  exec {fd}<>"/dev/tcp/127.0.0.1/$PORT"
  local own
  own=$(awk -v port="$(printf ':%04X' "$PORT")" '$3 ~ port "$" && $4 == "01" {print $2; exit}' /proc/net/tcp)
  fails server::is_listening "$((16#${own#*:}))"
  exec {fd}>&-
}

@test "two runs at once never reserve the same port" {
  reserve() {
    SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27999
    local number reserved
    for number in 1 2 3 4 5 6 7 8; do
      server::reserve_port reserved
      echo "$reserved"
    done
    # Both hold theirs until both have them all.
    touch "$1"
    core::wait_until 30000 test -e "$2"
  }
  as_runner reserve "$WORK/one" "$WORK/two" >first &
  as_runner reserve "$WORK/two" "$WORK/one" >second
  wait $!
  same "$(cat first second | wc -l)" 16
  same "$(sort first second | uniq -d)" ""
}

@test "a reserved port is free again when its run has ended" {
  # Ports that no other test takes meanwhile.
  reserve() {
    SERVER_FIRST_PORT=26900 SERVER_LAST_PORT=26949 SERVER_LOCKS=$TMPDIR/locks
    server::reserve_port reserved
    echo "$reserved"
  }
  local first
  first=$(as_runner reserve)
  same "$(as_runner reserve)" "$first"
}

@test "a port on which something listens is not reserved" {
  start_honest_server greetings
  # Where nobody has locked it.
  SERVER_LOCKS=$WORK/locks SERVER_FIRST_PORT=$PORT
  local reserved
  server::reserve_port reserved
  ((reserved > PORT))
}

@test "when no port is left the run ends with status 3" {
  reserve() {
    SERVER_FIRST_PORT=27000 SERVER_LAST_PORT=27001
    server::reserve_port one
    server::reserve_port two
    server::reserve_port three
  }
  run as_runner reserve
  ended 3
  has "$output" "no free port between 27000 and 27001"
}
