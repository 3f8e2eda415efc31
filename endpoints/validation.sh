# Checking a request's body against a model.
VALIDATION_TITLE="Validation"
VALIDATION_RESULT="validation_performance.json"
VALIDATION_ENDPOINTS=(
  "/validate/raw:raw_json:POST"
  "/validate/simple:validate_simple:POST"
  "/validate/complex:validate_complex:POST"
  "/validate/nested:validate_nested:POST"
  "/validate/custom:validate_custom:POST"
  "/validate/error:validate_error:POST"
  "/validate/raw/list:raw_list:POST"
  "/validate/list:validate_list:POST"
  "/validate/compile:compile_models"
)
