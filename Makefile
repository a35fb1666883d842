# make run     everything set up, started and filled on http://127.0.0.1:$PORT (8000); Ctrl-C stops it
# make test    the whole suite, on a PostgreSQL and Valkey of its own   (ARGS="tests/reports -k revision")
#              one file by hand, in one process: make test ARGS=tests/clinics/test_ledger.py
#              at another hour: make test CLOCK=lebaran   (wib-0030 wib-2330 wita-2330 wit-2330 saturday
#              lebaran leap-day new-years-eve; by-turns takes one by the day)
# make dev     make run that takes in changes of the code, with a toolbar beside each page
# make shell   Python on the data of make run, its models imported; beside a portal that runs, or alone
# make check   lint, types, arrows, migrations, templates, translations
# make fix     what can be mended by itself
# make rehearsal  production as Dockerfile and compose make it, on this machine, without Docker
# make bench   the benchmark table, docs/benchmarks.md
# make lock    requirements/*.in -> *.txt, with hashes; what is locked keeps its version
# make upgrade  the newest versions that requirements/*.in allow, known vulnerabilities, the whole suite
# make messages  collects the texts to translate into locale/
# make docs    the pages of docs/ that are made from the code: states, architecture, licences
# make pictures  every page as a picture, from the browser journeys, into .data/pictures
# make pictures-shown  puts the newest of those that documents show into docs/pictures
# make help    this list
PYTHON ?= python3
BIN = .venv/bin
SETUP = $(PYTHON) krs_portal/runtime/setup.py
RUNTIME = $(BIN)/python -m krs_portal.runtime
ARGS ?=
CLOCK ?=
UNDER_CLOCK = $(if $(CLOCK),$(BIN)/python -m krs_portal.development.clocks $(CLOCK))
PICTURES = $(CURDIR)/.data/pictures
PARALLEL = $(if $(findstring .py,$(ARGS)),,-n 2 --dist loadgroup)

.PHONY: help run test dev shell rehearsal check fix bench lock upgrade messages docs pictures pictures-shown
.DEFAULT_GOAL := help
.NOTPARALLEL:

help:
	@sed -n '/^#/!q; s/^# //p' Makefile

run:
	@$(SETUP) run
	@exec $(RUNTIME) serve

test:
	@$(SETUP) test
	@exec $(UNDER_CLOCK) $(RUNTIME) exec --throwaway --structured --no-fsync -- $(BIN)/python -m tests $(PARALLEL) -q $(ARGS)

dev:
	@$(SETUP) test
	@exec $(RUNTIME) develop

shell:
	@$(SETUP) test
	@exec $(RUNTIME) exec -- $(BIN)/python manage.py shell

rehearsal:
	@$(SETUP) test
	@exec $(RUNTIME) exec --throwaway --no-fsync -- $(BIN)/pytest -q -m rehearsal tests/rehearsal $(ARGS)

check:
	@$(SETUP) test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/djlint --check --lint templates
	@$(RUNTIME) exec --throwaway --no-fsync -- sh -eu .ci/check-django

fix:
	@$(SETUP) test
	-$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint --reformat --quiet templates

bench:
	@$(SETUP) test
	@exec $(RUNTIME) exec --throwaway -- $(BIN)/python -m benchmarks $(ARGS)

lock:
	@$(SETUP) test
	@$(PYTHON) krs_portal/runtime/setup.py lock

upgrade:
	@$(SETUP) test
	@$(PYTHON) krs_portal/runtime/setup.py upgrade
	@$(SETUP) test
	@$(BIN)/python -m krs_portal.development.licences
	-@$(BIN)/python -m krs_portal.development.vulnerabilities
	@exec $(RUNTIME) exec --throwaway --structured --no-fsync -- $(BIN)/pytest $(PARALLEL) -q $(ARGS)

messages:
	@$(SETUP) test
	@$(RUNTIME) exec --throwaway --no-fsync -- $(BIN)/python manage.py messages

docs:
	@$(SETUP) test
	@$(RUNTIME) exec --throwaway --no-fsync -- $(BIN)/python manage.py states
	@$(BIN)/python -m krs_portal.development.drawing
	@$(BIN)/python -m krs_portal.development.licences

pictures:
	@$(SETUP) test
	@mkdir -p $(PICTURES)
	@KRS_PICTURES=$(PICTURES) $(RUNTIME) exec --throwaway --structured --no-fsync -- $(BIN)/pytest -q tests/journeys

pictures-shown:
	@for name in docs/pictures/*.png; do cp $(PICTURES)/$${name##*/} $$name || exit 1; done
