# make run    sets everything up, computes an example study and prints the result
# make app    sets everything up and opens the app in a browser
# make test   sets everything up and runs every test
# make lint   style, format and types
# make docs   regenerates the pages that are made from the code and the studies
# make pictures  takes the picture of the app in the README anew (needs Chromium)
# make bench  measures speed as ratios within one run; prints a table
# make mutants  changes the valuation, one line at a time, and lists the changes that no test notices
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SROI := $(BIN)/sroi

.PHONY: help setup run app test lint docs pictures bench mutants clean
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

app: setup
	$(SROI) app

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
	$(BIN)/python -m tests.docs.notebooks

pictures: setup
	$(BIN)/python -m tests.browser.look docs/images answer --wide 1280 --themes light --high 1300

bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks

mutants: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutation]'
	nice $(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

clean:
	rm -rf $(VENV) build dist mutants .pytest_cache .mypy_cache .ruff_cache
