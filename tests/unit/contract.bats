# lib/contract.sh and its jq programs: what is sent, and what is a right answer.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/answers
  load_modules
}

readonly JSON="Content-Type: application/json"

one_endpoint() { # stdin: what the contract of GET /thing says
  write_group shop "/thing:thing"
  write_contract shop <<<"{thing: ({title: \"A thing\"} + $(cat))}"
  load_contracts
}

# All that is wrong with the contract of the group shop, which is on stdin.
problems_of() {
  write_contract shop
  find_out() {
    endpoints::load "$1"
    endpoints::choose shop ""
    contract::load shop
  }
  run as_runner find_out "$WORK/endpoints"
}

# What is sent.

@test "parameters fill the path and are encoded; the query of the contract is appended" {
  write_group shop "/a/{x}/b/{y}:two"
  write_contract shop <<<'{two: {title: "t", params: {x: 7, y: "ä /?"}, request: {query: {q: "a&b", n: 1}}, expect: {status: 200}}}'
  load_contracts
  same "${CONTRACT_PATH["shop.two/0"]}" "/a/7/b/%C3%A4%20%2F%3F?q=a%26b&n=1"
  same "${CONTRACT_METHOD["shop.two/0"]}" GET
}

@test "a query that stands in the entry stays as it is written" {
  write_group shop "/search?range=1:2&of=a:b:search"
  write_contract shop <<<'{search: {title: "t", expect: {status: 200}}}'
  load_contracts
  same "${CONTRACT_PATH["shop.search/0"]}" "/search?range=1:2&of=a:b"
}

@test "a JSON body is sent compact, with its content type and in the order of its keys" {
  one_endpoint <<<'{request: {body: {z: 1, a: ["ä", null]}}, expect: {status: 200}}'
  same "$(cat "${CONTRACT_BODY_FILE["shop.thing/0"]}")" '{"z":1,"a":["ä",null]}'
  same "${CONTRACT_HEADERS["shop.thing/0"]}" "Content-Type: application/json"
}

@test "without a body there is neither a body file nor a content type" {
  one_endpoint <<<'{expect: {status: 200}}'
  same "${CONTRACT_BODY_FILE["shop.thing/0"]}|${CONTRACT_HEADERS["shop.thing/0"]}" "|"
}

@test "headers are sent, and a content type of one's own in any spelling is kept" {
  one_endpoint <<<'{request: {body: {}, headers: {"X-One": "1: 2", "content-TYPE": "text/x"}}, expect: {status: 200}}'
  same "${CONTRACT_HEADERS["shop.thing/0"]}" $'X-One: 1: 2\x1econtent-TYPE: text/x'
}

@test "a case inherits the request, and what it names itself replaces it" {
  write_group shop "/a/{x}:thing:POST"
  write_contract shop <<<'{thing: {title: "t", params: {x: 1}, request: {headers: {A: "1", B: "1"}, query: {q: 1}, body: {n: 1}},
    expect: {status: 200},
    cases: [
      {title: "same", expect: {status: 400}},
      {title: "method", method: "PUT", headers: {B: "2"}, expect: {status: 405}},
      {title: "query", query: {q: 2}, expect: {status: 422}},
      {title: "body", body: [], expect: {status: 422}},
      {title: "raw", raw_body: "{\"n\": ", expect: {status: 400}},
      {title: "path", path: "/other", expect: {status: 404}}]}}'
  load_contracts
  local id=shop.thing
  same "${CONTRACT_CHECKS[$id]}" 7
  same "${CONTRACT_METHOD["$id/1"]} ${CONTRACT_PATH["$id/1"]} $(cat "${CONTRACT_BODY_FILE["$id/1"]}")" 'POST /a/1?q=1 {"n":1}'
  same "${CONTRACT_METHOD["$id/2"]} ${CONTRACT_HEADERS["$id/2"]}" $'PUT A: 1\x1eB: 2\x1eContent-Type: application/json'
  same "${CONTRACT_PATH["$id/3"]}" "/a/1?q=2"
  same "$(cat "${CONTRACT_BODY_FILE["$id/4"]}")" "[]"
  same "$(cat "${CONTRACT_BODY_FILE["$id/5"]}")" '{"n": '
  same "${CONTRACT_PATH["$id/6"]}|${CONTRACT_BODY_FILE["$id/6"]}" "/other|"
}

