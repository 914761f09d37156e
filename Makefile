# Every target sets itself up on a machine that has make, Python 3.12 or later somewhere, and the package registries.
.PHONY: setup demo serve test test-all lint bench journeys screenshots clean
PY := .venv/bin/python
# The parts of the suite that touch tables: what of them asks for the database runs on both (tests/conftest.py).
STORES := $(wildcard tests/ledger tests/casework tests/rulebook tests/resources tests/policy tests/mechanisms tests/indicators tests/pages tests/journeys tests/web)

setup: .venv/.ready

.venv/.ready: requirements.txt pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh

demo: setup
	@.venv/bin/kechuang demo

serve: setup
	@.venv/bin/kechuang serve

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

test: setup lint
	$(PY) -m pytest -n 2 --dist loadfile
	@if [ -n "$$KECHUANG_TEST_POSTGRES" ]; then echo "== the tables again, on PostgreSQL"; \
	DATABASE_URL="$$KECHUANG_TEST_POSTGRES" $(PY) -m pytest -n 2 --dist loadfile -m "not browser" $(STORES); fi

test-all: setup lint
	KECHUANG_TEST_ALL=1 $(PY) -m pytest -n 2 --dist loadfile

bench: setup
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(PY) $$file; done

journeys: setup
	$(PY) -m pytest -q tests/journeys/reference

screenshots: setup
	$(PY) scripts/screenshots.py

clean:
	rm -rf .venv .boot .kechuang
