#!/usr/bin/env bash
# Build the kernels with the address and undefined-behaviour sanitizers and compare each with the scalar one; build the C
# interface with the address sanitizer and give it what no caller should.
#
# usage: Scripts/test_sanitizers.sh
# The Swift toolchain's clang has the sanitizers; without a clang that has them it says so and passes, or fails under
# JEOUL_REQUIRE_SANITIZERS=1.
set -euo pipefail
cd "$(dirname "$0")/.."

compiler=${JEOUL_CLANG:-clang}
flags=(-std=gnu11 -O1 -g -Wall -Wextra -fsanitize=address,undefined -fno-sanitize-recover=all -I Sources/ScanKernels/include)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

if ! echo 'int main(void) { return 0; }' | "$compiler" "${flags[@]}" -fuse-ld=lld -x c - -o "$build/try" 2> /dev/null; then
    echo "test_sanitizers: skipped: $compiler has no sanitizers"
    [ "${JEOUL_REQUIRE_SANITIZERS:-0}" != 1 ] || { echo "test_sanitizers: JEOUL_REQUIRE_SANITIZERS=1 forbids that" >&2; exit 1; }
    exit 0
fi
# A file a process: clang compiles several one after another.
printf '%s\0' Sources/ScanKernels/*/*.c Tests/ScanKernelsTests/kernel_check.c \
    | xargs -0 -P 2 -I '{}' sh -c 'f=$1; shift; "$@" -c "$f" -o "$0/$(basename "$f" .c).o"' "$build" '{}' "$compiler" "${flags[@]}"
"$compiler" "${flags[@]}" -fuse-ld=lld "$build"/*.o -o "$build/kernel_check"
"$build/kernel_check"
# On Linux, where the library is linked by hand.
[ "$(uname -s)" = Linux ] || exit 0
Scripts/build_library.sh "$build" Tests/JeoulABITests/hostile.c
"$build/hostile" Vocab
