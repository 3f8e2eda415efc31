# lib/explain.sh: one endpoint in words, and the handler of each framework.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/told
  load_modules
  small_tree
}

@test "the request, the answer, the cases and the control are told" {
  same_lines "$(explain::print shop.one_item)" "shop.one_item - One item
GET /items/{id}

What it costs
  its CPU time minus that of shop.plain, its control

Where it is served
  with its group: --groups shop

The request, checked and timed
  GET /items/7

The answer
  status 200
  content type application/json
  body {\"id\":7}

Checked, never timed
  another one
    GET /items/8
    status 200
    body {\"id\":8}

Alpha
servers/alpha_app/shop.py:2
    @app.get(\"/items/{id}\")
    def one_item(id):
        return {\"id\": id}

Beta
servers/beta_app/shop.py:5
def one_item(request):
    return 7"
}

@test "headers, body, an application of its own, relations and proofs are told, and a reason in the place of a handler" {
  local told
  told=$(explain::print shop.new_item)
  has "$told" $'The request, checked and timed\n  POST /items\n  X-Client: a bench\n  Content-Type: application/json\n  {"name":"lamp"}'
  has "$told" "in an application of its own: --groups shop/stock"
  has "$told" "true: .id > 0"
  has "$told" "no number twice: 3 requests, unique | length == 3"
  has "$told" $'What a load must have done\n  .items of GET /count moves by 2 for each request'
  has "$told" "a request stands for 2 operations"
  has "$told" $'Beta\n  unsupported: has no stock'
}

@test "what a mount answers for, what is not there on purpose, and what is missing are told apart" {
  has "$(explain::print shop.plain)" $'Beta\n  a mount or a middleware answers: servers/beta_app/shop.py'
  has "$(explain::print shop.gone_item)" $'Alpha\n  no handler: right is that nothing is there'
  module alpha shop <<<''
  HANDLERS_LINES=()
  has "$(explain::print shop.plain)" $'Alpha\n  no handler and no reason in servers/alpha_app/shop.py'
}

@test "only the frameworks that were asked for are told" {
  OPT_framework=beta
  lacks "$(explain::print shop.plain)" Alpha
}

@test "an endpoint that is not there ends with status 2 and the nearest" {
  run "$PROJECT/run_all.sh" --explain routing.simple_routin
  ended 2
  has "$output" 'unknown benchmark "routing.simple_routin"; nearest: routing.simple_routing'
  run "$PROJECT/run_all.sh" --explain routing
  ended 2
  has "$output" "this takes group.endpoint"
}
