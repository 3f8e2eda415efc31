# Who listens on a port of this machine. Where the system does not tell, nobody does.

SOCKETS_MOST_LINES=500 # of a file in which listeners come first: to read on, over all connections, would take long

# The inodes of the sockets that listen: processes that share a port have one each. An address of version 4 is the nearer one
# to 127.0.0.1.
sockets::list_listeners() { # <port> <array>
  local -n _sockets_inodes=$2
  local file line port
  local -a lines words
  _sockets_inodes=()
  printf -v port ':%04X ' "$1"
  for file in /proc/net/tcp /proc/net/tcp6; do
    [[ -r $file && ${#_sockets_inodes[@]} == 0 ]] || continue
    mapfile -t -s 1 -n "$SOCKETS_MOST_LINES" lines <"$file"
    for line in "${lines[@]}"; do
      [[ $line == *' 0A '* ]] || break
      [[ $line == *"$port"* ]] || continue
      read -ra words <<<"$line"
      _sockets_inodes+=("${words[9]}")
    done
  done
}

# Text that has "socket:[<inode>]" for each socket; nothing of a process that ended or may not be looked at.
sockets::of_process() { # <pid>
  ls -ln "/proc/$1/fd" 2>/dev/null || :
}

# "process 4711 (python3 app.py)", or what can be known without being root.
sockets::holder() { # <inode>
  local entry pid
  # find complains of processes of other users and of those that end meanwhile; what it finds is right.
  entry=$(find /proc/[0-9]*/fd -maxdepth 1 -lname "socket:\[$1\]" -print -quit 2>/dev/null) || :
  if [[ -z $entry ]]; then
    printf 'a process of another user'
    return 0
  fi
  pid=${entry#/proc/}
  pid=${pid%%/*}
  printf 'process %s (%s)' "$pid" "$(tr '\0\n' '  ' <"/proc/$pid/cmdline" | cut -c1-100 | sed 's/ $//')"
}
