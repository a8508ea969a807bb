#!/usr/bin/env bash
# Fuzz each boundary where bytes from outside come in, with the address sanitizer, from the seeds in Fuzz/Seeds.
#
# usage: Scripts/fuzz.sh [SECONDS [TARGET...]]      60 seconds of every target by default
#
# kernels: every kernel against the scalar one. vocabularies: every format of vocabulary files. patterns: the compiler of
# pre-tokenizer patterns, against ICU's regular expressions where both must agree. tokenizers: text through whole tokenizers by
# every entry, against the slow oracle of the tests.
# What fails is written to .build-fuzz/found, and how to run it again is printed. New inputs that reach new code are kept in
# .build-fuzz/inputs, from which the next run begins too. JEOUL_FUZZ_SEED=N tries the same inputs each time, as far as time goes.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
shift || true
targets=("$@")
[ $# -gt 0 ] || targets=(kernels vocabularies patterns tokenizers)

compiler=${JEOUL_CLANG:-clang}
build=$PWD/.build-fuzz
mkdir -p "$build/found"
# A crash is not symbolized by a program that may take minutes to read a binary; the reproducer says it all again.
# Nor by Swift's own handler, which reads memory that the sanitizer forbids and hides the message.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:symbolize=${JEOUL_FUZZ_SYMBOLIZE:-0}

build_kernels() {
    local flags=(-std=gnu11 -O1 -g -DJEOUL_FUZZ -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
        -I Sources/ScanKernels/include)
    "$compiler" "${flags[@]}" -fuse-ld=lld Sources/ScanKernels/*/*.c Tests/ScanKernelsTests/kernel_check.c -o "$build/kernels"
}

# The others are written in Swift: built once, all together.
build_swift() {
    JEOUL_FUZZ=1 swift build --scratch-path "$build" -c release --sanitize=fuzzer --sanitize=address \
        -Xswiftc -enable-testing --product "$1"
}

run() {
    local target=$1 program=$2 options=(-max_total_time="$seconds" -artifact_prefix="$build/found/$1-" -print_final_stats=1
        -verbosity=0 -max_len="$3" -timeout=20 -rss_limit_mb=4096 -seed="${JEOUL_FUZZ_SEED:-0}")
    mkdir -p "$build/inputs/$target"
    echo "==> fuzz $target, $seconds s"
    if ! "$program" "${options[@]}" "$build/inputs/$target" "Fuzz/Seeds/$target" 2> "$build/$target.log"; then
        grep -m 3 -E 'Fatal error|runtime error|^==[0-9]+==ERROR' "$build/$target.log" | cut -c 1-1000 >&2
        tail -n 30 "$build/$target.log" >&2
        echo "fuzz: $target failed; again: $program $build/found/$target-…" >&2
        return 1
    fi
    sed -n 's|^stat::number_of_executed_units: *|    inputs tried: |p' "$build/$target.log"
}

for target in "${targets[@]}"; do
    case "$target" in
        kernels) build_kernels; run kernels "$build/kernels" 4096 ;;
        vocabularies) build_swift FuzzVocabularies; run vocabularies "$build/release/FuzzVocabularies" 65536 ;;
        patterns) build_swift FuzzPatterns; run patterns "$build/release/FuzzPatterns" 4096 ;;
        tokenizers) build_swift FuzzTokenizers; run tokenizers "$build/release/FuzzTokenizers" 2048 ;;
        *) echo "fuzz: there is no target $target" >&2; exit 2 ;;
    esac
done
