# One line per endpoint: what the runner must know of it, fields parted by the unit separator.
[.name, .facts.title, .facts.control // "", .facts.work // 1, .facts.application // "", .facts.max_connections // 0,
  .facts.min_seconds // 0, .facts.max_requests // 0, (.facts.dose | tojson), (.facts.proof | tojson),
  (.checks | length),
  (if [.facts.expect.status] | flatten | all(. >= 400) then "yes" else "no" end)]
| map(tostring) | join("\u001f")
