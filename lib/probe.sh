# All checks of endpoints before a load, and the one check after a window.

readonly PROBE_READABLE_BYTES=1048576
declare -gA PROBE_PROBLEMS=() # "key|id" → what its checks found wrong, a line each
declare -gA PROBE_VERIFIED=() # "key|id" → file with the body that was judged right, as it came
declare -gA PROBE_HEAD_BYTES=() PROBE_BODY_BYTES=() PROBE_STATUS=()
declare -gA PROBE_KEEPS_ALIVE=() # "key|id" → true or false

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
    probe::_let_settle "$key" "$id" wrong
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
        request::queue "$port" "$id/$number" "$folder/$id/${number}_$repetition" "$id-$number-$repetition"
      done
    done
    # The same request twice: a server that closes the connection makes curl connect twice.
    [[ -v PROBE_KEEPS_ALIVE["$key|$id"] ]] || for file in keep_0 keep_1; do
      request::queue "$port" "$id/0" "$folder/$id/$file" "$id-keep"
    done
  done
  request::send_queued
  for id; do
    for ((number = 0; number < CONTRACT_CHECKS["$id"]; number++)); do probe::_digest_answers "$folder" "$id" "$number"; done
  done
}

probe::_digest_answers() { # <folder> <id> <number of the check>
  local file
  [[ ${CONTRACT_DIGESTED["$2/$3"]} == yes ]] || return 0
  for file in "$1/$2/$3"_*.body; do probe::_digest "$2/$3" "${file%.body}"; done
}

# What a server does after it has answered takes its time: checks of that are asked again until the answers are right.
probe::_let_settle() { # <key> <id> <array of problems by id>
  local -n _probe_wrong=$3
  local folder=$CORE_TEMP/answers.$1 number began now limit=0
  local -a settling=()
  [[ -n ${_probe_wrong["$2"]} ]] || return 0
  for ((number = 0; number < CONTRACT_CHECKS["$2"]; number++)); do
    ((CONTRACT_SETTLE_SECONDS["$2/$number"])) || continue
    settling+=("$number")
    ((CONTRACT_SETTLE_SECONDS["$2/$number"] <= limit)) || limit=${CONTRACT_SETTLE_SECONDS["$2/$number"]}
  done
  core::now_us began
  now=$began
  while ((now - began < limit * 1000000)) && [[ -n ${_probe_wrong["$2"]} ]]; do
    core::pause 0.05
    for number in "${settling[@]}"; do request::queue "${SERVER_PORT[$1]}" "$2/$number" "$folder/$2/${number}_0" "$2-$number"; done
    request::send_queued
    for number in "${settling[@]}"; do probe::_digest_answers "$folder" "$2" "$number"; done
    contract::judge "$folder" "$3" "$2"
    core::now_us now
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
  read -r status "PROBE_HEAD_BYTES[$1|$2]" "PROBE_BODY_BYTES[$1|$2]" _ <<<"${REQUEST_TOLD["$folder/0_0"]}"
  [[ -v PROBE_KEEPS_ALIVE["$1|$2"] ]] || PROBE_KEEPS_ALIVE["$1|$2"]=$([[ ${REQUEST_TOLD["$folder/keep_1"]} == '0 '*' 0' ]] && echo true || echo false)
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
  request::send "${SERVER_PORT[$1]}" "$2/0" "$file"
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
