# A schema that is queried: fields, three levels of them, a list, variables, a mutation, and a query that cannot be parsed.
GRAPHQL_TITLE="GraphQL"
GRAPHQL_RESULT="graphql_comparison.json"
GRAPHQL_OPTIONAL=yes
GRAPHQL_ENDPOINTS=(
  "/graphql/plain/author:plain_author:POST"
  "/graphql/plain/tree:plain_tree:POST"
  "/graphql/plain/list:plain_list:POST"
  "/graphql:query_author:POST"
  "/graphql:query_variables:POST"
  "/graphql:query_tree:POST"
  "/graphql:query_list:POST"
  "/graphql:mutate_input:POST"
  "/graphql:query_syntax_error:POST"
)
