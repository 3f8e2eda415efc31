# What a contract means: `requests` makes its checks concrete, `judge` compares an answer with what is expected.

def query_string:
  if . == null then "" else "?" + (to_entries | map("\(.key)=\(.value | tostring | @uri)") | join("&")) end;

def fill($params):
  reduce ($params | to_entries[]) as $p (.; gsub("\\{\($p.key)\\}"; $p.value | tostring | @uri));

def body_text($fixtures):
  if has("raw_body") then .raw_body
  elif has("body_file") then
    # Bodies travel to the runner as lines.
    .body_file as $name
    | $fixtures[$name] | rtrimstr("\n")
    | if test("[\n\u001f]") then error("\($name) must be one line") else . end
  elif has("body") and .body != null then .body | tojson
  else null end;

# A case inherits the endpoint's request; what it names itself replaces it.
def concrete($endpoint; $entry; $fixtures):
  ($endpoint.request // {}) as $base
  | (if has("path") then .path else $entry.path | fill($endpoint.params // {}) end) as $path
  | (if has("query") then .query elif has("path") then null else $base.query end) as $query
  | (if has("raw_body") or has("body") or has("body_file") then . elif has("path") then {} else $base end
    | body_text($fixtures)) as $body
  | {
      kind: (.kind // "case"), title, expect, change, requests, that,
      method: (.method // $entry.method),
      path: ($path + ($query | query_string)),
      body: $body,
      headers: (($base.headers // {}) + (.headers // {})
        | if $body != null and (keys | map(ascii_downcase) | index("content-type") | not)
          then . + {"Content-Type": "application/json"} else . end)
    };

def checks($entry; $fixtures):
  . as $endpoint
  | [{kind: "answer", title: "the answer", expect}]
    + (.cases // [])
    + [(.relations // [])[] | . + {kind: "relation", expect: $endpoint.expect}]
  | map(concrete($endpoint; $entry; $fixtures));

def shorten: if length > 160 then .[:157] + "..." else . end;

# Equality of JSON values; {"$type": "number"} stands for any value of that type.
def matches($expected):
  . as $actual
  | if ($expected | type) == "object" and ($expected | has("$type")) then ($actual | type) == $expected["$type"]
    elif ($expected | type) == "object" and ($actual | type) == "object" then
      ($expected | keys) == ($actual | keys)
      and all($expected | keys[]; . as $k | $actual[$k] | matches($expected[$k]))
    elif ($expected | type) == "array" and ($actual | type) == "array" then
      ($expected | length) == ($actual | length)
      and all(range($expected | length); . as $i | $actual[$i] | matches($expected[$i]))
    else $actual == $expected end;

# An answer is what the probe wrote: the head as text and the body as text.
def parse_answer($head; $body):
  ($head | split("\r\n") | map(select(. != ""))) as $lines
  | [$body | select(. != "") | try fromjson catch empty] as $values
  | {
      status: ($lines[0] // "" | split(" ")[1] // "0" | tonumber),
      headers: ($lines[1:] | map(capture("^(?<key>[^:]+): *(?<value>.*)$") | .key |= ascii_downcase) | from_entries),
      text: $body,
      is_json: ($values != []),
      json: $values[0]
    };

def status_problem($expect):
  ([$expect.status] | flatten) as $wanted
  | .status as $status
  | if $status == 0 then "no answer"
    elif $wanted | index($status) then empty
    else "status \($status) instead of \($wanted | map(tostring) | join(" or "))" end;

def problems($expect; $thats):
  . as $answer
  | (status_problem($expect)),
    (select($answer.status != 0)
      | (select($expect | has("content_type"))
          | select(($answer.headers["content-type"] // "") | startswith($expect.content_type) | not)
          | "content type \($answer.headers["content-type"] // "none") instead of \($expect.content_type)"),
        (select($expect | has("body")) | select(($answer.is_json and ($answer.json | matches($expect.body))) | not)
          | "body \($answer.text | shorten) instead of \($expect.body | tojson | shorten)"),
        (select($expect | has("text")) | select($answer.text != $expect.text)
          | "text \($answer.text | tojson | shorten) instead of \($expect.text | tojson)"),
        (($expect.headers // {}) | to_entries[] | . as $h
          | select($answer.headers[$h.key | ascii_downcase] != $h.value)
          | "header \($h.key): \($answer.headers[$h.key | ascii_downcase] // "missing") instead of \($h.value)"),
        ($thats[] | select(.holds | not) | "not true: \(.that) of \($answer.text | shorten)"));
