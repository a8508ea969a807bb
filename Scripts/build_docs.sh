#!/usr/bin/env bash
# Check the list of public symbols, and build the documentation of the library with the toolchain's docc; a warning is an error.
#
# usage: Scripts/build_docs.sh BUILD_FOLDER [OUTPUT]
# BUILD_FOLDER is that of a finished build, such as .build-tests/release; without OUTPUT nothing is kept.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
Scripts/public_symbols.py "$build" --graphs "$scratch/graphs"
command -v docc > /dev/null || { echo "build_docs: this toolchain has no docc; left out"; exit 0; }
docc convert Sources/Jeoul/Jeoul.docc --additional-symbol-graph-dir "$scratch/graphs" --warnings-as-errors \
    --fallback-display-name Jeoul --fallback-bundle-identifier jeoul --output-path "${2:-$scratch/Jeoul.doccarchive}"
echo "build_docs: no warning"
