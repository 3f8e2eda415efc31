# --dry-run: the plan in words, and its time.

preview::_load_text() {
  if [[ -n $PLAN_RATE ]]; then
    printf 'paced at %d requests/s' "$PLAN_RATE"
  else
    printf 'closed loop'
  fi
}

preview::print() {
  local stage name id reason time connections cells
  local -a ids
  cells=$(plan::count_cells)
  log::duration "$(plan::estimate $((cells * PLAN_ROUNDS * PLAN_WINDOWS)))" time
  printf 'Frameworks: %s\n' "$(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
  printf 'Each cell:  %d rounds x %d windows x %d s, warm-up %d s per start, profile %s, %d worker(s)\n' \
    "$PLAN_ROUNDS" "$PLAN_WINDOWS" "$PLAN_WINDOW_SECONDS" "$PLAN_WARMUP_SECONDS" "$OPT_profile" "$OPT_workers"
  printf 'Load:       wrk, %s, %d connections, %d thread(s); servers on CPU %s, wrk on CPU %s\n\n' \
    "$(preview::_load_text)" "$PLAN_CONNECTIONS" "$PLAN_THREADS" "${SERVER_CPUS:-any}" "${WRK_CPUS:-any}"
  for stage in "${PLAN_STAGES[@]}"; do
    printf '%s\n' "${stage%/}"
    mapfile -t ids < <(plan::stage_ids "$stage")
    for id in "${ids[@]}"; do
      plan::connections "$id" connections
      printf '  %-22s %-6s %s%s\n' "${ENDPOINTS_NAME[$id]}" "${ENDPOINTS_METHOD[$id]}" "${ENDPOINTS_PATH[$id]}" \
        "$( ((connections == PLAN_CONNECTIONS)) || printf '  (%d connections)' "$connections")"
      for name in "${FRAMEWORKS_CHOSEN[@]}"; do
        reason=$(frameworks::unsupported_reason "$name" "$id")
        [[ -z $reason ]] || printf '  %22s %s: unsupported: %s\n' '' "$name" "$reason"
      done
    done
  done
  printf '\n%d cells, about %s\n' "$cells" "$time"
}
