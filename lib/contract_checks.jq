# One line per check: how to send it, fields parted by the unit separator; the body is last because it may be long. It
# stands there as text for printf %b, or as the name of a fixture.
def escaped: split("\\") | join("\\\\") | split("\n") | join("\\n") | split("\r") | join("\\r") | split("\u001f") | join("\\x1f");

.name as $name
| .checks
| to_entries[]
| .value.expect as $expect
| [$name, .key, .value.method, .value.path, .value.requests // 1,
    (.value.headers | to_entries | map("\(.key): \(.value)") | join("\u001e")),
    ($expect.encoding // ""),
    (if $expect | has("encoding") or has("sha256") or has("bytes") then "yes" else "no" end)]
  + (if .value.file then ["file", .value.file] elif .value.body == null then ["no", ""] else ["text", (.value.body | escaped)] end)
| map(tostring) | join("\u001f")
