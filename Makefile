# Every target sets itself up: it needs Node 20 or newer, npm and make, and nothing else.
# What they do lives in the packages.

# Not /bin/sh: with its default shell, the make of macOS looks programs up in the PATH it was started with.
SHELL := /bin/bash
.DEFAULT_GOAL := help

export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
PNPM := npx --yes pnpm@12.21.0
RUN := node --conditions=source
ETL := $(RUN) packages/cli/src/main.ts

scale ?= 1
out ?= out/demo

# Gives a command DATABASE_URL: yours when it is set, else a local server with the marketplace in it.
WITH_MARKETPLACE := $(RUN) local-postgres/src/main.ts --data-folder .local/postgres \
	--database marketplace --input marketplace/src --input marketplace/schema.sql \
	--prepare '$(RUN) marketplace/src/main.ts seed --scale $(scale)'

INSTALLED := node_modules/.stamp-install
MANIFESTS := package.json pnpm-lock.yaml pnpm-workspace.yaml $(wildcard */package.json packages/*/package.json)

.PHONY: help
help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: $(INSTALLED) ## Install the tools and the dependencies; every target does so by itself

$(INSTALLED): $(MANIFESTS)
	$(PNPM) install
	@touch $@

define DEMO_QUERY
select id, status, provider_name as provider, currency, total_price, total_price_usd
from purchase_orders
where currency <> 'USD' and total_price between 100 and 1000000
order by id
limit 10
endef
export DEMO_QUERY

.PHONY: demo
demo: $(INSTALLED) ## Extract the whole marketplace to out/demo and query it
	@$(WITH_MARKETPLACE) -- $(MAKE) --no-print-directory demo-steps

.PHONY: demo-steps
demo-steps: codegen-check
	@$(ETL) run --all --target file:$(out)
	@$(ETL) query --target file:$(out) "$$DEMO_QUERY"

.PHONY: seed
seed: $(INSTALLED) ## Fill the database with the marketplace (scale=1; force=1 replaces what is there)
	@$(WITH_MARKETPLACE) --again -- $(if $(DATABASE_URL),$(RUN) marketplace/src/main.ts seed --scale $(scale) $(if $(force),--force),true)

.PHONY: test
test: $(INSTALLED) ## Run all tests: unit, types, and integration with Docker where it runs (only=unit, only=integration, files='…')
	@vitest run $(if $(only),--project $(only)) $(files)

.PHONY: lint
lint: $(INSTALLED) ## Check style and common faults
	@tsc --build && oxlint --type-aware && oxfmt --check

.PHONY: typecheck
typecheck: $(INSTALLED) ## Check the types of all packages and all tests
	@tsc --build && tsc --project test

.PHONY: codegen
codegen: $(INSTALLED) ## Write generated/ anew from the database
	@$(WITH_MARKETPLACE) -- $(RUN) codegen/src/main.ts generate

.PHONY: codegen-check
codegen-check: $(INSTALLED) ## Fail when generated/ is not what the database says
	@$(WITH_MARKETPLACE) -- $(RUN) codegen/src/main.ts generate --check

.PHONY: create-model
create-model: $(INSTALLED) ## Write a first task for a table (table=orders)
	@$(if $(table),,echo 'create-model: no table given; run make create-model table=orders' >&2; exit 2)
	@$(WITH_MARKETPLACE) -- $(RUN) codegen/src/main.ts create-model '$(table)'

BUILD := tsc --build && rolldown --config > /dev/null

.PHONY: build
build: $(INSTALLED) ## Build the packages, of which `etl` runs without the sources
	@$(BUILD)

BENCH := $(RUN) local-postgres/src/main.ts --data-folder .local/bench/postgres -- $(RUN) bench/src/main.ts

.PHONY: bench
bench: $(INSTALLED) ## Measure Carmilla beside psql, DuckDB and others (args=--publish or args=--profile writes the page)
	@$(BUILD) && $(BENCH) $(args)

.PHONY: bench-quick
bench-quick: $(INSTALLED) ## The same with a tenth of the rows, in minutes
	@$(BUILD) && $(BENCH) --quick $(args)

.PHONY: bench-peers
bench-peers: $(INSTALLED) ## Install what Carmilla is measured beside, in .local/bench/peers
	@$(RUN) bench/src/main.ts --install-only

.PHONY: docs-check
docs-check: $(INSTALLED) ## Compile the examples in the documents, and compare docs/types.md with the code
	@$(RUN) test/docs-check.ts
	@$(RUN) test/type-table/main.ts --check

.PHONY: type-table
type-table: $(INSTALLED) ## Write docs/types.md from the code
	@$(RUN) test/type-table/main.ts

.PHONY: up
up: ## Start Postgres and an S3 server with Docker, and wait for them
	docker compose up --detach --wait

.PHONY: down
down: ## Stop them and throw their data away
	docker compose down --volumes
