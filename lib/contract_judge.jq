# The checks of an endpoint → the jq program that judges its answers. It is written, because `that` is itself a jq program.
# The written program takes the answers as $ARGS.named (head<n>_<k>, body<n>_<k>, digest<n>_<k>) and the checks as input,
# and prints one line per problem.
# What gives several values holds when each is true; what gives none says nothing and does not hold.
def listed($thats; $input):
  $thats
  | map("{that: \(tojson), holds: ([\($input) | try (\(.)) catch false] | length > 0 and all(.[]; . == true))}")
  | "[" + join(", ") + "]";

"include \"contract\";\n. as $checks | "
+ (.checks
  | to_entries
  | map(
      .key as $n
      | .value as $check
      | ($check.requests // 1) as $requests
      | (range($requests)
          | "(parse_answer($ARGS.named.head\($n)_\(.); $ARGS.named.body\($n)_\(.); $ARGS.named.digest\($n)_\(.)[0]) | . as $a
            | .headers as $headers | .status as $status | .text as $text | problems($checks[\($n)].expect; "
            + listed($check.expect.that // []; "$a.json")
            + ") | \(if $n == 0 then "" else $check.title + ": " end | tojson) + .)"),
        (select($check.kind == "relation")
          | "([\([range($requests) | "($ARGS.named.body\($n)_\(.) | try fromjson catch null)"] | join(", "))] | . as $a | "
            + listed([$check.that]; "$a")
            + "[] | select(.holds | not) | \($check.title + ": not true of the answers: " | tojson) + ($a | tojson | shorten))"))
  | join(",\n"))
