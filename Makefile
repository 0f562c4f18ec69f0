# `make` lists what there is to do. Everything else is in scripts/.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT ?= $(shell git rev-parse --verify --quiet HEAD || echo unknown)
FUZZTIME ?= 30s
ARGS ?=

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## Serve the demonstration on this machine
	go run . serve --demo

.PHONY: build
build: ## Build bin/accord
	CGO_ENABLED=0 go build -trimpath -ldflags '-X main.version=$(VERSION) -X main.commit=$(COMMIT)' -o bin/accord .

.PHONY: test
test: ## Run everything: module, format, generated code, schema, lint, tests, brief fuzzing, benchmark and faults, README
	scripts/test

.PHONY: unit
unit: ## Run tests with real servers: make unit ARGS='-run R12 ./reseller/...'
	scripts/with-servers go test $(or $(ARGS),./...)

.PHONY: fuzz
fuzz: ## Run every fuzz target, each for FUZZTIME (30s); for longer: make fuzz FUZZTIME=1h
	FUZZTIME='$(FUZZTIME)' scripts/with-servers scripts/fuzz

.PHONY: bench
bench: ## Measure against PostgreSQL alone, bare handlers, Mercurius and PostGraphile (half an hour): make bench ARGS='--size tenth'
	TEST_POSTGRES_OPTIONS='-c shared_buffers=2GB -c max_wal_size=8GB' scripts/with-servers go run ./bench $(ARGS)

.PHONY: faults
faults: ## Break PostgreSQL, Redis, the disk, the clock and the server under load, and check what held (half an hour): make faults ARGS='--short'
	scripts/with-servers go run ./faults $(ARGS)

.PHONY: microbench
microbench: ## Compare small benchmarks - tokens, cache, cursors, guard, page - with the last tag
	scripts/microbench

.PHONY: plans
plans: ## Compare the databases' plans of every statement, at full size, with those that are kept: make plans ARGS=--write keeps the new ones
	TEST_POSTGRES_OPTIONS='-c shared_buffers=2GB -c max_wal_size=8GB' scripts/with-servers go run ./bench plans $(ARGS)

.PHONY: lint
lint: ## Run the linters
	scripts/lint

.PHONY: lint-schema
lint-schema: ## Check the schema: its rules, and nothing that breaks its clients
	scripts/lint-schema

.PHONY: schema-baseline
schema-baseline: ## Make the schema of now what clients rely on
	scripts/lint-schema record

.PHONY: scan
scan: ## Scan the dependencies: go mod verify, and govulncheck (needs its database)
	scripts/scan

.PHONY: fmt
fmt: ## Format the code
	scripts/lint fmt

.PHONY: generate
generate: ## Generate code from its source
	go generate ./...

.PHONY: check-generated
check-generated: ## Check that the generated code matches its source
	scripts/check-generated

.PHONY: pages
pages: ## Build web/static anew from web/app (needs npm)
	scripts/npm-install web/app
	cd web/app && npm run schema && npm run build

.PHONY: tidy
tidy: ## Tidy the module
	go mod tidy

.PHONY: clean
clean: ## Remove what was built; data stays
	rm -rf bin accord
