# lib/sockets.sh: who listens on a port. The listeners are real ones of a test's own.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  LISTENER=
}

teardown() {
  [[ -z $LISTENER ]] || { kill "$LISTENER" && wait "$LISTENER"; } 2>/dev/null || :
}

# Listens as often as said on one port that the system chooses, and holds a connection to it. Sets PORT and LISTENER.
listen() { # <address> <times>
  python3 -c 'import socket, sys, time
address, port, held = sys.argv[1], 0, []
for _ in range(int(sys.argv[2])):
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((address, port))
    listener.listen()
    port = listener.getsockname()[1]
    held.append(listener)
held.append(socket.create_connection((address, port)))
print(port, flush=True)
time.sleep(60)' "$1" "$2" >port 3>&- &
  LISTENER=$!
  core::wait_until 5000 test -s port
  PORT=$(<port)
}

@test "each socket that listens on the port is one of its process, and connections to the port are none" {
  listen 127.0.0.1 2
  local -a inodes=(left over)
  local inode
  sockets::list_listeners "$PORT" inodes
  same "${#inodes[@]}" 2
  for inode in "${inodes[@]}"; do has "$(sockets::of_process "$LISTENER")" "socket:[$inode]"; done
}

@test "a listener on an address of version 6 is found" {
  [[ -r /proc/net/tcp6 && -s /proc/net/if_inet6 ]] || skip "this machine has no version 6"
  listen ::1 1
  local -a inodes
  sockets::list_listeners "$PORT" inodes
  same "${#inodes[@]}" 1
  has "$(sockets::holder "${inodes[0]}")" "process $LISTENER (python3 -c import"
}

@test "where nobody listens there is nobody, and a process that ended holds nothing" {
  listen 127.0.0.1 1
  kill "$LISTENER"
  wait "$LISTENER" 2>/dev/null || :
  local -a inodes=(left)
  sockets::list_listeners "$PORT" inodes
  same "${#inodes[@]}" 0
  same "$(sockets::of_process "$LISTENER")" ""
  LISTENER=
}

@test "the command of the holder is short and on one line, and an unknown holder is said to be one" {
  listen 127.0.0.1 1
  local -a inodes
  local text
  sockets::list_listeners "$PORT" inodes
  text=$(sockets::holder "${inodes[0]}")
  ((${#text} < 130))
  lacks "$text" $'\n'
  same "$(sockets::holder 0)" "a process of another user"
}
