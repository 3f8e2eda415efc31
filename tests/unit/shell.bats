# lib/shell.sh: a framework is served, and each endpoint has a line that can be pasted.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/told
  load_modules
  small_tree
  OPT_dry_run=yes OPT_features=
}

lines() { # [<argument>…]
  shell::run alpha
}

@test "each endpoint has a line with its method, headers, body and port, and what it is" {
  local told
  told=$(lines)
  has "$told" "# shop.one_item: One item"
  grep -qE '^curl .* --request GET .* --include http:..127\.0\.0\.1:[0-9]+/items/7$' <<<"$told"
  grep -qE "^curl .* --request POST .* --header 'X-Client: a bench' .* --data-binary '@[^']*new_item.0.body' --include http.*/items\$" <<<"$told"
  same "$(grep -c ^curl <<<"$told")" 4
}

@test "what the framework does not support has no line" {
  same "$(shell::run beta | grep -c new_item)" 0
}

@test "an application that stands alone is served when its group is asked for, by a server of its own" {
  module alpha shop <<<$'ALONE = ("stock",)\ndef new_item(): ...'
  has "$(lines)" "# shop/stock is served alone: ./run_all.sh --shell alpha --features shop"
  OPT_features=shop
  local told
  told=$(lines)
  same "$(grep ^curl <<<"$told" | grep -oE '127.0.0.1:[0-9]+' | sort -u | wc -l)" 2
  has "$told" "# shop.new_item"
}

@test "so is one that another server serves" {
  write_described alpha '{applications: {"shop/stock": {server: "other"}}}'
  find_tree
  has "$(lines)" "# shop/stock is served alone"
}

@test "what curl cannot load is told" {
  jq '.plain.client = {kind: "websocket"}' endpoints/shop.contract.json >with && mv with endpoints/shop.contract.json
  has "$(lines)" "# no request of curl: websocket, 127.0.0.1:"
}

@test "a framework that is not there ends with status 2, and one that does not start with 3" {
  run "$PROJECT/run_all.sh" --shell nobody --features basic
  ended 2
  has "$output" "--shell nobody: there is no such framework"
  serve() {
    ENDPOINTS_CHOSEN=(shop.a) SERVER_START_LIMIT_MS=3000 OPT_dry_run='' OPT_workers=1 OPT_profile=production
    ENDPOINTS_GROUP[shop.a]=shop CONTRACT_APPLICATION[shop.a]='' CONTRACT_WORKERS[shop.a]=0 CONTRACT_SERVICES[shop.a]=''
    FRAMEWORKS_PYTHON[alpha]=bash FRAMEWORKS_ENTRY[alpha]=$1
    shell::_serve alpha shop shop
  }
  write_server alpha <<<'echo "no such colour" >&2; exit 1'
  run as_runner serve "$WORK/servers/alpha_server.py"
  ended 3
  has "$output" "alpha did not start for shop: ended with status 1; last log line: no such colour"
}
