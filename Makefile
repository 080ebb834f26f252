PYTHON ?= .venv/bin/python

.PHONY: check test all format
check:  ## lint, types and the fast tests (under a minute)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -m "not slow and not browser"

test:  ## everything
	$(PYTHON) -m pytest

format:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
