# A contract in words, for people: --explain and the catalogue.

def shorten($most): if length > $most then .[:$most] + " …" else . end;

def body_words($name; $value): ["\($name) \($value | shorten(300))"];

# Of `expect`: what an answer must be, as phrases.
def expectation:
  ["status \([.status] | flatten | map(tostring) | join(" or "))"]
  + (if .content_type then ["content type \(.content_type)"] else [] end)
  + (if .encoding then ["encoded as \(.encoding)"] else [] end)
  + (if has("body") then body_words("body"; .body | tojson) else [] end)
  + (if has("text") then body_words("text"; .text | tojson) else [] end)
  + (if .bytes then ["\(.bytes) bytes"] else [] end)
  + (if .sha256 then ["sha256 \(.sha256)"] else [] end)
  + [(.headers // {}) | to_entries[] | if .value == null then "no header \(.key)" else "header \(.key): \(.value)" end]
  + [(.that // [])[] | "true: \(.)"];

# Of a check: the request as it is sent, a line for each part.
def request:
  "\(.method) \(.path)",
  (.headers | to_entries[] | "\(.key): \(.value)"),
  (if .file then "the body is the fixture \(.file)" elif .body != null then .body | gsub("\n"; "\\n") | shorten(600) else empty end);

# Of a proof: what else must have happened.
def proof: "\(.value) of GET \(.path) moves by \(.per_request) for each request";

# Of the facts of an endpoint: how it is loaded where that is its own, as phrases.
def load_words:
  (.client // empty | "loaded by the client of \(.kind | ascii_downcase), not by wrk"),
  (.connections // empty | "exactly \(.) connections"),
  (.max_connections // empty | "at most \(.) connections"),
  (.rate // empty | "paced at \(.) requests/s"),
  (.max_requests // empty | "at most \(.) requests in a load"),
  (.min_seconds // empty | "windows of at least \(.) s"),
  (.workers // empty | "\(.) server processes"),
  (.beside // empty | "\(.connections) connections load \(.endpoint) at the same time"),
  (.services // empty | "beside the servers runs \(join(", "))"),
  (.work // empty | "a request stands for \(.) operations");
