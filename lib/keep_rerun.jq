# Of a record: whether --rerun $which means its cell, and why. Noisy is what the reports mark: a noisy host, or any flag in half of
# the windows.
[.rounds[].windows[]] as $windows
| ([$windows[].flags[]] | group_by(.) | map({key: .[0], value: length})) as $flags
| (if $which == "failed" then .status | select(. != "ok" and . != "unsupported")
   else first($flags[] | select(.key == "noisy_host" or 2 * .value >= ($windows | length)) | .key) end) as $why
| "\(.framework).\(.group).\(.endpoint)\u001f\(.framework): \($why | gsub("_"; " "))"
