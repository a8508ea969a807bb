#!/usr/bin/env bash
# Compare the NEON kernel with the scalar one in an emulator, on a machine that is not 64-bit ARM.
#
# usage: Scripts/test_neon.sh
# Without the cross compiler or the emulator it says so and passes; with JEOUL_REQUIRE_NEON=1 it fails instead.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "test_neon: skipped: $1"
    [ "${JEOUL_REQUIRE_NEON:-0}" != 1 ] || { echo "test_neon: JEOUL_REQUIRE_NEON=1 forbids that" >&2; exit 1; }
    exit 0
}

compiler=${JEOUL_NEON_CC:-aarch64-linux-gnu-gcc}
emulator=${JEOUL_NEON_EMULATOR:-qemu-aarch64}
case "$(uname -m)" in
    aarch64 | arm64) echo "test_neon: not needed: \`swift test\` runs the NEON kernel on this machine"; exit 0 ;;
esac
missing=
command -v "$compiler" > /dev/null || missing="$missing gcc-aarch64-linux-gnu"
command -v "$emulator" > /dev/null || missing="$missing qemu-user"
[ -z "$missing" ] || skip "missing packages (Debian's names):$missing"

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
# Static, so that the emulator needs no libraries of the other machine.
"$compiler" -std=gnu11 -O2 -Wall -Wextra -Werror -static -I Sources/ScanKernels/include -o "$build/kernel_check" \
    Sources/ScanKernels/*/*.c Tests/ScanKernelsTests/kernel_check.c
"$emulator" "$build/kernel_check" | tee "$build/printed"
grep -q '^neon agrees' "$build/printed" || { echo "test_neon: the emulated machine has no NEON kernel" >&2; exit 1; }
