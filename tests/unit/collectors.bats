# lib/collectors.sh: which collectors a run has, and what servers count for them.

bats_require_minimum_version 1.5.0

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  SETUP_PYTHON=$CORE_ROOT/.venv/bin/python
}

chosen() { # <argument>…
  cli::parse "$@"
  collectors::choose
  printf '%s|%s|%s\n' "$(jq -r 'keys | join(",")' <<<"$COLLECTORS_JSON")" "$COLLECTORS_WORKING" "$COLLECTORS_COUNTED"
}

@test "a name that there is not ends the run before it starts" {
  OPT_collect=gc,gx
  run collectors::check_names
  ended 2
  has "$output" "--collect gc,gx: there is no collector gx; there are: database, energy, gc; or all, or none"
  for OPT_collect in '' all none gc,energy; do collectors::check_names; done
  OPT_collect=gc,all
  run collectors::check_names
  ended 2
}

@test "by default no server counts anything, and what cannot be collected is no warning" {
  run --separate-stderr chosen
  same "$stderr" ""
  same "${output%%|*}" "energy"
  same "${output##*|}" ""
}

@test "servers count for the collectors that are asked for, and only for those" {
  same "$(chosen --collect gc 2>&1)" "gc|gc|gc"
  same "$(chosen --collect none 2>&1)" "||"
  run --separate-stderr chosen --collect all
  same "${output%%|*}" "database,energy,gc"
  same "${output##*|}" "database,gc"
}

@test "stress, scenarios and the calibration have no columns: said where one asked" {
  run --separate-stderr chosen --load stress --collect gc
  has "$stderr" "--collect gc: stress, scenarios and --calibrate have no columns for it; nothing is collected"
  same "$output" "||"
  run --separate-stderr chosen --scenario any
  same "$stderr" ""
  same "$output" "||"
}

@test "a fault that the sampler tells is a warning, other answers are silent" {
  run collectors::tell_fault '{"ok": true, "warning": "the collector gc failed: OSError: \"gone\""}'
  has "$output" '[WARNING] the collector gc failed: OSError: "gone"'
  same "$(collectors::tell_fault '{"ok": true, "cpu_us": 4}' 2>&1)" ""
}
