# Two commands do everything: `make run` and `make test`. The others are for those who work on Neisse.
VENV := .venv
BIN := $(VENV)/bin
# The first Python of the machine that is new enough and can make environments.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$p && break; done)
# The install is done again only when the lock file or the project file changes.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
export UV_PYTHON := $(BIN)/python
export UV_NO_PROGRESS := 1
# Modules are compiled once and not in each process, even where the machine says otherwise.
export PYTHONDONTWRITEBYTECODE :=
PYTEST := $(BIN)/python -m pytest -q
WORKERS := -n logical --dist worksteal

.PHONY: run test check mutate bench docs screenshots messages changelog clean

run: $(RUN)  ## install, load the example, run all stages, print what was found, serve
	$(BIN)/neisse demo

test: $(DEV)  ## the engine without Django; the web on PostgreSQL; then everything on SQLite, in a browser too
	sh tools/chromium.sh
	sh tools/java.sh
	$(PYTEST) tests/engine tests/formats -p no:django $(WORKERS)
	$(PYTEST) tests/web --database=postgres $(WORKERS)
	$(PYTEST) tests --ignore=tests/engine --ignore=tests/formats $(WORKERS)

check: $(DEV)  ## style, types, architecture, texts and documentation; under a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/docs.py check
	$(PYTEST) tests/test_architecture.py tests/test_documentation.py -p no:django

mutate: $(DEV)  ## small faults planted in what must not be wrong: do the tests notice? ten minutes at most
	$(BIN)/python tools/mutate.py

bench: $(DEV)  ## every benchmark; writes bench/results/
	$(BIN)/uv sync --frozen --inexact --group bench
	for name in meet_exact meet_large intersect intersect_scale record_duplicates record web; do $(BIN)/python bench/$$name.py || exit 1; done

docs: $(DEV)  ## write the generated pages of docs/reference
	$(BIN)/python tools/docs.py

messages: $(DEV)  ## collect the texts of the interface and compile their translations
	$(BIN)/python tools/messages.py update
	$(BIN)/python tools/messages.py compile

screenshots: $(DEV)  ## the pictures of the README, from the running product
	$(BIN)/python tools/screenshots.py

changelog: $(DEV)  ## the files of changes/ become a section of CHANGELOG.md
	$(BIN)/python tools/changelog.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Neisse needs Python 3.11, 3.12 or 3.13 with its venv module" \
		"(Debian and Ubuntu: apt install python3-venv); or name one: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $@ || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv

# `--inexact` keeps uv itself, which is not part of the product.
$(RUN): uv.lock pyproject.toml | $(BIN)/uv
	$(BIN)/uv sync --frozen --inexact --no-default-groups
	@touch $@

$(DEV): uv.lock pyproject.toml | $(BIN)/uv
	$(BIN)/uv sync --frozen --inexact
	@touch $@ $(RUN)
