# The only writer of raw records. A cell is a journal of events, one line each, written when they happen;
# its record is made from the journal, so that what was measured survives whatever ends the run.

RECORDS_FOLDER=
RECORDS_LOGS=
RECORDS_STATUS=interrupted
RECORDS_SCHEMA=1
RECORDS_LOST=no    # yes once something could not be written: then the end of the run does not try again
RECORDS_EXTRA='{}' # what a kind of run adds to run.json
RECORDS_KIND=      # features, legacy, stress, scenario or calibrate

# The run's own folder, never an old one: a second run started in the same second gets the next name.
records::open_run() { # <kind>
  local base=$OPT_output/runs id suffix=
  if ! mkdir -p "$base" 2>"$CORE_TEMP/mkdir" || [[ ! -w $base ]]; then
    core::die "$CORE_STATUS_MISSING" "cannot write to $base: $(sed 's/.*: //' "$CORE_TEMP/mkdir" | grep . || echo 'no permission'); choose another folder with --output"
  fi
  printf -v id '%(%Y%m%dT%H%M%SZ)T' -1
  until mkdir "$base/$id${suffix:+-$suffix}" 2>"$CORE_TEMP/mkdir"; do
    [[ -d $base/$id${suffix:+-$suffix} ]] || core::die "$CORE_STATUS_MISSING" "cannot write to $base: $(sed 's/.*: //' "$CORE_TEMP/mkdir")"
    suffix=$((${suffix:-1} + 1))
  done
  RECORDS_RUN=$id${suffix:+-$suffix}
  RECORDS_FOLDER=$base/$RECORDS_RUN
  RECORDS_LOGS=$RECORDS_FOLDER/logs
  RECORDS_KIND=$1
  mkdir "$RECORDS_FOLDER/raw" "$RECORDS_LOGS" "$RECORDS_FOLDER/journal"
  core::try_lock "$RECORDS_FOLDER/.lock"
  printf -v RECORDS_STARTED '%(%FT%TZ)T' -1
  core::now_us RECORDS_STARTED_US
  RECORDS_LOADED_US=0
  records::write_machine
  records::write_run null
}

# An earlier run goes on in its folder. The pause between is no time of the run.
records::reopen_run() { # <folder>
  local wall_ms loaded_ms now
  RECORDS_FOLDER=$1 RECORDS_LOGS=$1/logs
  IFS=$CORE_SEPARATOR read -r RECORDS_RUN RECORDS_KIND RECORDS_STARTED wall_ms loaded_ms \
    < <(jq -r '[.run, .kind, .started, .time.wall_ms, .time.loaded_ms] | map(tostring) | join("\u001f")' "$1/run.json")
  core::now_us now
  RECORDS_STARTED_US=$((now - wall_ms * 1000))
  RECORDS_LOADED_US=$((loaded_ms * 1000))
  jq '{command, host, versions, commit, dirty}' "$1/run.json" >"$CORE_TEMP/machine.json"
}

records::write_machine() {
  local commit dirty
  read -r commit dirty < <(machine::commit_json)
  jq -n --argjson host "$(machine::host_json)" --argjson versions "$(machine::versions_json)" \
    --argjson commit "$commit" --argjson dirty "$dirty" --arg command "$CLI_COMMAND" \
    '{command: $command, host: $host, versions: $versions, commit: $commit, dirty: $dirty}' >"$CORE_TEMP/machine.json"
}

