# Care Commons. `make` alone lists the targets; ARGS='...' is passed through to the command.
VENV := .venv
PY := $(VENV)/bin/python
LOCK := $(shell sha256sum requirements.lock pyproject.toml | sha256sum | cut -c1-16)
STAMP := $(VENV)/.stamp-$(LOCK)
KERNELS := src/carecommons/planning/forecast/kernel.py src/carecommons/planning/scenario_kernel.py
WARM := $(VENV)/.warm
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,13))' 2>/dev/null && { echo $$p; break; }; done)
ARGS ?=

.PHONY: help setup demo serve check bench walk pictures screenshots lint types contracts docs test test-postgres test-wheel lock wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'
	@echo "  ARGS='...' is passed through, for example: make demo ARGS='--no-serve --json'"

setup: $(STAMP) $(WARM) look ## make .venv, the stylesheets and the compiled loops of the forecast

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Care Commons wants Python 3.11, 3.12 or 3.13, and found none. Install one, or say: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@sh tools/install.sh "$(PYTHON)" "$(VENV)" >&2
	@rm -f $(VENV)/.stamp-*; touch $@

# Compiled once, here, and not at somebody's first forecast. Loading the file is all it takes.
$(WARM): $(STAMP) $(KERNELS)
	@$(PY) -c "import carecommons.planning.forecast.kernel, carecommons.planning.scenario_kernel" >&2
	@touch $@

.PHONY: look
look: $(STAMP)
	@$(PY) tools/build_look.py >&2

demo: setup ## build an invented sub-region with the real importers, then serve it at http://localhost:8000/
	@$(VENV)/bin/carecommons demo $(ARGS)

serve: setup ## run web, sequencer and jobs together
	@$(VENV)/bin/carecommons serve $(ARGS)

check: setup lint types contracts docs test test-postgres test-wheel ## everything that must hold before a change lands
	@echo "make check: all of it holds."

lint: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(STAMP)
	$(VENV)/bin/mypy src

contracts: $(STAMP)
	$(VENV)/bin/lint-imports --no-cache

docs: $(STAMP)
	$(PY) tools/docs.py --check

test: setup ## the suite on SQLite
	$(VENV)/bin/pytest -n 2 --dist loadgroup $(ARGS)

pictures: setup ## draw the manual's pictures again, to be looked at before they are kept
	CARECOMMONS_WRITE_PICTURES=1 $(VENV)/bin/pytest -q tests/browser/test_browser_manual.py

screenshots: setup ## draw every page that the browser's tests meet into var/screenshots, to be looked at
	CARECOMMONS_WRITE_SCREENSHOTS=1 $(VENV)/bin/pytest -n 2 --dist loadgroup tests/browser

test-postgres: setup ## the same suite on PostgreSQL, started for the run
	CARECOMMONS_TEST_DATABASE=postgres $(VENV)/bin/pytest -n 2 -m "not browser" --dist loadgroup $(ARGS)

test-wheel: setup ## build the wheel, install it alone, and look at what it serves
	$(PY) tools/test_wheel.py

bench: setup ## the figures that the README quotes, peers beside ours
	@for f in $$(ls bench/*.py | grep -v _peer); do echo "== $$f"; $(PY) $$f $(ARGS) || exit 1; done

walk: setup ## every kind of page in every role at three widths: axe, weight, policy (not part of check)
	$(PY) tools/walk_pages.py $(ARGS)

lock: ## pin every dependency again, by hash and without addresses
	$(PY) tools/lock.py

wheel: setup
	$(PY) -m build --wheel --outdir dist .

clean: ## remove what was built, keep the data in var/
	rm -rf $(VENV) dist build src/carecommons/site/static/built node_modules
