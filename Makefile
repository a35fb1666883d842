# make run     everything set up, started and filled on http://127.0.0.1:$PORT (8000); Ctrl-C stops it
# make test    the whole suite, on a PostgreSQL and Valkey of its own   (ARGS="tests/reports -k revision")
# make check   lint, types, arrows, migrations, templates, translations
# make fix     what can be mended by itself
# make bench   the benchmark table, docs/benchmarks.md
# make lock    requirements/*.in -> *.txt, with hashes
# make messages  collects the texts to translate into locale/
# make docs    docs/states.md from the code; make pictures  docs/pictures from the browser journeys
PYTHON ?= python3
BIN = .venv/bin
SETUP = $(PYTHON) krs_portal/runtime/setup.py
RUNTIME = $(BIN)/python -m krs_portal.runtime
ARGS ?=

.PHONY: run test check fix bench lock messages docs pictures
.NOTPARALLEL:

run:
	@$(SETUP) run
	@exec $(RUNTIME) serve

test:
	@$(SETUP) test
	@exec $(RUNTIME) exec --throwaway --no-fsync -- $(BIN)/pytest -n 2 --dist loadgroup -q $(ARGS)

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

messages:
	@$(SETUP) test
	@$(RUNTIME) exec --throwaway --no-fsync -- $(BIN)/python manage.py messages

docs:
	@$(SETUP) test
	@$(RUNTIME) exec --throwaway --no-fsync -- $(BIN)/python manage.py states

pictures:
	@$(SETUP) test
	@mkdir -p docs/pictures
	@KRS_PICTURES=$(CURDIR)/docs/pictures $(RUNTIME) exec --throwaway --no-fsync -- $(BIN)/pytest -q tests/journeys
