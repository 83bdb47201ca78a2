# The daily commands. `make serve` and `make test` set everything up by themselves.
PYTHON := $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
export TAIZHANG_STORE ?= $(CURDIR)/.taizhang/store

.PHONY: serve web test check format lint types score bench fuzz docs conformance screenshots wheel bundle clean

serve: $(READY) web  ## the ledger as a graph, on http://127.0.0.1:8000/
	$(BIN)/taizhang serve

web: $(READY)  ## build the pages in visualizations/web, where they have changed
	$(BIN)/python visualizations/web/build.py

test: $(READY) web
	$(BIN)/pytest -q -rs

check: $(READY) web  ## format, lint, strict types, tests
	cd visualizations/web && npm test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -q -rs

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

score: $(READY)  ## how well the loader reads, against labels made by reading
	$(BIN)/python -m tests.score

bench: $(READY)  ## speed, as ratios to a floor measured in the same run
	$(BIN)/python -m benchmarks.run

fuzz: $(READY)  ## requests made up from /openapi.json against a real server, for SECONDS=60
	$(BIN)/python -m pip -q install -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz $(SECONDS)

docs: $(READY)  ## regenerate the pages of docs/ that are made from the code
	$(BIN)/python -m tests.generated_docs

conformance: $(READY)  ## run the W3C suites over HTTP and write docs/conformance.md and its EARL
	$(BIN)/python -m tests.conformance --docs

screenshots: $(READY) web  ## take the pictures of docs/explorer.md anew, in a real browser
	$(BIN)/python -m tests.e2e.screenshots

wheel: $(READY)
	rm -rf dist build  # what an earlier build left there would go in too
	$(BIN)/pip -q wheel --no-deps --wheel-dir dist .

bundle: wheel  ## taizhang and all it needs in one file, for machines without internet: PLATFORM=windows PY=3.13
	$(BIN)/python -m tools.bundle --wheel dist/taizhang-*.whl $(if $(PLATFORM),--platform $(PLATFORM)) $(if $(PY),--python $(PY))

clean:
	rm -rf .venv .taizhang visualizations/static/explorer visualizations/web/node_modules build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): pyproject.toml setup.py constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed / 需要 Python 3.11 以上"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip -q install --upgrade pip
	$(BIN)/python -m pip -q install -c constraints.txt -e '.[dev]'
	@touch $(READY)
