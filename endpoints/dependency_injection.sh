# Giving a handler the objects it asks for.
DEPENDENCY_INJECTION_TITLE="Dependency injection"
DEPENDENCY_INJECTION_ALIASES=(di)
DEPENDENCY_INJECTION_RESULT="dependency_injection_analysis.json"
DEPENDENCY_INJECTION_ENDPOINTS=(
  "/di/none:no_di"
  "/di/simple:simple_di"
  "/di/complex:complex_di"
  "/di/performance:performance_di"
  "/di/singleton:singleton_di"
  "/di/transient:transient_di"
  "/di/request:request_di"
  "/di/container:container_di"
  "/di/circular:circular_di"
)