@test "change is applied to the case of its own endpoint, and to no other's" {
  write_group shop "/a:a:POST" "/b:b:POST"
  write_contract shop <<<'{a: {title: "A", request: {body: {n: 1}}, expect: {status: 200}, cases: [{title: "c", change: ".n = 2", expect: {status: 422}}]},
    b: {title: "B", request: {body: {n: 1}}, expect: {status: 200}, cases: [{title: "c", headers: {X: "y"}, expect: {status: 422}}]}}'
  load_contracts
  same "$(cat "${CONTRACT_BODY_FILE["shop.a/1"]}") $(cat "${CONTRACT_BODY_FILE["shop.b/1"]}")" '{"n":2} {"n":1}'
}

@test "change is applied to the valid body, and only for its own case" {
  one_endpoint <<<'{request: {body: {age: 30, tags: ["a"]}}, expect: {status: 200},
    cases: [{title: "young", change: ".age = 17 | del(.tags)", expect: {status: 422}}, {title: "as is", expect: {status: 200}}]}'
  same "$(cat "${CONTRACT_BODY_FILE["shop.thing/0"]}")" '{"age":30,"tags":["a"]}'
  same "$(cat "${CONTRACT_BODY_FILE["shop.thing/1"]}")" '{"age":17}'
  same "$(cat "${CONTRACT_BODY_FILE["shop.thing/2"]}")" '{"age":30,"tags":["a"]}'
}

@test "a body from a fixture is sent byte for byte, without the line end that editors add" {
  mkdir -p "$WORK/endpoints/fixtures"
  printf '{"b": 1,  "a": "it'\''s \\\\ \\"q\\""}\n' >"$WORK/endpoints/fixtures/a body.json"
  one_endpoint <<<'{request: {body_file: "a body.json"}, expect: {status: 200}}'
  same "$(cat "${CONTRACT_BODY_FILE["shop.thing/0"]}")" '{"b": 1,  "a": "it'\''s \\ \"q\""}'
}

@test "a relation sends its request as often as it says" {
  one_endpoint <<<'{expect: {status: 200}, cases: [{title: "c", path: "/x", expect: {status: 404}}],
    relations: [{title: "differ", requests: 3, that: ".[0] != .[1]"}]}'
  same "${CONTRACT_CHECKS[shop.thing]} ${CONTRACT_REQUESTS["shop.thing/0"]} ${CONTRACT_REQUESTS["shop.thing/2"]}" "3 1 3"
  same "${CONTRACT_PATH["shop.thing/2"]}" "/thing"
}

@test "the facts of an endpoint have defaults" {
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}},
    b: {title: "B", control: "a", work: 100, application: "large", max_connections: 2, expect: {status: [404, 422]}}}'
  load_contracts
  same "${CONTRACT_TITLE[shop.a]}|${CONTRACT_CONTROL[shop.a]}|${CONTRACT_WORK[shop.a]}|${CONTRACT_APPLICATION[shop.a]}|${CONTRACT_MAX_CONNECTIONS[shop.a]}|${CONTRACT_EXPECTS_ERROR[shop.a]}" "A||1||0|no"
  same "${CONTRACT_TITLE[shop.b]}|${CONTRACT_CONTROL[shop.b]}|${CONTRACT_WORK[shop.b]}|${CONTRACT_APPLICATION[shop.b]}|${CONTRACT_MAX_CONNECTIONS[shop.b]}|${CONTRACT_EXPECTS_ERROR[shop.b]}" "B|a|100|large|2|yes"
}

# What is wrong with a contract.

