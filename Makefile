# Every target sets itself up: what is missing on this machine is installed first, and named.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole way on a sample licence: issue, rotate, render, verify, and four attacks refused
	@.ci/setup build
	swift build --product hufu
	.build/debug/hufu demo

test: ## all tests
	@.ci/setup test
	swift test

lint: ## format, warnings as errors, names, scripts
	@.ci/setup build
	@.ci/lint

bench: ## benchmarks and their bars
	@.ci/setup bench
	.ci/bench
