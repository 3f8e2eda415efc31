# Whole runs on the fixture project: what they write, what they print and how they end.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=300

setup_file() {
  load ../helpers/project
  lay_out_fixture "$BATS_FILE_TMPDIR"
  unset BENCH_REPORT_FORMAT # this one run makes everything
  bench_once --features all --duration 1s --warmup 0s --connections 4 --threads 1
}

setup() {
  load ../helpers/assert
  load ../helpers/project
}

teardown() {
  end_leftovers
}

teardown_file() {
  load ../helpers/project
  use_shared "$BATS_FILE_TMPDIR"
  end_leftovers
}

# The run of setup_file, for tests that only read.
use_finished_run() {
  use_shared "$BATS_FILE_TMPDIR"
}

use_fresh_site() {
  lay_out_fixture "$BATS_TEST_TMPDIR"
}

quick() { # <argument>…
  bench --benchmarks greetings.hello --framework alpha --duration 1s --warmup 0s --connections 4 --threads 1 "$@"
}

@test "a run of all groups ends with status 0, says no error and leaves nothing behind" {
  use_finished_run
  same "$(<"$SITE/status")" 0
  lacks "$(<"$SITE/stderr")" ERROR
  lacks "$(<"$SITE/stderr")" WARNING
  left_nothing
}

@test "a run writes its records, its logs and its reports, and no half-written file" {
  use_finished_run
  local run name
  run=$(newest_run)
  same "$(cd "$run/raw" && printf '%s\n' *)" "$(printf '%s.json\n' {alpha,beta}.greetings.{hello,plain,sum,table_last})"
  for name in run.json summary.json logs/samples.jsonl logs/alpha_server.log logs/beta_server.log; do
    is_there "$run/$name"
  done
  for name in features/greetings.json features/feature_summary.md graphs/feature_comparison_chart.png; do
    is_there "$SITE/results/$name"
  done
  same "$(head -c 4 "$SITE/results/graphs/feature_comparison_chart.png" | tail -c 3)" PNG
  same "$(find "$SITE/results" -name '*.part' -o -name '*.tmp')" ""
}

