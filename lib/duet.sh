# Duet: two servers on the same cores under load at the same time. Each disturbance hits both, so the ratio of their
# CPU time per request is steadier than that of windows one after the other.

DUET_PAIRS=() # "framework|reference"
DUET_SETTLE_SECONDS=0.05

# Pairs a twin with its original, and with --duet every other framework with the reference.
duet::settle() {
  local name reference=
  if cli::is_given duet; then
    reference=${OPT_duet/#yes/${FRAMEWORKS_CHOSEN[0]}}
    core::contains "$reference" "${FRAMEWORKS_CHOSEN[@]}" \
      || core::die "$CORE_STATUS_USAGE" "--duet $reference: not among the frameworks of this run: $(core::join ', ' "${FRAMEWORKS_CHOSEN[@]}")"
    ((${#FRAMEWORKS_CHOSEN[@]} > 1)) \
      || core::die "$CORE_STATUS_USAGE" "--duet needs a second framework beside $reference, or --null-run"
  fi
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    if [[ -v FRAMEWORKS_TWIN_OF[$name] ]]; then
      DUET_PAIRS+=("$name|${FRAMEWORKS_TWIN_OF[$name]}")
    elif [[ -n $reference && $name != "$reference" ]]; then
      DUET_PAIRS+=("$name|$reference")
    fi
  done
  PLAN_DUETS=${#DUET_PAIRS[@]}
  ((!PLAN_DUETS)) || duet::_tell_left_out
}

# The load must be wrk's, and must last as long on both sides.
duet::_applies() { # <id>
  [[ ${CONTRACT_MAX_REQUESTS[$1]} == 0 && -z ${CONTRACT_BESIDE[$1]} ]] && ! client::is_needed "$1"
}

duet::_tell_left_out() {
  local id
  local -a left=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    duet::_applies "$id" || left+=("$id")
  done
  ((!${#left[@]})) || log::warning "no duet of $(core::join ', ' "${left[@]}"): their load is not wrk's alone, or ends after a number of requests"
}

duet::measure() { # <round> <id>
  local pair window
  duet::_applies "$2" || return 0
  for ((window = 1; window <= PLAN_WINDOWS; window++)); do
    for pair in "${DUET_PAIRS[@]}"; do
      duet::_window "${pair%|*}" "${pair#*|}" "$2" "$1" "$window"
    done
  done
}

duet::_window() { # <framework> <reference> <id> <round> <window>
  local own=$1 other=$2 id=$3 connections answer own_sampled other_sampled
  measure::is_ready "$own" "$id" && measure::is_ready "$other" "$id" || return 0
  measure::show_progress "$id" "$4" "$own and $other"
  plan::connections "$id" connections
  sampler::ask answer open "$own"
  sampler::ask answer open "$other"
  # Who begins is alone for a moment, and who ends last too: the sides change with each window.
  if ((($4 + $5) % 2 == 0)); then
    duet::_load "$id" "$connections" own "$own" other "$other"
  else
    duet::_load "$id" "$connections" other "$other" own "$own"
  fi
  sampler::ask own_sampled close "$own"
  sampler::ask other_sampled close "$other"
  if [[ -z $DUET_REASON ]]; then
    records::add_duet "$own" "$id" "$4" "$5" "$other" "$RECORDS_LOGS/duet.own" "$own_sampled" "$RECORDS_LOGS/duet.other" "$other_sampled"
  else
    log::warning "$own and $other $id: no duet: $DUET_REASON"
  fi
  measure::check_after "$own" "$id" "$4"
  measure::check_after "$other" "$id" "$4"
}

duet::_load() { # <id> <connections> <side> <its framework> <other side> <its framework>
  local before after seconds
  plan::window_seconds "$1" seconds
  core::now_us before
  wrk::start "$3" "${SERVER_PORT[$4]}" "$1/0" "$2" "$PLAN_THREADS" "$seconds" "$RECORDS_LOGS/duet.$3"
  wrk::start "$5" "${SERVER_PORT[$6]}" "$1/0" "$2" "$PLAN_THREADS" "$seconds" "$RECORDS_LOGS/duet.$5"
  wrk::finish "$3"
  DUET_REASON=$WRK_REASON
  wrk::finish "$5"
  DUET_REASON=${DUET_REASON:-$WRK_REASON}
  core::now_us after
  RECORDS_LOADED_US=$((RECORDS_LOADED_US + after - before))
  # Both have closed their connections before either's time is read, or that work would count on one side only.
  core::pause "$DUET_SETTLE_SECONDS"
}
