# `change` is itself a jq program, so this writes the program that applies all changes of a group to the valid bodies.
[.[]
  | .name as $name
  | .checks
  | to_entries[]
  | select(.value.change)
  | "if .name == \($name | tojson) then .checks[\(.key)].body |= (fromjson | (\(.value.change)) | tojson) else . end"]
  + ["."]
| join("\n| ")