@test "entries and contracts that do not match are told at once, with every other fault of the file" {
  write_group shop "/a:a" "/b/{x}/{y}:b" "/lonely:lonely"
  problems_of <<<'{a: {title: "A", expect: {status: 200}, colour: 1, control: "nobody"},
    b: {expect: {body: 1}, params: {x: 1}, cases: [{title: "no expect", setle_seconds: 1}, {expect: {status: 1}}, {title: "t", settle_seconds: 0.5, expect: {status: 1, encoding: "zip"}}], dose: {series: "s"}, proof: {value: ".n"}},
    ghost: {title: "G", expect: {status: 200}}}'
  ended 2
  local problem
  for problem in "no contract for the endpoint lonely" "ghost is no endpoint of the group" "a: unknown key colour" \
    "a: its control nobody is no endpoint of the group" "b: no title" "b: expect has no status" \
    "b: a case without title or expect" "b: unknown key setle_seconds in a case" "b: params has no y" "b: encoding zip is none of gzip, br, identity" "b: a dose has a series and an amount" \
    "b: a proof has a path and a value" "b: settle_seconds of a case is 0.5 and no whole number of seconds"; do
    has "$output" "[ERROR] endpoints/shop.contract.json: $problem"
  done
  same "${#lines[@]}" 14
}

@test "a missing contract file, one that is no JSON and a missing fixture are told together" {
  write_group none "/a:a"
  write_group torn "/a:a"
  echo '{"a": ' >"$WORK/endpoints/torn.contract.json"
  write_group file "/a:a"
  write_contract file <<<'{a: {title: "A", request: {body_file: "no.json"}, expect: {status: 200}}}'
  find_out() {
    endpoints::load "$1"
    contract::load none torn file
  }
  run as_runner find_out "$WORK/endpoints"
  ended 2
  has "$output" "[ERROR] endpoints/none.contract.json is missing: every group needs its contract"
  has "$output" "[ERROR] endpoints/torn.contract.json: "
  has "$output" "[ERROR] endpoints/file.contract.json: endpoints/fixtures/no.json is missing"
  same "${#lines[@]}" 3
}

@test "a change that does not apply is told" {
  write_group shop "/a:a"
  problems_of <<<'{a: {title: "A", request: {body: [1]}, expect: {status: 200}, cases: [{title: "c", change: ".x = 1", expect: {status: 422}}]}}'
  ended 2
  has "$output" "endpoints/shop.contract.json: a change does not apply"
}

@test "a change that is no jq program is told" {
  write_group shop "/a:a"
  problems_of <<<'{a: {title: "A", request: {body: {}}, expect: {status: 200}, cases: [{title: "c", change: ".x = (", expect: {status: 422}}]}}'
  ended 2
  has "$output" "endpoints/shop.contract.json: a change does not apply"
}

@test "a body of several lines, with back-slashes and bytes that are no text, is sent as it is" {
  one_endpoint <<<'{expect: {status: 200}, request: {raw_body: "--x\r\nName: \\n\r\n\r\nä\n--x--\r\n"}}'
  same "$(od -An -c "${CONTRACT_BODY_FILE["shop.thing/0"]}")" "$(printf -- '--x\r\nName: \\n\r\n\r\nä\n--x--\r\n' | od -An -c)"
}

@test "a fixture may be any bytes" {
  mkdir -p "$WORK/endpoints/fixtures"
  printf 'a\0\377\n' >"$WORK/endpoints/fixtures/some.bin"
  one_endpoint <<<'{expect: {status: 200}, request: {body_file: "some.bin"}}'
  same "${CONTRACT_BODY_FILE["shop.thing/0"]}" "$WORK/endpoints/fixtures/some.bin"
}

@test "a case may change what is in a fixture" {
  mkdir -p "$WORK/endpoints/fixtures"
  printf '{"n": 1}\n' >"$WORK/endpoints/fixtures/body.json"
  one_endpoint <<<'{expect: {status: 200}, request: {body_file: "body.json"}, cases: [{title: "c", change: ".n = 2", expect: {status: 422}}]}'
  same "$(cat "${CONTRACT_BODY_FILE["shop.thing/1"]}")" '{"n":2}'
}

