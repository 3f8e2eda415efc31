# The loop group × round × stage × endpoint × framework: the only place that knows the order of a run.

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
        stage::set "$stage"
        matrix::run_round "$round"
      done
    done
    records::assemble
  done
}

# Call it when all cells have begun and before the first round.
matrix::begin() {
  core::now_us MEASURE_STARTED_US
  MEASURE_TOTAL=$(($(cells::count_open) * PLAN_ROUNDS * PLAN_WINDOWS))
  MEASURE_ESTIMATE_MS=$(plan::estimate "$MEASURE_TOTAL")
  RANDOM=$OPT_seed
  sampler::start "$RECORDS_LOGS/samples.jsonl"
}

matrix::run_round() { # <round>
  local -a running=()
  local id name
  for name in "${STAGE_FRAMEWORKS[@]}"; do
    stage::start "$name" "$1"
    [[ ! -v SERVER_PID[$name] ]] || running+=("$name")
  done
  if (($1 == 1)); then
    for name in "${running[@]}"; do measure::verify "$name"; done
  fi
  if [[ $PLAN_WARMUP == once ]]; then
    for name in "${running[@]}"; do measure::warm_up_once "$name"; done
  fi
  for id in "${STAGE_IDS[@]}"; do
    matrix::_measure_endpoint "$1" "$id" "${running[@]}"
  done
  stage::stop "${running[@]}"
}

# The frameworks in shuffled order, then in its mirror, in adjacent windows: what drifts falls on all alike.
matrix::_measure_endpoint() { # <round> <id> <framework>…
  local round=$1 id=$2 window position
  local -a order=("${@:3}")
  [[ $PLAN_MIRRORED != yes ]] || matrix::_shuffle order
  for ((window = 1; window <= PLAN_WINDOWS; window++)); do
    for ((position = 1; position <= ${#order[@]}; position++)); do
      if ((window % 2)); then
        measure::window "${order[position - 1]}" "$id" "$round" "$window" "$position"
      else
        measure::window "${order[-position]}" "$id" "$round" "$window" "$position"
      fi
    done
  done
}

matrix::_shuffle() { # <array>
  local -n _matrix_items=$1
  local i j item
  for ((i = ${#_matrix_items[@]} - 1; i > 0; i--)); do
    j=$((RANDOM % (i + 1)))
    item=${_matrix_items[i]}
    _matrix_items[i]=${_matrix_items[j]}
    _matrix_items[j]=$item
  done
}
