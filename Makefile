PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What Python has compiled is kept, whatever the caller's environment says of it: the suite starts hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# No lock file says where a package came from: the machine that installs decides, the hashes prove.
LOCK := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help run test test-slow stories stories-faults interop clients bench bench-exports bench-million sweep mutants lint openapi docs \
	clean requirements

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.run: requirements/run.txt pyproject.toml
	@echo "tindak: installing what it needs into $(VENV): once, a minute or two ..."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/run.txt
	@echo "tindak: installing tindak itself ..."
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "tindak: installing what the tests need: once, a minute or two ..."
	$(PIP) --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/.interop: requirements/interop.txt $(VENV)/.dev
	$(PIP) --require-hashes -r requirements/interop.txt
	touch $@

$(VENV)/.mutants: requirements/mutants.txt $(VENV)/.dev
	$(PIP) --require-hashes -r requirements/mutants.txt
	touch $@

run: $(VENV)/.run ## Start everything on this machine: PostgreSQL, API and worker
	$(BIN)/tindak run

test: $(VENV)/.dev ## Run the suite against the embedded PostgreSQL: all but what is marked slow
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not interop and not slow"

test-slow: $(VENV)/.dev ## Run what is marked slow, and `make test` leaves out
	$(BIN)/python -m pytest -n 3 --dist worksteal -m slow

STORIES ?= --stories 1000 --seed 1
stories: $(VENV)/.dev ## 1,000 stories of 40 acts against an oracle of who may know and do what (STORIES="--seed 2" for others)
	$(BIN)/python -m tests.stories $(STORIES)

stories-faults: $(VENV)/.dev ## Take protections off one at a time: stories have to find each
	$(BIN)/python -m tests.stories.faults

interop: $(VENV)/.interop clients ## Check against programs that are not ours (needs Node 20, npm, and Debian's packages for Go, Java, nginx and PostgreSQL)
	tests/interop/packages.sh
	@echo "interop: sign-in, by the npm package oidc-provider"
	$(BIN)/python -m pytest -m interop tests/interop/test_oidc_provider.py
	@echo "interop: the live stream, by the npm package eventsource; webhooks, by the npm package standardwebhooks"
	$(BIN)/python -m pytest -m interop tests/interop/test_streaming.py
	@echo "interop: leaves, by the npm package canonicalize; notes, proofs, tiles and bundles, by golang.org/x/mod"
	$(BIN)/python -m pytest -m interop tests/interop/test_canonical.py tests/interop/test_go_*.py
	@echo "interop: ML-DSA-44 cosignatures, by the packages proofbundle and dilithium-py"
	$(BIN)/python -m pytest -m interop tests/interop/test_ml_dsa_cosignatures.py
	@echo "interop: behind a proxy that compresses, by Debian's nginx"
	$(BIN)/python -m pytest -m interop tests/interop/test_nginx.py
	@echo "interop: the database behind TLS of its own and behind a pooler, by Debian's PostgreSQL and PgBouncer"
	$(BIN)/python -m pytest -m interop tests/interop/test_postgres_tls.py tests/interop/test_pgbouncer.py
	@echo "interop: evidence, by the npm package tus-js-client"
	$(BIN)/python -m pytest -m interop tests/interop/test_tus.py
	@echo "interop: what evidence is, by Debian's ffmpeg and libvo-amrwbenc and the packages av, pillow, pillow-heif, fpdf2, python-docx, python-pptx, openpyxl, xlwt and odfpy"
	$(BIN)/python -m pytest -m interop tests/interop/test_recordings.py tests/interop/test_encoders.py
	@echo "interop: the contract, by the npm packages @stoplight/spectral-cli and @redocly/cli"
	$(BIN)/python -m pytest -m interop tests/interop/test_contract_lint.py
	@echo "interop: the API page, by the npm package swagger-ui-dist"
	$(BIN)/python -m pytest -m interop tests/interop/test_api_page.py
	@echo "interop: the main job, by a TypeScript client that openapi-typescript makes"
	$(BIN)/python -m pytest -m interop tests/interop/test_typescript_client.py
	@echo "interop: clients by openapi-generator, hey-api, orval and datamodel-code-generator; events, by the package cloudevents"
	$(BIN)/python -m pytest -m interop tests/interop/test_generators.py tests/interop/test_cloud_events.py

clients: $(VENV)/.dev ## Make the Python and TypeScript clients into build/clients (needs Node 20 and npm)
	$(BIN)/python -m tests.clients build/clients

bench: $(VENV)/.dev ## Measure on this machine: the floor PostgreSQL sets, the API, the trail and its audit
	$(BIN)/python -m tests.bench api
	$(BIN)/python -m tests.bench trail

bench-exports: $(VENV)/.dev ## Export 50,000 reports: how fast, and in what memory
	$(BIN)/python -m tests.bench exporting

bench-million: $(VENV)/.dev ## Verify trails of up to 1,000,000 events: how fast, and in what memory
	$(BIN)/python -m tests.bench million

sweep: $(VENV)/.dev ## Send every hostile shape to every route: who else waits, and what memory stays
	$(BIN)/python -m tests.sweep

MUTANTS ?= --sample 400 --seed 1
mutants: $(VENV)/.mutants ## Put 400 small faults into copies, one at a time: a test has to see each (MUTANTS="--seed 2" for others)
	$(BIN)/python -m tests.mutants $(MUTANTS)

lint: $(VENV)/.dev ## Lint, format check, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

openapi: $(VENV)/.run ## Write openapi/ anew from the tables
	$(BIN)/tindak openapi

docs: $(VENV)/.dev ## Write the tables of docs/ anew from what the service works by
	$(BIN)/python -m tests.operations.pages

requirements: ## Lock the dependencies anew (needs uv)
	$(LOCK) pyproject.toml requirements/build.in -o requirements/run.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(LOCK) requirements/mutants.in -o requirements/mutants.txt
	$(LOCK) requirements/interop.in -o requirements/interop.txt

clean: ## Remove the virtual environment (data in .tindak stay)
	rm -rf $(VENV)
