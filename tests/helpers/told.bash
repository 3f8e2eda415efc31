# A small tree for what only tells something: the group shop in $WORK/endpoints, the frameworks alpha and beta in $WORK/servers.
# Needs load, groups and servers.

small_tree() {
  CORE_ROOT=$WORK
  ln -s "$PROJECT/lib" "$WORK/lib"
  setup::ensure_python() { SETUP_PYTHON=python3; }
  write_group shop "/items/{id}:one_item" "/items:new_item:POST" "/gone:gone_item" "/plain:plain"
  write_contract shop <<'END'
{
  one_item: {title: "One item", params: {id: 7}, expect: {status: 200, content_type: "application/json", body: {id: 7}},
    cases: [{title: "another one", path: "/items/8", expect: {status: 200, body: {id: 8}}}], control: "plain"},
  new_item: {title: "A new item | in stock", request: {headers: {"X-Client": "a bench"}, body: {name: "lamp"}}, application: "stock",
    expect: {status: 201, that: [".id > 0"]}, relations: [{title: "no number twice", requests: 3, that: "unique | length == 3"}],
    proof: {path: "/count", value: ".items", per_request: 2}, control: "plain", work: 2},
  gone_item: {title: "Nothing", expect: {status: 404}, control: "plain"},
  plain: {title: "Nothing to do", expect: {status: 200, text: "ok"}}
}
END
  write_described alpha '{title: "Alpha"}'
  write_described beta '{title: "Beta", default_port: 9001, unsupported: {"shop/new_item": "has no stock"}}'
  module alpha shop <<<$'def register(app):\n    @app.get("/items/{id}")\n    def one_item(id):\n        return {"id": id}\n\n    def new_item():\n        pass\n\n    def plain():\n        pass'
  module beta shop <<<$'MOUNTED = ("plain",)\nUNSUPPORTED = {"new_item": "has no stock"}\n\n\ndef one_item(request):\n    return 7'
  find_tree
}

# A group's module of a framework, on stdin.
module() { # <framework> <group>
  mkdir -p "$WORK/servers/${1}_app"
  cat >"$WORK/servers/${1}_app/$2.py"
}

# Reads the tree as it is now.
find_tree() {
  use_servers bash
  SETUP_PYTHON=python3 OPT_framework='' OPT_profile=production OPT_benchmarks=''
  ENDPOINTS_GROUPS=() ENDPOINTS_IDS=() ENDPOINTS_PATH=() ENDPOINTS_ALIAS=()
  endpoints::read "$WORK/endpoints"
}
