# The three validation endpoints of the legacy run. Not part of --features all.
BASIC_VALIDATION_TITLE="Basic validation endpoints"
BASIC_VALIDATION_RESULT="basic_validation_comparison.json"
BASIC_VALIDATION_OPTIONAL=yes
BASIC_VALIDATION_ENDPOINTS=(
  "/validate/user:validate_user_model:POST"
  "/validate/product:validate_product_model:POST"
  "/search/validate?query=performance&limit=20&offset=0:query_validation:GET"
)
