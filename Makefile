# Accord's commands. A machine needs Python 3.11 or newer, make and package registries.

# The machine's own python3 where it is new enough, else the newest there is.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
PO := $(wildcard translations/*/LC_MESSAGES/messages.po)
BENCHES := $(sort $(wildcard tests/bench/bench_*.py))

# What takes a database from the fixtures, once more.
ON_POSTGRES = $(BIN)/python -m pytest -n auto --database postgresql tests/store tests/actions tests/web

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The checks start the server and its commands hundreds of times: each would compile every module.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo certificate test postgres lint bench attack nodes advisories requirements messages machine clean
.DELETE_ON_ERROR:

help:
	@echo "make run           serve on http://HOST:PORT (0.0.0.0:8000)"
	@echo "make demo          the Chaoyang final by itself, judged by programs at ten times the speed"
	@echo "make certificate   a local certificate for https (NAMES=\"accord.lan\" adds names, RENEW=1)"
	@echo "make test          set up what the checks need, then lint, types and every test"
	@echo "make postgres      the tests of the store, the actions and the web once more, on PostgreSQL"
	@echo "make bench         run the benchmarks; figures as JSON lines (PLOT=file.svg draws one)"
	@echo "make attack        try to break in, to stall and to alter a started server; JSON lines"
	@echo "make nodes         try several nodes on a PostgreSQL with standbys, and kill one after the other"
	@echo "make advisories    ask the package index for known vulnerabilities of what is pinned"
	@echo "make messages      bring the translations' catalogue up to date with the sources"
	@echo "make requirements  pin what requirements*.in ask for, with hashes"
	@echo "make clean         remove what make made; never the data"

run: .venv/.run $(PO:.po=.mo)
	@exec $(BIN)/python app.py

# On a folder of its own, which goes when it ends.
demo: .venv/.run $(PO:.po=.mo)
	@exec $(BIN)/flask demo

certificate: .venv/.run $(PO:.po=.mo)
	@$(BIN)/flask certificate $(NAMES) $(if $(RENEW),--renew)

# A browser waits more than it works, so three share two cores; what is killed wants one for itself.
# A browser on a busy machine may be late: what fails there is tried once more, and named (R).
test: lint node_modules/.installed
	node --test tests/js/*.test.mjs
	$(BIN)/python -m pytest -n auto --ignore=tests/browser --ignore=tests/durability
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --reruns 1 -r R tests/browser
	$(BIN)/python -m pytest tests/durability
	$(ON_POSTGRES)

# The last part of `make test` alone.
postgres: .venv/.test $(PO:.po=.mo)
	$(ON_POSTGRES)

lint: .venv/.test $(PO:.po=.mo)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit -q -c pyproject.toml -r competition app.py

bench: .venv/.test node_modules/.installed $(PO:.po=.mo)
	@failed=; for bench in $(BENCHES); do $(BIN)/python $$bench || failed="$$failed $$bench"; done; \
	if [ -n "$$failed" ]; then echo "failed:$$failed" >&2; exit 1; fi

attack: .venv/.test node_modules/.installed $(PO:.po=.mo)
	$(BIN)/python tests/attack/run.py

# Says what to install where etcd, Patroni or PostgreSQL is missing: `make test` does not need them.
nodes: .venv/.test $(PO:.po=.mo)
	$(BIN)/python tests/nodes/run.py

# Needs the internet, and answers differently from day to day: never part of `make test`.
advisories: .venv/.test
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements.txt
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements-dev.txt

# The stamps say which requirements are installed.
.venv/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (python3)." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2; \
		exit 1; }
	@touch $@

.venv/.run: requirements.txt .venv/.made
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/.test: requirements-dev.txt .venv/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

%.mo: %.po .venv/.run
	$(BIN)/pybabel -q compile -i $< -o $@

machine:
	@sh tests/tools/set-up-machine

node_modules/.installed: package.json package-lock.json .npmrc | machine
	npm ci --loglevel=error
	@touch $@

messages: .venv/.run
	$(BIN)/python tests/tools/messages.py

requirements: .venv/.made
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-header requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-header requirements-dev.in --output-file requirements-dev.txt

clean:
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis shots
	find competition tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(PO:.po=.mo)
