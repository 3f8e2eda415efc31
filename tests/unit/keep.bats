# lib/keep.sh and its jq programs: what of a run stays when it goes on, and what its journals are made to.

setup_file() {
  load ../helpers/load
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/run
  load_modules
  prepare_run
}

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/run
  load_modules
  reopen_run
  PLAN_ROUNDS=2
  JOURNALS=$RECORDS_FOLDER/journal
}

# A run in which all cells have these rounds whole.
measure() { # <round>…
  local round id name
  cells::begin_all shop.a shop.b
  wrk_result good
  for round; do
    for id in shop.a shop.b; do
      for name in alpha beta; do window "$name" "$id" "$round"; done
      cells::mark_done "$id" "$round"
    done
  done
}

window() { # <framework> <id> <round>
  records::add_start "$1" "$2" "$3" 1000
  records::add_window "$1" "$2" "$3" 1 1 10 good "$(sample)" true
}

judge() { # [<other host>]
  KEEP_REASON=() KEEP_PARTS=() KEEP_STATE=() CELLS_DONE=() CELLS_KEPT=()
  keep::judge "$RECORDS_FOLDER" "${1:-}"
}

event() { # <framework> <id> <JSON>
  printf '%s\n' "$3" >>"$JOURNALS/$1.$2.jsonl"
}

rounds_of() { # <framework> <id>
  jq -c 'select(.kind == "window") | .round' "$JOURNALS/$1.$2.jsonl" | paste -sd' '
}

@test "a run with all of its rounds keeps them, and nothing is to be measured" {
  measure 1 2
  judge
  same "${KEEP_PARTS[shop.a]} | ${KEEP_PARTS[shop.b]} | ${#KEEP_REASON[@]}" "1 2 | 1 2 | 0"
  keep::has_all
  same "$(keep::print the-run | tail -n 1)" "  nothing"
}

@test "a round that one framework has not had whole is dropped for all, and the others stay" {
  measure 1
  window alpha shop.a 2
  records::add_done alpha shop.a 2
  window beta shop.a 2
  judge
  same "${KEEP_PARTS[shop.a]}" 1
  fails keep::has_all
  local whole
  whole=$(<"$JOURNALS/alpha.shop.a.jsonl")
  keep::apply "$RECORDS_FOLDER" --resume
  same "$(rounds_of alpha shop.a) $(rounds_of beta shop.a) $(rounds_of beta shop.b)" "1 1 1"
  same "$(<"$JOURNALS/alpha.shop.a.jsonl.1")" "$whole"
  [[ ! -e $JOURNALS/alpha.shop.b.jsonl.1 ]]
  cells::begin_all shop.a shop.b
  same "$(cells::list_undone 1 shop.a shop.b)" ""
  same "$(cells::list_undone 2 shop.a shop.b)" $'shop.a\nshop.b'
  same "$(cells::count_rounds 2)" 4
}

@test "an old journal is never overwritten" {
  measure 1
  window alpha shop.a 2
  echo older >"$JOURNALS/alpha.shop.a.jsonl.1"
  judge
  keep::apply "$RECORDS_FOLDER" --resume
  same "$(<"$JOURNALS/alpha.shop.a.jsonl.1")" older
  [[ -s $JOURNALS/alpha.shop.a.jsonl.2 ]]
}

@test "a line that was cut short goes, and takes no line of another journal with it" {
  measure 1 2
  printf '{"kind":"done","pa' >>"$JOURNALS/alpha.shop.a.jsonl"
  judge
  same "${KEEP_PARTS[shop.a]} | ${KEEP_PARTS[shop.b]}" "1 2 | 1 2"
  keep::apply "$RECORDS_FOLDER" --resume
  jq -e . "$JOURNALS/alpha.shop.a.jsonl" >/dev/null
}

@test "a server, a contract or settings that have changed let no round of the endpoint stay" {
  measure 1 2
  FINGERPRINTS_SERVER["beta|shop"]=other
  judge
  same "${KEEP_REASON[shop.a]} | ${KEEP_REASON[shop.b]}" "the server of beta has changed | the server of beta has changed"
  FINGERPRINTS_SERVER=()
  FINGERPRINTS_CONTRACT[shop.b]=other
  judge
  same "${KEEP_PARTS[shop.a]} | ${KEEP_PARTS[shop.b]} ${KEEP_REASON[shop.b]}" "1 2 |  its contract has changed"
  same "${KEEP_STATE["alpha|shop.b"]} ${KEEP_STATE["alpha|shop.a"]}" "anew open"
  FINGERPRINTS_CONTRACT=() FINGERPRINTS_SETTINGS=other
  judge
  same "${KEEP_REASON[shop.a]}" "the settings have changed"
}

