# The catalogue of all endpoints, as Markdown. Input: the concrete contracts of all groups, an object for each endpoint with its group.
# $groups: {group, title, optional} in their order; $entries: the entries with their group; $frameworks: what each said of itself.
include "contract_words";

def cell: gsub("\\|"; "\\|");
def code: "`\(.)`";

# What is checked, as phrases: the cases by their titles, what holds between answers, what a load must have done.
def proved:
  [.checks[1:][] | if .kind == "relation" then "\(.title) (over \(.requests // 1) answers)" else .title end]
  + [.facts.proof // empty | "after each load, \(proof | sub("^(?<value>\\S+) of (?<place>GET \\S+)"; "`\(.value)` of `\(.place)`"))"];

# A further framework need not have all groups.
def has_written($group): .groups == null or any(.groups[]; . == $group);
def support($endpoint):
  if .unsupported["\($endpoint.group)/\($endpoint.name)"] or (has_written($endpoint.group) | not) then "–" else "yes" end;

def row:
  . as $endpoint
  | ([$entries[] | select(.group == $endpoint.group and .name == $endpoint.name)][0]) as $entry
  | [(.name | code), ("\($entry.method) \($entry.path)" | code), .facts.title, (.facts.control // "" | if . == "" then . else code end)]
    + [$frameworks[] | support($endpoint)]
  | "| \(map(cell) | join(" | ")) |";

# The same reason of several frameworks or endpoints stands there once.
def reasons($group; $endpoints):
  [$frameworks[] | .title as $title | .unsupported | to_entries[]
    | select(.key | startswith("\($group)/")) | {title: $title, name: (.key | sub("^[^/]*/"; "")), reason: .value}]
  | group_by(.title, .reason)
  | map({titles: [.[0].title], reason: .[0].reason, names: (map(.name) | sort)})
  | group_by(.reason, .names)
  | map({titles: (map(.titles[0]) | sort), reason: .[0].reason, names: .[0].names})
  | sort_by(.titles, .names)[]
  | "- \(.titles | join(", ")) (\(.names | map(code) | join(", "))): \(.reason)";

def unwritten($group):
  [$frameworks[] | select(has_written($group) | not) | .title] | sort
  | if . == [] then empty else "- \(join(", ")): nobody has written this group for it yet" end;

def section($endpoints):
  .group as $group
  | "", "## \(.title)", "",
    "`./run_all.sh --features \($group)`: [what is measured](\($group).sh), [what is right](\($group).contract.json)"
    + (if .optional == "yes" then "; not part of `all`" else "" end),
    "",
    "| endpoint | request | what it does | control | \([$frameworks[].title] | join(" | ")) |",
    "| --- | --- | --- | --- |\($frameworks | map(" --- |") | join(""))",
    ($endpoints[] | row),
    ([$endpoints[] | select(proved != [])] | if . == [] then empty else "", "Proved beside the answer itself:", "",
      (.[] | "- \(.name | code): \(proved | join("; "))") end),
    ([reasons($group; $endpoints), unwritten($group)] | if . == [] then empty else "", "Unsupported, and why:", "", .[] end);

. as $all
| "# Catalogue",
  "",
  "Made by `./run_all.sh --docs` from the group files, the contracts and what each framework says of itself. Do not edit.",
  "\($all | length) endpoints in \($groups | length) groups, for \($frameworks | length) frameworks and references. `./run_all.sh --explain group.endpoint`"
    + " prints the requests, what is expected and each handler.",
  ($groups[] | .group as $group | section([$all[] | select(.group == $group)]))
