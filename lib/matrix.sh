# The loop group × round × stage × endpoint × framework: the only place that knows the order of a run.

declare -gA MATRIX_CHECKED=() # ids whose contract was checked

matrix::run() {
  local group round stage
  local -a groups
  mapfile -t groups < <(endpoints::chosen_groups)
  cells::begin_all "${ENDPOINTS_CHOSEN[@]}"
  matrix::begin
  for group in "${groups[@]}"; do
    for ((round = 1; round <= PLAN_ROUNDS; round++)); do
      for stage in "${PLAN_STAGES[@]}"; do
        [[ ${stage%%/*} == "$group" ]] || continue
        stage::set "$stage" "$round"
        ((${#STAGE_IDS[@]})) || continue
        matrix::run_round "$round"
        # What a run that is killed has used up of its time is known to the round.
        records::write_run null
      done
    done
    records::assemble
  done
  ! cli::is_given precision || matrix::_go_on_until_precise
}

# --precision: another round for the endpoints with the widest intervals, until all are narrow or the budget is used up.
matrix::_go_on_until_precise() {
  local share round now stage deadline
  local -a wide all=("${ENDPOINTS_CHOSEN[@]}")
  share=$(jq -n --arg percent "${OPT_precision%\%}" '$percent | tonumber / 100')
  deadline=$((RECORDS_STARTED_US + OPT_budget_seconds * 1000000))
  round=$(cells::last_round "$PLAN_ROUNDS")
  while true; do
    mapfile -t wide < <(report::wide_endpoints "$share")
    core::now_us now
    if ((!${#wide[@]} || now >= deadline)); then
      break
    fi
    round=$((round + 1))
    # The widest third: the others may become narrow enough by the time they are the widest.
    ENDPOINTS_CHOSEN=("${wide[@]:0:(${#wide[@]} + 2)/3}")
    log::info "round $round for $(core::join ', ' "${ENDPOINTS_CHOSEN[@]}")"
    for stage in "${PLAN_STAGES[@]}"; do
      stage::set "$stage"
      ((!${#STAGE_IDS[@]})) || matrix::run_round "$round"
    done
    records::write_run null
    ENDPOINTS_CHOSEN=("${all[@]}")
    records::assemble
  done
  PLAN_PRECISION_REACHED=$( ((${#wide[@]})) && echo false || echo true)
  ((!${#wide[@]})) || log::warning "the budget of $OPT_budget is used up; wider than $OPT_precision: $(core::join ', ' "${wide[@]}")"
}

# Call it when all cells have begun and before the first round.
matrix::begin() {
  core::now_us MEASURE_STARTED_US
  MEASURE_TOTAL=$(($(cells::count_rounds "$PLAN_ROUNDS") * PLAN_WINDOWS))
  MEASURE_ESTIMATE_MS=$(plan::estimate "$MEASURE_TOTAL")
  MATRIX_CHECKED=()
  sampler::start "$RECORDS_LOGS/samples.jsonl"
}

matrix::run_round() { # <round>
  local -a running=()
  local id name
  for name in "${STAGE_FRAMEWORKS[@]}"; do
    stage::start "$name" "$1"
    [[ ! -v SERVER_PID[$name] ]] || running+=("$name")
  done
  stage::observe "${running[@]}"
  if matrix::_has_unchecked; then
    for name in "${running[@]}"; do measure::verify "$name" "$1"; done
    for id in "${STAGE_IDS[@]}"; do MATRIX_CHECKED[$id]=yes; done
  fi
  if [[ $PLAN_WARMUP == once ]]; then
    for name in "${running[@]}"; do measure::warm_up_once "$name"; done
  fi
  for id in "${STAGE_IDS[@]}"; do
    duet::even_out "$id" "${running[@]}"
    matrix::_measure_endpoint "$1" "$id" "${running[@]}"
    duet::measure "$1" "$id"
    cells::mark_done "$id" "$1"
  done
  stage::stop "${running[@]}"
  ((OPT_cooldown_seconds == 0 || !${#running[@]})) || core::pause "$OPT_cooldown_seconds"
}

# In the first round, and in the first that a resumed run has for an endpoint.
matrix::_has_unchecked() {
  local id
  for id in "${STAGE_IDS[@]}"; do
    [[ -v MATRIX_CHECKED[$id] ]] || return 0
  done
  return 1
}

# The frameworks in shuffled order, then in its mirror, in adjacent windows: what drifts falls on all alike. Where a round has
# one window only, the mirror comes in the round after.
matrix::_measure_endpoint() { # <round> <id> <framework>…
  local round=$1 id=$2 window position turn
  local -a order=("${@:3}")
  [[ $PLAN_MIRRORED != yes ]] || matrix::set_order order "$id" "$((PLAN_WINDOWS == 1 ? (round + 1) / 2 : round))" "${@:3}"
  for ((window = 1; window <= PLAN_WINDOWS; window++)); do
    turn=$((PLAN_WINDOWS == 1 ? round : window))
    for ((position = 1; position <= ${#order[@]}; position++)); do
      if ((turn % 2)); then
        measure::window "${order[position - 1]}" "$id" "$round" "$window" "$position"
      else
        measure::window "${order[-position]}" "$id" "$round" "$window" "$position"
      fi
    done
  done
}

# The order follows from the seed, the endpoint and the number alone, so that a run which was stopped and resumed has the
# orders of one that was not; and who is missing changes nothing for the others.
matrix::set_order() { # <array> <id> <number> <framework>…
  local -n _matrix_order=$1
  local sum name
  local -a all=("${FRAMEWORKS_CHOSEN[@]}")
  read -r sum _ < <(cksum <<<"$OPT_seed $2 $3")
  RANDOM=$sum
  matrix::shuffle all
  _matrix_order=()
  for name in "${all[@]}"; do
    ! core::contains "$name" "${@:4}" || _matrix_order+=("$name")
  done
}

matrix::shuffle() { # <array>
  local -n _matrix_items=$1
  local i j item
  for ((i = ${#_matrix_items[@]} - 1; i > 0; i--)); do
    j=$((RANDOM % (i + 1)))
    item=${_matrix_items[i]}
    _matrix_items[i]=${_matrix_items[j]}
    _matrix_items[j]=$item
  done
}