@test "every JSON file of a run is JSON" {
  use_finished_run
  local -a files
  mapfile -t files < <(find "$SITE/results" -name '*.json' -o -name '*.jsonl')
  ((${#files[@]} > 10))
  for file in "${files[@]}"; do jq -e . "$file" >/dev/null; done
}

@test "a record says what was asked of whom" {
  use_finished_run
  holds '{framework, group, endpoint, title, method, path, application, work, control, connections, threads, status, problems}
    == {framework: "alpha", group: "greetings", endpoint: "hello", title: "A path parameter", method: "GET", path: "/hello/ada",
        application: "", work: 1, control: "plain", connections: 4, threads: 1, status: "ok", problems: []}' \
    "$(newest_run)/raw/alpha.greetings.hello.json"
  same "$(record alpha greetings.sum '[.method, .path, .control] | tojson')" '["POST","/sum?sign=1&of=a:b",null]'
}

@test "an endpoint with an application and a bound on connections keeps both" {
  use_finished_run
  same "$(record alpha greetings.table_last '[.application, .connections, .status] | tojson')" '["large",2,"ok"]'
}

@test "a window holds good requests, a latency curve in order, CPU time, memory and the start" {
  use_finished_run
  local file
  for file in "$(newest_run)"/raw/alpha.*.json; do
    holds '.rounds | length == 1 and (.[0].windows | length == 1) and .[0].start_ms > 0' "$file"
    holds '.rounds[0].windows[0] | .requests > 0 and .failed == 0 and .bytes > 0 and .seconds > 0 and ([.errors[]] | add) == 0' "$file"
    holds '.rounds[0].windows[0].quantiles | length > 20 and first[0] == 0 and last[0] == 100 and . == sort and map(.[1]) == (map(.[1]) | sort)' "$file"
    holds '.rounds[0].windows[0].latency_us | [.min, .p50, .p75, .p90, .p95, .p99, .p99_9, .max] | . == sort and .[0] > 0' "$file"
    holds '.rounds[0].windows[0] | .server.cpu_us > 0 and .client.cpu_us > 0 and .server.processes == 1 and .server.threads > 1' "$file"
    holds '.rounds[0].windows[0].server.memory_kib | .idle > 0 and .peak >= .after and .after > 0' "$file"
  done
}

@test "the bytes of a window are its requests times the size of the answer" {
  use_finished_run
  holds '.rounds[0].windows[0] as $w | .response | .status == 200 and .keep_alive == true
    and ($w.bytes / $w.requests / (.head_bytes + .body_bytes) | . > 0.99 and . < 1.01)' "$(newest_run)/raw/alpha.greetings.hello.json"
}

@test "what a framework cannot do is a record with its reason and without a number" {
  use_finished_run
  same "$(record beta greetings.table_last '[.status, .rounds, .problems[].text] | tojson')" '["unsupported",[],"has no large application"]'
  has "$(<"$SITE/results/features/feature_summary.md")" "has no large application"
}

@test "run.json says what ran, how, on what, and that it is complete" {
  use_finished_run
  local file
  file=$(newest_run)/run.json
  holds '.schema == 1 and .status == "complete" and .commit == null and .started <= .ended' "$file"
  holds '.settings | .frameworks == ["alpha", "beta"] and .features == ["greetings"] and .connections == 4 and .threads == 1
    and .rounds == 1 and .windows == 1 and .window_seconds == 1 and .warmup_seconds == 0 and .profile == "production"' "$file"
  holds '.host.cores > 0 and .host.memory_kib > 0 and (.versions | .wrk and .python and .bash and .project)' "$file"
  holds '.frameworks.beta.unsupported["greetings/table_last"] and .frameworks.alpha.server == "http.server"' "$file"
  holds '.groups | keys == ["greetings"] and .greetings.title == "Greetings" and .greetings.result == "greetings.json"' "$file"
  holds '.time | .wall_ms > .loaded_ms and .loaded_ms >= 7000' "$file"
  same "$(jq -r .run "$file")" "$(basename "$(newest_run)")"
}

@test "the table at the end names every endpoint and framework" {
  use_finished_run
  local word
  for word in Greetings plain hello sum table_last Alpha Beta unsupported; do has "$(<"$SITE/stdout")" "$word"; done
}

# Everything that is made from the records of a run.
report_hashes() { # <run folder>
  find "$SITE/results" -path "$SITE/results/runs" -prune -o -type f -exec sha256sum {} + | sort
  sha256sum "$1/summary.json"
}

@test "--report makes the same reports again from the records alone" {
  use_copy "$BATS_FILE_TMPDIR"
  local before run
  run=$(newest_run)
  before=$(report_hashes "$run")
  has "$before" feature_comparison_chart.png
  has "$before" feature_summary.md
  rm -rf "$SITE"/results/{features,graphs,reports} "$run/summary.json"
  bench --report "$run"
  ended 0
  has "$output" "Greetings"
  same "$(report_hashes "$run")" "$before"
  left_nothing
}

@test "a second run gets a folder of its own and leaves the first as it was" {
  use_copy "$BATS_FILE_TMPDIR"
  local first before
  first=$(newest_run)
  before=$(find "$first" -type f -exec sha256sum {} +)
  bench --benchmarks hi.hello,extras.missing_page --framework alpha --duration 2s --rounds 2 --warmup 0s --connections 4 --threads 1
  ended 0
  [[ $(newest_run) != "$first" ]]
  same "$(find "$first" -type f -exec sha256sum {} +)" "$before"
  # Only the endpoints that --benchmarks names, each with two rounds of a fresh server.
  same "$(cd "$(newest_run)/raw" && printf '%s ' *)" "alpha.extras.missing_page.json alpha.greetings.hello.json "
  same "$(record alpha greetings.hello '[.rounds[].round] | tojson')" '[1,2]'
  # An error that is the right answer is no failure.
  same "$(record alpha extras.missing_page '[.status, .response.status, .rounds[].windows[].failed] | tojson')" '["ok",404,0,0]'
  left_nothing
}

@test "two runs at the same time keep apart" {
  use_fresh_site
  bench_start --benchmarks greetings.hello --framework alpha --duration 2s --warmup 0s --connections 2 --threads 1 --rounds 1
  eventually pid_of alpha_server.py
  bench --benchmarks greetings.hello --framework alpha --duration 1s --warmup 0s --connections 2 --threads 1
  ended 0
  bench_wait
  ended 0
  local -a runs=("$SITE"/results/runs/*/)
  same "${#runs[@]}" 2
  local run
  for run in "${runs[@]}"; do
    holds '.status == "ok" and .rounds[0].windows[0].requests > 0' "$run/raw/alpha.greetings.hello.json"
    holds '.status == "complete"' "$run/run.json"
  done
  left_nothing
}

@test "--output puts everything under a folder named from where the user stands" {
  use_fresh_site
  cd "$BATS_TEST_TMPDIR"
  quick --output "other results"
  ended 0
  [[ -s "$BATS_TEST_TMPDIR/other results/features/greetings.json" && ! -e $SITE/results ]]
  same "$(jq -r .status "$BATS_TEST_TMPDIR/other results/runs/"*/raw/alpha.greetings.hello.json)" ok
}

@test "run_all.sh runs from any folder, under bash and through a link" {
  use_fresh_site
  ln -s "$SITE/run_all.sh" "$BATS_TEST_TMPDIR/benchmark"
  cd /
  run --separate-stderr bash "$SITE/run_all.sh" --features all --dry-run
  ended 0
  has "$output" "table_last"
  run --separate-stderr "$BATS_TEST_TMPDIR/benchmark" --features all --dry-run
  ended 0
  has "$output" "table_last"
}

@test "--verify-only prints the matrix with reasons, writes nothing and leaves nothing behind" {
  use_fresh_site
  bench --features all,extras --verify-only
  ended 0
  has "$output" "  hello                   pass         pass"
  has "$output" "  table_last              pass         unsupported"
  has "$output" "  missing_page            pass         pass"
  has "$output" "unsupported beta greetings.table_last: has no large application"
  has "$output" "9 pass, 0 fail, 1 unsupported"
  [[ ! -e $SITE/results ]]
  left_nothing
}

@test "--verify-only fails with status 1 and says which check of which endpoint is wrong" {
  use_fresh_site
  add_faults accepts_anything
  bench --features greetings --framework alpha,accepts_anything --verify-only --format json
  ended 1
  holds 'length == 8' - <<<"$output"
  holds 'map(select(.result == "fail")) | length == 1 and (.[0] | .framework == "accepts_anything" and .endpoint == "sum" and .group == "greetings")' - <<<"$output"
  holds 'map(select(.result == "fail"))[0].reasons | any(startswith("text among the numbers: status 200 instead of 422"))' - <<<"$output"
  holds 'map(select(.framework == "alpha" and .result == "pass")) | length == 4' - <<<"$output"
  left_nothing
}

@test "--list shows all groups and endpoints, as text and as JSON" {
  use_fresh_site
  bench --list
  ended 0
  has "$output" "greetings - Greetings"
  has "$output" 'extras - Extras (not part of "all")'
  has "$output" "sum                      POST   /sum?sign=1&of=a:b"
  bench --list --format json
  ended 0
  holds 'map(.benchmark) | sort == ["extras.missing_page", "greetings.hello", "greetings.plain", "greetings.sum", "greetings.table_last"]' - <<<"$output"
}

@test "--dry-run tells the plan and starts nothing" {
  use_fresh_site
  bench --features all --dry-run --duration 4s
  ended 0
  has "$output" "Frameworks: alpha, beta"
  has "$output" "2 rounds x 2 windows x 1 s"
  has "$output" "(2 connections)"
  has "$output" "beta: unsupported: has no large application"
  has "$output" "7 cells"
  [[ ! -e $SITE/results ]]
  left_nothing
}

@test "wrong usage ends with status 2 before anything starts" {
  use_fresh_site
  local -a wrong=(
    "--features nothing|unknown feature"
    "--features greetings --benchmarks greetings.halo|nearest: greetings.hello"
    "--features greetings --benchmarks extras.missing_page|not among --features"
    "--features all --duration 3|"
    "--features all --duration soon|--duration soon"
    "--features all --duration 1s --rounds 4|too short"
    "--features all --server-cpus 9999|--server-cpus 9999"
    "--report $BATS_TEST_TMPDIR/none|no such run"
  )
  local row
  local -a arguments
  for row in "${wrong[@]}"; do
    [[ $row != *'|' ]] || continue
    read -ra arguments <<<"${row%|*}"
    bench "${arguments[@]}"
    ended 2
    has "$stderr" "${row##*|}"
  done
  [[ ! -e $SITE/results ]]
  left_nothing
}

@test "a contract and a group file that do not agree end the run with status 2, all faults at once" {
  use_fresh_site
  sed -i 's|"/plain:plain"|"/plain:plane" "plain"|' "$SITE/endpoints/greetings.sh"
  bench --features all
  ended 2
  has "$stderr" '"plain" is not /path:name'
  sed -i 's| "plain"$||' "$SITE/endpoints/greetings.sh"
  bench --features all
  ended 2
  has "$stderr" "no contract for the endpoint plane"
  has "$stderr" "plain is no endpoint of the group"
}

@test "an unknown framework ends with status 1 and the names there are" {
  use_fresh_site
  bench --framework alfa --features all
  ended 1
  has "$stderr" 'unknown framework "alfa"; there are: alpha, beta'
}

@test "without any framework that can run the status is 3 and the reason is told" {
  use_fresh_site
  add_faults cannot_describe
  bench --features all --framework cannot_describe
  ended 3
  has "$stderr" "the package nothing is not installed"
  left_nothing
}

@test "collectors that are asked for are in the records, with the reason of what nobody counts" {
  use_fresh_site
  quick --collect gc,energy
  ended 0
  same "$(record alpha greetings.hello '.rounds[0].windows[0] | .collected.gc_collections, .uncollected.gc_collections')" \
    $'null\nno process of the server counts its garbage collections'
  holds '.collectors | keys == ["energy", "gc"]' "$(newest_run)/run.json"
  holds '.settings.collected_in_servers == ["gc"]' "$(newest_run)/run.json"
  has "$(<"$SITE/results/features/feature_summary.md")" "- gc: no process of the server counts its garbage collections (1 of 1 cells)."
  left_nothing
}
