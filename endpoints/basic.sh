# The five endpoints of the legacy run. Not part of --features all.
BASIC_TITLE="Basic endpoints"
BASIC_RESULT="basic_comparison.json"
BASIC_OPTIONAL=yes
BASIC_ENDPOINTS=(
  "/:hello_world"
  "/json:json_response"
  "/user/42:path_params"
  "/users?limit=20&offset=10:query_params"
  "/user/123/profile:complex_json"
)
