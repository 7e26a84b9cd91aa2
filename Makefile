# The task vocabulary. Every target sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site test setup serve check bench contact-sheet lock

site: setup  ## build the book into site/
	$(BIN)/mkdocs build --strict

test: setup  ## every test; browser tests need a Chromium or Chrome
	$(BIN)/python -m pytest

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

serve: setup  ## preview at localhost:8000, rebuilt as you edit
	$(BIN)/mkdocs serve

check: setup  ## style and spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell docs generators hooks tests README.md CONTRIBUTING.md

bench: site  ## build times beside plain Material's; what a page costs a reader (needs npm)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_reader

contact-sheet: site  ## every figure, light and dark, desktop and phone, on one page
	$(BIN)/python -m tests.contact_sheet

lock:  ## renew requirements.lock; needs uv
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --quiet --extra dev --python-version 3.11.5 pyproject.toml -o requirements.lock
