# Every target sets itself up: what is missing on this machine is installed first, and named.
.DEFAULT_GOAL := help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A checkout that this user may not write to is copied to a folder of the user, and the targets are made there.
writable := $(shell for path in . .build Package.resolved; do if [ -e $$path ] && [ ! -w $$path ]; then exit; fi; done; echo yes)
ifneq ($(writable),yes)
goals := $(filter-out help,$(MAKECMDGOALS))
.PHONY: $(goals)
$(goals):
	@copy=$$(.ci/copy) && $(MAKE) --no-print-directory -C "$$copy" $@
else

# The command and its tests have the replay store; whoever takes the library alone does not get it. One and the same flag
# everywhere, or all would be built twice.
STORE := --traits SQLite
# The modules with a public interface.
DOCUMENTED := Hufu QRCapacity HufuQR HufuFiles HufuIssuer HufuScanner HufuSigners HufuConformance HufuSQLite
.PHONY: help demo test lint conformance mutants differential sanitize crash limits soak bench bench-groups bench-count bench-peers \
	bench-known bench-codes scan-matrix docs api-check clones

demo: ## the whole way on a sample licence: issue, rotate, render, verify, and six attacks refused
	@.ci/setup build
	swift build $(STORE) --product hufu
	.build/debug/hufu demo

test: ## all tests
	@.ci/setup test
	swift test $(STORE)
	python3 Tests/Packaging/dependencies.py

lint: ## format, warnings as errors, the direction of folders, names, scripts
	@.ci/setup lint
	@.ci/lint

docs: ## the documentation of each public module; what is undocumented, or not found, is an error
	@.ci/setup lint
	swift package $(STORE) generate-documentation $(DOCUMENTED:%=--target %) --warnings-as-errors
	@.ci/undocumented $(DOCUMENTED)

api-check: ## what has changed in public declarations since the last release: three minutes
	@.ci/setup lint
	@.ci/api-check

conformance: ## all vectors against this library
	@.ci/setup build
	swift build $(STORE) -c release --product hufu
	.build/release/hufu conformance

mutants: ## each check of the verifier switched off in turn: whether the vectors notice
	@.ci/setup test
	PYTHONDONTWRITEBYTECODE=1 python3 Tests/Mutation/check.py

differential: ## 10,000 mutated tokens, judged by this implementation and by the one in Python
	@.ci/setup test
	swift build $(STORE) --product hufu
	cd Tests/Reference && ../../.build/reference-venv/bin/python mutate.py --count 10000 --seed 7 \
		--adapter '../../.build/debug/hufu conformance --serve'

crash: ## kill -9 at 200 random moments while files, lists, state and replay store are written
	@.ci/setup build
	HUFU_KILLS=200 swift test $(STORE) --filter CommandTests.CrashTests

limits: ## files of 60 MiB of arbitrary bytes: each refused within 1 s, 200 MB and 20 lines (five minutes)
	@.ci/setup build
	swift build $(STORE) -c release --product hufu
	.ci/limits .build/release/hufu

sanitize: ## 64 tasks and 100,000 tokens while lists are replaced, under the thread sanitizer
	@.ci/setup build
	HUFU_SANITIZE=1 HUFU_TOKENS=100000 swift test --sanitize=thread --scratch-path .build-thread --filter HufuTests.ConcurrencyTests

soak: ## ten million scans in one stream, and the most memory that it took
	@.ci/setup build
	swift build $(STORE) -c release --product hufu
	.ci/soak

bench: ## every performance target: cost beside the cryptography, scaling, other libraries, memory (2 min, and 10 to build)
	@.ci/setup bench-peers
	@.ci/bench

bench-groups: ## each workload and its baseline, timed separately (1 min, and 2 to build)
	@.ci/setup bench
	@.ci/bench groups

bench-count: ## allocations and instructions, counted, against Benchmarks/thresholds.json
	@.ci/setup bench
	@.ci/bench count

bench-peers: ## other libraries beside this one
	@.ci/setup bench-peers
	@.ci/bench peers

bench-known: ## a scan of a known credential when ten million are known: twenty minutes
	@.ci/setup bench
	@.ci/bench known

bench-codes: ## codes drawn beside other libraries, and every filter and compression of PNG
	@.ci/setup codes
	swift build --package-path Benchmarks -c release --product bench
	.build/codes-venv/bin/python Benchmarks/Codes/peers.py
	@cc -O2 -Wno-attributes Benchmarks/Codes/png_settings.c -o .build/png_settings \
		$$(pkg-config --cflags --libs libpng libqrencode)
	@.build/png_settings "$$(sed -n 's/.*"cn-resident": "\(.*\)",/\1/p' Benchmarks/Codes/tokens.json)"

scan-matrix: ## which pictures of codes zbar and ZXing read: about ten minutes
	@.ci/setup codes
	swift build $(STORE) --product hufu
	.build/codes-venv/bin/python Benchmarks/Codes/scan_matrix.py

clones: ## the README's commands in folders named hufu, with a space, in Chinese, of another user, and twice at once: ten minutes
	@.ci/setup test
	@.ci/clones

endif
