# Lines "cell, event" of all journals of a run → what can be kept of it. $wanted: what each cell would rest on now; $again: which
# of them are to be measured anew whatever was kept; $rounds: how many each has.
# Out: "endpoint", id, why its rounds are measured anew or nothing, the parts that are kept; "cell", framework, id, its state or anew.
def rows: split("\n") | map(select(. != "") | split("\u001f"));

def why($now; $before; $again):
  if $again then $again
  elif $before.prints == null then "\($now.framework) was not measured"
  elif $before.prints.server != $now.prints.server then "the server of \($now.framework) has changed"
  elif $before.prints.contract != $now.prints.contract then "its contract has changed"
  elif $before.prints.settings != $now.prints.settings then "the settings have changed"
  elif $before.unsupported then "\($now.framework) did not support it"
  else null end;

def state($before; $kept):
  if $before.unsupported then "unsupported"
  elif any($before.failed[]; IN($kept[])) then "failed"
  else "open" end;

([inputs | split("\u001f") | {cell: .[0], event: (.[1] | fromjson?)}] | group_by(.cell) | map({key: .[0].cell, value: {
    prints: (map(.event | select(.kind == "cell") | .fingerprints) | first),
    unsupported: any(.[].event; .problem.kind == "unsupported"),
    failed: map(.event | select(.kind == "problem" and .problem.kind != "unsupported") | .problem.round // "latency"),
    done: map(.event | select(.kind == "done") | .part) | unique
  }}) | from_entries) as $journals
| ($again | rows | map({key: .[0], value: .[1]}) | from_entries) as $again
| $wanted | rows
| map({framework: .[0], id: .[1], cell: "\(.[0]).\(.[1])", supported: (.[2] == ""), prints: {server: .[3], contract: .[4], settings: .[5]}})
| group_by(.id)[]
| map(select(.supported)) as $own
| (map(why(.; $journals[.cell]; $again[.cell]) as $why | select(.supported) | $why | values) | first) as $why
| (if $why then []
   elif $own == [] then [range(1; $rounds + 1), "latency"]
   else ($own | map($journals[.cell].done) | reduce .[1:][] as $done (.[0]; map(select(IN($done[]))))) end) as $done
| ($done | if [range(1; $rounds + 1)] - . == [] then . else . - ["latency"] end) as $kept
| (["endpoint", .[0].id, $why // "", ($kept | map(tostring) | join(" "))],
   (.[] | $journals[.cell] as $before | ["cell", .framework, .id,
     if .supported and $why or ($before | . == null) or $before.prints != .prints or $before.unsupported == .supported then "anew"
     else state($before; $kept) end]))
| join("\u001f")
