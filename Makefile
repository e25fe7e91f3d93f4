# SPDX-License-Identifier: Apache-2.0
# Every target works from a fresh clone on a Debian 12 that has Swift; as root it installs what else it needs.

SWIFT := $(shell PATH="$$PATH:/opt/swift/usr/bin:/usr/share/swift/usr/bin" command -v swift || echo swift)
# SwiftPM alone lets a target import what it did not declare, once that is built. Where nobody debugs, no time for it.
GRAPH := --explicit-target-dependency-import-check error $(if $(CI),-debug-info-format none)
FORMATTED := Sources Tests Package.swift
USERS ?= 100000
CASES ?= 5000
LIVES ?= $(if $(LIFE_SEED),1,5)
LIFE_HOURS ?= 12
ENTITIES ?= 50000
PREFIX ?= /usr
VERSION ?= 1.0.0
RELEASE := --configuration release --static-swift-stdlib
PROGRAM = $(shell $(SWIFT) build $(RELEASE) --show-bin-path)/workmail-sync
export KEEP

.PHONY: help deps build release check test password-differential life demo benchmark benchmark-organization benchmark-daemon install deb test-systemd clean

help:  ## what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 30

deps:  ## install the Debian packages that building, testing and the demo need
	@Tests/Lab/install-packages

build: deps  ## the program, for debugging
	$(SWIFT) build $(GRAPH)

release: deps  ## the program, optimized, with Swift's runtime in it
	$(SWIFT) build $(GRAPH) $(RELEASE) --product workmail-sync

install: release  ## into DESTDIR (the system), below PREFIX (/usr)
	@DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' Packaging/install "$(PROGRAM)"

deb: release  ## a Debian package of VERSION (1.0.0) in .build/deb; lintian's word on it, where that is installed
	@package=$$(VERSION='$(VERSION)' Packaging/deb "$(PROGRAM)" .build/deb) && echo "$$package" && \
		{ ! command -v lintian >/dev/null || lintian --fail-on error "$$package"; }

test-systemd: release  ## the package in a real systemd: start, reload, hang, upgrade, purge; as root, needs mmdebstrap, systemd-container, lintian
	@old=$$(VERSION=1.0.0 Packaging/deb "$(PROGRAM)" .build/deb) && \
		new=$$(VERSION=1.0.1 Packaging/deb "$(PROGRAM)" .build/deb) && \
		lintian --fail-on error "$$new" && Tests/Lab/systemd-tree "$$old" "$$new"

check: deps  ## format, lint, warnings as errors, and the module graph
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)
	$(SWIFT) build $(GRAPH) --build-tests

# What is about time limits runs by itself, and what tries a client's patience does not begin with everything else. By their
# modules: another one has PasswordsOverLDAPTests.
TIMED := ^LDAPTests\.|\.MailProgramTests/|\.WebhookDeliveryTests/
PATIENT := ^AWSTests\.|^WorkMailEndpointTests\.
# A service with limits of real time, by a clock that is not: beside all the others it has outages that nobody meant.
LIFE := \.LifeTests/

test: check  ## check, then every test, against real servers
	$(SWIFT) test $(GRAPH) --skip-build --disable-xctest --filter '$(TIMED)'
	$(SWIFT) test $(GRAPH) --skip-build --disable-xctest --filter '$(PATIENT)'
	$(SWIFT) test $(GRAPH) --skip-build --disable-xctest --filter '$(LIFE)'
	$(SWIFT) test $(GRAPH) --skip-build --disable-xctest --skip '$(TIMED)|$(PATIENT)|$(LIFE)'

password-differential: check  ## at least CASES passwords (5000) set over LDAPS, Samba's answers beside ours
	PASSWORD_SEED=$${PASSWORD_SEED:-$$(shuf -i 1-999999999 -n 1)} CI=1 PASSWORD_CASES=$(CASES) $(SWIFT) test $(GRAPH) --skip-build --disable-xctest --filter 'PasswordsOverLDAPTests'

life: check  ## LIVES (5) times LIFE_HOURS (12) of a company by chance, in front of the service; LIFE_SEED repeats one
	@for life in $$(seq $(LIVES)); do \
		LIFE_SEED=$${LIFE_SEED:-$$(shuf -i 1-999999 -n 1)} CI=1 LIFE_HOURS=$(LIFE_HOURS) $(SWIFT) test $(GRAPH) --skip-build --disable-xctest --filter 'LifeTests' || exit 1; \
	done

demo: release  ## a private domain controller and 200 people, start to finish; KEEP=1 leaves it running
	@PATH="$(dir $(PROGRAM)):$$PATH" Tests/Lab/demo

benchmark: deps  ## the first import of USERS people (100000), beside ldapsearch
	Tests/ImportBenchmark/run $(USERS)

benchmark-organization: deps  ## reading an organization of ENTITIES users (50000), beside botocore
	Tests/OrganizationBenchmark/run $(ENTITIES)

benchmark-daemon: deps  ## the service with USERS people: how soon a change is seen, and what it costs when idle
	Tests/DaemonBenchmark/run $(USERS)

clean:  ## what was built; the lab's domains stay in ~/.cache/workmail-sync
	$(SWIFT) package clean
