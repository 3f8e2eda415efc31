# What a contract means: `requests` makes its checks concrete, `judge` compares an answer with what is expected.

def query_string:
  if . == null then "" else "?" + (to_entries | map("\(.key)=\(.value | tostring | @uri)") | join("&")) end;

def fill($params):
  reduce ($params | to_entries[]) as $p (.; gsub("\\{\($p.key)\\}"; $p.value | tostring | @uri));

# {text} or {file}: only the fixtures that something is changed in were read. null: no body.
def body_source($fixtures):
  if has("raw_body") then {text: .raw_body}
  elif has("body_file") then
    .body_file as $name
    | if $fixtures | has($name) then {text: ($fixtures[$name] | rtrimstr("\n"))} else {file: $name} end
  elif has("body") and .body != null then {text: (.body | tojson)}
  else null end;

# A case inherits the endpoint's request; what it names itself replaces it.
def concrete($endpoint; $entry; $fixtures):
  ($endpoint.request // {}) as $base
  | (if has("path") then .path else $entry.path | fill($endpoint.params // {}) end) as $path
  | (if has("query") then .query elif has("path") then null else $base.query end) as $query
  | (if has("raw_body") or has("body") or has("body_file") then . elif has("path") then {} else $base end
    | body_source($fixtures)) as $body
  | {
      kind: (.kind // "case"), title, expect, change, requests, that,
      method: (.method // $entry.method),
      path: ($path + ($query | query_string)),
      settle_seconds: (.settle_seconds // 0),
      body: $body.text,
      file: $body.file,
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

# One line, and not too long a one: it becomes a problem's text.
def shorten: gsub("[\\r\\n]+"; " ") | if length > 160 then .[:157] + "..." else . end;

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
# $digest: {sha256, bytes, decoded} of the body, where the contract asks for it.
def parse_answer($head; $body; $digest):
  ($head | split("\r\n") | map(select(. != ""))) as $lines
  | [$body | select(. != "") | try fromjson catch empty] as $values
  | {
      status: ($lines[0] // "" | split(" ")[1] // "0" | tonumber),
      # A header that came several times is one, as HTTP reads it.
      headers: (reduce ($lines[1:][] | capture("^(?<key>[^:]+): *(?<value>.*)$")) as $h ({};
        ($h.key | ascii_downcase) as $key | .[$key] = (if has($key) then .[$key] + ", " + $h.value else $h.value end))),
      digest: $digest,
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

# `identity` means: no encoding was named. Any other must be named and must be what the body is.
def encoding_problem($expect):
  select($expect | has("encoding"))
  | .headers["content-encoding"] as $said
  | if $expect.encoding == "identity" then select($said) | "encoded as \($said)"
    elif $said != $expect.encoding then "encoding \($said // "none") instead of \($expect.encoding)"
    elif .digest.decoded | not then "the body is not \($expect.encoding)"
    else empty end;

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
        encoding_problem($expect),
        (("sha256", "bytes") | . as $key | select($expect | has($key)) | select($answer.digest[$key] != $expect[$key])
          | "\($key) of the body \($answer.digest[$key]) instead of \($expect[$key])"),
        ($thats[] | select(.holds | not) | "not true: \(.that) of \($answer.text | shorten)"));
