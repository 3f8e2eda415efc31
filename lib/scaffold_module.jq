# Contract of a group → the Python of a framework's module in which nothing is written yet: a handler for each endpoint.
# $entries: the endpoints of the group file; $name: the framework; $title: the group's title; $alone: its applications that
# change whatever is served with them.
def indented: "    " + .;

# What is right when nothing is there has no handler.
def routes($contracts):
  map(. + {contract: $contracts[.name]} | select(.contract.expect.status != 404))
  | group_by(.contract.application // "")
  | map({application: (.[0].contract.application // ""), entries: .});

def handler:
  "",
  "# \(.contract.title)",
  "@app.route(\(.method | tojson), \(.path | sub("\\?.*$"; "") | tojson))",
  "def \(.name)() -> Answer:",
  ("return not_implemented()" | indented);

def function($application; $entries):
  "", "",
  "def register\(if $application == "" then "" else "_" + $application end)(app: Application) -> None:",
  (if $entries == [] then ["\"\"\"Nothing: the whole group is served by applications of their own.\"\"\""]
   else [$entries[] | handler] | .[1:] end | .[] | if . == "" then . else indented end);

. as $contracts
| ($entries | routes($contracts)) as $routes
| [$alone | split(" ")[] | select(IN($routes[].application))] as $alone
| "\"\"\"\($title), to be written: each handler answers 501 until it is.\"\"\"",
  "",
  "from __future__ import annotations",
  "",
  "from \($name)_app._application import \(["Application"] + (if $routes == [] then [] else ["Answer", "not_implemented"] end) | sort | join(", "))",
  (if $alone == [] then empty elif ($alone | length) == 1 then "", "ALONE = (\"\($alone[0])\",)"
   else "", "ALONE = (", ($alone[] | "    \"\(.)\","), ")" end),
  function(""; [$routes[] | select(.application == "") | .entries[]]),
  ($routes[] | select(.application != "") | function(.application; .entries))
