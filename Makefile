# make demo            analyze the notes of fixtures/notes and show the report
# make test            everything that continuous integration runs
# make PYTHON=python3.12 test    with another Python (3.11, 3.12, 3.13)
SHELL := bash
PYTHON ?=
BIN := .venv/bin

.PHONY: help install dev demo test lint unit bench soak wheel lock clean distclean

help:
	@echo "make demo | test | lint | bench | soak | wheel | install | lock | clean | distclean   [PYTHON=python3.12]"

install:
	@requirements/venv.sh run $(PYTHON)

dev:
	@requirements/venv.sh dev $(PYTHON)

demo: install
	@$(BIN)/chartgap analyze --format text fixtures/notes/*.txt

test: lint unit

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/chartgap lexicon check

unit: dev
	$(BIN)/pytest -n 2

bench: dev
	$(BIN)/python bench/bench.py $(TEXTS)
	$(BIN)/python bench/batch.py $(TEXTS)

soak: dev
	$(BIN)/python bench/soak.py $(SOAK)

wheel: dev
	$(BIN)/python -m hatchling build -d dist

lock:
	requirements/lock.sh

clean:
	rm -rf build dist .cache .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv
	find src -name '*.so' -delete