records::write_run() { # <end as JSON>
  local now
  core::now_us now
  local -a descriptions=("$FRAMEWORKS_DESCRIPTIONS"/*.json)
  jq -n --argjson schema "$RECORDS_SCHEMA" --argjson methodology "$MACHINE_METHODOLOGY" --arg run "$RECORDS_RUN" \
    --arg status "$RECORDS_STATUS" --arg started "$RECORDS_STARTED" --argjson ended "$1" --argjson seed "$OPT_seed" \
    --argjson settings "$(plan::settings_json)" --argjson groups "$(endpoints::chosen_groups_json)" \
    --slurpfile machine "$CORE_TEMP/machine.json" --slurpfile frameworks <(cat "${descriptions[@]}") \
    --argjson wall "$(((now - RECORDS_STARTED_US) / 1000))" --argjson loaded "$((RECORDS_LOADED_US / 1000))" \
    --argjson collectors "$COLLECTORS_JSON" \
    --arg kind "$RECORDS_KIND" --argjson options "$(cli::measuring_json)" --arg asked "$(core::join , "${FRAMEWORKS_ASKED[@]}")" --argjson extra "$RECORDS_EXTRA" \
    '{schema: $schema, methodology: $methodology, run: $run, kind: $kind, status: $status, started: $started, ended: $ended, seed: $seed,
      asked: {options: $options, frameworks: ($asked / ",")}, settings: $settings} + $machine[0] + {frameworks: ($frameworks | map({key: .framework, value: .}) | from_entries),
      groups: $groups, time: {wall_ms: $wall, loaded_ms: $loaded}, collectors: $collectors} + $extra' >"$RECORDS_FOLDER/run.json.part" \
    || records::_cannot_write
  mv "$RECORDS_FOLDER/run.json.part" "$RECORDS_FOLDER/run.json"
}

records::_cannot_write() {
  RECORDS_LOST=yes
  core::die "$CORE_STATUS_MISSING" "cannot write to $RECORDS_FOLDER ($(df -h --output=avail "$RECORDS_FOLDER" | tail -n 1 | tr -d ' ') free on its disk); what was measured before is kept"
}

# Appends an event to the journal of a cell.
records::_append() { # <framework> <id> <JSON>
  printf '%s\n' "$3" >>"$RECORDS_FOLDER/journal/$1.$2.jsonl" || records::_cannot_write
}

# For a module whose journal has events of its own; lib/records_<kind>.jq then makes the record of <framework>.<kind>.<id>.
records::add_event() { # <framework> <id, or kind.id> <JSON>
  records::_append "$@"
}

records::begin_cell() { # <framework> <id> <connections>
  local rate=${PLAN_RATE:-${CONTRACT_RATE[$2]/#0/null}} server contract settings
  fingerprints::read_server "$1" "${ENDPOINTS_GROUP[$2]}" server
  fingerprints::read_contract "$2" contract
  fingerprints::read_settings settings
  records::_append "$1" "$2" "$(jq -nc --argjson schema "$RECORDS_SCHEMA" --arg run "$RECORDS_RUN" --arg framework "$1" \
    --arg group "${ENDPOINTS_GROUP[$2]}" --arg endpoint "${ENDPOINTS_NAME[$2]}" --arg title "${CONTRACT_TITLE[$2]}" \
    --arg method "${CONTRACT_METHOD["$2/0"]}" --arg path "${CONTRACT_PATH["$2/0"]}" --arg application "${CONTRACT_APPLICATION[$2]}" \
    --argjson work "${CONTRACT_WORK[$2]}" --arg control "${CONTRACT_CONTROL[$2]}" --argjson connections "$3" \
    --argjson threads "$PLAN_THREADS" --argjson rounds "$PLAN_ROUNDS" --arg load "$OPT_load" --argjson rate "$rate" \
    --argjson dose "${CONTRACT_DOSE[$2]}" --argjson most "${CONTRACT_MAX_REQUESTS[$2]}" --argjson metrics "${CONTRACT_METRICS[$2]}" --argjson client "${CONTRACT_CLIENT[$2]}" \
    --arg server "$server" --arg contract "$contract" --arg settings "$settings" \
    '{kind: "cell", schema: $schema, run: $run, framework: $framework, group: $group, endpoint: $endpoint, title: $title,
      method: $method, path: $path, application: $application, work: $work,
      control: (if $control == "" then null else $control end), dose: $dose, metrics: $metrics, client: $client,
      max_requests: (if $most == 0 then null else $most end), connections: $connections, threads: $threads, rounds: $rounds,
      load: {name: $load, rate: $rate}, fingerprints: {server: $server, contract: $contract, settings: $settings}}')"
}

records::add_problem() { # <framework> <id> <kind> <round or null> <text>
  records::_append "$1" "$2" "$(jq -nc --arg kind "$3" --argjson round "$4" --arg text "$5" \
    '{kind: "problem", problem: {kind: $kind, text: $text, round: $round}}')"
}

records::add_response() { # <framework> <id> <status> <head bytes> <body bytes> <keeps alive>
  local event
  printf -v event '{"kind":"response","response":{"status":%d,"head_bytes":%d,"body_bytes":%d,"keep_alive":%s}}' "${@:3}"
  records::_append "$1" "$2" "$event"
}

records::add_start() { # <framework> <id> <round or null> <microseconds>
  local event
  printf -v event '{"kind":"start","round":%s,"start_ms":%d.%03d}' "$3" $(($4 / 1000)) $(($4 % 1000))
  records::_append "$1" "$2" "$event"
}

records::add_done() { # <framework> <id> <round, or latency>
  records::_append "$1" "$2" "{\"kind\":\"done\",\"part\":${3/#latency/\"latency\"}}"
}

# The window of a record as JSON; on a second line its requests, how many failed, and how.
records::window_lines() { # <id> <round> <window> <position> <connections> <wrk result> <sampler answer> <keeps alive>
  local expects_error=false cores
  [[ ${CONTRACT_EXPECTS_ERROR[$1]} != yes ]] || expects_error=true
  plan::server_cores "$1" cores
  jq -nrc --slurpfile load "$6" --argjson server "$7" --argjson round "$2" --argjson window "$3" \
    --argjson position "$4" --argjson connections "$5" --argjson client_cores "$PLACEMENT_CLIENT_CORES" \
    --argjson server_cores "$cores" --argjson expects_error "$expects_error" --argjson keep_alive "$8" --argjson proof "$PROOF_RESULT" \
    -f "$CORE_ROOT/lib/records_window.jq"
}

# Sets RECORDS_REQUESTS, RECORDS_FAILED and RECORDS_FAULTS (how many of which kind) of the window just written.
records::add_window() { # <framework> <id> <round> <window> <position> <connections> <wrk result> <sampler answer> <keeps alive>
  local -a lines
  mapfile -t lines < <(records::window_lines "${@:2}")
  records::_append "$1" "$2" "${lines[0]}"
  # shellcheck disable=SC2034 # the caller reads them
  read -r RECORDS_REQUESTS RECORDS_FAILED RECORDS_FAULTS <<<"${lines[1]}"
}

records::add_duet() { # <framework> <id> <round> <window> <reference> <own wrk result> <own sample> <other wrk result> <other sample>
  local expects_error=false
  [[ ${CONTRACT_EXPECTS_ERROR[$2]} != yes ]] || expects_error=true
  records::_append "$1" "$2" "$(jq -nc --argjson round "$3" --argjson window "$4" --arg reference "$5" --slurpfile own "$6" \
    --argjson own_sampled "$7" --slurpfile other "$8" --argjson other_sampled "$9" --argjson expects_error "$expects_error" \
    -f "$CORE_ROOT/lib/records_duet.jq")"
}

records::add_latency() { # <framework> <id> <round> <share or null> <requests/s> <connections> <wrk result> <sampler answer>
  local -a lines
  mapfile -t lines < <(records::window_lines "$2" "$3" 1 1 "$6" "$7" "$8" null)
  records::_append "$1" "$2" "$(jq -c --argjson share "$4" --argjson target "$5" \
    '{kind: "latency", share: $share, target_rps: $target, window: del(.kind)}' <<<"${lines[0]}")"
}

# Makes every record of the run from its journal. Can be repeated; a record appears whole. The last line of a journal may
# be cut short, where the disk was full.
records::assemble() {
  local journal name
  local -a parts
  for journal in "$RECORDS_FOLDER"/journal/*.jsonl; do
    name=${journal##*/}
    name=${name%.jsonl}
    [[ ! $RECORDS_FOLDER/raw/$name.json -nt $journal ]] || continue
    IFS=. read -ra parts <<<"$name"
    [[ -f $CORE_ROOT/lib/records_${parts[1]}.jq && ! -v ENDPOINTS_PATH[${name#*.}] ]] || parts=("${parts[0]}" cell)
    jq -cR 'fromjson? // empty' "$journal" | jq -cs -f "$CORE_ROOT/lib/records_${parts[1]}.jq" >"$RECORDS_FOLDER/raw/$name.json.part" \
      || records::_cannot_write
    mv "$RECORDS_FOLDER/raw/$name.json.part" "$RECORDS_FOLDER/raw/$name.json"
  done
}

# How many cells have which status: "ok 37" lines.
records::count_statuses() {
  local -a files=("$RECORDS_FOLDER"/raw/*.json)
  ((!${#files[@]})) || jq -r .status "${files[@]}" | sort | uniq -c | awk '{print $2, $1}'
}

# The end of a run, whatever brought it: all records whole, and what became of the cells in CORE_STATUS.
records::finish() {
  local now status
  [[ $RECORDS_LOST == no ]] || core::leave "$CORE_STATUS_MISSING"
  records::assemble
  printf -v now '"%(%FT%TZ)T"' -1
  records::write_run "$now"
  while read -r status _; do
    [[ $status == ok || $status == unsupported || $CORE_STATUS != 0 ]] || CORE_STATUS=$CORE_STATUS_CELL
  done < <(records::count_statuses)
}
