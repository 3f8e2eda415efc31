# Contract file → one line per endpoint: its facts and its checks, `change` not yet applied.
# $entries: the endpoints of the group file; $ARGS.named: the text of each fixture by its name.
include "contract";

. as $all
| $entries[]
| . as $entry
| $all[$entry.name]
| {name: $entry.name, facts: ., checks: checks($entry; $ARGS.named)}
