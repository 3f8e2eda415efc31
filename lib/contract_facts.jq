# What the runner must know of each endpoint: lines of its name, the fact and its value, parted by the unit separator.
.name as $name
| .facts as $f
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
| to_entries[] | "\($name)\u001f\(.key)\u001f\(.value)"
