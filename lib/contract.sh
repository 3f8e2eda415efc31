# The concrete requests of an endpoint, and the comparison of an answer with what its contract expects.
# A check is "<id>/<number>": number 0 is the answer that is timed, the others are cases and relations.

# By id; lib/contract_lines.jq gives them, with their defaults.
declare -gA CONTRACT_TITLE=() CONTRACT_CONTROL=() CONTRACT_WORK=() CONTRACT_APPLICATION=()
declare -gA CONTRACT_CHECKS=()          # number of checks
declare -gA CONTRACT_EXPECTS_ERROR=()   # yes where the right answer is a 4xx
declare -gA CONTRACT_ABSENT=()          # yes where right is that nothing is there: no framework has a handler
declare -gA CONTRACT_MAX_CONNECTIONS=() # 0: as many as the run has
declare -gA CONTRACT_CONNECTIONS=()     # exactly so many, whatever the run has; 0: those of the run
declare -gA CONTRACT_RATE=()            # requests/s of its load; 0: that of the run
declare -gA CONTRACT_WORKERS=()         # server processes of its application; 0: those of the run
declare -gA CONTRACT_MIN_SECONDS=()     # 0: a window of any length will do
declare -gA CONTRACT_MAX_REQUESTS=()    # of a load; 0: as many as it can
declare -gA CONTRACT_SERVICES=()        # words: what must run beside the servers
declare -gA CONTRACT_BESIDE=()          # "<endpoint> <connections>" that are loaded at the same time; or empty
# As JSON, or null: the series of endpoints it belongs to and its amount · what must have moved after a load · who loads it,
# when it is not wrk · what its further numbers are.
declare -gA CONTRACT_DOSE=() CONTRACT_PROOF=() CONTRACT_CLIENT=() CONTRACT_METRICS=()
declare -gA CONTRACT_METHOD=() CONTRACT_PATH=() CONTRACT_REQUESTS=()
declare -gA CONTRACT_HEADERS=()        # lines parted by \x1e
declare -gA CONTRACT_BODY_FILE=()      # empty where there is no body
declare -gA CONTRACT_ENCODING=()       # gzip or br: the answer is decoded before it is compared
declare -gA CONTRACT_DIGESTED=()       # yes: it is compared by the digest of its body
declare -gA CONTRACT_SETTLE_SECONDS=() # so long it is asked again until its answer is right; 0: once
declare -gA CONTRACT_JUDGE=()          # by id: the jq program that judges its answers; read when it is first needed

readonly CONTRACT_KEYS='["title","params","request","expect","cases","relations","control","work","application","max_connections","connections","rate","workers","min_seconds","max_requests","services","beside","dose","proof","client","metrics"]'
readonly CONTRACT_CASE_KEYS='["title","expect","path","method","query","headers","body","body_file","raw_body","change","settle_seconds"]'

# Reads the contracts of the groups; every entry must have one and every contract an entry.
contract::load() { # <group>…
  contract::read "$@"
  endpoints::report_problems
}

# The same, but what is wrong stays in ENDPOINTS_PROBLEMS.
contract::read() { # <group>…
  CONTRACT_FOLDER=$CORE_TEMP/contracts
  rm -rf -- "$CONTRACT_FOLDER"
  mkdir -p "$CONTRACT_FOLDER"
  ENDPOINTS_PROBLEMS=()
  local group
  for group; do contract::_load_group "$group"; done
}

