# lib/fingerprints.sh: what changes a digest, and what does not.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/told
  load_modules
  use_stubs nproc taskset
  small_tree
  mkdir -p servers/shared
  echo "PRICE = 1" >servers/shared/shop.py
  cli::parse --features shop
  endpoints::choose shop ""
  contract::load shop
  plan::settle_features
}

# The digest as it is now.
server() { # [<framework>]
  local digest
  FINGERPRINTS_SERVER=()
  fingerprints::read_server "${1:-alpha}" shop digest
  printf '%s' "$digest"
}

contract() { # <id>
  local digest
  FINGERPRINTS_CONTRACT=()
  find_tree
  contract::load shop
  fingerprints::read_contract "$1" digest
  printf '%s' "$digest"
}

settings() { # <option>…
  local digest
  FINGERPRINTS_SETTINGS=
  cli::parse --features shop "$@"
  plan::settle_features
  fingerprints::read_settings digest
  printf '%s' "$digest"
}

differs_after() { # <command of the digest> <what changes>…
  local before
  before=$($1)
  [[ $before =~ ^[0-9a-f]{32}$ ]]
  "${@:2}"
  [[ $($1) != "$before" ]]
}

write() { # <file>
  mkdir -p "$(dirname "$1")"
  echo "# changed" >>"$1"
}

@test "a server's digest changes with its entry, its group's module, its private modules, shared code and its lock" {
  local file
  for file in servers/{alpha_server.py,alpha_app/shop.py,alpha_app/_project.py,shared/shop.py} requirements-alpha.txt; do
    differs_after server write "$file"
  done
}

@test "it is the same whatever changes elsewhere" {
  local before
  before=$(server)
  ENDPOINTS_GROUPS+=(till)
  write servers/alpha_app/till.py
  write servers/beta_app/shop.py
  write servers/alpha_app/__pycache__/shop.pyc
  write requirements-beta.txt
  same "$(server)" "$before"
}

@test "a twin has the digest of its original, another release of a package has its own" {
  FRAMEWORKS_CHOSEN=(alpha)
  frameworks::add_twin alpha
  same "$(server alpha_twin)" "$(server)"
  frameworks::enter_version alpha "${FRAMEWORKS_ENTRY[alpha]}" python3 "alpha==1.0"
  [[ $(server alpha_against) != "$(server)" ]]
}

@test "a contract's digest changes with its entry, its path and its fixtures, and with no other endpoint" {
  local item plain
  item=$(contract shop.new_item)
  plain=$(contract shop.plain)
  [[ $item != "$plain" ]]
  jq '.new_item.request = {body_file: "lamp.json"}' endpoints/shop.contract.json >changed
  mkdir -p endpoints/fixtures
  echo '{"name": "lamp"}' >endpoints/fixtures/lamp.json
  cp changed endpoints/shop.contract.json
  local with_file
  with_file=$(contract shop.new_item)
  [[ $with_file != "$item" ]]
  echo '{"name": "lamps"}' >endpoints/fixtures/lamp.json
  [[ $(contract shop.new_item) != "$with_file" ]]
  same "$(contract shop.plain)" "$plain"
}

@test "the settings' digest changes with what a window depends on, and not with who is measured beside" {
  local before
  before=$(settings)
  [[ $(settings --connections 7) != "$before" ]]
  [[ $(settings --profile legacy) != "$before" ]]
  FRAMEWORKS_CHOSEN=(alpha)
  same "$(settings --precision 3%)" "$before"
}
