# make demo    the quickstart through the real Pulumi CLI, against services on this machine
# make test    what CI runs: lint, then every test; it insists on the Pulumi CLI
# make lint    ruff, mypy, import-linter
# make lock    requirements.lock anew from pyproject.toml
# make clean   remove what the other targets made inside this folder
#
# Each target does its own set-up, once: a virtual environment in .venv from requirements.lock, and the Pulumi CLI
# (tools/pulumi_cli.py), which stays in the user's cache folder.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test lint lock setup clean

PYTHON := .venv/bin/python

# The name holds the folder, because a virtual environment works only where it was made.
READY := .venv/ready$(subst /,-,$(subst $(eval ) ,_,$(CURDIR)))

# The virtual environment comes first: the language host runs the first Python on PATH.
WITH_PULUMI = pulumi=$$($(PYTHON) -m tools.pulumi_cli) && PATH="$(CURDIR)/.venv/bin:$$pulumi:$$PATH"

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: setup
	@$(WITH_PULUMI) $(PYTHON) -m tools.demo

test: setup lint
	@$(WITH_PULUMI) PULUMI_CLI_REQUIRED=1 $(PYTHON) -m pytest -n auto --maxprocesses 8 --dist worksteal

lint: $(READY)
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-logo

lock:
	@tools/lock.sh $(ARGS)

setup: $(READY)
	@$(PYTHON) -m tools.pulumi_cli > /dev/null

$(READY): requirements.lock pyproject.toml tools/venv.sh
	@tools/venv.sh
	@touch "$@"

clean:
	rm -rf .venv .sandbox .state .lock-tool .pytest_cache .mypy_cache .ruff_cache .import_linter_cache build dist
	find provider tools tests examples -name __pycache__ -prune -exec rm -rf {} +