contract::_load_group() { # <group>
  local file=$ENDPOINTS_FOLDER/$1.contract.json problem before=${#ENDPOINTS_PROBLEMS[@]}
  if [[ ! -f $file ]]; then
    ENDPOINTS_PROBLEMS+=("endpoints/$1.contract.json is missing: every group needs its contract")
    return 0
  fi
  endpoints::entries_json "$1" >"$CONTRACT_FOLDER/$1.entries"
  if ! jq -r --argjson known "$CONTRACT_KEYS" --argjson known_of_case "$CONTRACT_CASE_KEYS" --slurpfile entries "$CONTRACT_FOLDER/$1.entries" \
    -f "$CORE_ROOT/lib/contract_check.jq" "$file" >"$CONTRACT_FOLDER/problems" 2>"$CONTRACT_FOLDER/error"; then
    ENDPOINTS_PROBLEMS+=("endpoints/$1.contract.json: $(head -n 1 "$CONTRACT_FOLDER/error")")
    return 0
  fi
  while IFS= read -r problem; do
    ENDPOINTS_PROBLEMS+=("endpoints/$1.contract.json: $problem")
  done <"$CONTRACT_FOLDER/problems"
  ((${#ENDPOINTS_PROBLEMS[@]} > before)) || contract::_resolve "$1" "$file"
}

contract::_resolve() { # <group> <contract file>
  local name read file out=$CONTRACT_FOLDER/$1
  local -a fixtures=()
  local -A CONTRACT_FIXTURE=() # name → file
  fixtures::make "$1"
  while IFS=$CORE_SEPARATOR read -r name read; do
    file=$(fixtures::find "$1" "$name")
    if [[ -z $file ]]; then
      ENDPOINTS_PROBLEMS+=("endpoints/$1.contract.json: endpoints/fixtures/$name is missing")
      return 0
    fi
    CONTRACT_FIXTURE[$name]=$file
    [[ $read == false ]] || fixtures+=(--rawfile "$name" "$file")
  done < <(jq -r -f "$CORE_ROOT/lib/contract_fixtures.jq" "$2")
  if ! jq -c -L "$CORE_ROOT/lib" --slurpfile entries "$out.entries" "${fixtures[@]}" \
    -f "$CORE_ROOT/lib/contract_requests.jq" "$2" >"$out.requests" 2>"$CONTRACT_FOLDER/error"; then
    ENDPOINTS_PROBLEMS+=("endpoints/$1.contract.json: $(sed '1s/^jq: error ([^)]*): //;q' "$CONTRACT_FOLDER/error")")
    return 0
  fi
  # Few contracts change a body, and two calls of jq that change nothing take as long as all others.
  if ! grep -q '"change":[^n]' "$out.requests"; then
    mv "$out.requests" "$out.json"
  else
    jq -rs -f "$CORE_ROOT/lib/contract_changes.jq" "$out.requests" >"$out.change.jq"
    if ! jq -c -f "$out.change.jq" "$out.requests" >"$out.json" 2>"$CONTRACT_FOLDER/error"; then
      ENDPOINTS_PROBLEMS+=("endpoints/$1.contract.json: a change does not apply: $(head -n 1 "$CONTRACT_FOLDER/error")")
      return 0
    fi
  fi
  contract::_read_lines "$1"
}

contract::_read_lines() { # <group>
  local kind name first rest
  while IFS=$CORE_SEPARATOR read -r kind name first rest; do
    if [[ $kind == fact ]]; then
      printf -v "CONTRACT_${first}[$1.$name]" '%s' "$rest"
    else
      contract::_read_check "$1.$name" "$first" "$rest"
    fi
  done < <(jq -r -f "$CORE_ROOT/lib/contract_lines.jq" "$CONTRACT_FOLDER/$1.json")
}

contract::_read_check() { # <id> <number> <how to send it>
  local check=$1/$2 method path requests headers encoding settle digested kind body
  IFS=$CORE_SEPARATOR read -r method path requests headers encoding settle digested kind body <<<"$3"
  CONTRACT_METHOD[$check]=$method
  CONTRACT_PATH[$check]=$path
  CONTRACT_REQUESTS[$check]=$requests
  CONTRACT_HEADERS[$check]=$headers
  CONTRACT_ENCODING[$check]=$encoding
  CONTRACT_SETTLE_SECONDS[$check]=$settle
  CONTRACT_DIGESTED[$check]=$digested
  CONTRACT_BODY_FILE[$check]=
  case $kind in
    file) CONTRACT_BODY_FILE[$check]=${CONTRACT_FIXTURE[$body]} ;;
    text)
      CONTRACT_BODY_FILE[$check]=$CONTRACT_FOLDER/$1.$2.body
      # The line breaks of a body travel escaped, so that a check stays one line.
      printf '%b' "$body" >"${CONTRACT_BODY_FILE[$check]}"
      ;;
  esac
}

# Its contract says how it is loaded, so that it cannot be part of another load. In words; nothing where any load will do.
contract::own_load() { # <id>
  if [[ ${CONTRACT_CLIENT[$1]} != null ]]; then
    printf 'wrk cannot load it'
  elif [[ -n ${CONTRACT_BESIDE[$1]} ]]; then
    printf 'another endpoint is loaded beside it'
  elif [[ ${CONTRACT_RATE[$1]}${CONTRACT_CONNECTIONS[$1]}${CONTRACT_MAX_REQUESTS[$1]} != 000 ]]; then
    printf 'its contract says how it is loaded'
  fi
}

# Compares the answers in <folder>/<id>/ with all checks of the endpoints. Sets <variable>[<id>] to what is wrong, a line each.
contract::judge() { # <folder> <associative array> <id>…
  local folder=$1 into=$2 id line program='' out=$CONTRACT_FOLDER/judged
  local -n _contract_found=$2
  local -a answers=()
  shift 2
  (($#)) || return 0
  for id; do
    [[ -v CONTRACT_JUDGE[$id] ]] || contract::_read_judges "${id%%.*}"
    _contract_found["$id"]=
    program+="${program:+,}(${CONTRACT_JUDGE[$id]})"
    contract::_list_answers "$id" "$folder/$id"
    [[ " ${answers[*]} " == *" ${id%%.*}.checks "* ]] || answers+=(--slurpfile "${id%%.*}.checks" "$CONTRACT_FOLDER/${id%%.*}.json")
  done
  printf 'include "contract"; %s' "$program" >"$out.jq"
  if ! jq -nr -L "$CORE_ROOT/lib" "${answers[@]}" -f "$out.jq" >"$out" 2>"$out.error"; then
    # An answer that cannot be judged is a problem of its own endpoint and of no other.
    _contract_found["$1"]=$(head -n 1 "$out.error")
    (($# == 1)) || for id; do contract::judge "$folder" "$into" "$id"; done
    return 0
  fi
  while IFS=$CORE_SEPARATOR read -r id line; do
    _contract_found["$id"]+=${_contract_found["$id"]:+$'\n'}$line
  done <"$out"
}

# Adds to the caller's <answers> what jq must read.
contract::_list_answers() { # <id> <folder>
  local number repetition file name text
  for ((number = 0; number < CONTRACT_CHECKS[$1]; number++)); do
    for ((repetition = 0; repetition < CONTRACT_REQUESTS["$1/$number"]; repetition++)); do
      file=$2/${number}_$repetition name=$1/${number}_$repetition text=body
      if [[ ${CONTRACT_DIGESTED["$1/$number"]} == yes ]]; then
        text=text
        answers+=(--slurpfile "$name.digest" "$file.digest")
      fi
      answers+=(--rawfile "$name.head" "$file.head" --rawfile "$name.text" "$file.$text")
    done
  done
}

contract::_read_judges() { # <group>
  local name program
  while IFS=$CORE_SEPARATOR read -r name program; do
    CONTRACT_JUDGE[$1.$name]=$program
  done < <(jq -r --arg group "$1" -f "$CORE_ROOT/lib/contract_judge.jq" "$CONTRACT_FOLDER/$1.json")
}
