# lib/probe.sh: all checks of endpoints, the check after a window. Against a server that keeps what it gets.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/recorder
  load_modules
  start_recorder
}

teardown() {
  stop_recorder
}

@test "a right endpoint has no problem; its sizes and its status are known afterwards" {
  expect_paths /same
  local -a found=(old)
  probe::verify recorder recorded.same found
  same "${#found[@]}" 0
  same "${PROBE_BODY_BYTES["recorder|recorded.same"]}" 16
  same "${PROBE_HEAD_BYTES["recorder|recorded.same"]}" "$(wc -c <"$CORE_TEMP/answers.recorder/recorded.same/0_0.head")"
}

@test "a wrong endpoint has its problems, and is not remembered as right" {
  expect_paths /status/500
  local -a found
  probe::verify recorder recorded.status_500 found
  same "${found[*]}" "status 500 instead of 200"
  [[ ! -v PROBE_VERIFIED["recorder|recorded.status_500"] ]]
}

@test "cases are sent too, and relations as often as they say" {
  write_group recorded "/count:count"
  write_contract recorded <<<'{count: {title: "t", expect: {status: 200},
    cases: [{title: "gone", path: "/status/404", expect: {status: 404}}],
    relations: [{title: "counts up", requests: 3, that: ".[1].count == .[0].count + 1 and .[2].count == .[0].count + 2"}]}}'
  load_contracts
  local -a found
  probe::verify recorder recorded.count found
  same "${found[*]}" ""
  # Two more look for keep-alive.
  same "$(grep -c 'GET /count' "$RECORDED") $(grep -c 'GET /status/404' "$RECORDED")" "6 1"
}

@test "several endpoints are asked and judged together; each keeps its own problems, and each request has a connection of its own" {
  expect_paths /same /status/500 /torn /count
  probe::verify_all recorder recorded.same recorded.status_500 recorded.torn recorded.count
  same "${PROBE_PROBLEMS["recorder|recorded.same"]}" ""
  same "${PROBE_PROBLEMS["recorder|recorded.status_500"]}" "status 500 instead of 200"
  same "${PROBE_PROBLEMS["recorder|recorded.torn"]}" "no answer"
  same "${PROBE_PROBLEMS["recorder|recorded.count"]}" ""
  local id
  for id in same status_500 count; do
    [[ ${REQUEST_TOLD["$CORE_TEMP/answers.recorder/recorded.$id/0_0"]} =~ ^0\ [0-9]+\ [0-9]+\ 1$ ]]
  done
  # Two that share a label share a connection too.
  [[ ${REQUEST_TOLD["$CORE_TEMP/answers.recorder/recorded.same/keep_1"]} =~ ^0\ [0-9]+\ [0-9]+\ 0$ ]]
}

@test "a case that may settle is asked again until its answer is right, and no longer" {
  write_group recorded "/same:same"
  settling() { # <what the count must reach>
    write_contract recorded <<<'{same: {title: "t", expect: {status: 200},
      cases: [{title: "so many were asked", settle_seconds: '"$2"', path: "/count", expect: {status: 200, that: [".count > '"$1"'"]}}]}}'
    load_contracts
    CONTRACT_JUDGE=()
    probe::verify_all recorder recorded.same
  }
  settling 8 30
  same "${PROBE_PROBLEMS["recorder|recorded.same"]}" ""
  # Asked for again one at a time, and nothing else of that endpoint.
  same "$(grep -c 'GET /same' "$RECORDED") $(grep -c 'GET /count' "$RECORDED")" "3 6"
  settling 1000000 1
  has "${PROBE_PROBLEMS["recorder|recorded.same"]}" "so many were asked: "
}

@test "a case that may settle is judged by the digest of its last answer" {
  write_group recorded "/same:same"
  # The count has two digits from the tenth request on.
  write_contract recorded <<<'{same: {title: "t", expect: {status: 200},
    cases: [{title: "a longer body", settle_seconds: 30, path: "/count", expect: {status: 200, bytes: 13}}]}}'
  load_contracts
  probe::verify_all recorder recorded.same
  same "${PROBE_PROBLEMS["recorder|recorded.same"]}" ""
}

@test "what the judge cannot judge is a problem of that endpoint alone" {
  expect_paths /same /count
  contract::_read_judges recorded
  CONTRACT_JUDGE[recorded.same]='error("out of order")'
  probe::verify_all recorder recorded.same recorded.count
  has "${PROBE_PROBLEMS["recorder|recorded.same"]}" "out of order"
  same "${PROBE_PROBLEMS["recorder|recorded.count"]}" ""
}

@test "a server that keeps its connections is told from one that closes them" {
  expect_paths /same /close
  local -a found
  probe::verify recorder recorded.same found
  probe::verify recorder recorded.close found
  same "${PROBE_KEEPS_ALIVE["recorder|recorded.same"]} ${PROBE_KEEPS_ALIVE["recorder|recorded.close"]}" "true false"
}

@test "after a window equal bytes are right without the judge" {
  expect_paths /same
  local -a found=()
  probe::verify recorder recorded.same found
  contract::judge() { echo "judged" >&2; }
  run probe::is_still_right recorder recorded.same found
  ended 0
  same "$output" ""
}

@test "after a window other bytes are judged, and may be right" {
  expect_paths /count
  local -a found=()
  probe::verify recorder recorded.count found
  probe::is_still_right recorder recorded.count found
  same "${#found[@]}" 0
}

@test "after a window a wrong answer has its problems" {
  expect_paths /same
  local -a found=()
  probe::verify recorder recorded.same found
  CONTRACT_PATH["recorded.same/0"]=/status/500
  fails probe::is_still_right recorder recorded.same found
  same "${found[*]}" "status 500 instead of 200"
}

@test "after a window no answer is a problem, also where the right body was empty" {
  expect_paths /same
  local -a found=()
  probe::verify recorder recorded.same found
  : >"${PROBE_VERIFIED["recorder|recorded.same"]}"
  stop_recorder
  fails probe::is_still_right recorder recorded.same found
  same "${found[*]}" "no answer"
}

@test "an endpoint that was never verified is not taken for right" {
  expect_paths /status/500
  local -a found=()
  fails probe::is_still_right recorder recorded.status_500 found
  same "${found[*]}" "status 500 instead of 200"
}

@test "a compressed body is decoded for the judge; what is recorded is its size on the wire" {
  expect_paths /same
  CONTRACT_ENCODING["recorded.same/0"]=gzip CONTRACT_DIGESTED["recorded.same/0"]=yes
  printf 'hello' | gzip >sent.body
  probe::_digest recorded.same/0 sent
  same "$(cat sent.text)" hello
  holds '.bytes == 5 and .decoded and .sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"' sent.digest
  printf 'hello' | brotli -c >sent.body
  CONTRACT_ENCODING["recorded.same/0"]=br
  probe::_digest recorded.same/0 sent
  same "$(cat sent.text)" hello
  printf 'no brotli' >sent.body
  probe::_digest recorded.same/0 sent
  holds '.decoded == false' sent.digest
}
