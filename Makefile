# Every target sets up what it needs; `make demo` or `make test` may be the first command of a clone.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-spark demo test test-all test-long mutants lint format pages lock bench

BIN := .venv/bin
JOBS ?= 2
PYTEST := $(BIN)/pytest -n $(JOBS)

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: ## make .venv from the lock, and install missing system packages
	@./setup

setup-spark: setup ## add Spark to .venv, and Java where there is none
	@./setup spark

demo: setup ## check the two specimen batches and show where the reports are
	@$(BIN)/compliance demo

test: setup ## the tests of a working day, under 10 minutes
	$(PYTEST) -m "not slow and not long"

test-all: setup-spark ## all tests but the long counts, with branch coverage, under 60 minutes
	$(PYTEST) -m "not long" --cov --cov-report=term:skip-covered

test-long: setup-spark ## full property and fault counts, before an issue is closed
	@mkdir -p docs/evidence
	$(PYTEST) -m long --hypothesis-profile=searching | tee docs/evidence/test-long.txt
	$(MAKE) mutants

bench: setup ## the benchmarks beside their peers, at small sizes, as one table (SIZE=large: for hours)
	@./setup bench
	$(BIN)/python benchmarks/all.py $(or $(SIZE),small)

mutants: setup ## change one operator at a time and see whether the tests notice (COUNT=, SEED=, MINUTES=, ALL=1)
	$(BIN)/python -m tests.mutants --jobs $(JOBS) $(if $(ALL),--all) $(COUNT:%=--count %) $(SEED:%=--seed %) \
		$(MINUTES:%=--minutes %)

lint: setup ## style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## mend what can be mended by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

pages: setup ## write the generated pages anew, and what the tutorials' commands print
	$(BIN)/python -m compliance.workbench.pages
	UPDATE_DOCS=1 $(PYTEST) -q -m slow tests/test_docs.py

lock: ## resolve the locks anew (needs uv)
	uv pip compile requirements-build.in -o requirements-build.lock $(LOCK)
	uv pip compile pyproject.toml --group dev -o requirements.lock $(LOCK)
	uv pip compile --group bench -o requirements-bench.lock $(LOCK)
	uv pip compile requirements-spark.in -c requirements.lock -o requirements-spark.lock $(LOCK)

# Universal: one lock for every Python and system. No index and no host is written into it.
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
