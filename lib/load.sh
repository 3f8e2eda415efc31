# Sources every module, leaves first. A module calls only those above it.

# shellcheck source=lib/log.sh
source "${BASH_SOURCE[0]%/*}/log.sh"
# shellcheck source=lib/core.sh
source "${BASH_SOURCE[0]%/*}/core.sh"
# shellcheck source=lib/setup.sh
source "${BASH_SOURCE[0]%/*}/setup.sh"
# shellcheck source=lib/pattern.sh
source "${BASH_SOURCE[0]%/*}/pattern.sh"
# shellcheck source=lib/kinds.sh
source "${BASH_SOURCE[0]%/*}/kinds.sh"
# shellcheck source=lib/options.sh
source "${BASH_SOURCE[0]%/*}/options.sh"
# shellcheck source=lib/cli.sh
source "${BASH_SOURCE[0]%/*}/cli.sh"
# shellcheck source=lib/endpoints.sh
source "${BASH_SOURCE[0]%/*}/endpoints.sh"
# shellcheck source=lib/fixtures.sh
source "${BASH_SOURCE[0]%/*}/fixtures.sh"
# shellcheck source=lib/contract.sh
source "${BASH_SOURCE[0]%/*}/contract.sh"
# shellcheck source=lib/frameworks.sh
source "${BASH_SOURCE[0]%/*}/frameworks.sh"
# shellcheck source=lib/handlers.sh
source "${BASH_SOURCE[0]%/*}/handlers.sh"
# shellcheck source=lib/scaffold.sh
source "${BASH_SOURCE[0]%/*}/scaffold.sh"
# shellcheck source=lib/collectors.sh
source "${BASH_SOURCE[0]%/*}/collectors.sh"
# shellcheck source=lib/sockets.sh
source "${BASH_SOURCE[0]%/*}/sockets.sh"
# shellcheck source=lib/server.sh
source "${BASH_SOURCE[0]%/*}/server.sh"
# shellcheck source=lib/services.sh
source "${BASH_SOURCE[0]%/*}/services.sh"
# shellcheck source=lib/wrk.sh
source "${BASH_SOURCE[0]%/*}/wrk.sh"
# shellcheck source=lib/client.sh
source "${BASH_SOURCE[0]%/*}/client.sh"
# shellcheck source=lib/request.sh
source "${BASH_SOURCE[0]%/*}/request.sh"
# shellcheck source=lib/probe.sh
source "${BASH_SOURCE[0]%/*}/probe.sh"
# shellcheck source=lib/proof.sh
source "${BASH_SOURCE[0]%/*}/proof.sh"
# shellcheck source=lib/sampler.sh
source "${BASH_SOURCE[0]%/*}/sampler.sh"
# shellcheck source=lib/machine.sh
source "${BASH_SOURCE[0]%/*}/machine.sh"
# shellcheck source=lib/placement.sh
source "${BASH_SOURCE[0]%/*}/placement.sh"
# shellcheck source=lib/plan.sh
source "${BASH_SOURCE[0]%/*}/plan.sh"
# shellcheck source=lib/preview.sh
source "${BASH_SOURCE[0]%/*}/preview.sh"
# shellcheck source=lib/fingerprints.sh
source "${BASH_SOURCE[0]%/*}/fingerprints.sh"
# shellcheck source=lib/records.sh
source "${BASH_SOURCE[0]%/*}/records.sh"
# shellcheck source=lib/cells.sh
source "${BASH_SOURCE[0]%/*}/cells.sh"
# shellcheck source=lib/keep.sh
source "${BASH_SOURCE[0]%/*}/keep.sh"
# shellcheck source=lib/resume.sh
source "${BASH_SOURCE[0]%/*}/resume.sh"
# shellcheck source=lib/stage.sh
source "${BASH_SOURCE[0]%/*}/stage.sh"
# shellcheck source=lib/measure.sh
source "${BASH_SOURCE[0]%/*}/measure.sh"
# shellcheck source=lib/duet.sh
source "${BASH_SOURCE[0]%/*}/duet.sh"
# shellcheck source=lib/against.sh
source "${BASH_SOURCE[0]%/*}/against.sh"
# shellcheck source=lib/report.sh
source "${BASH_SOURCE[0]%/*}/report.sh"
# shellcheck source=lib/baseline.sh
source "${BASH_SOURCE[0]%/*}/baseline.sh"
# shellcheck source=lib/matrix.sh
source "${BASH_SOURCE[0]%/*}/matrix.sh"
# shellcheck source=lib/latency.sh
source "${BASH_SOURCE[0]%/*}/latency.sh"
# shellcheck source=lib/ramp.sh
source "${BASH_SOURCE[0]%/*}/ramp.sh"
# shellcheck source=lib/stress.sh
source "${BASH_SOURCE[0]%/*}/stress.sh"
# shellcheck source=lib/phases.sh
source "${BASH_SOURCE[0]%/*}/phases.sh"
# shellcheck source=lib/scenario.sh
source "${BASH_SOURCE[0]%/*}/scenario.sh"
# shellcheck source=lib/verify.sh
source "${BASH_SOURCE[0]%/*}/verify.sh"
# shellcheck source=lib/calibrate.sh
source "${BASH_SOURCE[0]%/*}/calibrate.sh"
# shellcheck source=lib/suite.sh
source "${BASH_SOURCE[0]%/*}/suite.sh"
# shellcheck source=lib/legacy.sh
source "${BASH_SOURCE[0]%/*}/legacy.sh"
# shellcheck source=lib/explain.sh
source "${BASH_SOURCE[0]%/*}/explain.sh"
# shellcheck source=lib/docs.sh
source "${BASH_SOURCE[0]%/*}/docs.sh"
# shellcheck source=lib/doctor.sh
source "${BASH_SOURCE[0]%/*}/doctor.sh"
# shellcheck source=lib/shell.sh
source "${BASH_SOURCE[0]%/*}/shell.sh"
# shellcheck source=lib/saves.sh
source "${BASH_SOURCE[0]%/*}/saves.sh"
# shellcheck source=lib/trial.sh
source "${BASH_SOURCE[0]%/*}/trial.sh"
# shellcheck source=lib/watch.sh
source "${BASH_SOURCE[0]%/*}/watch.sh"
# shellcheck source=lib/about.sh
source "${BASH_SOURCE[0]%/*}/about.sh"
