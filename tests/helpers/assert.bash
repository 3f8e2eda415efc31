# Comparisons that say what there was instead.

same() { # <actual> <expected>
  [[ $1 == "$2" ]] && return
  printf 'there is:  %s\nexpected:  %s\n' "$1" "$2"
  return 1
}

same_lines() { # <actual> <expected>
  diff <(printf '%s\n' "$1") <(printf '%s\n' "$2") && return
  printf '(< there is, > expected)\n'
  return 1
}

has() { # <text> <part>
  [[ $1 == *"$2"* ]] && return
  printf 'not found: %s\nin:        %s\n' "$2" "$1"
  return 1
}

lacks() { # <text> <part>
  [[ $1 != *"$2"* ]] && return
  printf 'found:     %s\nin:        %s\n' "$2" "$1"
  return 1
}

# The last `run` ended with this status.
# shellcheck disable=SC2154 # `run` sets status and output
ended() { # <status>
  [[ $status == "$1" ]] && return
  printf 'status:    %s instead of %s\noutput:    %s\n' "$status" "$1" "$output"
  return 1
}

# A jq predicate over one JSON value in a file or, with -, on stdin. jq by itself takes no value at all for a true one.
holds() { # <predicate> <file or ->
  local text
  text=$(cat -- "$2")
  jq -es "length == 1 and ([.[0] | ($1)] | length > 0 and all(.[]; . == true))" >/dev/null <<<"$text" && return
  printf 'not true:  %s\nof:        %s\n' "$1" "$text"
  return 1
}

# bash does not end on `! command`, so a plain one tests nothing.
fails() { # <command> [<argument>…]
  "$@" || return 0
  printf 'succeeded: %s\n' "$*"
  return 1
}
