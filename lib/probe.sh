# What is sent before and after a load by curl: all checks of endpoints, and the one check after a window.

PROBE_LIMIT_SECONDS=10
readonly PROBE_READABLE_BYTES=1048576
declare -gA PROBE_PROBLEMS=() # "key|id" → what its checks found wrong, a line each
declare -gA PROBE_VERIFIED=() # "key|id" → file with the body that was judged right, as it came
declare -gA PROBE_HEAD_BYTES=() PROBE_BODY_BYTES=() PROBE_STATUS=()
declare -gA PROBE_KEEPS_ALIVE=() # "key|id" → true or false
PROBE_CONFIG=                    # curl's configuration of the requests that are to be sent next
PROBE_FILES=()                   # where their answers go
declare -gA PROBE_TOLD=()        # file → what curl says of its answer: exit status, bytes of head and body, new connections

# Writes <file>.head and <file>.body: both empty when no answer came. The load later sends the same bytes.
probe::send() { # <port> <check> <file>
  probe::_queue "$@" "${3##*/}"
  probe::_send_queued
}

# One curl sends what is queued, in its order: a process for each of some hundred requests takes longer than their answers.
# Requests with the same label share a connection; others have one each, so that nothing is left over from the one before.
probe::_queue() { # <port> <check> <file> <label>
  local number host="${4//[!a-zA-Z0-9]/-}.probe:$1"
  local -a options
  : >"$3.head"
  : >"$3.body"
  if [[ ${CONTRACT_METHOD[$2]} == HEAD ]]; then
    probe::_send_queued
    probe::_send_head "$@"
    return 0
  fi
  probe::_options "$2" options
  options+=(--resolve "$host:127.0.0.1" --header "Host: 127.0.0.1:$1" --url "http://$host${CONTRACT_PATH[$2]}")
  options+=(--dump-header "$3.head" --output "$3.body" --write-out '%{exitcode} %{size_header} %{size_download} %{num_connects}\n')
  [[ -z $PROBE_CONFIG ]] || PROBE_CONFIG+=$'--next\n'
  for ((number = 0; number < ${#options[@]}; number += 2)); do
    probe::_quote "${options[number + 1]}" "${options[number]}"
  done
  PROBE_FILES+=("$3")
}

probe::_quote() { # <value or nothing> <option>
  local value=${1//\\/\\\\}
  value=${value//\"/\\\"}
  PROBE_CONFIG+="$2${1:+ \"$value\"}"$'\n'
}

probe::_send_queued() {
  local -a said
  local number
  ((${#PROBE_FILES[@]})) || return 0
  mapfile -t said < <(curl --disable --silent --show-error --config - <<<"$PROBE_CONFIG" 2>"$CORE_TEMP/curl.error")
  for number in "${!PROBE_FILES[@]}"; do
    PROBE_TOLD["${PROBE_FILES[number]}"]=${said[number]:-}
    [[ ${said[number]:-} == '0 '* ]] || : >"${PROBE_FILES[number]}.head"
  done
  PROBE_CONFIG= PROBE_FILES=()
}

# Options of curl, each followed by its value, which is empty where it takes none.
probe::_options() { # <check> <array>
  local -n _probe_options=$2
  local -a headers
  local header
  # Neither a proxy nor curl's own patterns in a URL: wrk knows none of them.
  _probe_options=(--noproxy '*' --globoff '' --path-as-is '' --http1.1 '')
  _probe_options+=(--max-time "$PROBE_LIMIT_SECONDS" --request "${CONTRACT_METHOD[$1]}")
  # curl's own headers are taken away: wrk does not send them.
  _probe_options+=(--header 'Expect:' --header 'User-Agent:' --header 'Accept:')
  IFS=$'\x1e' read -ra headers <<<"${CONTRACT_HEADERS[$1]}"
  for header in "${headers[@]}"; do _probe_options+=(--header "$header"); done
  [[ -z ${CONTRACT_BODY_FILE[$1]} ]] || _probe_options+=(--data-binary "@${CONTRACT_BODY_FILE[$1]}")
}

# The same request as a command, for people.
probe::command() { # <check> <array>
  local -n _probe_command=$2
  local -a options
  local word
  probe::_options "$1" options
  # The user's own settings are left aside too.
  _probe_command=(curl --disable --silent --show-error)
  for word in "${options[@]}"; do
    [[ -z $word ]] || _probe_command+=("$word")
  done
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

# What a body is, where it cannot be compared as text: <file>.digest; <file>.text is what the judge reads, decoded.
probe::_digest() { # <check> <file>
  local decoded=true sum bytes
  local -a decoder=(cat)
  case ${CONTRACT_ENCODING[$1]} in
    gzip) decoder=(gzip -dc) ;;
    br) decoder=(brotli -dc) ;;
  esac
  "${decoder[@]}" <"$2.body" >"$2.text" 2>"$2.error" || decoded=false
  read -r sum _ < <(sha256sum <"$2.text")
  bytes=$(stat -c %s "$2.text")
  printf '{"sha256": "%s", "bytes": %d, "decoded": %s}\n' "$sum" "$bytes" "$decoded" >"$2.digest"
  # jq would take seconds to read it, and its digest says all.
  ((bytes <= PROBE_READABLE_BYTES)) || : >"$2.text"
}

# All checks of an endpoint. No problem: it may be measured.
probe::verify() { # <key> <id> <array of problems>
  probe::verify_all "$1" "$2"
  local -n _probe_problems=$3
  # shellcheck disable=SC2034 # the caller's array
  mapfile -t _probe_problems < <(printf '%s' "${PROBE_PROBLEMS["$1|$2"]}")
}

# The same of several endpoints of one server → PROBE_PROBLEMS. They are asked and judged together.
probe::verify_all() { # <key> <id>…
  local key=$1 id
  local -a asked=()
  local -A wrong=()
  shift
  for id; do client::is_needed "$id" || asked+=("$id"); done
  ((!${#asked[@]})) || probe::_ask "$key" "${asked[@]}"
  contract::judge "$CORE_TEMP/answers.$key" wrong "${asked[@]}"
  for id in "${asked[@]}"; do
    PROBE_PROBLEMS["$key|$id"]=${wrong["$id"]}
    probe::_remember "$key" "$id"
  done
  for id; do
    ! client::is_needed "$id" || PROBE_PROBLEMS["$key|$id"]=$(client::check "${SERVER_PORT[$key]}" "$id/0")
  done
}

# Answers lie in answers.<key>/<id>/<number of the check>_<repetition>.
probe::_ask() { # <key> <id>…
  local key=$1 port=${SERVER_PORT[$1]} id number repetition file
  shift
  local folder=$CORE_TEMP/answers.$key
  mkdir -p "${@/#/$folder/}"
  for id; do
    for ((number = 0; number < CONTRACT_CHECKS["$id"]; number++)); do
      for ((repetition = 0; repetition < CONTRACT_REQUESTS["$id/$number"]; repetition++)); do
        file=$folder/$id/${number}_$repetition
        probe::_queue "$port" "$id/$number" "$file" "$id-$number-$repetition"
      done
    done
    # The same request twice: a server that closes the connection makes curl connect twice.
    [[ -v PROBE_KEEPS_ALIVE["$key|$id"] ]] || for file in keep_0 keep_1; do
      probe::_queue "$port" "$id/0" "$folder/$id/$file" "$id-keep"
    done
  done
  probe::_send_queued
  for id; do
    for ((number = 0; number < CONTRACT_CHECKS["$id"]; number++)); do
      [[ ${CONTRACT_DIGESTED["$id/$number"]} == yes ]] || continue
      for file in "$folder/$id/${number}"_*.body; do probe::_digest "$id/$number" "${file%.body}"; done
    done
  done
}

# What is known of an endpoint that is right. The body of one that is not is no measure any more.
probe::_remember() { # <key> <id>
  local folder=$CORE_TEMP/answers.$1/$2 status
  if [[ -n ${PROBE_PROBLEMS["$1|$2"]} ]]; then
    unset "PROBE_VERIFIED[$1|$2]"
    return 0
  fi
  PROBE_VERIFIED["$1|$2"]=$folder/0_0.body
  probe::_read_status "$folder/0_0" "PROBE_STATUS[$1|$2]"
  read -r status "PROBE_HEAD_BYTES[$1|$2]" "PROBE_BODY_BYTES[$1|$2]" _ <<<"${PROBE_TOLD["$folder/0_0"]}"
  [[ -v PROBE_KEEPS_ALIVE["$1|$2"] ]] || PROBE_KEEPS_ALIVE["$1|$2"]=$([[ ${PROBE_TOLD["$folder/keep_1"]} == '0 '*' 0' ]] && echo true || echo false)
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
  [[ -n $status && -v PROBE_VERIFIED["$1|$2"] && $status == "${PROBE_STATUS["$1|$2"]}" ]] \
    && cmp -s "$file.body" "${PROBE_VERIFIED["$1|$2"]}" && return
  local -a _probe_found=()
  probe::verify "$1" "$2" _probe_found
  local -n _probe_out=$3
  # shellcheck disable=SC2034 # the caller's array
  _probe_out=("${_probe_found[@]}")
  ((!${#_probe_found[@]}))
}
