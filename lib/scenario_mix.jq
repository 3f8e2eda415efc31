# The ids that may take part ($ARGS.positional), and the scenario → the mix: a group's percentage, parted equally over its
# endpoints. What is left out gives its share to the others.
($scenario[0].groups | map({key: .group, value: .weight}) | from_entries) as $weights
| ($ARGS.positional | map({id: ., group: split(".")[0]}) | group_by(.group)) as $groups
| ($groups | map($weights[.[0].group]) | add) as $sum
| [$groups[]
    | (length) as $count
    | .[]
    | {id, group, endpoint: .id[(.group | length + 1):], percent: (100 * $weights[.group] / $sum / $count)}]
