# Paths, ending, the exit stack, waiting. Every other module may call this one.

CORE_EXIT_STACK=()
CORE_ENDING=no
readonly CORE_STATUS_CELL=1 CORE_STATUS_USAGE=2 CORE_STATUS_MISSING=3
readonly CORE_SEPARATOR=$'\x1f'
readonly CORE_LOCK_FD=9 # what outlives a runner that was killed is started without it: the lock must not outlive the runner

core::init() { # <root>
  CORE_ROOT=$1
  CORE_PID=$BASHPID
  CORE_TEMP=$(mktemp -d "${TMPDIR:-/tmp}/run_all.XXXXXX")
  core::on_exit rm -rf -- "$CORE_TEMP"
  trap 'core::_end $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  trap 'core::_show_failure $? "$BASH_COMMAND"' ERR
}

core::die() { # <status> <message>
  log::error "$2"
  core::leave "$1"
}

# Ends the run. Out of a command of the exit stack it ends that command only: the rest of the stack still runs.
core::leave() { # <status>
  [[ $CORE_ENDING == yes && $BASHPID == "$CORE_PID" ]] || exit "$1"
  ((CORE_STATUS)) || CORE_STATUS=$1
  core::_unwind
}

# Registers a command for the end of the run. The last one registered runs first.
core::on_exit() { # <command> [<argument>…]
  local IFS=$CORE_SEPARATOR
  CORE_EXIT_STACK+=("$*")
}

# From here on nothing interrupts: what is running is stopped, what was measured is kept. A signal that meets a child
# between its fork and the reset of its traps brings the child here too: the exit stack is the runner's alone.
core::_end() { # <status>
  [[ $CORE_ENDING == no && $BASHPID == "$CORE_PID" ]] || return 0
  CORE_ENDING=yes
  CORE_STATUS=$1
  trap '' INT TERM HUP
  trap - ERR
  set +e
  # A signal that ends a read with a time limit leaves bash's timer running, and the next read would abort the shell;
  # a read with a limit of its own takes the timer over and stops it.
  core::pause 0.001
  core::_unwind
}

core::_unwind() {
  local -a command
  while ((${#CORE_EXIT_STACK[@]})); do
    mapfile -t -d "$CORE_SEPARATOR" command < <(printf '%s' "${CORE_EXIT_STACK[-1]}")
    unset 'CORE_EXIT_STACK[-1]'
    "${command[@]}"
  done
  exit "$CORE_STATUS"
}

# A command failed that no code expected to fail: name it with its callers, so that it can be found.
core::_show_failure() { # <status> <command>
  ((BASH_SUBSHELL == 0)) || return 0
  local frame
  log::error "a command of the runner failed with status $1: $2"
  for ((frame = 1; frame < ${#FUNCNAME[@]}; frame++)); do
    printf '    at %s (%s:%s)\n' "${FUNCNAME[frame]}" "${BASH_SOURCE[frame]##*/}" "${BASH_LINENO[frame - 1]}" >&2
  done
}

# Microseconds since the epoch; without a fork where bash has a clock of its own, which is since 5.0.
core::now_us() { # <variable>
  local -n _core_out=$1
  local _core_now=${EPOCHREALTIME:-$(date +%s.%6N)}
  _core_out=$((${_core_now%[.,]*} * 1000000 + 10#${_core_now#*[.,]}))
}

# Tries a predicate until it holds; false when the time is over.
core::wait_until() { # <milliseconds> <predicate> [<argument>…]
  local deadline now
  core::now_us now
  deadline=$((now + $1 * 1000))
  shift
  until "$@"; do
    core::now_us now
    ((now < deadline)) || return 1
    core::pause 0.005
  done
}

# Waits without starting a process: a read that nobody answers.
core::pause() { # <seconds>
  [[ -n ${CORE_PAUSE_FD:-} ]] || exec {CORE_PAUSE_FD}<> <(:)
  read -r -t "$1" -u "$CORE_PAUSE_FD" || return 0
}

# Takes the lock of a file until the runner ends, however it ends; false when another process has it.
core::try_lock() { # <file>
  exec 9>>"$1"
  flock --nonblock "$CORE_LOCK_FD"
}

core::has_command() { # <name>
  command -v "$1" >/dev/null
}

# The names of <candidate>… that are nearest to <word>, at most three, best first.
core::nearest() { # <word> <candidate>…
  local word=$1 candidate distance
  shift
  for candidate; do
    if [[ $candidate == *"$word"* || $word == *"$candidate"* ]]; then
      distance=1
    else
      core::_edit_distance "$word" "$candidate" distance
    fi
    ((distance > (${#word} + ${#candidate}) / 3 + 1)) || printf '%d %s\n' "$distance" "$candidate"
  done | sort -n | head -n 3 | cut -d' ' -f2-
}

core::_edit_distance() { # <a> <b> <variable>
  local a=$1 b=$2 i j left best
  local -n _core_distance=$3
  local -a row=()
  for ((j = 0; j <= ${#b}; j++)); do row[j]=$j; done
  for ((i = 1; i <= ${#a}; i++)); do
    left=$((i - 1))
    row[0]=$i
    for ((j = 1; j <= ${#b}; j++)); do
      best=$left
      [[ ${a:i-1:1} == "${b:j-1:1}" ]] || best=$((left + 1))
      left=${row[j]}
      ((row[j] + 1 >= best)) || best=$((row[j] + 1))
      ((row[j - 1] + 1 >= best)) || best=$((row[j - 1] + 1))
      row[j]=$best
    done
  done
  # shellcheck disable=SC2034 # the caller's variable
  _core_distance=${row[${#b}]}
}

# The words with the separator between them: "a, b, c".
core::join() { # <separator> <word>…
  local separator=$1 first=${2:-}
  (($# > 1)) || return 0
  shift 2
  printf '%s' "$first" "${@/#/$separator}"
}

core::contains() { # <word> <candidate>…
  local word=$1 candidate
  shift
  for candidate; do
    [[ $candidate != "$word" ]] || return 0
  done
  return 1
}
