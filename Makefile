# make test installs what the tests need, then runs all of them. The other targets are its parts.
.DEFAULT_GOAL := help
.PHONY: help test check setup lint unit integration python lock clean

# Tests keep to folders and ports of their own, so that several run at once. They wait a good part of their time, so there are
# more of them than cores; the longest begin first.
BATS := bats --jobs 3 --print-output-on-failure

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

test: setup lint unit integration python ## everything that CI runs

check: test ## the same as test

setup: ## the tools and packages of the tests
	@tests/setup.sh

lint: ## shellcheck, shfmt and ruff
	@tests/lint.sh

unit: ## one file per module of lib/, and the project's conventions
	@$(BATS) tests/project tests/unit

integration: ## whole runs, against a fixture project and servers with faults
	@$(BATS) tests/integration

python: ## summary, charts, sampler, and every framework's answers over HTTP
	@.venv/bin/python -m pytest -q -n 2 --dist loadfile --durations 10 tests/python tests/servers

lock: ## the lock files from pyproject.toml
	@scripts/lock.sh

clean: ## what the set-up made; results are kept
	@rm -rf .venv .venv.lock .pytest_cache .ruff_cache
