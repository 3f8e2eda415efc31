# One request, or many in a row, by curl: the same bytes that the load sends later.

REQUEST_LIMIT_SECONDS=10
REQUEST_CONFIG=             # curl's configuration of the requests that are to be sent next
REQUEST_FILES=()            # where their answers go
declare -gA REQUEST_TOLD=() # file → what curl says of its answer: exit status, bytes of head and body, new connections

# Writes <file>.head and <file>.body: both empty when no answer came. The load later sends the same bytes.
request::send() { # <port> <check> <file>
  request::queue "$@" "${3##*/}"
  request::send_queued
}

# One curl sends what is queued, in its order: a process for each of some hundred requests takes longer than their answers.
# Requests with the same label share a connection; others have one each, so that nothing is left over from the one before.
request::queue() { # <port> <check> <file> <label>
  local number host="${4//[!a-zA-Z0-9]/-}.probe:$1"
  local -a options
  : >"$3.head"
  : >"$3.body"
  if [[ ${CONTRACT_METHOD[$2]} == HEAD ]]; then
    request::send_queued
    request::_send_head "$@"
    return 0
  fi
  request::_options "$2" options
  options+=(--resolve "$host:127.0.0.1" --header "Host: 127.0.0.1:$1" --url "http://$host${CONTRACT_PATH[$2]}")
  options+=(--dump-header "$3.head" --output "$3.body" --write-out '%{exitcode} %{size_header} %{size_download} %{num_connects}\n')
  [[ -z $REQUEST_CONFIG ]] || REQUEST_CONFIG+=$'--next\n'
  for ((number = 0; number < ${#options[@]}; number += 2)); do
    request::_quote "${options[number + 1]}" "${options[number]}"
  done
  REQUEST_FILES+=("$3")
}

request::_quote() { # <value or nothing> <option>
  local value=${1//\\/\\\\}
  value=${value//\"/\\\"}
  REQUEST_CONFIG+="$2${1:+ \"$value\"}"$'\n'
}

request::send_queued() {
  local -a said
  local number
  ((${#REQUEST_FILES[@]})) || return 0
  mapfile -t said < <(curl --disable --silent --show-error --config - <<<"$REQUEST_CONFIG" 2>"$CORE_TEMP/curl.error")
  for number in "${!REQUEST_FILES[@]}"; do
    REQUEST_TOLD["${REQUEST_FILES[number]}"]=${said[number]:-}
    [[ ${said[number]:-} == '0 '* ]] || : >"${REQUEST_FILES[number]}.head"
  done
  REQUEST_CONFIG= REQUEST_FILES=()
}

# Options of curl, each followed by its value, which is empty where it takes none.
request::_options() { # <check> <array>
  local -n _request_options=$2
  local -a headers
  local header
  # Neither a proxy nor curl's own patterns in a URL: wrk knows none of them.
  _request_options=(--noproxy '*' --globoff '' --path-as-is '' --http1.1 '')
  _request_options+=(--max-time "$REQUEST_LIMIT_SECONDS" --request "${CONTRACT_METHOD[$1]}")
  # curl's own headers are taken away: wrk does not send them.
  _request_options+=(--header 'Expect:' --header 'User-Agent:' --header 'Accept:')
  IFS=$'\x1e' read -ra headers <<<"${CONTRACT_HEADERS[$1]}"
  for header in "${headers[@]}"; do _request_options+=(--header "$header"); done
  [[ -z ${CONTRACT_BODY_FILE[$1]} ]] || _request_options+=(--data-binary "@${CONTRACT_BODY_FILE[$1]}")
}

# The same request as a command, for people.
request::command() { # <check> <array>
  local -n _request_command=$2
  local -a options
  local word
  request::_options "$1" options
  # The user's own settings are left aside too.
  _request_command=(curl --disable --silent --show-error)
  for word in "${options[@]}"; do
    [[ -z $word ]] || _request_command+=("$word")
  done
}

# curl does not wait for what must not come: the body of an answer to HEAD. So all is read, up to the end of the connection.
request::_send_head() { # <port> <check> <file>
  local fd size
  { exec {fd}<>"/dev/tcp/127.0.0.1/$1"; } 2>"$3.error" || return 0
  printf 'HEAD %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n' "${CONTRACT_PATH[$2]}" "$1" >&"$fd"
  [[ -z ${CONTRACT_HEADERS[$2]} ]] || printf '%s\r\n' "${CONTRACT_HEADERS[$2]//$'\x1e'/$'\r\n'}" >&"$fd"
  printf '\r\n' >&"$fd"
  timeout "$REQUEST_LIMIT_SECONDS" cat <&"$fd" >"$3.all" 2>"$3.error" || log::info "HEAD ${CONTRACT_PATH[$2]}: the connection stayed open"
  exec {fd}>&-
  sed '/^\r$/q' "$3.all" >"$3.head"
  size=$(stat -c %s "$3.head")
  tail -c "+$((size + 1))" "$3.all" >"$3.body"
}
