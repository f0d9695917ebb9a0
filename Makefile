# Everything needs make, python3 (3.11 or later) and git only. make alone lists what there is.
SHELL = /bin/bash
.SHELLFLAGS = -euo pipefail -c
.DEFAULT_GOAL = help
.DELETE_ON_ERROR:

UV = .local/uv/bin/uv
UV_VERSION = 0.13.9
PYTHON ?= python3
UV_PYTHON_DOWNLOADS ?= never
export UV_PYTHON_DOWNLOADS
export SAM_CLI_TELEMETRY = 0

DEV = .venv/installed
SAM = .local/sam/installed
STACK = .local/ministack/installed
NODE = tests/e2e/node/node_modules/.package-lock.json

# An environment of its own each: SAM and MiniStack want different versions of botocore.
INSTALL = $(UV) venv --quiet --clear --python $(PYTHON) $(@D) && \
	$(UV) pip sync --quiet --require-hashes --python $(@D)/bin/python $< && touch $@
TEST = .venv/bin/python -m pytest
CODE = layers/filegate/filegate functions cli local bench tests

# ---------------------------------------------------------------------------------------- this machine

.PHONY: up
up: $(DEV) $(SAM) $(STACK) ## start it on this machine: up [CONTRACT=openai] [PORT=4566] [PARAMETERS="Name=value ..."] [UPSTREAM="--errors 0.05"]
	@.venv/bin/python -m local.up $(if $(PORT),--port $(PORT)) $(if $(UPSTREAM),--upstream="$(UPSTREAM)") $(if $(CONTRACT),Contract=$(CONTRACT)) $(PARAMETERS)

.PHONY: down
down: ## stop it; the data stays
	@$(PYTHON) -m local.down

.PHONY: logs
logs: $(DEV) ## show what the functions on this machine logged in the last 15 minutes
	@.venv/bin/python -m local.logs

# ---------------------------------------------------------------------------------------- checks

.PHONY: test
test: lint test-fast e2e ## the checks: style, types and all tests but the longest

.PHONY: test-all
test-all: lint $(DEV) $(SAM) $(STACK) $(NODE) ## those that make test has no time for, too: about half an hour
	$(TEST) -n 2 --disable-socket --allow-unix-socket --ignore tests/e2e -m "not big and not stack"
	$(TEST) tests/contract -m stack
	$(TEST) tests/e2e -m "not big"

.PHONY: test-fast
test-fast: $(DEV) ## all tests that need no running stack
	$(TEST) -n 2 --disable-socket --allow-unix-socket --ignore tests/e2e

.PHONY: e2e
e2e: $(DEV) $(SAM) $(STACK) $(NODE) ## end-to-end tests, on a stack of their own
	$(TEST) tests/e2e

.PHONY: reliability
reliability: $(DEV) $(SAM) $(STACK) ## whatever goes wrong, in 40 minutes; for a night with RELIABILITY=endless
	RELIABILITY=$(or $(RELIABILITY),thorough) $(TEST) -n 2 -m "long or not long" tests/reliability
	$(TEST) -n 2 -m "long and not stack" tests/contract
	$(TEST) -m stack tests/contract
	$(TEST) -m "long or not long" tests/e2e/test_access*.py tests/e2e/test_load.py

.PHONY: mutants
mutants: $(DEV) ## put known faults into a copy of the code, and see each caught by the tests
	.venv/bin/python -m tests.reliability.mutants

.PHONY: big-files
big-files: $(DEV) $(SAM) $(STACK) ## 600 MB by the filegate command there and back, and killed half-way
	$(TEST) tests/e2e/test_big_files.py -m big

.PHONY: lint
lint: $(DEV) $(SAM) ## style, types, the template, and what looks unsafe or like a secret
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/bandit --quiet --configfile pyproject.toml --recursive layers functions cli local bench
	git ls-files | grep -v -E '^locks/|/requirements.txt$$|/package-lock.json$$' | \
		xargs .venv/bin/detect-secrets-hook --no-verify --baseline .secrets.baseline
	.local/sam/bin/sam validate --region us-east-1

.PHONY: format
format: $(DEV) ## put the code into shape
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .

# ---------------------------------------------------------------------------------------- AWS

.PHONY: build
build: $(SAM) ## build for AWS into .aws-sam: build [SAM_ENV=prod]
	PATH="$(CURDIR)/.local/uv/bin:$$PATH" .local/sam/bin/sam build $(addprefix --config-env ,$(SAM_ENV))
	@find .aws-sam/build/DependenciesLayer -name '*.cpython-313.pyc' -print -quit | grep -q . || \
		echo "Built without byte code: no Python 3.13 was found, and cold starts take twice as long. See docs/operations.md."

