# The everyday commands. Everything else is CMake: see CMakePresets.json (release, debug, dev).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
RECOURSE := build/release/bin/recourse
SAY := @printf '\n== %s\n'

.PHONY: help demo test debug-test bench clean packages packages-bench command

help:
	@echo "make test        install what is missing, build (release), run every test"
	@echo "make demo        install what is missing, build the command, run a real after-sales case"
	@echo "make debug-test  the tests under the address and undefined-behaviour sanitizers"
	@echo "make bench       measure"
	@echo "make clean       remove build/"
	@echo
	@echo "JOBS=$(JOBS) compilations at a time (make test JOBS=4). Diagrams made by 'recourse graph' can be"
	@echo "drawn with graphviz, which is not needed to build or test."

test: packages
	$(SAY) "Configure (release)"
	cmake --preset release
	$(SAY) "Build"
	cmake --build --preset release --parallel $(JOBS)
	$(SAY) "Test"
	ctest --preset release --parallel $(JOBS)

debug-test: packages
	$(SAY) "Configure (debug: sanitizers)"
	cmake --preset debug
	$(SAY) "Build"
	cmake --build --preset debug --parallel $(JOBS)
	$(SAY) "Test"
	ctest --preset debug --parallel $(JOBS)

command: packages
	$(SAY) "Configure (release)"
	cmake --preset release
	$(SAY) "Build the command"
	cmake --build --preset release --parallel $(JOBS) --target recourse

demo: command
	$(SAY) "Check every policy and the standard library"
	$(RECOURSE) check rules stdlib
	$(SAY) "Run an after-sales case"
	$(RECOURSE) run rules/taobao/after_sales.rule docs/demo/after_sales.jsonl --timeline
	$(SAY) "Explain it"
	$(RECOURSE) explain rules/taobao/after_sales.rule docs/demo/after_sales.jsonl

bench: packages-bench
	$(SAY) "Configure (release)"
	cmake --preset release
	$(SAY) "Build the measurements"
	cmake --build --preset release --parallel $(JOBS) --target recourse_bench
	$(SAY) "Measure"
	build/release/bin/recourse_bench

packages:
	$(SAY) "Packages"
	@.ci/install-dependencies

packages-bench:
	$(SAY) "Packages"
	@.ci/install-dependencies bench

clean:
	rm -rf build
