# Trường Số. `make` alone says what there is.

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench
.DELETE_ON_ERROR:

PYTHON ?= python3
export PYTHON
BIN := .venv/bin
SAY := @printf '==> %s\n'

# What has been made lies here; each is made again only when what it is made of has changed.
RUN := .venv/.installed-run
DEV := .venv/.installed-dev
BENCH := .venv/.installed-bench
PAGES := src/truongso/web/static/built/manifest.json
WORDS := src/truongso/web/locale/en/LC_MESSAGES/django.mo
PAGES_FROM := $(wildcard package.json package-lock.json vite.config.ts tsconfig.json tools/*.ts) \
	$(shell find frontend -type f -not -name '*.test.ts')

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

demo: $(RUN) $(PAGES) $(WORDS) ## start a school for trying out; PORT and DATA_DIR may be set
	@exec $(BIN)/truongso demo --with-parent

test: $(DEV) $(PAGES) $(WORDS) ## run everything that is checked, and all tests
	@tools/system-packages.sh
	@$(MAKE) check
	$(SAY) "Ví dụ trong quy chế"
	@$(BIN)/python -m pytest -q --doctest-modules src/truongso/rules src/truongso/foundation/text.py
	$(SAY) "TypeScript"
	@tools/node.sh npm run --silent check
	@tools/node.sh npm test --silent
	$(SAY) "Kiểm thử"
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(DEV) ## format, lint, types and contracts
	$(SAY) "Định dạng, lỗi, kiểu, ranh giới"
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > .venv/contracts.log || { cat .venv/contracts.log; exit 1; }
	@tail -n 1 .venv/contracts.log

fix: $(DEV) ## mend format and lint where that can be done by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(BENCH) $(PAGES) $(WORDS) ## measure; ARGS are passed on
	@$(BIN)/python -m bench $(ARGS)

$(RUN): requirements/bootstrap.txt requirements/run.txt pyproject.toml
	@tools/install.sh run
	@touch $@

$(DEV): $(RUN) requirements/dev.txt
	@tools/install.sh dev
	@touch $@

$(BENCH): $(DEV) requirements/bench.txt
	@tools/install.sh bench
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .npmrc | $(RUN)
	$(SAY) "Cài thư viện dựng giao diện"
	@tools/node.sh npm ci --silent
	@touch $@

$(PAGES): $(PAGES_FROM) node_modules/.package-lock.json
	$(SAY) "Dựng giao diện"
	@tools/node.sh npm run --silent build
	@touch $@

$(WORDS): $(WORDS:.mo=.po) tools/messages.py | $(RUN)
	$(SAY) "Biên dịch câu chữ"
	@$(BIN)/python tools/messages.py compile
	@touch $@
