#!/usr/bin/env bash
# Build the shared library of the C interface: libjeoul.so, that exports what Sources/JeoulABI/Header/include/jeoul.h
# declares and nothing else.
#
# usage: Scripts/build_library.sh [FOLDER]      .build/library by default
#
# SwiftPM cannot link Swift's own libraries statically into a shared one, and would take Foundation whole, with 34 MB of
# data of its own ICU; the objects that it compiles are linked here with FoundationEssentials instead.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-.build/library}
header=Sources/JeoulABI/Header/include/jeoul.h
mkdir -p "$out"
swift build -c release --target JeoulABI

build=$(swift build -c release --show-bin-path)
static=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")/lib/swift_static/linux
[ -d "$static" ] || { echo "build_library: the toolchain has no static libraries in $static" >&2; exit 1; }

# The objects of the sources that are here: a build folder keeps those of sources that are gone. So SwiftPM's own accessor of
# resources is left out too, which alone would need Foundation; Jeoul finds its folders by itself.
objects=()
add_objects() {
    local target=$1 source
    shift
    while IFS= read -r source; do objects+=("$build/$target.build/$(basename "$source").o"); done \
        < <(find "$@" \( -name '*.swift' -o -name '*.c' \) | sort)
}
add_objects JeoulABI Sources/JeoulABI -maxdepth 1
add_objects JeoulHeader Sources/JeoulABI/Header
for target in JeoulCore JeoulStatistics ScanKernels ICUShims SHA256Shims; do add_objects "$target" "Sources/$target"; done
add_objects Vocab Vocab -maxdepth 1

{
    echo '{ global:'
    sed -n 's/^[a-z].*[ *]\(jeoul_[a-z_0-9]*\)(.*/    \1;/p' "$header" | sort -u
    echo '  local: *; };'
} > "$out/exports.map"

clang++ -shared -fuse-ld=lld -static-libgcc -o "$out/libjeoul.so" "$static/$(uname -m)/swiftrt.o" "${objects[@]}" -L"$static" \
    -Wl,--version-script="$out/exports.map" -Wl,--gc-sections -Wl,--strip-all -Wl,-z,defs -Wl,-soname,libjeoul.so \
    -Wl,--start-group -lswiftCore -lswift_Concurrency -lswiftSynchronization -lswift_StringProcessing -lswift_RegexParser \
    -lswiftRuntime -lswiftGlibc -lswiftDispatch -ldispatch -lBlocksRuntime -l_FoundationCShims -l_FoundationCollections -lFoundationEssentials -Wl,--end-group \
    -licuuc -licui18n -lcrypto -ldl -lpthread -lm

nm -D --defined-only "$out/libjeoul.so" | awk '{ print $3 }' | sort > "$out/exported"
sed -n 's/^    \(jeoul_.*\);$/\1/p' "$out/exports.map" | diff - "$out/exported" \
    || { echo "build_library: not exactly what jeoul.h declares is exported" >&2; exit 1; }
cp "$header" "$out/"
