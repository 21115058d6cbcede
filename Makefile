# Everything below sets up what it needs: a virtual environment in .venv with the versions of requirements.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: report test test-faults check lint lab bench bench-names docs golden clean setup help

report: setup  ## run every city under data/ and print where the reports are
	$(BIN)/peace-analysis run --all

test: lint  ## everything that can fail: ruff, format, types, then all tests, on as many cores as there are (four at most)
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: lint  ## ruff, format, types, notebooks
	$(BIN)/python -m pytest tests/test_notebooks.py tests/test_setup.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: setup  ## JupyterLab with the project's kernel, opened on notebooks/
	$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks

test-faults: setup  ## bad days at length: runs killed a hundred times, full disks, damaged files, 1,000 mutations of each format
	$(BIN)/python -m pytest -m faults --durations=15 tests/faults

bench: setup  ## every benchmark, one table each
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

docs: setup  ## the documentation as a site in build/docs, offline; a broken link fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo 'build/docs/index.html; to search in it: $(BIN)/python -m http.server --bind 127.0.0.1 --directory build/docs 8123'

help:  ## list what make can do here
	@sed -n "s/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p" Makefile

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==$$(sed -n 's/^torch==//p' requirements.lock)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip check
	touch $(READY)

bench-names: setup  ## how many names and other identifiers are found, by source and origin of name
	$(BIN)/python benchmarks/names/measure.py

golden: setup  ## draw the golden images of the figures anew; look at each before committing it
	$(BIN)/python tests/charts/renew_golden.py

clean:  ## delete what runs and set-up have made; data you put in stays, and what was released
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf data/*/derived
	find reports -mindepth 1 -maxdepth 1 ! -name README.md ! -name '*.released' -exec rm -rf {} +
