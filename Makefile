# Everything a fresh Debian machine with Rust and Node needs: `make run` to see it, `make test` to trust it.
# No target sets RUSTFLAGS: cargo would build every dependency anew each time the flags change.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

SHELL_SCRIPTS := .ci/run tests/with-postgres tests/with-chromium $(wildcard tests/*.sh)
NODE_FOLDERS := $(patsubst %/package-lock.json,%,$(wildcard web/package-lock.json tests/*/package-lock.json bench/*/package-lock.json))
# What could not be checked here, a line each. `make test` ends with it.
NOT_CHECKED := target/not-checked
NODE_TESTS := $(patsubst %/package-lock.json,%/node_modules/.package-lock.json,$(wildcard tests/node/package-lock.json))

.PHONY: help run test check fmt-check scripts-check deny-check clippy-check doc-check schema-check web-check schema web browser soak bench

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: web ## Start the desk with demo data on an embedded SQLite file
	cargo run -- serve --demo

# The tests' own output comes last, and at the very end how many there were: over all crates, and in the browser; and what could not be checked.
test: web check $(NODE_TESTS) ## Check, then run every test, on SQLite, on a throw-away PostgreSQL and in Chromium
	@echo 'tests/with-postgres cargo test --workspace --no-fail-fast'
	@code=0; \
	tests/with-postgres cargo test --workspace --no-fail-fast 2>&1 | tee -i target/test.log || code=$$?; \
	$(MAKE) browser 2>&1 | tee -i target/browser.log || code=$$?; \
	for on in SQLite PostgreSQL; do grep "^browser on $$on: " target/browser.log || echo "browser on $$on: not told to the end"; done; \
	cat $(NOT_CHECKED); \
	awk '/^test result: / { passed += $$4; failed += $$6; skipped += $$8 } \
	  /^browser on / { passed += $$4; failed += $$6; skipped += $$8 } \
	  END { printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped }' target/test.log target/browser.log; \
	exit $$code

# Every story on SQLite; those in which several people work on one ticket once more on PostgreSQL, also when one failed on SQLite. Pictures of the pages
# lie in tests/browser/results.
browser: web tests/browser/node_modules/.package-lock.json ## Tell the stories of the portal in a browser, through the real program
	cargo build
	@export TANGGAP="$$(realpath "$${CARGO_TARGET_DIR:-target}")/debug/tanggap"; \
	cd tests/browser; \
	npm run check; \
	code=0; \
	../with-chromium npm test || code=$$?; \
	TANGGAP_BROWSER_DATABASE=postgres ../with-postgres ../with-chromium npm test -- tiers session || code=$$?; \
	exit $$code

check: fmt-check scripts-check deny-check clippy-check doc-check schema-check web-check ## Format, lints, docs, licences, contract; a warning is an error

fmt-check:
	cargo fmt --all --check

scripts-check:
	@for script in $(SHELL_SCRIPTS); do echo "bash -n $$script"; bash -n "$$script"; done

# Licences, banned crates and sources are a test, so that they are checked wherever cargo is. What the world has learnt of a version since comes from
# outside: from the advisories' database, and from npm's registry. A check that gets no answer is said, and is no failure.
deny-check:
	@mkdir -p target
	@: > $(NOT_CHECKED)
	cargo test --quiet --locked --test dependencies
	@if ! command -v cargo-deny >/dev/null; then \
	  echo 'NOT CHECKED: advisories on crates. `cargo install cargo-deny --locked` brings the tool.' | tee -a $(NOT_CHECKED); \
	elif ! cargo deny --log-level off fetch db >/dev/null 2>&1; then \
	  echo 'NOT CHECKED: advisories on crates, their database cannot be reached from here.' | tee -a $(NOT_CHECKED); \
	else \
	  echo 'cargo deny check'; \
	  cargo deny --log-level error --locked check --disable-fetch; \
	fi
	@for folder in $(NODE_FOLDERS); do \
	  echo "npm audit, in $$folder"; \
	  if told="$$(npm --prefix "$$folder" audit --audit-level=high --json 2>/dev/null)"; then :; \
	  elif grep -q '"auditReportVersion"' <<<"$$told"; then \
	    npm --prefix "$$folder" audit --audit-level=high; exit 1; \
	  else \
	    echo "NOT CHECKED: advisories on $$folder, npm's registry does not answer." | tee -a $(NOT_CHECKED); \
	  fi; \
	done

clippy-check:
	cargo clippy --workspace --all-targets --locked -- -D warnings

doc-check:
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --document-private-items --locked

schema-check:
	@echo 'cargo run -q -- schema | diff -u graphql/schema.graphql -'
	@cargo run -q -- schema | diff -u graphql/schema.graphql - || \
	  { echo '*** graphql/schema.graphql is not what the program prints: run `make schema` and read the diff.' >&2; exit 1; }

# Through a second file: a program that fails must not leave an empty contract behind.
schema: ## Write graphql/schema.graphql, the contract, from the program
	@mkdir -p target
	cargo run -q -- schema > target/schema.graphql
	cp target/schema.graphql graphql/schema.graphql

# The stories of the check kill the program a few times; this is the long one. SOAK=1000 for a night.
SOAK ?= 100
soak: ## Kill the program a hundred times under load, on SQLite and on a throw-away PostgreSQL, and cut its power
	TANGGAP_TEST_KILLS=$(SOAK) tests/with-postgres cargo test --test tests -- --nocapture --test-threads=1 program::soak program::power_loss

# BENCH='--big 100000 --runs 3 --idle 5 --clocks 100000' for a quick look; `--help` lists the sizes.
# The portal in a browser comes last; BENCH_WEB='--url ... --only queue' looks at a desk that runs already, see bench/web/main.mjs.
bench: web bench/web/node_modules/.package-lock.json ## Measure, with a release build, on SQLite and on a throw-away PostgreSQL, then the portal
	cargo build --release -p tanggap -p tanggap-bench
	tests/with-postgres --durable bash -c 'exec "$${CARGO_TARGET_DIR:-target}/release/tanggap-bench" --postgres "$$TANGGAP_TEST_POSTGRES" $(BENCH)'
	@export TANGGAP="$$(realpath "$${CARGO_TARGET_DIR:-target}")/release/tanggap"; \
	cd bench/web; \
	../../tests/with-chromium node main.mjs $(BENCH_WEB)

# The portal. Cargo never calls npm: it embeds whatever lies in web/dist.
ifneq ($(wildcard web/package.json),)

# Folders too, so that a deleted file counts as a change.
WEB_SOURCES := $(shell find web -mindepth 1 \( -name node_modules -o -path web/dist -o -name generated \) -prune -o -print)

web: web/dist/index.html ## Build the portal, if it or the contract changed

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES) graphql/schema.graphql
	cd web && npm run build
	@touch $@

web-check: web/node_modules/.package-lock.json
	cd web && npm run lint && npm test

else

web web-check:
	@:

endif

# npm writes this file into node_modules last: it is as old as the installation.
%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund
	@touch $@