@test "what has changed of who does not support an endpoint leaves the others' rounds" {
  FRAMEWORKS_UNSUPPORTED["beta|shop.b"]="has no b"
  measure 1 2
  FINGERPRINTS_SERVER["beta|shop"]=other
  judge
  same "${KEEP_PARTS[shop.b]} ${KEEP_STATE["alpha|shop.b"]} ${KEEP_STATE["beta|shop.b"]}" "1 2 open anew"
  unset "FRAMEWORKS_UNSUPPORTED[beta|shop.b]"
  FINGERPRINTS_SERVER=()
  judge
  same "${KEEP_REASON[shop.b]}" "beta did not support it"
}

@test "a cell that never began, and another host, are reasons too" {
  measure 1 2
  rm "$JOURNALS/beta.shop.a.jsonl"
  judge
  same "${KEEP_REASON[shop.a]} | ${KEEP_PARTS[shop.b]}" "beta was not measured | 1 2"
  judge "the method was 1, and is 2"
  same "${KEEP_REASON[shop.b]}" "the method was 1, and is 2"
}

@test "a cell that failed stays failed when its round stays, and is open again when that is dropped" {
  measure 1
  records::add_problem alpha shop.a load 1 "too slow"
  records::add_problem beta shop.a load 2 "too slow"
  judge
  same "${KEEP_STATE["alpha|shop.a"]} ${KEEP_STATE["beta|shop.a"]}" "failed open"
  keep::apply "$RECORDS_FOLDER" --resume
  grep -q "too slow" "$JOURNALS/alpha.shop.a.jsonl"
  fails grep -q "too slow" "$JOURNALS/beta.shop.a.jsonl"
}

@test "latency stays with all rounds, and goes with any of them" {
  measure 1 2
  event alpha shop.a '{"kind":"latency","share":0.5,"window":{"round":1}}'
  cells::mark_done shop.a latency
  judge
  same "${KEEP_PARTS[shop.a]} | ${KEEP_PARTS[shop.b]}" "1 2 latency | 1 2"
  OPT_latency_at=yes
  same "$(keep::_missing shop.a)|$(keep::_missing shop.b)" "|latency"
  sed -i '/"done","part":2/d' "$JOURNALS/beta.shop.a.jsonl"
  judge
  same "${KEEP_PARTS[shop.a]}" 1
  keep::apply "$RECORDS_FOLDER" --resume
  fails grep -qE '"(kind|part)":"latency"' "$JOURNALS/alpha.shop.a.jsonl"
}

@test "--rerun takes the failed cells, or those that the reports mark as noisy" {
  measure 1 2
  records::add_problem beta shop.b contract 2 "wrong"
  event alpha shop.a '{"kind":"window","round":2,"window":2,"flags":["noisy_host"]}'
  OPT_rerun=failed
  judge
  same "${KEEP_REASON[shop.b]} | ${KEEP_PARTS[shop.a]}" "beta: contract failed | 1 2"
  OPT_rerun=noisy
  judge
  same "${KEEP_REASON[shop.a]} | ${KEEP_PARTS[shop.b]}" "alpha: noisy host | 1 2"
}

@test "run.json says each time that the run went on, when, why and which cells" {
  measure 1
  judge
  keep::apply "$RECORDS_FOLDER" --resume
  FINGERPRINTS_SERVER["beta|shop"]=other
  judge
  keep::apply "$RECORDS_FOLDER" "--rerun failed"
  holds '.resumptions | length == 2 and .[0].why == "--resume" and .[0].endpoints["shop.a"] == "not measured yet: 2"
    and .[1].endpoints["shop.b"] == "all rounds anew: the server of beta has changed" and .[1].cells[0] == "alpha.shop.a"
    and (.[1].at | test("^[0-9-]+T[0-9:]+Z$"))' "$RECORDS_FOLDER/run.json"
}

@test "the time of a run that goes on is that before and that after, without the pause" {
  measure 1
  jq '.time = {wall_ms: 60000, loaded_ms: 20000}' "$RECORDS_FOLDER/run.json" >run.json
  mv run.json "$RECORDS_FOLDER/run.json"
  judge
  keep::apply "$RECORDS_FOLDER" --resume
  holds '.time | .wall_ms >= 60000 and .wall_ms < 70000 and .loaded_ms == 20000' "$RECORDS_FOLDER/run.json"
}
