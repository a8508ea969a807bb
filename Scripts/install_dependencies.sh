#!/usr/bin/env bash
# See to it that what Jeoul is built with is here: Swift, the headers and libraries of ICU, OpenSSL's libcrypto and four
# compressors, and Perl with its modules, which writes the manual pages. Silent where nothing is missing.
#
# usage: Scripts/install_dependencies.sh
# The libraries are installed by apt-get, with sudo where that is needed, or by Homebrew. What cannot be installed is named, with the
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

# The libraries, as Debian and Homebrew name the packages of their headers.
debian_packages=(perl libicu-dev libssl-dev zlib1g-dev libzstd-dev liblzma-dev libbz2-dev)
homebrew_packages=(icu4c zstd xz)

# Whether a program that calls every library compiles and links. The Swift toolchain has a clang of its own.
has_libraries() {
    local compiler flags=() prefix package crypto='#include <openssl/sha.h>' libraries=(-lcrypto)
    if [ "$(uname -s)" = Darwin ]; then
        crypto='' libraries=()
        # Homebrew keeps ICU out of the compiler's way.
        for package in "${homebrew_packages[@]}"; do
            prefix=$(brew --prefix "$package" 2> /dev/null) || return 1
            flags+=(-I"$prefix/include" -L"$prefix/lib")
        done
    fi
    for compiler in clang cc gcc; do
        command -v "$compiler" > /dev/null || continue
        printf '%s\n' '#include <unicode/unorm2.h>' '#include <unicode/uregex.h>' "$crypto" '#include <zlib.h>' \
            '#include <zstd.h>' '#include <lzma.h>' '#include <stdio.h>' '#include <bzlib.h>' \
            'int main(void) { UErrorCode e = U_ZERO_ERROR; uregex_close(0);' \
            'return (unorm2_getNFCInstance(&e) == 0) + (zlibVersion() == 0) + ZSTD_versionNumber()' \
            '+ lzma_version_number() + (BZ2_bzlibVersion() == 0); }' \
            | "$compiler" -x c - ${flags[@]+"${flags[@]}"} -licuuc -licui18n ${libraries[@]+"${libraries[@]}"} -lz -lzstd \
                -llzma -lbz2 -o /dev/null 2> /dev/null
        return
    done
    fail "no C compiler is on the PATH; put the Swift toolchain's clang there, or install the package clang"
}

# Debian's perl-base, which is always there, has no modules.
has_perl() { perl -MJSON::PP -e 1 2> /dev/null; }

# Runs a command as root. Where nobody can answer, nothing asks for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}

install_libraries() {
    local by_hand
    if [ "$(uname -s)" = Darwin ]; then
        by_hand="brew install ${homebrew_packages[*]}"
        command -v brew > /dev/null || fail "libraries are missing; install Homebrew (https://brew.sh), then: $by_hand"
        say "installing by Homebrew: ${homebrew_packages[*]}"
        brew install "${homebrew_packages[@]}" >&2 || fail "Homebrew could not install them; see above, then: $by_hand"
    elif command -v apt-get > /dev/null; then
        by_hand="apt-get update && apt-get install ${debian_packages[*]}"
        [ "$(id -u)" = 0 ] || command -v sudo > /dev/null \
            || fail "headers of libraries or Perl's modules are missing, and without sudo only root can install them; as root: $by_hand"
        say "installing by apt-get: ${debian_packages[*]}"
        # Without a network the package lists that are here may do.
        as_root apt-get update -qq >&2 || say "apt-get update failed; trying with the package lists that are here"
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends "${debian_packages[@]}" >&2 \
            || fail "could not install the libraries; as root: $by_hand"
    else
        fail "headers of ICU, OpenSSL, zlib, zstd, xz or bzip2 are missing; install them with your system's package manager" \
            "(as Debian names them: ${debian_packages[*]}), then try again"
    fi
    has_perl || fail "perl has no JSON::PP; install Perl with its modules (Debian: apt-get install perl)"
    has_libraries || fail "the libraries were installed, but a program that uses them still does not compile; are others in the way?"
}

require_swift
{ has_libraries && has_perl; } || install_libraries
