# lib/handlers.sh and lib/bench/handlers.py: where the handlers are, read from the source.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  CORE_ROOT=$WORK
  mkdir -p "$WORK/servers/alpha_app"
  ln -s "$PROJECT/lib" "$WORK/lib"
  touch "$WORK/servers/alpha_server.py"
  frameworks::find "$WORK/servers"
}

module() { # <group>; stdin: its source
  cat >"$WORK/servers/alpha_app/$1.py"
}

@test "a handler is a function of the endpoint's name, wherever it stands in the group's module" {
  module shop <<<$'def register(app):\n    @app.get("/a")\n    async def one():\n        return 1\n\n\ndef two(\n    a: int,\n) -> int:\n    return 2'
  module _private <<<$'def one():\n    pass'
  handlers::load alpha
  same "${HANDLERS_COUNT["alpha|shop.one"]} ${HANDLERS_LINES["alpha|shop.one"]}" "1 2 4"
  same "${HANDLERS_LINES["alpha|shop.two"]}" "7 10"
  fails test -v 'HANDLERS_COUNT[alpha|_private.one]'
}

@test "a class of the endpoint's name is its handler too, in whatever way the name is parted" {
  module shop <<<$'class OneItem(Base):\n    def on_get(self):\n        return 1\n\n\n@inject\nclass Static304:\n    pass\nclass Upload1mb: ...\nclass Chunks100Of10: ...'
  handlers::load alpha
  same "${HANDLERS_COUNT["alpha|shop.one_item"]} ${HANDLERS_LINES["alpha|shop.one_item"]}" "1 1 3"
  same "${HANDLERS_LINES["alpha|shop.static_304"]}" "6 8"
  same "${HANDLERS_COUNT["alpha|shop.upload_1mb"]} ${HANDLERS_COUNT["alpha|shop.chunks_100_of_10"]}" "1 1"
}

@test "a class and a function of one name are two" {
  module shop <<<$'class OneItem:\n    pass\ndef one_item():\n    pass'
  handlers::load alpha
  same "${HANDLERS_COUNT["alpha|shop.one_item"]}" 2
}

@test "each endpoint of the project has a name that a class can have" {
  endpoints::load "$PROJECT/endpoints"
  : >"$WORK/servers/alpha_app/shop.py"
  local id name
  for id in "${ENDPOINTS_IDS[@]}"; do
    name=$(sed -E 's/(^|_)([a-z0-9])/\U\2/g' <<<"${id#*.}")
    printf 'class %s:\n    pass\n' "$name" >>"$WORK/servers/alpha_app/shop.py"
  done
  handlers::load alpha
  for id in "${ENDPOINTS_IDS[@]}"; do
    same "${HANDLERS_COUNT["alpha|shop.${id#*.}"]:-0} ${id#*.}" "1 ${id#*.}"
  done
}

@test "two of one name are counted" {
  module shop <<<$'def one():\n    pass\ndef one():\n    pass'
  handlers::load alpha
  same "${HANDLERS_COUNT["alpha|shop.one"]}" 2
}

@test "MOUNTED and ALONE are read as they are written" {
  module shop <<<$'MOUNTED = (\n    "icon",\n)\nALONE = ("large", "other")\n'
  handlers::load alpha
  same "${HANDLERS_MOUNTED["alpha|shop.icon"]}" yes
  same "$(printf '%s\n' "${!HANDLERS_ALONE[@]}" | sort | paste -sd' ')" "alpha|shop/large alpha|shop/other"
}

@test "a module that is no Python is broken, and says where" {
  module shop <<<$'def one():\n    pass\ndef two(:'
  handlers::load alpha
  has "${HANDLERS_BROKEN["alpha|shop"]}" "line 3: "
}

@test "a handler is printed with its place and its decorators, and one that is not there is not" {
  module shop <<<$'def register(app):\n    @app.get("/a")\n    def one(): # "a b"\n        return 1\n\n    return 2'
  handlers::load alpha
  same "$(handlers::print alpha shop.one)" $'servers/alpha_app/shop.py:2\n    @app.get("/a")\n    def one(): # "a b"\n        return 1'
  same "$(handlers::print alpha shop.two)" ""
}

@test "a framework without modules has no handlers" {
  rmdir "$WORK/servers/alpha_app"
  handlers::load alpha
  same "${#HANDLERS_COUNT[@]}" 0
}
