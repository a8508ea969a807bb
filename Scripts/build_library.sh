#!/usr/bin/env bash
# Build the shared library of the C interface: libjeoul.so, that exports what Sources/JeoulABI/Header/include/jeoul.h and
# jeoul_python.h declare and nothing else.
#
# usage: Scripts/build_library.sh [FOLDER [PROGRAM.c]]      .build/library by default
#
# With a program in C everything is built with the address sanitizer instead, and linked into FOLDER/<program>.
#
# SwiftPM cannot link Swift's own libraries statically into a shared one, and would take Foundation whole, with 34 MB of
# data of its own ICU; the objects that it compiles are linked here with FoundationEssentials instead.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-.build/library} program=${2:-}
header=Sources/JeoulABI/Header/include/jeoul.h
headers=("$header" "$(dirname "$header")/jeoul_python.h")
mkdir -p "$out"
# With the flags of `make build`, so that neither compiles anew what the other has.
building=(-c release --static-swift-stdlib -Xswiftc -use-ld=lld)
if [ -n "$program" ]; then
    # In a folder of its own, since with other flags every module is compiled anew; packages are fetched once, into .build.
    scratch=.build-sanitizers
    building+=(--scratch-path "$scratch" --sanitize=address)
    [ -e "$scratch/workspace-state.json" ] || {
        swift package resolve
        mkdir -p "$scratch"
        cp -R .build/repositories "$scratch"
        swift package --scratch-path "$scratch" --force-resolved-versions resolve
    }
fi
swift build "${building[@]}" --target JeoulABI

build=$(swift build "${building[@]}" --show-bin-path)
static=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")/lib/swift_static/linux
[ -d "$static" ] || { echo "build_library: the toolchain has no static libraries in $static" >&2; exit 1; }

# The objects of the sources that are here: a build folder keeps those of sources that are gone. So SwiftPM's own accessor of
# resources is left out too, which alone would need Foundation; Jeoul finds its folders by itself.
objects=()
add_objects() {
    local target=$1 source
    shift
    # Objects of C lie in folders as their sources do, those of Swift do not.
    while IFS= read -r source; do
        case $source in *.swift) source=$(basename "$source") ;; *) source=${source#"$1"/} ;; esac
        objects+=("$build/$target.build/$source.o")
    done < <(find "$@" \( -name '*.swift' -o -name '*.c' \) | sort)
}
add_objects JeoulABI Sources/JeoulABI -maxdepth 1
add_objects JeoulHeader Sources/JeoulABI/Header
for target in JeoulText JeoulTokenizing JeoulVocabularies JeoulStatistics ScanKernels ICUShims SHA256Shims; do
    add_objects "$target" "Sources/$target"
done
add_objects Vocab Vocab -maxdepth 1

libraries=(
    -Wl,--start-group -lswiftCore -lswift_Concurrency -lswiftSynchronization -lswift_StringProcessing -lswift_RegexParser
    -lswiftRuntime -lswiftGlibc -lswiftDispatch -ldispatch -lBlocksRuntime -l_FoundationCShims -l_FoundationCollections
    -lFoundationEssentials -Wl,--end-group -licuuc -licui18n -lcrypto -ldl -lpthread -lm)
if [ -n "$program" ]; then
    clang -std=gnu11 -O1 -g -Wall -Wextra -fsanitize=address -I "$(dirname "$header")" -c "$program" -o "$out/program.o"
    clang++ -fsanitize=address -fuse-ld=lld -o "$out/$(basename "$program" .c)" "$static/$(uname -m)/swiftrt.o" "$out/program.o" \
        "${objects[@]}" -L"$static" "${libraries[@]}"
    exit
fi

{
    echo '{ global:'
    sed -n 's/^[a-z].*[ *]\(jeoul_[a-z_0-9]*\)(.*/    \1;/p' "${headers[@]}" | sort -u
    echo '  local: *; };'
} > "$out/exports.map"

clang++ -shared -fuse-ld=lld -static-libgcc -o "$out/libjeoul.so" "$static/$(uname -m)/swiftrt.o" "${objects[@]}" -L"$static" \
    -Wl,--version-script="$out/exports.map" -Wl,--gc-sections -Wl,--strip-all -Wl,-z,defs -Wl,-soname,libjeoul.so \
    "${libraries[@]}"

nm -D --defined-only "$out/libjeoul.so" | awk '{ print $3 }' | sort > "$out/exported"
sed -n 's/^    \(jeoul_.*\);$/\1/p' "$out/exports.map" | diff - "$out/exported" \
    || { echo "build_library: not exactly what the headers declare is exported" >&2; exit 1; }
cp "$header" "$out/"
