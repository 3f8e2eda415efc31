# The run as it always was: same order, warm-up, files and wording, on the same engine. The only module that may name frameworks.

readonly LEGACY_BASIC=basic
readonly LEGACY_VALIDATION=basic_validation
readonly LEGACY_VALIDATION_FRAMEWORK=catzilla # the three validation endpoints were measured there only

legacy::choose() {
  endpoints::choose "$LEGACY_BASIC,$LEGACY_VALIDATION" ""
}

legacy::settle() {
  PLAN_THREADS=${OPT_threads:-4}
  wrk::fit_connections "$OPT_connections" "$PLAN_THREADS" PLAN_CONNECTIONS
  PLAN_ROUNDS=1 PLAN_WINDOWS=1 PLAN_WINDOW_SECONDS=$OPT_duration_seconds
  PLAN_WARMUP=each PLAN_WARMUP_SECONDS=3 PLAN_WARMUP_CONNECTIONS=10 PLAN_WARMUP_THREADS=1
  PLAN_MIRRORED=no PLAN_PORTS=default PLAN_STAGES=("$LEGACY_BASIC/" "$LEGACY_VALIDATION/")
  placement::count_cores
  local name id
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    for id in "${ENDPOINTS_CHOSEN[@]}"; do
      [[ ${ENDPOINTS_GROUP[$id]} == "$LEGACY_BASIC" || $name == "$LEGACY_VALIDATION_FRAMEWORK" ]] \
        || FRAMEWORKS_UNSUPPORTED["$name|$id"]="not part of the basic run, which has it for one framework only"
    done
  done
}

# Frameworks one after the other; each serves both groups from one start.
legacy::run() {
  local name
  legacy::_write_system_info
  cells::begin_all "${ENDPOINTS_CHOSEN[@]}"
  matrix::begin
  STAGE_GROUPS=$LEGACY_BASIC,$LEGACY_VALIDATION
  STAGE_IDS=("${ENDPOINTS_CHOSEN[@]}")
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    log::info "Benchmarking ${FRAMEWORKS_TITLE[$name]}"
    STAGE_LABEL=$name
    STAGE_FRAMEWORKS=("$name")
    matrix::run_round 1
    records::assemble
    if legacy::_has_failed "$name"; then
      log::warning "${FRAMEWORKS_TITLE[$name]}: not everything was measured, for the reasons above"
    else
      log::success "${FRAMEWORKS_TITLE[$name]} done"
    fi
  done
}

legacy::_has_failed() { # <framework>
  local id
  for id in "${STAGE_IDS[@]}"; do
    [[ ${CELLS_STATE["$1|$id"]} != failed ]] || return 0
  done
  return 1
}

# Also after an interruption: the files and the summary of what there is.
legacy::finish() {
  records::finish
  local name
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do legacy::_write_framework "$name"; done
  legacy::_write_summary
  log::info "results: $OPT_output/benchmark_summary.md, records: $RECORDS_FOLDER"
  log::info "draw the charts with: python3 $CORE_ROOT/visualize_results.py --results-dir $OPT_output"
}

# Only cells that were measured have files: a wrong answer has no rate.
legacy::_write_framework() { # <framework>
  local id name file
  local log=$RECORDS_LOGS/${1}_server.log
  [[ ! -f $log ]] || cp "$log" "$OPT_output/${1}_server.log"
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    name=${ENDPOINTS_NAME[$id]}
    file=$RECORDS_FOLDER/raw/$1.$id.json
    [[ -f $file && $(jq -r .status "$file") == ok ]] || continue
    cp "$RECORDS_LOGS/$1.$id.wrk.txt" "$OPT_output/${1}_$name.txt"
    jq --arg duration "$OPT_duration" --arg timestamp "$(date -Iseconds -r "$RECORDS_LOGS/$1.$id.wrk")" \
      -f "$CORE_ROOT/lib/legacy_result.jq" "$file" >"$OPT_output/${1}_$name.json.part"
    mv "$OPT_output/${1}_$name.json.part" "$OPT_output/${1}_$name.json"
  done
}

# This run's results only, in the order in which they were measured.
legacy::_write_summary() {
  local name id
  local -a files=()
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    for id in "${ENDPOINTS_CHOSEN[@]}"; do
      [[ ! -f $RECORDS_FOLDER/raw/$name.$id.json || $(jq -r .status "$RECORDS_FOLDER/raw/$name.$id.json") != ok ]] \
        || files+=("$OPT_output/${name}_${ENDPOINTS_NAME[$id]}.json")
    done
  done
  jq -n --arg timestamp "$(date -Iseconds)" --arg duration "$OPT_duration" --argjson connections "$PLAN_CONNECTIONS" \
    --argjson threads "$PLAN_THREADS" --slurpfile system "$OPT_output/system_info.json" \
    '{benchmark_info: {timestamp: $timestamp, duration: $duration, connections: $connections, threads: $threads, tool: "wrk"},
      system_info: $system[0], results: [inputs]}' "${files[@]:-/dev/null}" >"$OPT_output/benchmark_summary.json.part"
  mv "$OPT_output/benchmark_summary.json.part" "$OPT_output/benchmark_summary.json"
  {
    printf '# Catzilla Performance Benchmark Results\n\n'
    jq -r -f "$CORE_ROOT/lib/legacy_configuration.jq" "$OPT_output/benchmark_summary.json"
    sed 's/^#/##/' "$OPT_output/system_info.md"
    jq -r -f "$CORE_ROOT/lib/legacy_table.jq" "$OPT_output/benchmark_summary.json"
  } >"$OPT_output/benchmark_summary.md.part"
  mv "$OPT_output/benchmark_summary.md.part" "$OPT_output/benchmark_summary.md"
}

legacy::_write_system_info() {
  local disk
  disk=$(df -Ph "$OPT_output" | awk 'NR == 2 {print $2, $3, $4, $5}')
  jq -n --argjson host "$(machine::host_json)" --argjson versions "$(machine::versions_json)" --arg disk "$disk" \
    --arg load "$(uptime | sed 's/.*load average[s]*: //')" --arg architecture "$(uname -m)" --arg timestamp "$(date -Iseconds)" \
    --argjson available "$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)" --arg executable "$SETUP_PYTHON" \
    -f "$CORE_ROOT/lib/legacy_system.jq" >"$OPT_output/system_info.json.part"
  mv "$OPT_output/system_info.json.part" "$OPT_output/system_info.json"
  jq -r -f "$CORE_ROOT/lib/legacy_system_text.jq" "$OPT_output/system_info.json" >"$OPT_output/system_info.md.part"
  mv "$OPT_output/system_info.md.part" "$OPT_output/system_info.md"
}
