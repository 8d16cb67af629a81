# `make help` lists the commands.
PY   ?= python3
PORT ?= 8000
VENV := .venv
BIN  := $(VENV)/bin
URL  := http://localhost:$(PORT)
PIP  := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
# one more than there are cores: many tests wait for a browser or a server
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1)
# even where the environment forbids it, because compiling every test again takes ten seconds in each process
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
CSS  := $(wildcard static/*.* static/*/*.*)

.DEFAULT_GOAL := help
.PHONY: help run demo dev test test-postgresql test-fhir drills bench check fix install staff lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

run: $(VENV)/.run var/static/staticfiles.json ## set everything up and serve the site (PORT=8000)
	@SITE_URL=$(URL) $(BIN)/python manage.py serve --port $(PORT)

demo: $(VENV)/.run var/static/staticfiles.json ## serve the site with made-up people and accounts to try the review desk
	@DEMO=1 SITE_URL=$(URL) $(BIN)/python manage.py demo --port $(PORT)

dev: $(VENV)/.dev ## serve with debug pages and reload on change
	@DEBUG=1 SITE_URL=$(URL) $(BIN)/python manage.py migrate --verbosity 0
	@DEBUG=1 SITE_URL=$(URL) $(BIN)/python manage.py runserver $(PORT)

test: $(VENV)/.dev ## run every test, browser tests included (ARGS= goes to pytest)
	@CHROMIUM="$$($(BIN)/python tests/chromium.py)" && export CHROMIUM && \
	$(PYTEST) -n $(WORKERS) --dist worksteal $(ARGS)

test-postgresql: $(VENV)/.dev ## run the tests that use a database on PostgreSQL, if one is reachable (DATABASE_URL or the local socket)
	@DATABASE_URL="$$($(BIN)/python tests/postgresql.py)"; [ -z "$$DATABASE_URL" ] || { export DATABASE_URL; \
	$(PYTEST) -n $(WORKERS) --dist worksteal -m database --ignore=tests/browser $(ARGS); }

test-fhir: $(VENV)/.dev ## ask LHC-Forms for a second opinion on our FHIR (needs npm and the network, once)
	@CHROMIUM="$$($(BIN)/python tests/chromium.py)" && LFORMS="$$($(BIN)/python tests/fhir/fetch_lforms.py)" && \
	export CHROMIUM LFORMS && $(PYTEST) tests/fhir/test_lforms.py $(ARGS)

drills: $(VENV)/.dev ## run the long drills (about half an hour) and write their figures to docs/promises.md
	DRILLS=1 KILLS=200 ROWS=10000 ROTATION_KILLS=20 TRIES=1000 GUESSES=10000 SENDING_SECONDS=300 $(PYTEST) -m drill $(ARGS)
	$(BIN)/python -m tests.promise_table

bench: $(VENV)/.dev ## measure the speed beside its goals and write docs/speed.md (ARGS=--short: a look that writes nothing)
	$(BIN)/python -m tools.benchmarks $(ARGS)

check: $(VENV)/.dev ## linters, types, imports and dependencies, Django checks, deploy checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/djlint --lint --quiet templates
	DEBUG=0 $(BIN)/python manage.py check --deploy --fail-level ERROR
	DEBUG=0 $(BIN)/python manage.py makemigrations --check --dry-run

fix: $(VENV)/.dev ## let the linters fix what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

install: $(VENV)/.run ## make the environment only

staff: $(VENV)/.run ## make a staff account, in the database that `make run` has made
	@$(BIN)/python manage.py make_staff_account

lock: $(VENV)/.dev ## update requirements*.txt from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## remove the environment and everything collected; data in var/ stays
	rm -rf $(VENV) var/static var/build

$(BIN)/python:
	@$(PY) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another with PY=." if sys.version_info < (3, 11) else 0)'
	@$(PY) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python lacks venv. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up (once, about a minute) ..."
	@$(PY) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	@$(PIP) -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(BIN)/python
	@$(PIP) -r $<
	@touch $(VENV)/.run $@

var/static/staticfiles.json: $(VENV)/.run $(CSS)
	@$(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
