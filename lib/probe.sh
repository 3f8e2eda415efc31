# One curl request; the checks of an endpoint; the one check after a window.

PROBE_LIMIT_SECONDS=10
declare -gA PROBE_VERIFIED=() # "key|id" → the body that was judged right
declare -gA PROBE_HEAD_BYTES=() PROBE_BODY_BYTES=() PROBE_STATUS=()
declare -gA PROBE_KEEPS_ALIVE=() # "key|id" → true or false

# Writes <file>.head and <file>.body: both empty when no answer came. The load later sends the same bytes.
probe::send() { # <port> <check> <file>
  local -a command
  probe::_command "$2" command
  : >"$3.head"
  : >"$3.body"
  "${command[@]}" --dump-header "$3.head" --output "$3.body" "http://127.0.0.1:$1${CONTRACT_PATH[$2]}" 2>"$3.error" || : >"$3.head"
}

probe::_command() { # <check> <array>
  local -n _probe_command=$2
  # Neither the user's settings nor a proxy nor curl's own patterns in a URL: wrk knows none of them.
  _probe_command=(curl --disable --noproxy '*' --globoff --path-as-is --http1.1 --silent --show-error)
  _probe_command+=(--max-time "$PROBE_LIMIT_SECONDS" --request "${CONTRACT_METHOD[$1]}")
  # curl's own headers are taken away: wrk does not send them.
  _probe_command+=(--header 'Expect:' --header 'User-Agent:' --header 'Accept:')
  local -a headers
  local header
  IFS=$'\x1e' read -ra headers <<<"${CONTRACT_HEADERS[$1]}"
  for header in "${headers[@]}"; do _probe_command+=(--header "$header"); done
  [[ -z ${CONTRACT_BODY_FILE[$1]} ]] || _probe_command+=(--data-binary "@${CONTRACT_BODY_FILE[$1]}")
}

# The same request twice by one curl: a server that closes the connection makes it connect twice.
probe::_probe_keep_alive() { # <key> <id>
  local -a command connects
  local url="http://127.0.0.1:${SERVER_PORT[$1]}${CONTRACT_PATH["$2/0"]}"
  probe::_command "$2/0" command
  mapfile -t connects < <("${command[@]}" --write-out '%{num_connects}\n' --output "$CORE_TEMP/first" "$url" --output "$CORE_TEMP/second" "$url")
  PROBE_KEEPS_ALIVE["$1|$2"]=$([[ ${connects[1]:-1} == 0 ]] && echo true || echo false)
}

# All checks of an endpoint: the answer, the cases, the relations. No problem: it may be measured.
probe::verify() { # <key> <id> <array of problems>
  local folder=$CORE_TEMP/answers number repetition
  mkdir -p "$folder"
  for ((number = 0; number < CONTRACT_CHECKS[$2]; number++)); do
    for ((repetition = 0; repetition < CONTRACT_REQUESTS["$2/$number"]; repetition++)); do
      probe::send "${SERVER_PORT[$1]}" "$2/$number" "$folder/${number}_$repetition"
    done
  done
  contract::judge "$2" "$folder" "$3"
  local -n _probe_problems=$3
  if ((!${#_probe_problems[@]})); then
    probe::_remember "$1" "$2" "$folder/0_0"
    [[ -v PROBE_KEEPS_ALIVE["$1|$2"] ]] || probe::_probe_keep_alive "$1" "$2"
  fi
}

probe::_remember() { # <key> <id> <file>
  probe::_read_status "$3" "PROBE_STATUS[$1|$2]"
  PROBE_HEAD_BYTES["$1|$2"]=$(stat -c %s "$3.head")
  PROBE_BODY_BYTES["$1|$2"]=$(stat -c %s "$3.body")
  IFS= read -r -d '' "PROBE_VERIFIED[$1|$2]" <"$3.body" || return 0
}

# The status of an answer; empty when there is none.
probe::_read_status() { # <file> <variable>
  local -n _probe_status=$2
  local _
  read -r _ _probe_status _ <"$1.head" || _probe_status=
}

# After a window: the same answer again. Equal bytes need no judge; others (a time stamp in them) get the whole check.
probe::is_still_right() { # <key> <id> <array of problems>
  local file=$CORE_TEMP/again body status
  probe::send "${SERVER_PORT[$1]}" "$2/0" "$file"
  probe::_read_status "$file" status
  IFS= read -r -d '' body <"$file.body" || :
  [[ -n $status && $status == "${PROBE_STATUS["$1|$2"]-}" && $body == "${PROBE_VERIFIED["$1|$2"]-}" ]] && return
  local -a _probe_found=()
  probe::verify "$1" "$2" _probe_found
  local -n _probe_out=$3
  # shellcheck disable=SC2034 # the caller's array
  _probe_out=("${_probe_found[@]}")
  ((!${#_probe_found[@]}))
}
