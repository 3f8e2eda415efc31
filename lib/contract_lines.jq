# What the runner must know of each endpoint, a line each, fields parted by the unit separator: "fact", the endpoint, the fact and its
# value; "check", the endpoint, and how to send that check.

def facts:
  .facts as $f
  | {
      TITLE: $f.title, CONTROL: ($f.control // ""), WORK: ($f.work // 1), APPLICATION: ($f.application // ""),
      MAX_CONNECTIONS: ($f.max_connections // 0), CONNECTIONS: ($f.connections // 0), RATE: ($f.rate // 0),
      WORKERS: ($f.workers // 0), MIN_SECONDS: ($f.min_seconds // 0), MAX_REQUESTS: ($f.max_requests // 0),
      SERVICES: ($f.services // [] | join(" ")), BESIDE: (if $f.beside == null then "" else $f.beside | "\(.endpoint) \(.connections)" end),
      DOSE: ($f.dose | tojson), PROOF: ($f.proof | tojson), CLIENT: ($f.client | tojson), METRICS: ($f.metrics | tojson),
      CHECKS: (.checks | length),
      ABSENT: (if $f.expect.status == 404 then "yes" else "no" end),
      EXPECTS_ERROR: (if [$f.expect.status] | flatten | all(. >= 400) then "yes" else "no" end)
    }
  | to_entries[] | [.key, .value];

# The body is last because it may be long. It stands there as text for printf %b, or as the name of a fixture.
def escaped: split("\\") | join("\\\\") | split("\n") | join("\\n") | split("\r") | join("\\r") | split("\u001f") | join("\\x1f");

def checks:
  .checks
  | to_entries[]
  | .value.expect as $expect
  | [.key, .value.method, .value.path, .value.requests // 1,
      (.value.headers | to_entries | map("\(.key): \(.value)") | join("\u001e")),
      ($expect.encoding // ""),
      .value.settle_seconds,
      (if $expect | has("encoding") or has("sha256") or has("bytes") then "yes" else "no" end)]
    + (if .value.file then ["file", .value.file] elif .value.body == null then ["no", ""] else ["text", (.value.body | escaped)] end);

.name as $name
| ("fact" as $kind | facts | [$kind, $name] + .), ("check" as $kind | checks | [$kind, $name] + .)
| map(tostring) | join("\u001f")
