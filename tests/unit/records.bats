# lib/records.sh and its jq programs: journals, windows, records.

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
}

# Adds a window of the cell alpha shop.a and prints it as it stands in the journal.
window() { # <wrk differs> <sampler differs> [<keeps alive>] [<id>]
  wrk_result load "$1"
  records::add_window alpha "${4:-shop.a}" 1 1 1 10 load "$(sample "$2")" "${3:-true}"
  tail -n 1 "$RECORDS_FOLDER/journal/alpha.${4:-shop.a}.jsonl"
}

flags() { # as window
  window "$@" | jq -r '.flags | join(" ")'
}

@test "a run gets a folder of its own, also beside one of the same second" {
  [[ -d $RECORDS_FOLDER/raw && -d $RECORDS_FOLDER/logs && -d $RECORDS_FOLDER/journal && -f $RECORDS_FOLDER/run.json ]]
  [[ ${RECORDS_FOLDER##*/} =~ ^[0-9]{8}T[0-9]{6}Z$ ]]
  local number
  for number in 1 2 3; do records::open_run features; done
  same "$(find "$WORK/out/runs" -name run.json | wc -l)" 4
}

@test "a folder that cannot be written ends the run with status 3 and a way out" {
  work() {
    cli::parse --output "$1"
    records::open_run features
  }
  echo "a file" >taken
  run as_runner work "$WORK/taken/results"
  ended 3
  has "$output" "cannot write to $WORK/taken/results/runs: "
  has "$output" "--output"
}

@test "run.json says what was run, on what and with what" {
  holds '.schema == 1 and .methodology >= 1 and .status == "interrupted" and .ended == null and .seed == 1
    and (.started | test("^[0-9-]+T[0-9:]+Z$")) and .settings.rounds == 5 and .host.cores == 4 and .versions.wrk == "4.1.0"
    and has("commit") and (.dirty | type == "boolean") and (.frameworks | keys) == ["alpha", "beta"]
    and .groups.shop.result == "shop.json" and .time.wall_ms >= 0' "$RECORDS_FOLDER/run.json"
}

@test "a framework that is not available stands in run.json with its reason" {
  write_server broken <<<'echo "no such package" >&2; exit 1'
  use_servers bash
  frameworks::describe production 1 2>"$WORK/messages"
  records::write_run null
  holds '.frameworks.broken.unavailable == "no such package" and .frameworks.alpha.title == "alpha"' "$RECORDS_FOLDER/run.json"
}

@test "a window without a fault has counts, latency, shares and no flag" {
  window '{}' '{}' >window.json
  holds '.kind == "window" and .round == 1 and .window == 1 and .position == 1 and .requests == 1000 and .failed == 0
    and .latency_us.p99 == 1400 and .client.share == 0.5 and .server.share == 0.95 and .server.memory_kib.peak == 60000
    and .host.steal_share == 0 and .host.pressure_share == 0.01 and .flags == []' window.json
  same "$RECORDS_REQUESTS $RECORDS_FAILED" "1000 0"
}

@test "each flag begins at its threshold" {
  same "$(flags '{cpu_us: 899999}' '{}')|$(flags '{cpu_us: 900000}' '{}')" "|client_limited"
  same "$(flags '{}' '{cpu_us: 800000}')|$(flags '{}' '{cpu_us: 799999}')" "|server_idle"
  same "$(flags '{}' '{steal_share: 0.02}')|$(flags '{}' '{steal_share: 0.0201}')" "|noisy_host"
  same "$(flags '{latency_us: {mean: 12000}}' '{}')|$(flags '{latency_us: {mean: 12001}}' '{}')" "|stalled"
  same "$(flags '{}' '{}' true)|$(flags '{}' '{}' null)|$(flags '{}' '{}' false)" "||closes_connections"
  same "$(flags '{}' '{unaccepted: 0}')|$(flags '{}' '{unaccepted: 1}')|$(flags '{}' '{unaccepted: 1}' false)" "|unaccepted|closes_connections"
  same "$(flags '{}' '{memory_kib: {after: 100000}}')|$(flags '{}' '{memory_kib: {after: 100001}}')" "|memory_grows"
  same "$(flags '{}' '{memory_kib: {idle: 10000, after: 42768}}')|$(flags '{}' '{memory_kib: {idle: 10000, after: 42769}}')" "|memory_grows"
}

@test "the shares are of all the cores there are" {
  PLACEMENT_CLIENT_CORES=2 PLACEMENT_SERVER_CPUS=4 OPT_workers=4
  window '{cpu_us: 1000000}' '{cpu_us: 3400000}' >window.json
  holds '.client.share == 0.5 and .server.share == 0.85 and .flags == []' window.json
}

@test "failed requests are those with an error status and those that broke" {
  window '{errors: {status: 3, connect: 1, read: 2, write: 4, timeout: 5}}' '{}' >window.json
  holds '.failed == 15 and .requests == 1000' window.json
}

@test "where a 4xx is the right answer, those that are none have failed" {
  window '{errors: {status: 1000}}' '{}' true shop.b >window.json
  holds '.failed == 0' window.json
  window '{errors: {status: 990, timeout: 2}}' '{}' true shop.b >window.json
  holds '.failed == 12' window.json
}

@test "what the sampler could not tell is null, not zero" {
  wrk_result load
  records::add_window alpha shop.a 1 1 1 10 load '{"ok": false, "error": "no process 1"}' null
  tail -n 1 "$RECORDS_FOLDER/journal/alpha.shop.a.jsonl" >window.json
  holds '.server == null and .host == {steal_share: null, pressure_share: null} and .requests == 1000 and .flags == []' window.json
}

@test "memory that could not be read is null and raises no flag" {
  window '{}' '{memory_kib: {idle: null, peak: null, after: 900000}}' >window.json
  holds '.server.memory_kib.idle == null and .server.cpu_us == 950000 and .flags == []' window.json
  window '{}' '{memory_kib: {idle: 1, peak: null, after: null}}' >window.json
  holds '.flags == []' window.json
}

@test "a window in which nothing was answered has no latency" {
  window '{requests: 0, bytes: 0, latency_us: null, quantiles: []}' '{cpu_us: 900000}' >window.json
  holds '.requests == 0 and .latency_us == null and .flags == []' window.json
  same "$RECORDS_REQUESTS" 0
}

# From the journal to the record.

@test "a cell with all its rounds is ok, its windows stand in their rounds" {
  PLAN_ROUNDS=2
  records::begin_cell alpha shop.b 10
  records::add_response alpha shop.b 404 120 16 true
  wrk_result load
  local round
  for round in 1 2; do
    records::add_start alpha shop.b "$round" "$((round * 1000))"
    records::add_window alpha shop.b "$round" 1 1 10 load "$(sample)" true
  done
  record alpha shop.b >record.json
  holds '.framework == "alpha" and .group == "shop" and .endpoint == "b" and .title == "The B" and .method == "GET" and .path == "/b"
    and .control == "a" and .work == 10 and .connections == 10 and .threads > 0 and .schema == 1 and .status == "ok" and .problems == []
    and .response == {status: 404, head_bytes: 120, body_bytes: 16, keep_alive: true}' record.json
  holds '(.rounds | map(.round)) == [1, 2] and (.rounds | map(.start_ms)) == [1, 2] and (.rounds | map(.windows | length)) == [1, 1]
    and (.rounds[0].windows[0] | has("kind") or has("round") | not)' record.json
}

@test "a start that belongs to no round is written, and is no round of the record" {
  records::begin_cell alpha shop.a 10
  records::add_start alpha shop.a null 1500
  same "$(tail -n 1 "$RECORDS_FOLDER/journal/alpha.shop.a.jsonl")" '{"kind":"start","round":null,"start_ms":1.500}'
  record alpha shop.a >record.json
  holds '.rounds == []' record.json
}

@test "a round that has a duet and no window of its own is a round" {
  PLAN_ROUNDS=2
  records::begin_cell alpha shop.a 10
  wrk_result load
  local round
  for round in 1 2; do records::add_duet alpha shop.a "$round" 1 beta load "$(sample)" load "$(sample)"; done
  record alpha shop.a >record.json
  holds '.status == "ok" and (.rounds | map([.round, (.windows | length), (.duets | length)])) == [[1, 0, 1], [2, 0, 1]]
    and .rounds[0].duets[0].reference == "beta"' record.json
}

@test "an endpoint without a control has null there" {
  records::begin_cell alpha shop.a 10
  record alpha shop.a >record.json
  holds '.control == null' record.json
}

@test "a problem makes the status, and the first one counts" {
  local given
  for given in contract:contract_failed load:load_failed server:server_failed unsupported:unsupported interrupted:interrupted; do
    rm -f "$RECORDS_FOLDER"/*/alpha.*
    records::begin_cell alpha shop.a 10
    records::add_problem alpha shop.a "${given%:*}" 1 "it \"broke\""
    records::add_problem alpha shop.a load 2 "later"
    record alpha shop.a >record.json
    same "$(jq -r .status record.json)" "${given#*:}"
    holds '.problems[0].text == "it \"broke\"" and .problems[0].round == 1 and (.problems | length) == 2' record.json
  done
}

@test "a cell that lacks rounds is interrupted, and says after how many" {
  PLAN_ROUNDS=2
  records::begin_cell alpha shop.a 10
  record alpha shop.a >record.json
  holds '.status == "interrupted" and .rounds == [] and .problems[0].text == "the run ended after 0 of 2 rounds"' record.json
  wrk_result load
  records::add_window alpha shop.a 1 1 1 10 load "$(sample)" true
  record alpha shop.a >record.json
  holds '.status == "interrupted" and (.rounds | length) == 1 and .problems[0].text == "the run ended after 1 of 2 rounds"' record.json
}

@test "a cell that failed keeps the windows it has" {
  records::begin_cell alpha shop.a 10
  wrk_result load
  records::add_window alpha shop.a 1 1 1 10 load "$(sample)" true
  records::add_problem alpha shop.a server 2 "it died"
  record alpha shop.a >record.json
  holds '.status == "server_failed" and (.rounds | length) == 1 and (.problems | length) == 1' record.json
}

@test "records can be made again, and follow their journal" {
  records::begin_cell alpha shop.a 10
  records::assemble
  local before
  before=$(cat "$RECORDS_FOLDER/raw/alpha.shop.a.json")
  records::assemble
  same "$(cat "$RECORDS_FOLDER/raw/alpha.shop.a.json")" "$before"
  records::add_problem alpha shop.a load 1 "late"
  record alpha shop.a >record.json
  holds '.status == "load_failed"' record.json
  same "$(find "$RECORDS_FOLDER" -name '*.part')" ""
}

@test "a last line that was cut off does not take the record with it" {
  records::begin_cell alpha shop.a 10
  printf '{"kind": "window", "rou' >>"$RECORDS_FOLDER/journal/alpha.shop.a.jsonl"
  record alpha shop.a >record.json
  holds '.status == "interrupted" and .rounds == []' record.json
}

@test "statuses are counted over all cells" {
  records::begin_cell alpha shop.a 10
  records::begin_cell beta shop.a 10
  records::begin_cell beta shop.b 10
  records::add_problem beta shop.b unsupported null "has none"
  records::assemble
  same "$(records::count_statuses | sort)" $'interrupted 2\nunsupported 1'
}

@test "the end of a run writes every record and run.json, and fails when a cell did" {
  PLAN_ROUNDS=1
  CORE_STATUS=0 RECORDS_STATUS=complete
  wrk_result load
  records::begin_cell alpha shop.a 10
  records::add_window alpha shop.a 1 1 1 10 load "$(sample)" true
  records::begin_cell beta shop.a 10
  records::add_problem beta shop.a unsupported null "has none"
  records::finish
  same "$CORE_STATUS" 0
  holds '.status == "complete" and (.ended | test("Z$"))' "$RECORDS_FOLDER/run.json"
  records::begin_cell alpha shop.b 10
  records::add_problem alpha shop.b contract 1 "wrong"
  records::finish
  same "$CORE_STATUS" 1
  CORE_STATUS=130
  records::finish
  same "$CORE_STATUS" 130
}
