# `make run` and `make test` need Python 3.11, pip, make and git, nothing else.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# Words handed to the command: make test ARGS="-k directory", make shots ARGS=--axe
ARGS ?=
WORKERS ?= auto

VENV := .venv
BIN := $(VENV)/bin
# A stamp carries the digest of its lock file: another branch's lock is noticed at once.
digest = $(firstword $(shell cksum $(1)))
RUNTIME := $(VENV)/stamp-run-$(call digest,requirements.lock)
DEVELOPMENT := $(VENV)/stamp-dev-$(call digest,requirements-dev.lock)
COMPILE := $(BIN)/python -m tools.compile_messages

.PHONY: help venv run test test-tenancy test-browser lint format types migrations-check messages messages-check \
	bench shots lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(BIN)/python:
	@echo "→ making the virtual environment"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with: make PYTHON=...")'
	@# Debian ships pip without ensurepip: the outer pip then fills the environment.
	@$(PYTHON) -m venv $(VENV) 2>/dev/null \
		|| { $(PYTHON) -m venv --clear --without-pip $(VENV) \
			&& $(PYTHON) -m pip --python $@ install --quiet --disable-pip-version-check pip; }

$(RUNTIME): requirements.lock | $(BIN)/python
	@echo "→ installing what the platform runs on (a minute or two the first time)"
	@$(BIN)/python -m tools.install requirements.lock
	@rm -f $(VENV)/stamp-run-* && touch $@

$(DEVELOPMENT): requirements-dev.lock | $(BIN)/python
	@echo "→ installing what the tests need (a minute or two the first time)"
	@$(BIN)/python -m tools.install requirements-dev.lock
	@rm -f $(VENV)/stamp-dev-* && touch $@

venv: $(DEVELOPMENT) ## the virtual environment, with the tools

run: $(or $(wildcard $(DEVELOPMENT)),$(RUNTIME)) ## the four demonstration sites on http://pes.paca.localhost:8000/
	@$(COMPILE)
	@HOST=$(HOST) PORT=$(PORT) BIN=$(BIN) sh tools/run.sh

test: $(DEVELOPMENT) ## the tests, but those below; DATABASE_URL chooses another database
	@$(COMPILE)
	@$(BIN)/python -m pytest -m "not browser and not crawl" -n $(WORKERS) $(ARGS)

test-tenancy: $(DEVELOPMENT) ## every address by every role; what was asked and answered: var/tenancy-report-*.csv
	@$(COMPILE)
	@$(BIN)/python -m pytest -m crawl -n $(WORKERS) --maxschedchunk 1 $(ARGS)

test-browser: $(DEVELOPMENT) ## the tests in Chromium (Debian: apt-get install chromium)
	@$(COMPILE)
	@$(BIN)/python -m pytest -m browser -n $(WORKERS) $(ARGS)

lint: $(DEVELOPMENT) ## style, likely mistakes, sizes, what may import what
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m tools.check_sizes
	@$(BIN)/lint-imports --no-logo

format: $(DEVELOPMENT) ## put the sources into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(DEVELOPMENT) ## the types
	@$(BIN)/mypy

migrations-check: $(DEVELOPMENT) ## models and migrations agree
	@DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

messages: $(DEVELOPMENT) ## collect the texts to translate (needs gettext)
	@$(BIN)/python -m tools.build_messages

messages-check: $(DEVELOPMENT) ## every text has its French (needs gettext)
	@$(BIN)/python -m tools.check_messages

bench: BENCHMARKS = $(patsubst benchmarks/%.py,%,$(shell grep -l __main__ benchmarks/*.py))
bench: $(DEVELOPMENT) ## the measurements quoted in the documentation; ONLY=syndication for one of them
	@$(COMPILE)
	@set -e; for name in $(or $(ONLY),$(BENCHMARKS)); do \
		echo "=== $$name"; $(BIN)/python -m benchmarks.$$name $(ARGS); done

shots: $(DEVELOPMENT) ## pictures of the main pages and of every kind of mail in shots/; ARGS=--axe lists what axe finds
	@$(COMPILE)
	@$(BIN)/python -m tools.shots $(ARGS)

lock: $(DEVELOPMENT) ## the lock files, after a change in pyproject.toml; ARGS=--upgrade for new versions
	@$(BIN)/python -m tools.lock $(ARGS)

clean: ## remove what was made; databases and uploads in var/ stay
	rm -rf $(VENV) shots .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name '*.mo' -not -path './.git/*' -delete
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
