# One line per check: how to send it, fields parted by the unit separator; the body is last because it may be long.
.name as $name
| .checks
| to_entries[]
| [$name, .key, .value.method, .value.path, .value.requests // 1,
    (.value.headers | to_entries | map("\(.key): \(.value)") | join("\u001e")),
    (if .value.body == null then "no" else "yes" end),
    (.value.body // "")]
| map(tostring) | join("\u001f")
