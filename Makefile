# The commands of a checkout. Each does its own set-up: Debian packages that are missing, .venv, dependencies.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
SHIPPED := build/package/venv

.PHONY: demo test lint setup test-setup bench soak translations lock package test-package clean

demo: setup            ## The operator's main job on a pretend CRM and PBX
	@$(BIN)/ctidesk demo $(ARGS)

test: test-setup lint  ## Everything: style, types, architecture, unit, contract, window and end-to-end tests
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

lint: test-setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python packaging/audit.py

bench: test-setup      ## Measures; writes build/bench.json
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks $(ARGS)

soak: test-setup       ## 700 calls in a row: crashes, leaked channels, memory; adds to build/bench.json (ten minutes)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.soak $(ARGS)

package: $(SHIPPED)/.ready  ## The installers, what is inside them, and their sums, in dist/ (ARGS=linux: only those)
	$(BIN)/python packaging/build.py $(ARGS)

test-package: package  ## The installers, frozen, installed, run and removed; as root
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/package $(TEST_ARGS)

lock: test-setup       ## The newest dependencies that pyproject.toml allows, with their hashes
	packaging/lock.sh

setup: $(VENV)/.run
test-setup: $(VENV)/.test

$(VENV)/.run: pyproject.toml packaging/setup.sh packaging/debian-run.txt packaging/requirements-run.txt
	packaging/setup.sh run

$(VENV)/.test: pyproject.toml packaging/setup.sh packaging/debian-run.txt packaging/debian-test.txt packaging/requirements-test.txt
	packaging/setup.sh test

$(SHIPPED)/.ready: $(VENV)/.test packaging/debian-package.txt packaging/requirements-run.txt packaging/requirements-freeze.txt
	packaging/setup.sh package

translations: setup    ## After a sentence has changed: collect, translate by hand, compile
	$(BIN)/pyside6-lupdate -no-obsolete -locations none $$(find ctidesk/ui -name '*.py' | sort) -ts translations/ctidesk_ru.ts
	$(BIN)/pyside6-lrelease translations/ctidesk_ru.ts -qm translations/ctidesk_ru.qm

clean:
	rm -rf build dist $(VENV)
