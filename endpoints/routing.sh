# Finding the handler of a request, and its typed parameters.
ROUTING_TITLE="Routing"
ROUTING_RESULT="routing_comparison.json"
ROUTING_ENDPOINTS=(
  "/routing/static:static_routing"
  "/simple/{name}:simple_routing"
  "/complex/{user_id}/posts/{post_id}/comments/{comment_id}:complex_routing"
  "/api/v1/users/{user_id}/posts/{post_id}/comments/{comment_id}:api_routing"
  "/routing/query:query_routing"
  "/routing/missing:missing_route"
  "/routing/register:register_routes"
  "/api/v1/performance/routing/stress:stress_routing"
  "/routing/table/first:table_first"
  "/routing/table/last:table_last"
)
