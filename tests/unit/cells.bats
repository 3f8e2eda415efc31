# lib/cells.sh: what is still to be measured.

setup_file() {
  load ../helpers/load
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/run
  load_modules
  prepare_run
}

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/run
  load_modules
  reopen_run
}

@test "all cells begin open, but for those that a framework does not support" {
  FRAMEWORKS_UNSUPPORTED["beta|shop.b"]="has no b"
  cells::begin_all shop.a shop.b
  cells::is_open alpha shop.b
  fails cells::is_open beta shop.b
  same "$(cells::count_open)" 3
  record beta shop.b >record.json
  holds '.status == "unsupported" and .problems == [{kind: "unsupported", text: "has no b", round: null}]' record.json
}

@test "a cell that failed is open no more, says why, and its reason stands in the record" {
  cells::begin_all shop.a shop.b
  run cells::fail alpha shop.a load 2 "too slow"
  same "$output" "[WARNING] alpha shop.a: too slow"
  cells::fail alpha shop.a load 2 "too slow" 2>/dev/null
  fails cells::is_open alpha shop.a
  same "$(cells::list_open alpha shop.a shop.b)" "shop.b"
  same "$(cells::list_open beta shop.a shop.b)" $'shop.a\nshop.b'
  record alpha shop.a >record.json
  holds '.status == "load_failed" and .problems[0].round == 2' record.json
}

@test "a cell that never began is not open" {
  fails cells::is_open alpha shop.a
  same "$(cells::list_open alpha shop.a)" ""
  same "$(cells::count_open)" 0
}
