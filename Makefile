# Jeoul: build, test, install. On a fresh machine `make demo` shows what it does and `make test` proves it.

.DEFAULT_GOAL := build
.PHONY: build command manual dist demo test page picture library wheel test-python test-spark linearity sanitizers fuzz siege \
    install uninstall format lint clean \
    dependencies

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

bin = $(DESTDIR)$(PREFIX)/bin
shares = $(DESTDIR)$(PREFIX)/share
share = $(shares)/jeoul
man = $(shares)/man/man1
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

# Package.swift says what is built more quickly so.
QUICK = JEOUL_QUICK_BUILD=1

# Builds the command, release, and its manual.
build: command manual

command: dependencies
	$(QUICK) $(SWIFT) build -c release $(STATIC) $(FLAGS) --product jeoul

# The pages of swift-argument-parser's own generator, which is built beside the command, of what is compiled for it already.
manual: command
	$(QUICK) $(SWIFT) build -c release $(STATIC) $(FLAGS) --product generate-manual
	Scripts/build_manual.sh .build/release/generate-manual .build/release/jeoul .build/manual

# The main job on what is bundled.
demo: command
	Scripts/demo.sh

# Every test, a package that depends on this one included. With the optimizer: the tests go through real corpora and every
# code point, for which a debug build takes seven times as long, more than it saves in compiling. (`swift test` alone works
# too.) In a folder of its own, since with other flags every module is compiled anew.
tests = $(CURDIR)/.build-tests
testing = --scratch-path "$(tests)" -c release -Xswiftc -enable-testing $(FLAGS)
test: dependencies .build-tests/workspace-state.json
	$(QUICK) $(SWIFT) build $(testing) --build-tests
	$(QUICK) $(SWIFT) test $(testing) --skip-build
	$(QUICK) Scripts/test_as_dependency.sh $(testing)
	Scripts/build_docs.sh "$(tests)/release"

# That the time for megabytes without a break grows linearly, by instructions; half a minute, with valgrind.
linearity: command
	Scripts/test_linearity.py

# That no kernel and no function of the C interface reads or writes where it may not, and that all kernels give the same.
sanitizers:
	Scripts/test_sanitizers.sh

# Each boundary where bytes from outside come in; FUZZ is what Scripts/fuzz.sh takes: seconds, and which.
FUZZ ?= 60
fuzz: dependencies
	Scripts/fuzz.sh $(FUZZ)

# Everything from outside that was ever found to trap, hang or fool it, with other seeds each time: at most half an hour.
# SIEGE is what Scripts/siege.py takes.
SIEGE ?= --seconds 1500
siege: build
	Scripts/siege.py $(SIEGE)

# The shared library of the C interface, and the Python wheel that has it.
library: dependencies
	Scripts/build_library.sh
wheel: dependencies
	Scripts/build_wheel.sh
test-python: wheel
	Scripts/test_python.sh
test-spark: wheel
	Scripts/test_spark.sh
	Scripts/test_spark.sh 3.5.7

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
install: $(if $(and $(wildcard .build/release/jeoul),$(wildcard .build/manual/jeoul.1)),,build)
	rm -rf "$(share)"
	install -d "$(bin)" "$(share)" "$(man)" "$(shares)/bash-completion/completions" "$(shares)/zsh/site-functions" \
		"$(shares)/fish/vendor_completions.d"
	install -m 755 .build/release/jeoul "$(bin)/jeoul"
	install -m 644 .build/manual/*.1 "$(man)"
	cp -R Vocab Corpora Claims LICENSE NOTICE "$(share)"
	find "$(share)" -name '*.swift' -delete
	.build/release/jeoul --generate-completion-script bash > "$(shares)/bash-completion/completions/jeoul"
	.build/release/jeoul --generate-completion-script zsh > "$(shares)/zsh/site-functions/_jeoul"
	.build/release/jeoul --generate-completion-script fish > "$(shares)/fish/vendor_completions.d/jeoul.fish"
	chmod -R u=rwX,go=rX "$(share)"

# Takes away all that was installed, and the folders that it leaves empty, but for the system's own.
own = $(if $(filter /usr /usr/local,$(PREFIX)),,"$(shares)" "$(bin)")
uninstall:
	rm -f "$(bin)/jeoul" "$(shares)/bash-completion/completions/jeoul" "$(shares)/zsh/site-functions/_jeoul" \
		"$(shares)/fish/vendor_completions.d/jeoul.fish"
	rm -f "$(man)/jeoul.1" "$(man)"/jeoul-*.1
	rm -rf "$(share)"
	-rmdir "$(man)" "$(shares)/man" "$(shares)/bash-completion/completions" "$(shares)/bash-completion" \
		"$(shares)/zsh/site-functions" "$(shares)/zsh" \
		"$(shares)/fish/vendor_completions.d" "$(shares)/fish" $(own) 2> /dev/null || true

# A tarball of what `make install` installs, that needs nothing but glibc; `Scripts/test_dist.sh` tries it in a bare Debian 13.
dist: build
	Scripts/build_dist.sh

# Pages in a real browser; skipped, and said, where there is none.
page: command
	Scripts/test_page.py

# The picture of a page that the README shows, of what is bundled alone.
picture: command
	Scripts/make_screenshot.py .build/release/jeoul docs/page.png

format:
	$(SWIFT) format --in-place --recursive $(swift_sources)

lint:
	$(SWIFT) format lint --strict --recursive $(swift_sources)

clean:
	rm -rf .build .build-tests .build-python dist .build-fuzz .build-sanitizers .build-siege
