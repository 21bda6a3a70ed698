# Two commands do everything: `make run` and `make test`. The others are for those who work on Neisse.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# The install is done again only when the lock file or the project file changes.
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: run test check bench docs screenshots clean

run: $(RUN_STAMP)  ## install, load the example, run all stages, print what was found, serve
	$(BIN)/neisse demo

test: $(DEV_STAMP)  ## install what the tests need and run them all
	$(BIN)/python -m neisse_dev.browser
	$(BIN)/python -m pytest tests/engine tests/formats -p no:django -n auto
	$(BIN)/python -m pytest tests

check: $(DEV_STAMP)  ## style, types, architecture and documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_documentation.py
