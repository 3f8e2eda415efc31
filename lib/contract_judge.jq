# The checks of an endpoint → "name<separator>program": the jq program that judges its answers. It is written, because `that`
# is itself a jq program. It reads $ARGS.named: "<id>/<check>_<repetition>.head", .text and .digest, and "<group>.checks", and
# gives "id<separator>problem" for each problem. $group: the endpoint's.
# What gives several values holds when each is true; what gives none says nothing and does not hold.
def listed($thats; $input):
  $thats
  | map("{that: \(tojson), holds: ([\($input) | try (\(.)) catch false] | length > 0 and all(.[]; . == true))}")
  | "[" + join(", ") + "]";

"\($group).\(.name)" as $id
| .name as $name
| def read($n; $k; $part): "$ARGS.named[\("\($id)/\($n)_\($k).\($part)" | tojson)]";
  "($ARGS.named[\("\($group).checks" | tojson)] | first(.[] | select(.name == \($name | tojson)) | .checks)) as $checks | "
+ (.checks
  | to_entries
  | map(
      .key as $n
      | .value as $check
      | ($check.requests // 1) as $requests
      | (range($requests)
          | "(parse_answer(\(read($n; .; "head")); \(read($n; .; "text")); \(read($n; .; "digest"))[0]) | . as $a
            | .headers as $headers | .status as $status | .text as $text | problems($checks[\($n)].expect; "
            + listed($check.expect.that // []; "$a.json")
            + ") | \(if $n == 0 then "" else $check.title + ": " end | tojson) + .)"),
        (select($check.kind == "relation")
          | "([\([range($requests) | "(\(read($n; .; "text")) | try fromjson catch null)"] | join(", "))] | . as $a | "
            + listed([$check.that]; "$a")
            + "[] | select(.holds | not) | \($check.title + ": not true of the answers: " | tojson) + ($a | tojson | shorten))"))
  | "(" + join(", ") + ")")
+ " | \($id + "\u001f" | tojson) + ."
| gsub("\n"; " ")
| "\($name)\u001f\(.)"
