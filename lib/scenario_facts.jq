# What every framework's record of a scenario begins with. $ARGS.positional: ids that are left out, each with its reason.
$file[0] as $asked
| {scenario: $scenario, title: $asked.name, asked: $asked.phases, mix: ($mix | map(del(.id))), missing: $asked.missing,
    left_out: [$ARGS.positional as $f | range(0; $f | length; 2)
      | {group: ($f[.] | split(".")[0]), endpoint: ($f[.] | split(".")[1]), reason: $f[. + 1]}] | sort_by(.group, .endpoint)}
