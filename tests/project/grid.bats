# Endpoints, contracts, handlers, locks. Every rule has a second test with a tree that breaks it.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/conventions
  load ../helpers/grid
  load_modules
}

# A group with two endpoints, one of them a route that is not there.
a_group() {
  a_tree endpoints/shop.sh <<<$'SHOP_ENDPOINTS=(\n  "/item:one_item"\n  "/gone:gone_item:POST"\n)'
  a_tree endpoints/shop.contract.json <<<'{"one_item": {"title": "t", "expect": {"status": 200}}, "gone_item": {"title": "t", "expect": {"status": 404}}}'
}

# A framework of that tree that says this of what it does not support, with the handlers of its group on stdin.
a_framework() { # <name> <JSON of unsupported>
  a_tree "servers/${1}_app/shop.py"
  a_tree "servers/${1}_server.py" <<<"print('{\"unsupported\": $2}')"
}

@test "every entry has a contract, and every contract an entry" {
  same "$(wrong_contracts "$PROJECT")" ""
}

@test "an entry without a contract, and a contract without an entry, are found" {
  a_group
  same "$(wrong_contracts "$TREE")" ""
  a_tree endpoints/shop.contract.json <<<'{"one_item": {"title": "t", "expect": {"status": 200}}, "other": {"title": "t", "expect": {"status": 404}}}'
  has "$(wrong_contracts "$TREE")" "no contract for the endpoint gone_item"
  has "$(wrong_contracts "$TREE")" "other is no endpoint of the group"
}

@test "every framework has one handler of each endpoint's name, or a reason" {
  same "$(wrong_grid "$PROJECT")" ""
  (($(endpoint_keys "$PROJECT" | wc -l) > 30))
}

@test "the keys of endpoints are those that the runner reads" {
  endpoints::load "$PROJECT/endpoints"
  same_lines "$(endpoint_keys "$PROJECT" | tr / .)" "$(printf '%s\n' "${ENDPOINTS_IDS[@]}")"
}

@test "a complete grid passes, by a handler or by a reason" {
  a_group
  a_framework alpha '{}' <<<$'def one_item():\n    pass'
  a_framework beta '{}' <<<$'def register():\n    async def one_item():\n        pass'
  a_framework gamma '{"shop/one_item": "has no items"}' <<<''
  a_framework delta '{}' <<<$'class OneItem(Base):\n    def on_get(self):\n        pass\nclass Item: ...'
  same "$(wrong_grid "$TREE")" ""
}

@test "the name of a class is parted where words and numbers begin" {
  a_tree servers/alpha_app/shop.py <<<$'class Static304:\n    pass\nclass Upload1mb: ...\nclass Chunks100Of10: ...\ndef base64_of(): ...'
  same "$(definitions "$TREE/servers/alpha_app/shop.py" /dev/null)" "shop/static_304
shop/upload_1mb
shop/chunks_100_of_10
shop/base64_of"
}

@test "what a mount answers for needs no handler, and must have neither one nor a reason" {
  a_group
  a_framework alpha '{}' <<<$'MOUNTED = ("one_item",)\nUNSUPPORTED = {"one_item": "x"}\nx = (1)'
  a_framework beta '{}' <<<$'MOUNTED = (\n    "other_item", "one_item",\n)  # fmt: skip\n"after"'
  same "$(wrong_grid "$TREE")" ""
  a_framework alpha '{}' <<<$'MOUNTED = ("one_item",)\ndef one_item():\n    pass'
  a_framework beta '{"shop/one_item": "has no items"}' <<<$'MOUNTED = ("one_item",)'
  a_framework gamma '{}' <<<$'"one_item"'
  same "$(wrong_grid "$TREE")" "alpha shop/one_item: 2 handlers and no reason
beta shop/one_item: a handler, and a reason why there is none
gamma shop/one_item: 0 handlers and no reason"
}

@test "a missing handler, two, one beside a reason, and one of a route that must not be there are found" {
  a_group
  a_framework alpha '{}' <<<$'def one_items():\n    pass'
  a_framework beta '{}' <<<$'def one_item():\n    pass\ndef one_item():\n    pass'
  a_framework delta '{"shop/one_item": "has no items", "shop/lost": "is no endpoint"}' <<<$'def one_item():\n    pass'
  a_framework epsilon '{"shop/one_item": ""}' <<<$'def gone_item():\n    pass'
  a_framework zeta '{}' <<<$'def one_item():\n    pass'
  a_tree servers/zeta_app/other.py <<<$'def one_item():\n    pass'
  a_framework eta '{"shop/one_item": "has no items"}' <<<$'class OneItem:\n    pass'
  same "$(wrong_grid "$TREE")" "alpha shop/one_item: 0 handlers and no reason
beta shop/one_item: 2 handlers and no reason
delta shop/one_item: a handler, and a reason why there is none
delta has a reason for no endpoint: shop/lost
epsilon shop/one_item: 0 handlers and no reason
epsilon shop/gone_item: a handler of what must not be there
eta shop/one_item: a handler, and a reason why there is none
zeta shop/one_item: handlers in 2 files"
}

@test "lock files hold packages with hashes and nothing else" {
  same "$(wrong_locks "$PROJECT")" ""
}

@test "a URL, a loose version, an option and a package without a hash are found" {
  a_tree requirements-x.txt <<END
# made by hand
fine==1.0 ; python_version < '3.13' \\
    --hash=sha256:$(printf 'a%.0s' {1..64}) \\
    --hash=sha256:$(printf 'b%.0s' {1..64})
bare==1.0 \\
loose>=1.0
git+https://example.com/x.git
pkg @ https://example.com/x.whl
--index-url https://example.com
END
  same "$(wrong_locks "$TREE")" "requirements-x.txt:6:loose>=1.0
requirements-x.txt:7:git+https://example.com/x.git
requirements-x.txt:8:pkg @ https://example.com/x.whl
requirements-x.txt:9:--index-url https://example.com
requirements-x.txt: no hash for bare==1.0"
}

@test "every JSON file is JSON" {
  same "$(wrong_json "$PROJECT")" ""
}

@test "a JSON file that is none is found" {
  a_tree endpoints/a.json <<<'{"a": 1}'
  a_tree endpoints/b.json <<<'{"a": 1,}'
  same "$(wrong_json "$TREE")" "endpoints/b.json is no JSON"
}

@test "what all servers share imports no web framework" {
  same "$(shared_imports "$PROJECT")" ""
}

@test "an import of a web framework is found" {
  a_tree servers/alpha_server.py <<<''
  a_tree servers/shared/x.py <<<$'import json\nimport alpha.views\nfrom starlette import x\nimport alphabet\ndef f():\n    from pydantic import y'
  same "$(shared_imports "$TREE" | sed 's,.*/x.py:,,')" $'2:import alpha.views\n3:from starlette import x\n6:    from pydantic import y'
}
