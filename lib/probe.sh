# One curl request; the checks of an endpoint; the one check after a window.

PROBE_LIMIT_SECONDS=10
readonly PROBE_READABLE_BYTES=1048576
declare -gA PROBE_VERIFIED=() # "key|id" → file with the body that was judged right, as it came
declare -gA PROBE_HEAD_BYTES=() PROBE_BODY_BYTES=() PROBE_STATUS=()
declare -gA PROBE_KEEPS_ALIVE=() # "key|id" → true or false

# Writes <file>.head and <file>.body: both empty when no answer came. The load later sends the same bytes.
probe::send() { # <port> <check> <file>
  local -a command
  : >"$3.head"
  : >"$3.body"
  if [[ ${CONTRACT_METHOD[$2]} == HEAD ]]; then
    probe::_send_head "$@"
    return 0
  fi
  probe::command "$2" command
  "${command[@]}" --dump-header "$3.head" --output "$3.body" "http://127.0.0.1:$1${CONTRACT_PATH[$2]}" 2>"$3.error" || : >"$3.head"
}

probe::command() { # <check> <array>
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

# curl does not wait for what must not come: the body of an answer to HEAD. So all is read, up to the end of the connection.
probe::_send_head() { # <port> <check> <file>
  local fd size
  { exec {fd}<>"/dev/tcp/127.0.0.1/$1"; } 2>"$3.error" || return 0
  printf 'HEAD %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n' "${CONTRACT_PATH[$2]}" "$1" >&"$fd"
  [[ -z ${CONTRACT_HEADERS[$2]} ]] || printf '%s\r\n' "${CONTRACT_HEADERS[$2]//$'\x1e'/$'\r\n'}" >&"$fd"
  printf '\r\n' >&"$fd"
  timeout "$PROBE_LIMIT_SECONDS" cat <&"$fd" >"$3.all" 2>"$3.error" || log::info "HEAD ${CONTRACT_PATH[$2]}: the connection stayed open"
  exec {fd}>&-
  sed '/^\r$/q' "$3.all" >"$3.head"
  size=$(stat -c %s "$3.head")
  tail -c "+$((size + 1))" "$3.all" >"$3.body"
}

# What a body is, where it cannot be compared as text: <file>.digest, and <file>.body decoded. What came stays in <file>.wire.
probe::_digest() { # <check> <file>
  local decoded=true sum bytes
  local -a decoder=()
  case ${CONTRACT_ENCODING[$1]} in
    gzip) decoder=(gzip -dc) ;;
    br) decoder=(brotli -dc) ;;
  esac
  if ((${#decoder[@]})); then
    mv "$2.body" "$2.wire"
    "${decoder[@]}" <"$2.wire" >"$2.body" 2>"$2.error" || decoded=false
  fi
  read -r sum _ < <(sha256sum <"$2.body")
  bytes=$(stat -c %s "$2.body")
  printf '{"sha256": "%s", "bytes": %d, "decoded": %s}\n' "$sum" "$bytes" "$decoded" >"$2.digest"
  # jq would take seconds to read it, and it has been judged by its digest.
  ((bytes <= PROBE_READABLE_BYTES)) || : >"$2.body"
}

# The same request twice by one curl: a server that closes the connection makes it connect twice.
probe::_probe_keep_alive() { # <key> <id>
  local -a command connects
  local url="http://127.0.0.1:${SERVER_PORT[$1]}${CONTRACT_PATH["$2/0"]}"
  probe::command "$2/0" command
  mapfile -t connects < <("${command[@]}" --write-out '%{num_connects}\n' --output "$CORE_TEMP/first" "$url" --output "$CORE_TEMP/second" "$url")
  PROBE_KEEPS_ALIVE["$1|$2"]=$([[ ${connects[1]:-1} == 0 ]] && echo true || echo false)
}

# All checks of an endpoint: the answer, the cases, the relations. No problem: it may be measured.
probe::verify() { # <key> <id> <array of problems>
  if client::is_needed "$2"; then
    local -n _probe_said=$3
    # shellcheck disable=SC2034 # the caller's array
    mapfile -t _probe_said < <(client::check "${SERVER_PORT[$1]}" "$2/0")
    return 0
  fi
  local folder=$CORE_TEMP/answers number repetition file
  mkdir -p "$folder"
  for ((number = 0; number < CONTRACT_CHECKS[$2]; number++)); do
    for ((repetition = 0; repetition < CONTRACT_REQUESTS["$2/$number"]; repetition++)); do
      file=$folder/${number}_$repetition
      probe::send "${SERVER_PORT[$1]}" "$2/$number" "$file"
      ((number + repetition)) || cp "$file.body" "$folder/first"
      [[ ${CONTRACT_DIGESTED["$2/$number"]} != yes ]] || probe::_digest "$2/$number" "$file"
    done
  done
  contract::judge "$2" "$folder" "$3"
  local -n _probe_problems=$3
  if ((!${#_probe_problems[@]})); then
    probe::_remember "$1" "$2" "$folder"
    [[ -v PROBE_KEEPS_ALIVE["$1|$2"] ]] || probe::_probe_keep_alive "$1" "$2"
  fi
}

probe::_remember() { # <key> <id> <folder of the answers>
  probe::_read_status "$3/0_0" "PROBE_STATUS[$1|$2]"
  PROBE_HEAD_BYTES["$1|$2"]=$(stat -c %s "$3/0_0.head")
  PROBE_BODY_BYTES["$1|$2"]=$(stat -c %s "$3/first")
  PROBE_VERIFIED["$1|$2"]=$CORE_TEMP/verified.$1.$2
  mv "$3/first" "${PROBE_VERIFIED["$1|$2"]}"
}

# The status of an answer; empty when there is none.
probe::_read_status() { # <file> <variable>
  local -n _probe_status=$2
  local _
  read -r _ _probe_status _ <"$1.head" || _probe_status=
}

# After a window: the same answer again. Equal bytes need no judge; others (a time stamp in them) get the whole check.
probe::is_still_right() { # <key> <id> <array of problems>
  local file=$CORE_TEMP/again status
  if client::is_needed "$2"; then
    probe::verify "$@"
    local -n _probe_left=$3
    ((!${#_probe_left[@]}))
    return
  fi
  probe::send "${SERVER_PORT[$1]}" "$2/0" "$file"
  probe::_read_status "$file" status
  [[ -n $status && $status == "${PROBE_STATUS["$1|$2"]-}" ]] && cmp -s "$file.body" "${PROBE_VERIFIED["$1|$2"]}" && return
  local -a _probe_found=()
  probe::verify "$1" "$2" _probe_found
  local -n _probe_out=$3
  # shellcheck disable=SC2034 # the caller's array
  _probe_out=("${_probe_found[@]}")
  ((!${#_probe_found[@]}))
}
