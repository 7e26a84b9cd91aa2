# The task vocabulary. Every target sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NO_PACKAGES := the packages could not be installed. Let pip reach its index, or name another in PIP_INDEX_URL.
export NO_MKDOCS_2_WARNING := 1

.PHONY: site test setup tools serve check browsers mutants bench contact-sheet compare compare-pythons compare-kernels properdocs new-simulation typeface lock

site: setup  ## build the book into site/
	$(BIN)/mkdocs build --strict

# A test of a simulation that passed and of which nothing has changed is skipped, unless EVERY is set.
# ONLY names one simulation: then its own tests run, and those that all simulations share.
test: tools  ## every test; browser tests need a Chromium or Chrome
	UNCHANGED=$(if $(EVERY)$(ONLY),run,skip) $(BIN)/python -m pytest $(if $(ONLY),tests/simulations -k $(ONLY),-n auto --dist loadfile)

setup: .venv/ready  ## what a build needs, and no more

.venv/ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed. Install Python 3.11.5 or later, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5) and "$(PYTHON) is Python %d.%d.%d, and the book needs 3.11.5 or later. Name one: make PYTHON=python3.12" % sys.version_info[:3])'
	$(PYTHON) -m venv .venv
	@$(INSTALL) --require-hashes -r requirements.lock || { echo "$<: $(NO_PACKAGES)" >&2; exit 1; }
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

tools: .venv/tools  ## what tests and checks need besides

.venv/tools: .venv/ready requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock || { echo "requirements-dev.lock: $(NO_PACKAGES)" >&2; exit 1; }
	@touch $@

serve: setup  ## preview at localhost:8000, or another PORT, rebuilt as you edit
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

check: tools  ## style, types, spelling and workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/codespell docs generators hooks tests README.md CONTRIBUTING.md
	$(BIN)/zizmor --offline --quiet --strict-collection --persona=auditor .github

browsers: site tools  ## every page in Firefox and WebKit, three in Lighthouse; needs firefox-esr, webkit2gtk-driver, xvfb, npm
	BOOK=site $(if $(DISPLAY),,xvfb-run --auto-servernum) $(BIN)/python -m pytest tests/browsers -n 2 --dist loadgroup

mutants: site tools  ## does each planted fault meet the test that must catch it?
	$(BIN)/python -m tests.mutants

bench: site tools  ## build times beside plain Material's; what a page costs a reader (needs npm)
	$(BIN)/python -m tests.bench.build
	$(BIN)/python -m tests.bench.reader

contact-sheet: site tools  ## every figure, light and dark, desktop and phone, on one page
	$(BIN)/python -m tests.bench.contact_sheet

compare:  ## are two built sites, OLD and NEW, the same book?
	@$(PYTHON) -m tests.same_book $(OLD) $(NEW)

compare-pythons:  ## is the book the same under every Python that it supports?
	$(PYTHON) -m tests.compare

compare-kernels: tools  ## is it the same on other kinds of processor? Builds it three times anew
	$(BIN)/python -m tests.kernels

properdocs: site tools  ## is it the same where properdocs builds it?
	$(BIN)/properdocs build --strict -d site.properdocs
	$(BIN)/python -m tests.same_book site site.properdocs

new-simulation: tools  ## begin one: make new-simulation NAME=spectrum/dice
	@$(BIN)/python -m tests.new_simulation $(NAME)

TYPEFACE := fontpkg-source-serif-4==4.4 fonttools==4.68.0 brotli==1.2.1
typeface:  ## cut the type of the text anew, from its source, to the signs that tests/typeface.py names
	$(PYTHON) -m venv .cache/typeface
	.cache/typeface/bin/python -m pip install --quiet --disable-pip-version-check $(TYPEFACE)
	.cache/typeface/bin/python tests/typeface.py

LOCK := uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --quiet --python-version 3.11.5
lock:  ## renew both locks; needs uv
	@command -v uv >/dev/null || { echo "uv is not installed. Install it to renew the locks." >&2; exit 1; }
	$(LOCK) pyproject.toml --group setup -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock
