# Each target first installs the tools that this machine lacks, and prints their names.
.DEFAULT_GOAL := help
help: ## prints this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# If this user may not write to the checkout, it is copied to a folder of the user, and the targets are made there.
writable := $(shell for path in . .build Package.resolved; do if [ -e $$path ] && [ ! -w $$path ]; then exit; fi; done; echo yes)
ifneq ($(writable),yes)
goals := $(filter-out help,$(MAKECMDGOALS))
.PHONY: $(goals)
$(goals):
	@copy=$$(.ci/copy) && $(MAKE) --no-print-directory -C "$$copy" $@
else

# The command and its tests include the stores in SQLite and PostgreSQL, certificates, PKCS #11, HTTP and pictures; the library
# products do not depend on them.
TRAITS := --traits $(shell .ci/traits)
# The modules with a public interface: those with a library product.
DOCUMENTED := $(shell awk -F '"' '/^ *\.library/ { print $$2 }' Package.swift)
# No target is a file.
.PHONY: $(shell awk -F: '/^[a-z-]+:.*## / { print $$1 }' $(MAKEFILE_LIST))

# Without the traits of the other targets, and in a folder of its own: a third of the time to build.
demo: ## issues, rotates, renders and verifies a sample licence, and shows six attacks that are refused
	@.ci/setup build
	swift build --scratch-path .build-demo --product hufu
	.build-demo/debug/hufu demo

desk: ## starts a demonstration desk at http://127.0.0.1:8169/, with sample lists and sample codes to scan
	@.ci/setup build
	swift build $(TRAITS) --product hufu
	.build/debug/hufu desk --demo --preset counter

# The scenes of the desk that `make test` plays.
SCENES := VerdictScenes.test_a_verdict_shows_word_symbol_colour_advice_and_licence CameraScenes.test_an_old_code_is_rejected \
	ScannerScenes.test_a_scanner_types_in_three_layouts PictureScenes.test_a_picture_is_dropped AttackScenes
test test-address test-thread: export TMPDIR = $(shell .ci/temporary)
test: ## runs the tests, of test-desk and faults a sample; not test-library and test-wheel
	@.ci/setup test desk
	swift test $(TRAITS)
	python3 Tests/Packaging/dependencies.py
	cd Tests/Desk && PYTHONDONTWRITEBYTECODE=1 ../../.build/desk-venv/bin/python -m unittest test_connections test_pictures test_several_desks
	PYTHONDONTWRITEBYTECODE=1 python3 Tests/Faults/test_faults.py
	PYTHONDONTWRITEBYTECODE=1 .build/desk-venv/bin/python Tests/Desk/test_page.py $(SCENES)

test-desk: ## tests the desk: its page in Chromium with cameras, scanners and pictures, and its interface (4 min)
	@.ci/setup desk
	swift build $(TRAITS) --product hufu
	PYTHONDONTWRITEBYTECODE=1 .build/desk-venv/bin/python -m unittest discover --verbose --start-directory Tests/Desk

lint: ## checks format, warnings, direction of folders and targets, documentation topics, scripts
	@.ci/setup lint
	@.ci/lint

docs: ## builds the documentation; a public declaration without a doc comment or an unresolved link is an error
	@.ci/setup lint
	swift package $(TRAITS) generate-documentation $(DOCUMENTED:%=--target %) --warnings-as-errors
	@.ci/undocumented $(DOCUMENTED)

api-check: ## compares the public declarations with those of the last release (3 min)
	@.ci/setup lint
	@.ci/api-check

conformance: ## runs all vectors against this library
	@.ci/setup build
	swift build $(TRAITS) -c release --product hufu
	.build/release/hufu conformance

mutants: ## switches off each check of the verifier in turn; the vectors must detect each change
	@.ci/setup test
	PYTHONDONTWRITEBYTECODE=1 python3 Tests/Mutation/check.py

differential: ## compares the verdicts of this and of the Python implementation on 10,000 mutated tokens, and of holders on 10,000 challenges
	@.ci/setup test
	swift build $(TRAITS) --product hufu
	cd Tests/Reference && ../../.build/reference-venv/bin/python mutate.py --count 10000 --seed 7 \
		--adapter '../../.build/debug/hufu conformance --serve' && \
	../../.build/reference-venv/bin/python mutate.py --count 10000 --seed 7 \
		--challenges '../../.build/debug/hufu conformance'

crash: ## sends SIGKILL at 200 random moments while files, lists, state and replay store are written
	@.ci/setup build
	HUFU_KILLS=200 swift test $(TRAITS) --filter 'CommandTests.(CrashTests|PublicationTests|FetchCommandTests)'

faults: ## fails, delays and ends each command that writes, at each of its calls of the system (Linux; 1 h)
	@.ci/setup test
	swift build $(TRAITS) --product hufu
	FAULTS=all PYTHONDONTWRITEBYTECODE=1 python3 Tests/Faults/test_faults.py

histories: ## compares updates of status lists with whole lists over 1,000 random histories, in Swift and in Python
	@.ci/setup test
	HUFU_HISTORIES=1000 swift test $(TRAITS) --filter HufuTests.PublicationTests
	cd Tests/Reference && HISTORIES=1000 ../../.build/reference-venv/bin/python test_updates.py Histories

limits: ## measures that 60 MiB of arbitrary bytes are refused within 1 s, 200 MB and 20 lines (five minutes)
	@.ci/setup build
	swift build $(TRAITS) -c release --product hufu
	.ci/limits .build/release/hufu

batch: ## issues a million licences, killed 50 times: each exactly once; measures the peak memory and the rate (10 min)
	@.ci/setup build
	swift build $(TRAITS) -c release --product hufu
	.ci/batch

hsm: ## signs 100,000 licences with a token of SoftHSM, checks them with OpenSSL, and compares the rate with a key in a file (10 min)
	@.ci/setup test
	swift build $(TRAITS) -c release --product hufu
	.ci/hsm

spark: ## issues 200,000 licences with Apache Spark, one worker killed midway, and compares them with the plain command (5 min)
	@.ci/setup spark
	swift build $(TRAITS) -c release --product hufu
	.build/spark-venv/bin/python Benchmarks/spark/compare.py .build/release/hufu

test-spark: ## the same with 2,000 licences (1 min, and 2 to install Java and PySpark)
	@.ci/setup spark
	swift build $(TRAITS) --product hufu
	.build/spark-venv/bin/python Benchmarks/spark/compare.py .build/debug/hufu --count 2000 --partitions 4

registry: ## makes a million allocations and changes in registries whose processes are killed; times calls at ten million rows (1 h)
	@.ci/setup test
	swift build $(TRAITS) -c release --product hufu
	.ci/registry .build/release/hufu

pictures: ## reads 10,000 random pictures and pictures with changed bytes (1 min)
	@.ci/setup build
	HUFU_PICTURES=10000 swift test $(TRAITS) --filter HufuPicturesTests.HostilePictureTests/random

FUZZ_SECONDS ?= 60
fuzz: ## gives each target of Tests/Fuzzing arbitrary inputs for FUZZ_SECONDS (60), and prints executions, coverage and findings
	@.ci/setup build
	.ci/fuzz --seconds $(FUZZ_SECONDS)

sanitize: ## verifies 100,000 tokens in 64 tasks while lists are replaced, under the thread sanitizer
	@.ci/setup test
	HUFU_SANITIZE=1 HUFU_SANITIZER=thread HUFU_TOKENS=100000 swift test $(TRAITS) --sanitize=thread --scratch-path .build-thread \
		--filter HufuTests.ConcurrencyTests

# Leaks are the business of `make test-library`: what Swift keeps until the end of a process is none.
test-address: ## runs the tests of `swift test` under the address sanitizer
	@.ci/setup test
	HUFU_SANITIZER=address ASAN_OPTIONS=detect_leaks=0 swift test $(TRAITS) --sanitize=address --scratch-path .build-address

test-thread: ## runs the tests of `swift test` under the thread sanitizer
	@.ci/setup test
	HUFU_SANITIZE=1 HUFU_SANITIZER=thread TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.txt \
		swift test $(TRAITS) --sanitize=thread --scratch-path .build-thread

soak: ## verifies ten million scans in one stream and measures the peak memory
	@.ci/setup build
	swift build $(TRAITS) -c release --product hufu
	.ci/soak

bench: ## measures every performance target: cost relative to the cryptography, scaling, other libraries, memory (2 min, and 10 to build)
	@.ci/setup bench-peers
	@.ci/bench

bench-groups: ## times each workload and its baseline separately (1 min, and 2 to build)
	@.ci/setup bench
	@.ci/bench groups

bench-count: ## counts allocations and instructions and compares them with Benchmarks/thresholds.json
	@.ci/setup bench
	@.ci/bench count

bench-peers: wheel ## compares this library, also as the Python package, with others
	@.ci/setup bench-peers
	@.ci/bench peers

bench-bindings: wheel ## measures what a call from C and from Python takes beyond the verification
	@.ci/bench bindings

bench-known: ## times the scan of a known credential with ten million known credentials (20 min)
	@.ci/setup bench
	@.ci/bench known

bench-desk: ## measures the desk under load: rate, delay, memory over a million requests, admissions across kill -9 (10 min)
	@.ci/setup bench-desk
	swift build $(TRAITS) -c release --product hufu
	.build/reference-venv/bin/python .ci/desk .build/release/hufu

bench-codes: ## compares the drawing of codes with other libraries, and measures each filter and compression of PNG
	@.ci/setup codes
	swift build --package-path Benchmarks -c release --product bench
	.build/codes-venv/bin/python Benchmarks/Codes/peers.py
	@cc -O2 -Wno-attributes Benchmarks/Codes/png_settings.c -o .build/png_settings \
		$$(pkg-config --cflags --libs libpng libqrencode)
	@.build/png_settings "$$(sed -n 's/.*"cn-resident": "\(.*\)",/\1/p' Benchmarks/Codes/tokens.json)"

scan-matrix: ## tests which distorted pictures of codes zbar, ZXing and the reader of this package read (20 min)
	@.ci/setup codes
	swift build $(TRAITS) --product hufu
	.build/codes-venv/bin/python Benchmarks/Codes/scan_matrix.py

library: ## makes libhufu for C, shared and static, in .build/library (5 min; Linux)
	@.ci/setup library
	.ci/library

test-library: library ## tests libhufu with programs in C, under the address sanitizer and valgrind, and make install
	swift build $(TRAITS) --product hufu
	PYTHONDONTWRITEBYTECODE=1 python3 Tests/Library/test_library.py

c-soak: library ## verifies a million codes in 8 threads of a C program that share a verifier; memory has to stay flat
	HUFU_C_SCANS=1000000 PYTHONDONTWRITEBYTECODE=1 python3 Tests/Library/test_library.py \
		MemoryTests.test_threads_share_a_verifier_and_memory_stays_flat

wheel: library ## makes the Python package with libhufu in it, in .build/wheel
	@.ci/setup wheel
	.ci/wheel

test-wheel: wheel ## tests the Python package in new environments, with every Python on this machine
	swift build $(TRAITS) --product hufu
	.ci/test-wheel

# The folder that `make install` installs in. INSTALL_FROM=debug installs the debug build of the command.
PREFIX ?= /usr/local
INSTALL_FROM ?= release
install: ## installs command, library, header, manual pages and completions in PREFIX (/usr/local by default)
	@.ci/setup library
	swift build $(TRAITS) -c $(INSTALL_FROM) --product hufu
	if [ "$$(uname -s)" = Linux ]; then .ci/library; fi
	.ci/install "$(PREFIX)" .build/$(INSTALL_FROM)/hufu

uninstall: ## removes what make install has put into PREFIX
	.ci/install "$(PREFIX)" --remove

# The folder in which a release is built; its files are in FOLDER/files.
RELEASE := .build-release
release: ## makes the files of a release from the last commit, in .build-release/files: programs, packages, sources, sums (20 min)
	@.ci/setup build
	@.ci/release $(RELEASE) $(TRAITS)

reproducible: ## makes the files of a release in two folders, and compares their sums (20 min beyond make release)
	@.ci/setup build
	@.ci/reproducible $(RELEASE) $(TRAITS)

test-release: ## installs the package of make release in a new Debian, and follows the README there (as root; 3 min)
	@.ci/setup test-release
	@.ci/test-release $(RELEASE)/files

clones: ## runs the README's commands in clones with awkward paths, of another user, and twice at once (10 min)
	@.ci/setup test
	@.ci/clones

endif
