# Every target sets up what it needs by itself; only Python 3.11 or later has to be there. On Windows: make.bat.
PYTHON ?= python3
FORCE ?= exampleshire
RUN = .venv/bin/python
PYTEST = $(RUN) -m pytest -n logical --maxprocesses 4 --dist loadfile --nbval-lax

.DEFAULT_GOAL := help
.PHONY: help setup review lab test test-all bench lint lock

help:
	@echo "make review [FORCE=exampleshire]   build the review of a force and print where its front page is"
	@echo "make lab                           open the notebooks in JupyterLab"
	@echo "make test                          every test that is not slow"
	@echo "make test-all                      every test"
	@echo "make bench                         the benchmarks, beside their peers"
	@echo "make lint                          the style of the code"
	@echo "make lock                          write requirements.lock anew (needs uv)"
	@echo "A Python other than python3:       make review PYTHON=python3.12"

setup:
	@$(PYTHON) bootstrap.py

review: setup
	@.venv/bin/reviewkit build $(FORCE)

# 127.0.0.1: nobody else on the network sees the notebooks, or the data they show.
lab: setup
	@$(RUN) -m jupyterlab --ip=127.0.0.1 notebooks

test: setup
	$(PYTEST) -m "not slow" tests reviewkit notebooks

test-all: setup
	$(PYTEST) tests reviewkit notebooks

bench: setup
	@$(RUN) -m bench

lint: setup
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

# --no-header and --no-annotate keep the file free of the names of computers.
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml --extra cluster --group test --group build \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock
