# Everything is set up inside the checkout (.cache/, build/): `make help`.
SHELL := bash
.DEFAULT_GOAL := help

GO      ?= go
VENV    := .cache/venv
BIN     := build/bin/spawnlab
SPEC    := $(VENV)/share/jupyter/kernels/spawnlab/kernel.json
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
SOURCES := $(shell find kernel labs runtime -name '*.go' -not -name '*_test.go' -o -name '*.gz' -o -name 'logo-*') go.mod go.sum
RACE    ?= -race
# What also runs inside a web page: built and tested for js/wasm.
WASM    := ./runtime/... ./labs/... ./kernel/cell/... ./kernel/link/... ./kernel/protocol/... ./kernel/worker/...

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lab: $(SPEC) ## open JupyterLab on the notebooks; ARGS= is passed to it (--no-browser)
	@kernel/clients/lab.sh $(ARGS)

build: $(BIN) ## build the binary, build/bin/spawnlab

$(BIN): $(SOURCES)
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $@ ./kernel/cmd/spawnlab

$(VENV)/bin/jupyter-lab: kernel/clients/requirements-lab.txt
	@kernel/clients/setup.sh lab
	@touch $@

$(SPEC): $(BIN) $(VENV)/bin/jupyter-lab
	@$(BIN) install --prefix $(VENV)

install: $(BIN) ## install the kernel for your user; ARGS= is passed on (--sys-prefix, --prefix DIR)
	$(BIN) install $(or $(ARGS),--user)

test: test-go test-clients ## every test: Go with -race, notebooks, jupyter_kernel_test, the browser

test-go: verify ## the Go tests
	$(GO) test $(RACE) $$($(GO) list ./... | grep -v /symbols/gen)
	$(GO) test ./kernel/worker/symbols/gen

test-clients: $(SPEC) ## the client tests: jupyter_kernel_test, nbclient, nbconvert, JupyterLab in a browser
	@kernel/clients/setup.sh clients
	@kernel/clients/run.sh $(ARGS)

race: ## Go tests with -race, in random order, three times
	$(GO) test -race -shuffle=on -count=3 ./...

verify: ## formatting, vet, module file, cross-compilation
	@test -z "$$(gofmt -l $$(git ls-files '*.go' ':!:*/testdata/*'))" || { gofmt -l $$(git ls-files '*.go' ':!:*/testdata/*'); exit 1; }
	$(GO) vet ./...
	$(GO) mod tidy -diff
	GOOS=js GOARCH=wasm $(GO) vet $(WASM)
	GOOS=darwin GOARCH=arm64 $(GO) build -o /dev/null ./kernel/cmd/spawnlab
	GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null ./kernel/cmd/spawnlab

wasm: ## tests of the runtime and the compiler under js/wasm (needs Node)
	GOOS=js GOARCH=wasm $(GO) test -exec "$$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" ./runtime/... ./kernel/cell/...

# What the worker may weigh inside a web page, in bytes of gzip. The goal is
# 5,000,000; the limit only ever falls.
PAGE := 6500000
wasm-size: ## weigh the worker for a web page
	GOOS=js GOARCH=wasm $(GO) build -trimpath -ldflags '-s -w' -o build/page.wasm ./kernel/worker/page
	@size=$$(gzip -9 -c build/page.wasm | wc -c); echo "the worker for a web page: $$size bytes of gzip, limit $(PAGE)"; test $$size -le $(PAGE)

lint: ## golangci-lint with .golangci.yml (installed into .cache/bin)
	@test -x .cache/bin/golangci-lint || GOBIN=$(CURDIR)/.cache/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.6.2
	.cache/bin/golangci-lint run ./...

FUZZTIME ?= 30s
fuzz: ## every fuzz target for FUZZTIME (30s)
	@for p in $$($(GO) list ./...); do \
		for t in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			$(GO) test -run '^$$' -fuzz "^$$t\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$p || exit 1; \
		done; \
	done

bench: ## Go benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-kernel: $(SPEC) ## start, latencies and memory of the kernel beside ipykernel's
	@kernel/clients/setup.sh clients
	@kernel/clients/bench_kernel.sh $(ARGS)

generate: ## make the embedded library tables and export data anew
	$(GO) generate ./...

clean: ## remove what was built and set up
	rm -rf build .cache

.PHONY: help lab build install test test-go test-clients race verify wasm wasm-size lint fuzz bench bench-kernel generate clean
