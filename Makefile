# Grokline. Each target sets up what it needs.
#
#   make demo     run experiments/quickstart.yaml and say where its figure is
#   make test     run every test, those of the engine in an optimised build too, in every numeric class of this processor
#   make build    build the release binary, .build/release/grokline
#   make golden   train published runs for some hundred steps and compare with the published traces
#   make bench    time training beside PyTorch and JAX (half an hour; with QUICK=1 three minutes)
#   make lint     check layout and style          make format   apply the layout
#   make docs     write Documentation/kinds.md from the kinds' own declarations
#   make clean    remove build products (never results or the store)

PACKAGES := libyaml-dev libopenblas-dev libzstd-dev libssl-dev pkg-config gnuplot-nox librsvg2-bin fonts-inter curl
BUILD    := swift build -c release --static-swift-stdlib
TEST     := swift test
FAST     := -c release -Xswiftc -enable-testing --scratch-path .build/optimized
GROKLINE := .build/release/grokline

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
# What failed stands at the end too, where a log of a thousand lines is read first.
TELLING     := 2>&1 | tee .build/test.log || { echo; echo "Failed:"; Tests/failures .build/test.log; exit 1; }
# The numeric classes below this processor's own, for GROKLINE_NUMERIC_CLASS.
LOWER       := $(shell { grep -qw avx512vl /proc/cpuinfo && echo v3; grep -qw avx2 /proc/cpuinfo && echo v2; } 2>/dev/null; true)

.PHONY: demo test build golden bench lint format docs clean packages

demo: build
	$(GROKLINE) run experiments/quickstart.yaml
	$(GROKLINE) results experiments/quickstart.yaml
	@echo "The figure: results/quickstart/grokking.png"

test: packages
	@mkdir -p .build
	$(TEST) $(TELLING)
	for class in $(LOWER); do \
	  echo "Numeric class $$class"; \
	  GROKLINE_NUMERIC_CLASS=$$class $(TEST) --skip-build --filter ConformanceTests $(TELLING); \
	done
	GROKLINE_TESTS=engine swift build $(FAST) --product groklinePackageTests $(TELLING)
	for class in "" $(LOWER); do \
	  echo "Numeric class $${class:-of this processor}"; \
	  GROKLINE_NUMERIC_CLASS=$$class GROKLINE_TESTS=engine swift test $(FAST) --skip-build $(TELLING); \
	done

build: packages
	$(BUILD) --product grokline

golden: build
	$(GROKLINE) run experiments/grokfast/golden-traces.yaml
	$(GROKLINE) run experiments/omnigrok/golden-traces.yaml

bench: build
	@command -v python3 >/dev/null || { echo "python3 is needed: install the packages python3 and python3-venv"; exit 1; }
	Benchmarks/run $(if $(QUICK),--quick)

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

format:
	swift format --in-place --recursive Sources Tests Package.swift

docs: build
	$(GROKLINE) kinds --markdown > Documentation/kinds.md

clean:
	rm -rf .build

# Installs what is missing on Debian and Ubuntu; elsewhere says what is missing.
packages:
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install"; exit 1; }
	@if command -v dpkg-query >/dev/null; then \
	  missing=""; \
	  for package in $(PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    echo "Installing$$missing"; \
	    if [ "$$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi; \
	    $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  fi; \
	else \
	  for program in pkg-config gnuplot rsvg-convert; do \
	    command -v $$program >/dev/null || echo "missing program: $$program"; \
	  done; \
	  for library in yaml-0.1 openblas libzstd libcrypto; do \
	    pkg-config --exists $$library 2>/dev/null || echo "missing library: $$library (its development package)"; \
	  done; \
	fi
