# The fixtures that a contract names, one a line, and whether the runner must read them: it does where a case changes what is in them.
[.[]
  | ([.cases // [] | .[] | select(.change)] | length > 0) as $changed
  | [.. | .body_file? // empty] | unique[] | {name: ., $changed}]
| group_by(.name)[]
| "\(.[0].name)\u001f\(any(.[]; .changed))"
