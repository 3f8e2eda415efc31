# What is wrong with a contract file, one line each. $entries: the endpoints of its group; $known, $known_of_case: the keys of a contract, of a case.
. as $all
| ($entries | map(.name)) as $names
| (($names - keys)[] | "no contract for the endpoint \(.)"),
  ((keys - $names)[] | "\(.) is no endpoint of the group"),
  ($entries[] | select($all[.name]) | .name as $name
    | ([.path | match("{([^}]*)}"; "g").captures[0].string] - ($all[$name].params // {} | keys))[] | "\($name): params has no \(.)"),
  (to_entries[] | .key as $name | .value
    | (keys - $known | .[] | "\($name): unknown key \(.)"),
      (select(has("title") | not) | "\($name): no title"),
      (select(.expect.status | not) | "\($name): expect has no status"),
      (select(.control) | select(.control as $c | $names | index($c) | not) | "\($name): its control \(.control) is no endpoint of the group"),
      (select(.beside) | .beside.endpoint as $b | select($names | index($b) | not) | "\($name): beside it is \($b), which is no endpoint of the group"),
      (select(.dose) | select((.dose.series | type) != "string" or (.dose.amount | type) != "number") | "\($name): a dose has a series and an amount"),
      (select(.proof) | select((.proof.path | type) != "string" or (.proof.value | type) != "string") | "\($name): a proof has a path and a value"),
      ([.expect, ((.cases // [])[] | .expect)][] | .encoding? // empty | select(IN("gzip", "br", "identity") | not)
        | "\($name): encoding \(.) is none of gzip, br, identity"),
      ((.cases // [])[] | keys - $known_of_case | .[] | "\($name): unknown key \(.) in a case"),
      ((.cases // [])[] | .settle_seconds? // empty | select((type != "number") or . < 1 or . != floor)
        | "\($name): settle_seconds of a case is \(.) and no whole number of seconds"),
      ((.cases // [])[] | select((has("title") and has("expect")) | not) | "\($name): a case without title or expect"))
