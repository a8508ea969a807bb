#!/usr/bin/env bash
# See to it that what Jeoul is built with is here: Swift, and ICU's headers and libraries. Silent where nothing is missing.
#
# usage: Scripts/install_dependencies.sh
# ICU is installed by apt-get, with sudo where that is needed, or by Homebrew. What cannot be installed is named, with the
# command that installs it, and the status is 1.
set -euo pipefail

say() { echo "install_dependencies: $*" >&2; }
fail() { say "$@"; exit 1; }

require_swift() {
    command -v swift > /dev/null \
        || fail "Swift 6.1 or later is missing; see https://www.swift.org/install and put \`swift\` on the PATH"
    local version
    version=$(swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    case "$version" in
        [0-5].* | 6.0) fail "Swift $version is too old; Jeoul needs 6.1 or later: https://www.swift.org/install" ;;
        "") fail "\`swift --version\` fails; is the toolchain complete? Jeoul needs Swift 6.1 or later" ;;
    esac
    command -v git > /dev/null || fail "git is missing, with which Swift fetches packages; install the package git"
}

# Whether a program that calls ICU compiles and links. The Swift toolchain has a clang of its own.
has_icu() {
    local compiler flags=() prefix
    if [ "$(uname -s)" = Darwin ]; then
        # Homebrew keeps ICU out of the compiler's way.
        prefix=$(brew --prefix icu4c 2> /dev/null) || return 1
        flags=(-I"$prefix/include" -L"$prefix/lib")
    fi
    for compiler in clang cc gcc; do
        command -v "$compiler" > /dev/null || continue
        printf '#include <unicode/unorm2.h>\n#include <unicode/uregex.h>\nint main(void) { %s }\n' \
            'UErrorCode e = U_ZERO_ERROR; uregex_close(0); return unorm2_getNFCInstance(&e) == 0;' \
            | "$compiler" -x c - ${flags[@]+"${flags[@]}"} -licuuc -licui18n -o /dev/null 2> /dev/null
        return
    done
    fail "no C compiler is on the PATH; put the Swift toolchain's clang there, or install the package clang"
}

# Runs a command as root. Where nobody can answer, nothing asks for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}

install_icu() {
    local by_hand
    if [ "$(uname -s)" = Darwin ]; then
        by_hand="brew install icu4c"
        command -v brew > /dev/null || fail "ICU is missing; install Homebrew (https://brew.sh), then: $by_hand"
        say "installing icu4c by Homebrew"
        brew install icu4c >&2 || fail "Homebrew could not install icu4c; see above, then: $by_hand"
    elif command -v apt-get > /dev/null; then
        by_hand="apt-get update && apt-get install libicu-dev"
        [ "$(id -u)" = 0 ] || command -v sudo > /dev/null \
            || fail "ICU's headers are missing, and without sudo only root can install them; as root: $by_hand"
        say "installing libicu-dev by apt-get"
        # Without a network the package lists that are here may do.
        as_root apt-get update -qq >&2 || say "apt-get update failed; trying with the package lists that are here"
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends libicu-dev >&2 \
            || fail "could not install libicu-dev (ICU's headers); as root: $by_hand"
    else
        fail "ICU's headers and libraries are missing; install them with your system's package manager" \
            "(libicu-devel on Fedora and openSUSE, icu on Arch), then try again"
    fi
    has_icu || fail "ICU was installed, but a program that uses it still does not compile; is another ICU in the way?"
}

require_swift
has_icu || install_icu
