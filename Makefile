# The workshop: every task of a developer and of CI is a target here. `make help` lists them.
SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

GO ?= go
# Packages for test, race and bench: `make test PKG=./internal/store/...`
PKG ?= ./...
# A throw-away PostgreSQL around a command; without one installed the command runs all the same, and its tests say so.
WITH_POSTGRES := $(GO) run ./internal/pgtest/run -optional --

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build bin/weir
	$(GO) build -trimpath -o bin/weir ./cmd/weir

.PHONY: demo
demo: ## Run a throw-away site and print its URLs, tokens and curl lines
	$(GO) run ./cmd/weir demo

.PHONY: test
test: test-deps ## Vet and run every test, on SQLite and PostgreSQL; install what they need where that is possible
	$(GO) vet $(PKG)
	$(WITH_POSTGRES) $(GO) run ./internal/workshop/gotest $(PKG)

.PHONY: test-deps
test-deps: ## Install what the tests need beside Go (Debian packages, as root)
	-@$(GO) run ./internal/workshop/deps

.PHONY: race
race: test-deps ## Run every test under the race detector
	$(WITH_POSTGRES) $(GO) run ./internal/workshop/gotest -race $(PKG)

.PHONY: bench
bench: ## Run the benchmarks, on SQLite and on a durable PostgreSQL
	@dirs=$$(grep -rl --include='*_test.go' '^func Benchmark' . | xargs -r -n1 dirname | sort -u); \
	$(GO) run ./internal/pgtest/run -optional -durable -- $(GO) test -run '^$$' -bench . -benchmem $$dirs

FUZZTIME ?= 10s
.PHONY: fuzz
fuzz: ## Fuzz each parser for FUZZTIME (10s)
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sort | while IFS=: read -r file func; do \
		echo "$${func#func } in $$(dirname "$$file")"; \
		$(GO) test -run '^$$' -fuzz "^$${func#func }\$$" -fuzztime $(FUZZTIME) "$$(dirname "$$file")" </dev/null; \
	done

.PHONY: check
check: check-format check-modules check-vet check-static check-rules check-generated ## All that is not a test: format, modules, vet, staticcheck, import rules, generated files

.PHONY: check-format
check-format:
	@bad=$$(gofmt -l .); [ -z "$$bad" ] || { echo "gofmt would change:"; echo "$$bad"; exit 1; }

.PHONY: check-modules
check-modules:
	$(GO) mod tidy -diff
	$(GO) mod verify

.PHONY: check-vet
check-vet:
	$(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	GOOS=darwin $(GO) vet ./...

.PHONY: check-static
check-static:
	$(GO) tool -modfile=tools/go.mod staticcheck ./...

.PHONY: check-rules
check-rules:
	$(GO) test ./internal/arch

# Compares the tree before and after, so that it also serves a tree with work in progress.
.PHONY: check-generated
check-generated:
	@state() { git status --porcelain; git diff; }; \
	before=$$(state); $(GO) generate ./...; \
	[ "$$before" = "$$(state)" ] || { echo "go generate changed the tree: commit what it wrote"; git status --short; exit 1; }