@test "the rest of an endpoint's facts: a cap, a dose and a proof" {
  one_endpoint <<<'{expect: {status: 200}, max_requests: 40, dose: {series: "s", amount: 5}, proof: {path: "/p", value: ".n"}}'
  same "${CONTRACT_MAX_REQUESTS[shop.thing]} ${CONTRACT_DOSE[shop.thing]} ${CONTRACT_PROOF[shop.thing]}" \
    '40 {"series":"s","amount":5} {"path":"/p","value":".n"}'
}

# The judge: right answers pass, each kind of wrong answer is named.

@test "a right answer passes, whatever the order of its keys and the spelling of its headers" {
  one_endpoint <<<'{expect: {status: 200, content_type: "application/json", headers: {"X-Kind": "good"}, body: {a: 1, b: [true, null], t: {"$type": "number"}},
    that: [".a < .t", ".b | length == 2"]}}'
  answer 0 0 200 '{"t": 17.5, "b": [true, null], "a": 1.0}' "content-type: application/json; charset=utf-8" "x-KIND: good"
  same "$(judged shop.thing)" ""
}

@test "a wrong status is named, and of several right ones each passes" {
  one_endpoint <<<'{expect: {status: [404, 422]}}'
  local status
  for status in 404 422; do
    answer 0 0 "$status" ''
    same "$(judged shop.thing)" ""
  done
  answer 0 0 200 ''
  same "$(judged shop.thing)" "status 200 instead of 404 or 422"
}

@test "no answer is one problem and not several" {
  one_endpoint <<<'{expect: {status: 200, text: "x", body: 1, that: ["true"]}}'
  no_answer 0 0
  same "$(judged shop.thing)" "no answer"
}

@test "an answer that is no HTTP is a problem" {
  one_endpoint <<<'{expect: {status: 200}}'
  printf 'SSH-2.0 hello\r\n' >"$ANSWERS.head"
  answer 0 0 200 ''
  printf 'SSH-2.0-x hello\r\n\r\n' >"$ANSWERS/0_0.head"
  [[ -n $(judged shop.thing) ]]
}

@test "a wrong content type, or none, is named" {
  one_endpoint <<<'{expect: {status: 200, content_type: "application/json"}}'
  answer 0 0 200 '{}' "Content-Type: text/html; was=application/json"
  has "$(judged shop.thing)" "content type text/html; was=application/json instead of application/json"
  answer 0 0 200 '{}' "Content-Type: text/html"
  same "$(judged shop.thing)" "content type text/html instead of application/json"
  answer 0 0 200 '{}'
  same "$(judged shop.thing)" "content type none instead of application/json"
}

@test "a missing or other header is named" {
  one_endpoint <<<'{expect: {status: 200, headers: {"X-Kind": "good"}}}'
  answer 0 0 200 '' "X-Kind: bad"
  same "$(judged shop.thing)" "header X-Kind: bad instead of good"
  answer 0 0 200 ''
  same "$(judged shop.thing)" "header X-Kind: missing instead of good"
}

@test "a body must be the JSON value that is expected" {
  one_endpoint <<<'{expect: {status: 200, body: {a: 1, list: [1, 2], o: {}}}}'
  local body
  for body in '{"a":1,"list":[1,2]}' '{"a":1,"list":[1,2],"o":{},"extra":1}' '{"a":"1","list":[1,2],"o":{}}' '{"a":1,"list":[2,1],"o":{}}' \
    '{"a":1,"list":[1],"o":{}}' '{"a":1,"list":[1,2,3],"o":{}}' '{"a":1,"list":[1,2],"o":[]}' '{"a":1,"list":{"0":1,"1":2},"o":{}}' '[]' 'null' 'not JSON' ''; do
    answer 0 0 200 "$body" "$JSON"
    has "$(judged shop.thing)" "body $body instead of "
  done
}

