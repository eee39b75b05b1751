# make run    sets everything up, computes an example study and prints the result
# make test   sets everything up and runs every test
# make lint   style, format and types
# make docs   regenerates the pages that are made from the code and the studies
# make bench  measures speed as ratios within one run; prints a table
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SROI := $(BIN)/sroi

.PHONY: help setup run test lint docs bench clean
help:
	@sed -n 's/^# //p' Makefile

setup: $(VENV)/installed

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sroi needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

run: setup
	$(SROI) run studies/childrens-centres-work-services.yaml

test: setup
	$(BIN)/python -m pytest -n 2 -q

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: setup
	$(BIN)/python -m sroi.bank.build
	$(BIN)/python docs/make.py
	$(BIN)/python -m tests.docs.test_docs --update

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