.PHONY: deploy
deploy: build ## deploy to AWS: deploy [SAM_ENV=prod] [DEPLOY="--guided"]
	.local/sam/bin/sam deploy $(addprefix --config-env ,$(SAM_ENV)) $(DEPLOY)

# ---------------------------------------------------------------------------------------- the project itself

LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE)

# The functions ship botocore without awscrt, which this environment has.
BENCH = BOTO_DISABLE_CRT=true PYTHONPATH=layers/filegate .venv/bin/python -m
DYNALITE = bench/dynalite/node_modules/.package-lock.json

.PHONY: bench
bench: $(DEV) $(STACK) ## measure against the floor, and write docs/performance.md; quickly with EFFORT=quick
	@for part in cold warm cost memory throughput check join report; do $(BENCH) bench.$$part; done

.PHONY: bench-report
bench-report: $(DEV) ## say again what was measured last, and write docs/performance.md
	@$(BENCH) bench.report

.PHONY: bench-join
bench-join: $(DEV) $(STACK) ## measure the joining of a large upload's parts against a plain copy
	@$(BENCH) bench.join

.PHONY: bench-check
bench-check: $(DEV) ## measure the check of a batch file against splitting it into lines
	@$(BENCH) bench.check

.PHONY: bench-peers
bench-peers: $(DEV) $(STACK) ## compare with two file servers from PyPI (one needs Python 3.12): twenty minutes
	@$(BENCH) bench.peers

.PHONY: bench-scale
bench-scale: $(DEV) $(DYNALITE) ## measure reads with a million files in a project (needs Node.js)
	@$(BENCH) bench.scale

.PHONY: bench-batches
bench-batches: $(DEV) $(STACK) ## measure the lines of a batch against their requests alone, and reckon the cost of a million
	@for part in batches batch_cost; do $(BENCH) bench.$$part; done

.PHONY: big-batch
big-batch: $(DEV) ## a batch of 50,000 lines on the stack that make up has started: some minutes
	PYTHONPATH=cli .venv/bin/python -m bench.big_batch

.PHONY: operations
operations: $(DEV) ## list the AWS operations that the adapters call, for the layer that ships botocore
	.venv/bin/python -m local.aws_operations

.PHONY: contracts
contracts: $(DEV) ## write the contracts' words for API Gateway's own errors into template.yaml
	PYTHONPATH=layers/filegate .venv/bin/python -m local.contract_texts

.PHONY: lock
lock: $(UV) ## write the lock files anew: lock [UPGRADE=--upgrade]
	$(LOCK) layers/dependencies/requirements.in -o layers/dependencies/requirements.txt
	$(LOCK) --group pyproject.toml:dev layers/dependencies/requirements.txt -o locks/dev.txt
	for group in sam stack; do $(LOCK) --group pyproject.toml:$$group -o locks/$$group.txt; done
	cd tests/e2e/node && npm install --package-lock-only --no-audit --no-fund
	cd bench/dynalite && npm install --package-lock-only --no-audit --no-fund

.PHONY: clean
clean: down ## remove everything that was made here, the data of the local stack included
	rm -rf .aws-sam .local .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	rm -rf tests/e2e/node/node_modules bench/dynalite/node_modules
	find . -name __pycache__ -prune -exec rm -r {} +

.PHONY: help
help:
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1 \t\2/p' Makefile | expand -t 20

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or later: give one with make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv --clear .local/uv
	.local/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(DEV): locks/dev.txt | $(UV)
	$(INSTALL)

$(SAM): locks/sam.txt | $(UV)
	$(INSTALL)

$(STACK): locks/stack.txt | $(UV)
	$(INSTALL)

$(NODE): tests/e2e/node/package-lock.json
	@command -v npm > /dev/null || \
		{ echo "The end-to-end tests need Node 20 or later with npm: https://nodejs.org, or apt install nodejs npm"; exit 1; }
	cd tests/e2e/node && npm ci --silent --no-audit --no-fund

$(DYNALITE): bench/dynalite/package-lock.json
	@command -v npm > /dev/null || \
		{ echo "This needs Node 20 or later with npm: https://nodejs.org, or apt install nodejs npm"; exit 1; }
	cd bench/dynalite && npm ci --silent --no-audit --no-fund
