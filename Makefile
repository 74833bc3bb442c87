# Everything starts here; `make help` lists it. Each target sets up what it needs and skips what is there.
.DEFAULT_GOAL := help
.PHONY: help run test check format schema pages train bench bench-reading fuzz setup

BIN := .venv/bin
CODE := $(wildcard b2m_core actions addons b2m_cli)
COVERED := tests/reasoning tests/answering
SCHEMA := docs/contract/answer.schema.json

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

run: setup ## train where needed, start the assistant, print the address of its page
	@scripts/setup widget
	@$(BIN)/b2m serve

test: setup ## run all tests, see that no branch is untested, and the core's again on Python 3.13
	@scripts/setup widget
	$(BIN)/coverage run -m pytest $(COVERED)
	$(BIN)/coverage report
	$(BIN)/python -m pytest $(COVERED:%=--ignore=%)
	@status=0; scripts/setup core || status=$$?; \
	if [ $$status -eq 0 ]; then set -x; .venv-3.13/bin/python -m pytest; \
	elif [ $$status -eq 3 ] && [ "$$CI" != true ]; then echo "The core's tests ran on Python 3.10 only."; \
	else exit $$status; fi

check: setup ## format, lint, types, layers, and that what is generated is up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE) scripts
	$(BIN)/lint-imports
	scripts/setup types
	$(BIN)/b2m schema | diff -u $(SCHEMA) - || { echo "$(SCHEMA) is stale: run make schema"; exit 1; }
	$(BIN)/python -m scripts.pages --check

format: setup ## format the code and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: setup ## write the codes and the answer's JSON Schema anew from the contract's list
	$(BIN)/python -m scripts.codes
	$(BIN)/b2m schema >$(SCHEMA).new
	mv $(SCHEMA).new $(SCHEMA)

pages: setup ## write the pages of docs/knowledge anew
	$(BIN)/python -m scripts.pages

train: setup ## train the model for the present data, where there is none
	$(BIN)/b2m train

bench: setup ## measure turns, start, training and memory beside the starter bot
	@scripts/setup widget
	$(BIN)/python benchmarks/turn_speed.py

bench-reading: setup ## measure the reader on its corpus, and how fast it reads
	$(BIN)/python benchmarks/reading.py

fuzz: setup ## read 200,000 texts made of the grammar and of noise
	B2M_FUZZ=67 $(BIN)/python -m pytest tests/reading/test_any_text.py

setup:
	@scripts/setup
