# The commands of a checkout. Each does its own set-up: Debian packages that are missing, .venv, dependencies.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint setup test-setup bench soak translations clean

demo: setup            ## The operator's main job on a pretend CRM and PBX
	@$(BIN)/ctidesk demo $(ARGS)

test: test-setup lint  ## Everything: style, types, architecture, unit, contract, window and end-to-end tests
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

lint: test-setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: test-setup      ## Measures; writes build/bench.json
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks $(ARGS)

soak: test-setup       ## 700 calls in a row: crashes, leaked channels, memory; adds to build/bench.json (ten minutes)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.soak $(ARGS)

setup: $(VENV)/.run
test-setup: $(VENV)/.test

$(VENV)/.run: pyproject.toml packaging/setup.sh packaging/debian-run.txt
	packaging/setup.sh run

$(VENV)/.test: pyproject.toml packaging/setup.sh packaging/debian-run.txt packaging/debian-test.txt
	packaging/setup.sh test

translations: setup    ## After a sentence has changed: collect, translate by hand, compile
	$(BIN)/pyside6-lupdate -no-obsolete -locations none $$(find ctidesk/ui -name '*.py' | sort) -ts translations/ctidesk_ru.ts
	$(BIN)/pyside6-lrelease translations/ctidesk_ru.ts -qm translations/ctidesk_ru.qm

clean:
	rm -rf build dist $(VENV)
