# Jeoul: build, test, install. On a fresh machine `make demo` shows what it does and `make test` proves it.

.DEFAULT_GOAL := build
.PHONY: build demo test page library wheel test-python test-spark linearity sanitizers fuzz install uninstall format lint clean \
    dependencies

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

bin = $(DESTDIR)$(PREFIX)/bin
share = $(DESTDIR)$(PREFIX)/share/jeoul
swift_sources = Package.swift Sources Tests Fuzz Examples Vocab Corpora Claims

ifeq ($(shell uname -s),Darwin)
# Homebrew keeps its libraries out of the compiler's way.
homebrew = $(foreach package,icu4c zstd xz,$(shell brew --prefix $(package)))
FLAGS = $(foreach prefix,$(homebrew),-Xcc -I$(prefix)/include -Xlinker -L$(prefix)/lib)
else
# With Swift's own libraries inside, the command starts in half the time (5 ms instead of 10) and runs where no Swift is
# installed. Linked by the toolchain's own lld, since others warn of Foundation's. `make STATIC=` leaves them out, for a
# toolchain that has no static ones.
STATIC = --static-swift-stdlib -Xswiftc -use-ld=lld
endif

# Builds the command, release.
build: dependencies
	$(SWIFT) build -c release $(STATIC) $(FLAGS) --product jeoul

# The main job on what is bundled.
demo: build
	Scripts/demo.sh

# Every test, a package that depends on this one included. With the optimizer: the tests go through real corpora and every
# code point, for which a debug build takes seven times as long, more than it saves in compiling. (`swift test` alone works
# too.) In a folder of its own, since with other flags every module is compiled anew.
tests = $(CURDIR)/.build-tests
testing = --scratch-path "$(tests)" -c release -Xswiftc -enable-testing $(FLAGS)
test: dependencies .build-tests/workspace-state.json
	$(SWIFT) build $(testing) --build-tests
	$(SWIFT) test $(testing) --skip-build
	Scripts/test_as_dependency.sh $(testing)
	Scripts/public_symbols.py "$(tests)/release"
	Scripts/build_docs.sh "$(tests)/release"

# That the time for megabytes without a break grows linearly, by instructions; half a minute, with valgrind.
linearity: build
	Scripts/test_linearity.py

# That no kernel reads or writes where it may not, and that all give the same.
sanitizers:
	Scripts/test_sanitizers.sh

# Each boundary where bytes from outside come in; FUZZ is what Scripts/fuzz.sh takes: seconds, and which.
FUZZ ?= 60
fuzz: dependencies
	Scripts/fuzz.sh $(FUZZ)

# The shared library of the C interface, and the Python wheel that has it.
library: dependencies
	Scripts/build_library.sh
wheel: dependencies
	Scripts/build_wheel.sh
test-python: wheel
	Scripts/test_python.sh
test-spark: wheel
	Scripts/test_spark.sh

# Packages are fetched once, into .build: after `make build`, `make test` needs no network.
.build-tests/workspace-state.json: | dependencies
	$(SWIFT) package resolve
	mkdir -p "$(tests)"
	cp -R .build/repositories "$(tests)"
	$(SWIFT) package --scratch-path "$(tests)" --force-resolved-versions resolve

# Installs what is missing to build with; fails, and says what to install, where it cannot.
dependencies:
	@Scripts/install_dependencies.sh

# Installs what is built, and builds only what is not: under sudo the toolchain is seldom on the PATH.
completions = $(DESTDIR)$(PREFIX)/share
install: $(if $(wildcard .build/release/jeoul),,build)
	rm -rf "$(share)"
	install -d "$(bin)" "$(share)" "$(completions)/bash-completion/completions" "$(completions)/zsh/site-functions" \
		"$(completions)/fish/vendor_completions.d"
	install -m 755 .build/release/jeoul "$(bin)/jeoul"
	cp -R Vocab Corpora Claims LICENSE NOTICE "$(share)"
	find "$(share)" -name '*.swift' -delete
	.build/release/jeoul --generate-completion-script bash > "$(completions)/bash-completion/completions/jeoul"
	.build/release/jeoul --generate-completion-script zsh > "$(completions)/zsh/site-functions/_jeoul"
	.build/release/jeoul --generate-completion-script fish > "$(completions)/fish/vendor_completions.d/jeoul.fish"
	chmod -R u=rwX,go=rX "$(share)"

# Takes away all that was installed, and the folders that it leaves empty.
uninstall:
	rm -f "$(bin)/jeoul" "$(completions)/bash-completion/completions/jeoul" "$(completions)/zsh/site-functions/_jeoul" \
		"$(completions)/fish/vendor_completions.d/jeoul.fish"
	rm -rf "$(share)"
	-rmdir "$(completions)/bash-completion/completions" "$(completions)/bash-completion" \
		"$(completions)/zsh/site-functions" "$(completions)/zsh" \
		"$(completions)/fish/vendor_completions.d" "$(completions)/fish" 2> /dev/null || true

# Pages in a real browser; skipped, and said, where there is none.
page: build
	Scripts/test_page.py

format:
	$(SWIFT) format --in-place --recursive $(swift_sources)

lint:
	$(SWIFT) format lint --strict --recursive $(swift_sources)

clean:
	rm -rf .build .build-tests .build-python dist .build-fuzz
