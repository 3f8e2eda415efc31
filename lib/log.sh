# Messages on stderr, and the progress line.

log::info() { # <message>
  log::_print '\033[0;34m' INFO "$1"
}

log::success() { # <message>
  log::_print '\033[0;32m' SUCCESS "$1"
}

log::warning() { # <message>
  log::_print '\033[0;33m' WARNING "$1"
}

log::error() { # <message>
  log::_print '\033[0;31m' ERROR "$1"
}

log::_print() { # <colour> <label> <message>
  log::clear_progress
  if [[ -t 2 && -z ${NO_COLOR:-} ]]; then
    printf '%b[%s]\033[0m %s\n' "$1" "$2" "$3" >&2
  else
    printf '[%s] %s\n' "$2" "$3" >&2
  fi
}

# On a terminal one line that is written over; in a pipe a plain line each time the stage changes.
log::progress() { # <stage> <detail> <milliseconds left>
  local left
  log::duration "$3" left
  if [[ -t 2 ]]; then
    printf '\r\033[K%.*s' "$((${COLUMNS:-80} - 1))" "$1 · $2 · $left left" >&2
    LOG_PROGRESS_SHOWN=yes
  elif [[ ${LOG_PROGRESS_STAGE:-} != "$1" ]]; then
    printf '[INFO] %s, %s left\n' "$1" "$left" >&2
  fi
  LOG_PROGRESS_STAGE=$1
}

log::clear_progress() {
  [[ ${LOG_PROGRESS_SHOWN:-no} == yes ]] || return 0
  printf '\r\033[K' >&2
  LOG_PROGRESS_SHOWN=no
}

# "1h 02m", "3m 20s", "45s"
log::duration() { # <milliseconds> <variable>
  local seconds=$((($1 + 999) / 1000))
  local -n _log_out=$2
  if ((seconds >= 3600)); then
    printf -v _log_out '%dh %02dm' $((seconds / 3600)) $((seconds % 3600 / 60))
  elif ((seconds >= 60)); then
    printf -v _log_out '%dm %02ds' $((seconds / 60)) $((seconds % 60))
  else
    printf -v _log_out '%ds' "$seconds"
  fi
}
