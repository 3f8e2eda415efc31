# Kinds of load by name, and the file descriptors that many connections take.

# name | requests/s, empty for a closed loop | connections, unless --connections says otherwise
PATTERN_LOADS=(
  "light|10|10"
  "medium|1000|100"
  "heavy|10000|1000"
  "stress||10000"
  "saturate||100"
)
PATTERN_IDLE_SECONDS=4        # a connection that waits longer may be closed by its server: keep-alive often ends after 5 s
PATTERN_SPARE_DESCRIPTORS=256 # of a process, beside its connections
declare -gA PATTERN_RATE=() PATTERN_CONNECTIONS=()

pattern::_load() {
  local row name rate connections
  for row in "${PATTERN_LOADS[@]}"; do
    IFS='|' read -r name rate connections <<<"$row"
    PATTERN_RATE[$name]=$rate
    PATTERN_CONNECTIONS[$name]=$connections
  done
}
pattern::_load

# With more connections than this, each of them would wait too long for its turn.
pattern::most_connections() { # <requests/s>
  printf '%d' $(($1 * PATTERN_IDLE_SECONDS))
}

# wrk and each server need a descriptor for every connection. The limit is raised for this run, or the way to do it is told.
pattern::ensure_descriptors() { # <connections>
  local needed=$(($1 + PATTERN_SPARE_DESCRIPTORS)) allowed
  allowed=$(ulimit -Sn)
  [[ $allowed != unlimited ]] && ((allowed < needed)) || return 0
  # The second form also raises the hard limit, which root may.
  if { ulimit -Sn "$needed" || ulimit -n "$needed"; } 2>/dev/null; then
    log::info "$1 connections: the limit of open files is raised from $allowed to $needed for this run"
    return 0
  fi
  core::die "$CORE_STATUS_MISSING" "$1 connections need $needed open files, and the limit is $(ulimit -Hn): raise it with \"sudo prlimit --pid \$\$ --nofile=$needed:$needed\" in your shell, or take --connections $(($(ulimit -Hn) - PATTERN_SPARE_DESCRIPTORS))"
}
