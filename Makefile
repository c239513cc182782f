# make demo    a realistic inspection, judged      make test    the tests      make long    the long ones
# make check   all that .ci/run asks for           make lint    style, types, floors, the pack
# make bench   speed and memory, as ratios         make prove   the long proofs: laws, engines, bad input, a soak

# What a test starts as a process of its own has been compiled before.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PYTHON ?= $(shell .ci/python)

.PHONY: demo test long check lint bench prove generate docs try clean

demo: .venv/.installed
	@$(BIN)/qcrules check examples/planned-with-violations.yaml; status=$$?; \
	test $$status -le 1 || exit $$status   # 1 says that violations were found: that is what a demo is for
	@cat examples/next.txt

TESTS := $(BIN)/python -m pytest -q -n auto --dist worksteal

test: .venv/.installed-test
	$(TESTS) -m 'not long' $(PYTEST)

long: .venv/.installed-test
	$(TESTS) -m long $(PYTEST)

check:
	.ci/run

lint: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/qcrules lint

generate: .venv/.installed-dev
	@for script in tools/build_*.py; do $(BIN)/python $$script || exit 1; done

# The documentation as a site, docs/_build/html/; a warning is an error. The try-it page is in it where `make try` has made it.
docs: .venv/.installed-docs
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	cp docs/_build/html/README.html docs/_build/html/index.html
	test ! -e docs/try/qcrules.zip || cp -R docs/try docs/_build/html/try

# The page that runs without installing: docs/try/. Needs npm and node once, and then no network.
try: .venv/.installed-test
	$(BIN)/python tools/make_try.py $(TRY)

prove: .venv/.installed-test
	$(BIN)/python -m pip install --quiet --editable '.[excel,batch]'
	PYTHONPATH=tests $(BIN)/python -m prove $(PROVE)

bench: .venv/.installed-test
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.install
	$(BIN)/python -m benchmarks.engines -o docs/explanation $(BENCH)
	$(BIN)/python -m benchmarks.bulk -o docs/explanation $(BENCH)

# One .venv with what is asked for so far; a stamp is older than pyproject.toml only when there is something to install.
.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@.ci/durable $(BIN)/python
	@touch $@

.venv/.installed-test: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@.ci/durable $(BIN)/python
	@touch .venv/.installed $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@.ci/durable $(BIN)/python
	@touch .venv/.installed .venv/.installed-test $@

.venv/.installed-docs: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch .venv/.installed $@

clean:
	rm -rf .venv .venv-* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
