# SPDX-License-Identifier: Apache-2.0
# Every target works from a fresh clone on a Debian 12 that has Swift; as root it installs what else it needs.

SWIFT := $(shell PATH="$$PATH:/opt/swift/usr/bin:/usr/share/swift/usr/bin" command -v swift || echo swift)
# SwiftPM alone lets a target import what it did not declare, once that is built.
GRAPH := --explicit-target-dependency-import-check error
FORMATTED := Sources Tests Package.swift
USERS ?= 100000
CASES ?= 5000
ENTITIES ?= 50000
export KEEP

.PHONY: help deps build release check test password-differential demo benchmark benchmark-organization benchmark-daemon clean

help:  ## what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 30

deps:  ## install the Debian packages that building, testing and the demo need
	@Tests/Lab/install-packages

build: deps  ## the program, for debugging
	$(SWIFT) build $(GRAPH)

release: deps  ## the program, optimized
	$(SWIFT) build $(GRAPH) --configuration release --product workmail-sync

check: deps  ## format, lint, warnings as errors, and the module graph
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)
	$(SWIFT) build $(GRAPH) --build-tests

test: check  ## check, then every test, against real servers
	$(SWIFT) test $(GRAPH) --skip-build --disable-xctest

password-differential: check  ## at least CASES passwords (5000) set over LDAPS, Samba's answers beside ours
	CI=1 PASSWORD_CASES=$(CASES) $(SWIFT) test $(GRAPH) --skip-build --disable-xctest --filter 'PasswordsOverLDAPTests'

demo: release  ## a private domain controller and 200 people, start to finish; KEEP=1 leaves it running
	@PATH="$$($(SWIFT) build --configuration release --show-bin-path):$$PATH" Tests/Lab/demo

benchmark: deps  ## the first import of USERS people (100000), beside ldapsearch
	Tests/ImportBenchmark/run $(USERS)

benchmark-organization: deps  ## reading an organization of ENTITIES users (50000), beside botocore
	Tests/OrganizationBenchmark/run $(ENTITIES)

benchmark-daemon: deps  ## the service with USERS people: how soon a change is seen, and what it costs when idle
	Tests/DaemonBenchmark/run $(USERS)

clean:  ## what was built; the lab's domains stay in ~/.cache/workmail-sync
	$(SWIFT) package clean