@test "an expected null is not met by a body that is no JSON" {
  one_endpoint <<<'{expect: {status: 200, body: null}}'
  answer 0 0 200 null
  same "$(judged shop.thing)" ""
  answer 0 0 200 "no JSON"
  has "$(judged shop.thing)" "body no JSON instead of null"
  answer 0 0 200 ''
  has "$(judged shop.thing)" "body  instead of null"
}

@test "\$type stands for any value of that type, and for no other" {
  one_endpoint <<<'{expect: {status: 200, body: {n: {"$type": "number"}, s: {"$type": "string"}, a: {"$type": "array"}}}}'
  answer 0 0 200 '{"n": 0, "s": "", "a": [1]}'
  same "$(judged shop.thing)" ""
  local body
  for body in '{"n":"0","s":"","a":[]}' '{"n":0,"s":null,"a":[]}' '{"n":0,"s":"","a":{}}' '{"n":0,"s":""}'; do
    answer 0 0 200 "$body"
    has "$(judged shop.thing)" "body $body instead of"
  done
}

@test "a text must be exactly this text" {
  one_endpoint <<<'{expect: {status: 200, text: "Hello"}}'
  answer 0 0 200 'Hello'
  same "$(judged shop.thing)" ""
  local text
  for text in "Hello " $'Hello\n' hello '"Hello"' ""; do
    answer 0 0 200 "$text"
    has "$(judged shop.thing)" "instead of \"Hello\""
  done
}

@test "each thing that is not true of an answer is named" {
  one_endpoint <<<'{expect: {status: 200, that: [".a == 1", ".b > 2", ".c | length == 1"]}}'
  answer 0 0 200 '{"a": 1, "b": 2, "c": [1]}'
  same "$(judged shop.thing)" 'not true: .b > 2 of {"a": 1, "b": 2, "c": [1]}'
}

@test "only true is true: null, a number, an error and nothing at all are not" {
  local that
  local -a thats=('.a' '.n' '.missing.deeper' 'error("x")' '.a | keys' '.list[] > 0' 'select(.n == 3)' 'empty' '(true, false)')
  one_endpoint <<<"{expect: {status: 200, that: $(jq -nc '$ARGS.positional' --args -- "${thats[@]}")}}"
  answer 0 0 200 '{"a": null, "n": 1, "list": []}'
  judged shop.thing >problems
  for that in "${thats[@]}"; do grep -qF "not true: $that of" problems; done
  same "$(wc -l <problems)" "${#thats[@]}"
}

@test "a that which is no jq program never lets an answer pass" {
  one_endpoint <<<'{expect: {status: 200, that: [".a =="]}}'
  answer 0 0 200 '{"a": 1}'
  [[ -n $(judged shop.thing) ]]
}

@test "the problems of a case carry its title" {
  one_endpoint <<<'{expect: {status: 200}, cases: [
    {title: "too young", path: "/x", expect: {status: 422, that: [".error"]}}, {title: "fine", path: "/y", expect: {status: 200}}]}'
  answer 0 0 200 ''
  answer 1 0 200 '{"error": "no"}'
  answer 2 0 200 ''
  same "$(judged shop.thing)" $'too young: status 200 instead of 422\ntoo young: not true: .error of {"error": "no"}'
}

@test "a relation holds between all answers, each of which must be right" {
  one_endpoint <<<'{expect: {status: 200}, relations: [{title: "serials differ", requests: 3, that: "(map(.serial) | unique | length) == 3"}]}'
  answer 0 0 200 '{"serial": 0}'
  local number
  for number in 0 1 2; do answer 1 "$number" 200 "{\"serial\": $number}"; done
  same "$(judged shop.thing)" ""
  answer 1 2 200 '{"serial": 1}'
  same "$(judged shop.thing)" 'serials differ: not true of the answers: [{"serial":0},{"serial":1},{"serial":1}]'
  answer 1 2 500 '{"serial": 2}'
  same "$(judged shop.thing)" 'serials differ: status 500 instead of 200'
}

