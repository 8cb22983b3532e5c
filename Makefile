# Wattlake: `make help` lists what can be done.
SHELL := /bin/bash
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
GOLANGCI_VERSION := v2.13.1
TOOLS := $(CURDIR)/bin/tools
GOLANGCI := $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION)
# Software rendering: a machine without a graphics card draws the window all the same.
XVFB := LIBGL_ALWAYS_SOFTWARE=1 LANG=C.UTF-8 xvfb-run -a -s "-screen 0 1280x800x24"

.DEFAULT_GOAL := help
.PHONY: help deps build build-headless run test verify fmt lint race bench e2e soak test-engines test-spark test-kafka test-http test-airflow test-compose test-image test-package cross vuln fuzz samples package clean

help: ## list the targets
	@awk 'BEGIN{FS=":.*## "} /^[a-z0-9-]+:.*## /{printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the system packages that building, testing and running need (apt; with sudo if it must); other targets install theirs
	@bash .ci/deps

# A cursor that fades has the window drawn all the time. A font of emoji is kept in memory for every style of text, 4 MB each.
build: ## write bin/wattlake
	@mkdir -p bin
	go build -tags no_animations,no_emoji -ldflags "$(LDFLAGS)" -o bin/wattlake .

build-headless: ## write bin/wattlake-headless: no window, no libGL, no libX11
	@mkdir -p bin
	go build -tags headless -ldflags "$(LDFLAGS)" -o bin/wattlake-headless .

run: deps build ## open the desktop; with no display, take the sample invoices through the whole pipeline
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then bin/wattlake; else bin/wattlake demo; fi

test: deps s3server ## all tests (15 minutes at most with warm caches)
	$(S3) go test -timeout 14m ./...

verify: fmt lint race ## format, lint with the layer rules, and test with the race detector in random order

fmt: $(GOLANGCI) ## format the code
	$(GOLANGCI) fmt ./...

lint: $(GOLANGCI) ## check the code and who imports whom
	$(GOLANGCI) run ./...
	$(GOLANGCI) run --build-tags headless .

race: deps s3server
	$(S3) go test -race -shuffle=on -timeout 28m ./...

bench: deps s3server ## measure, each figure beside a limit or a peer from the same run; WATTLAKE_SOAK=1: with a million invoices
	$(S3) OMP_THREAD_LIMIT=1 go test -run '^$$' -bench . -benchmem ./...

e2e: deps s3server build ## the real window under Xvfb: drop files, compare rows and charts, keep screenshots in artefacts/
	@bash .ci/deps dbus at-spi2-core
	$(S3) WATTLAKE_BIN=$(CURDIR)/bin/wattlake WATTLAKE_ARTEFACTS=$(CURDIR)/artefacts go test -tags e2e -count=1 -timeout 40m -v ./ui/desktop/e2e/...

soak: deps s3server ## what takes long: kill and restart, fuzzing, every calibration seed
	@bash .ci/deps dbus at-spi2-core gnome-keyring qpdf
	WATTLAKE_SOAK=1 $(S3) go test -count=1 -timeout 120m ./...
	WATTLAKE_SOAK=1 bash .ci/kafka all
	$(MAKE) cross vuln test-engines test-spark test-http test-airflow test-compose test-image test-package
	$(MAKE) fuzz FUZZTIME=60s

# Tests that need a real S3 server run against versitygw; where it cannot be built they say so and are skipped.
VERSITYGW_VERSION := v1.8.0
VERSITYGW := $(TOOLS)/versitygw-$(VERSITYGW_VERSION)
S3 = WATTLAKE_VERSITYGW=$$([ -x $(VERSITYGW) ] && echo $(VERSITYGW))
.PHONY: s3server
s3server:
	@[ -x $(VERSITYGW) ] || { GOBIN=$(TOOLS) go install github.com/versity/versitygw/cmd/versitygw@$(VERSITYGW_VERSION) && mv $(TOOLS)/versitygw $(VERSITYGW); } \
	  || echo "versitygw $(VERSITYGW_VERSION) cannot be built: the tests on a real S3 server are SKIPPED" >&2

ENGINES := $(CURDIR)/bin/engines
test-engines: deps build-headless s3server ## the tables in delta-rs, Polars and a real S3 server (from PyPI and the Go module proxy)
	@bash .ci/deps python3 python3-venv
	@[ -x $(ENGINES)/bin/python ] || { python3 -m venv $(ENGINES) && $(ENGINES)/bin/pip install -q deltalake==1.6.6 polars==2.1.0 pyarrow pandas duckdb; }
	WATTLAKE_TEST_DELTALAKE=$(ENGINES)/bin/python $(S3) go test -count=1 ./lake/... ./pipeline/teamsync/
	@[ -x $(ENGINES)-duckdb/bin/python ] || { python3 -m venv $(ENGINES)-duckdb && $(ENGINES)-duckdb/bin/pip install -q duckdb==1.4.4 duckdb-ext-delta==1.4.4.20260205; }
	@bash .ci/snippets python $(ENGINES)/bin/python bin/wattlake-headless
	@bash .ci/snippets sql $(ENGINES)-duckdb/bin/python bin/wattlake-headless

test-spark: deps build-headless ## the tables in Spark (Java 17; PySpark from PyPI, Delta Lake from Maven Central)
	@bash .ci/deps python3 python3-venv openjdk-17-jre-headless maven
	bash .ci/spark

test-kafka: deps ## relay and workers on a real Kafka broker (Java, Maven) and a real S3 server, or on KAFKA_BROKERS
	bash .ci/kafka all

test-http: deps build-headless ## requests that the OpenAPI document allows and forbids, to a real service (schemathesis, from PyPI)
	bash .ci/http

test-airflow: deps build-headless s3server ## read the DAGs in a real Airflow and run each on the samples (from PyPI)
	bash .ci/airflow

test-compose: deps build-headless s3server ## the form of the compose file, and the same cluster as plain processes reading a member's invoices
	bash .ci/compose

test-image: deps build-headless ## build the container image, and read a sample in a container of it (root; buildah and podman, or a Docker daemon)
	bash .ci/image

test-package: package ## install the .deb in a fresh Debian in a folder, start it there, and keep a picture of the window (root)
	bash .ci/package-test

cross: ## the parts without C code, for Windows and macOS
	bash .ci/cross

vuln: ## known weaknesses in the modules and in Go itself, and whether the program gets to them
	bash .ci/vuln

FUZZTIME ?= 10s
fuzz: ## run every fuzz test for FUZZTIME
	@set -e; for pkg in $$(go list ./lake/... ./pipeline/...); do \
	  for name in $$(go test -list '^Fuzz' $$pkg | grep ^Fuzz || true); do \
	    echo "$$pkg $$name"; go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s $$pkg; \
	  done; done

samples: ## make the sample invoices again
	go generate ./assets/samples/...

package: deps ## dist/: .deb with and without the window, and a tar.xz of both
	bash .ci/package "$(VERSION)"

clean: ## remove what was built
	rm -rf bin dist artefacts

$(GOLANGCI):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	@mv $(TOOLS)/golangci-lint $@
