# Two commands matter: `make course` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
SHELL := bash
.SHELLFLAGS := -eo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help course test serve pdf bundle bench coverage mutation lint types tests release clean system lock

READY := .venv/.ready
SITE := _build/html/.built
RELEASED := _build/.released
CLASS := _build/example-class
NOTEBOOKS := $(wildcard solutions/*/*.ipynb assignments/*/*.ipynb)
BOOK := $(shell find book _config.yml _toc.yml dlutils -type f -not -path '*/__pycache__/*' 2>/dev/null)

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

course: system $(READY) $(SITE) $(RELEASED) ## Set up, build the site, release the assignments, grade the example class.
	@echo "== Grading the example class (made-up students)"
	@$(BIN)/python -m tests.grading.example_class $(CLASS)/submitted
	@# The class is ours, so it may be graded where there is no sandbox. Exit code 1 says that some submissions are not
	@# gradable; three of the class are not, on purpose.
	@open=; $(BIN)/dlcourse sandbox || open=--no-sandbox; \
	  $(BIN)/dlcourse autograde logistic-regression --data $(CLASS) $$open || [ $$? -eq 1 ]
	@echo
	@echo "The site:        _build/html/index.html   (open it with: make serve)"
	@echo "The assignments: assignments/             (start one with: $(BIN)/dlcourse start logistic-regression)"
	@echo "The gradebook:   $(CLASS)/gradebook.db"

test: system $(READY) lint types tests ## Run every check: lint, types, tests.

serve: $(READY) $(SITE) ## Serve the built site on this machine.
	@$(BIN)/dlcourse serve

pdf: $(READY) ## Print the book as one PDF (needs Chromium), and offer it on the site.
	@$(BIN)/dlcourse pdf
	@$(BIN)/dlcourse build

bundle: $(RELEASED) ## Pack what a learner needs who has nothing but Python: notebooks, package, README.
	@$(BIN)/dlcourse bundle

bench: $(READY) $(SITE) ## Measure training, grading and the site beside others; writes benchmarks/RESULTS.md.
	@$(BIN)/python benchmarks/training.py
	@$(BIN)/python -m benchmarks.grading
	@$(BIN)/python benchmarks/site.py

coverage: $(READY) ## Measure which lines and branches of the reference its tests run; all must.
	@mkdir -p _build/coverage
	@# Tests that kill a process leave files that coverage cannot read; it says so.
	@export COVERAGE_FILE=$(CURDIR)/_build/coverage/data; rm -f $$COVERAGE_FILE*; \
	  $(BIN)/coverage run -m pytest -q tests/test_*.py dlutils/*.py; $(BIN)/coverage combine --quiet 2>/dev/null; \
	  $(BIN)/coverage report --skip-covered --include="dlutils/*.py" --omit="dlutils/messages.py,dlutils/environment.py" --fail-under=100

mutation: $(READY) ## Plant mistakes in the reference and count which the tests notice (needs: pip install -e .[mutation]).
	@$(BIN)/python tools/mutation.py

lint: $(READY) ## Check the style of the code.
	@echo "== Style"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(READY) ## Check the types.
	@echo "== Types"
	@$(BIN)/mypy

tests: $(READY) ## Run the tests on all cores; PYTEST="-k name" selects some.
	@echo "== Tests"
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder $(PYTEST)

release: $(RELEASED) ## Generate assignments/ from solutions/.

clean: ## Remove what was built; people's own files and .venv stay.
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis

lock: ## Resolve the pins anew (needs uv).
	uv pip compile pyproject.toml --extra course --extra test --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --output-file requirements.lock

system:
	@$(PYTHON) tools/check_system.py

$(READY): requirements.lock pyproject.toml
	@echo "== Setting up .venv (about 185 packages, pinned with hashes; a few minutes the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(RELEASED): $(READY) $(NOTEBOOKS) nbgrader_config.py
	@echo "== Releasing the assignments"
	@$(BIN)/dlcourse release
	@mkdir -p $(@D) && touch $@

$(SITE): $(READY) $(BOOK)
	@echo "== Building the site (every page is run; about two minutes the first time)"
	@$(BIN)/dlcourse build
	@touch $@