@test "long answers are cut in messages" {
  one_endpoint <<<'{expect: {status: 200, body: 1}}'
  answer 0 0 200 "\"$(printf 'x%.0s' {1..5000})\""
  local problem
  problem=$(judged shop.thing)
  ((${#problem} < 400))
  has "$problem" "..."
}

@test "the project's own contracts fit their entries" {
  find_out() {
    endpoints::load "$CORE_ROOT/endpoints"
    contract::load "${ENDPOINTS_GROUPS[@]}"
  }
  run as_runner find_out
  ended 0
  same "$(grep -v 'making the fixtures' <<<"$output")" ""
}

@test "an encoding must be named and be true" {
  one_endpoint <<<'{expect: {status: 200, encoding: "gzip", body: {a: 1}}}'
  answer 0 0 200 '{"a": 1}' "Content-Encoding: gzip"
  echo '{"sha256": "x", "bytes": 8, "decoded": true}' >"$ANSWERS/0_0.digest"
  same "$(judged shop.thing)" ""
  echo '{"sha256": "x", "bytes": 8, "decoded": false}' >"$ANSWERS/0_0.digest"
  same "$(judged shop.thing)" "the body is not gzip"
  answer 0 0 200 '{"a": 1}'
  same "$(judged shop.thing)" "encoding none instead of gzip"
}

@test "identity means that no encoding is named" {
  one_endpoint <<<'{expect: {status: 200, encoding: "identity"}}'
  answer 0 0 200 '{"a": 1}'
  echo '{"sha256": "x", "bytes": 8, "decoded": true}' >"$ANSWERS/0_0.digest"
  same "$(judged shop.thing)" ""
  answer 0 0 200 '{"a": 1}' "Content-Encoding: br"
  same "$(judged shop.thing)" "encoded as br"
}

@test "a body is compared by its digest and by its size where the contract says so" {
  one_endpoint <<<'{expect: {status: 200, sha256: "aa", bytes: 3}}'
  answer 0 0 200 'abc'
  echo '{"sha256": "aa", "bytes": 3, "decoded": true}' >"$ANSWERS/0_0.digest"
  same "$(judged shop.thing)" ""
  echo '{"sha256": "ab", "bytes": 4, "decoded": true}' >"$ANSWERS/0_0.digest"
  same "$(judged shop.thing)" $'sha256 of the body ab instead of aa\nbytes of the body 4 instead of 3'
}

@test "a header may have to be absent, and one that comes twice is read as one" {
  one_endpoint <<<'{expect: {status: 200, headers: {"X-Gone": null, "X-Two": "a, b"}}}'
  answer 0 0 200 '' "X-Two: a" "x-two: b"
  same "$(judged shop.thing)" ""
  answer 0 0 200 '' "X-Two: a" "X-Gone: 1"
  same "$(judged shop.thing)" $'header X-Gone: 1 instead of null\nheader X-Two: a instead of a, b'
}

@test "expressions see the headers, the status and the text too" {
  one_endpoint <<<'{expect: {status: [200, 204], that: ["$headers[\"x-trace\"] == \"1,2\"", "$status == 204", "$text == \"hi\""]}}'
  answer 0 0 204 'hi' "X-Trace: 1,2"
  same "$(judged shop.thing)" ""
  answer 0 0 200 'ho' "X-Trace: 2,1"
  same "$(judged shop.thing | wc -l)" 3
}

@test "an endpoint whose contract says how it is loaded is part of no other load" {
  write_group shop "/a:a" "/b:b" "/c:c" "/d:d"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}, max_connections: 4}, b: {title: "B", expect: {status: 200}, client: {kind: "sse"}},
    c: {title: "C", expect: {status: 200}, beside: {endpoint: "a", connections: 2}}, d: {title: "D", expect: {status: 200}, rate: 10}}'
  load_contracts
  same "$(contract::own_load shop.a)" ""
  same "$(contract::own_load shop.b)" "wrk cannot load it"
  same "$(contract::own_load shop.c)" "another endpoint is loaded beside it"
  same "$(contract::own_load shop.d)" "its contract says how it is loaded"
}
