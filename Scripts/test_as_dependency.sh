#!/usr/bin/env bash
# Build and run the programs of Examples, a package that depends on this one as any other would, and compare what they print
# with what stands behind `// Prints:` in each.
#
# usage: Scripts/test_as_dependency.sh [swift build option...]
# With the options, `--scratch-path` among them, that something else of this tree was built with, only the programs themselves
# are compiled. Needs no network once the packages are fetched. JEOUL_KEEP_OUTPUT=1 writes what they print into them.
set -euo pipefail
cd "$(dirname "$0")/.."

# The same versions as here, or newer ones would be fetched.
[ -f Package.resolved ] || swift package resolve
cp Package.resolved Examples/

swift build --package-path Examples --force-resolved-versions "$@"
binaries=$(swift build --package-path Examples --force-resolved-versions "$@" --show-bin-path)
is_other=
for main in Examples/Sources/*/main.swift; do
    name=$(basename "$(dirname "$main")")
    printed=$("$binaries/$name")
    if [ "${JEOUL_KEEP_OUTPUT:-}" = 1 ]; then
        program=$(sed '/^\/\/ Prints:$/,$d' "$main")
        { printf '%s\n\n// Prints:\n' "$program"; printf '%s\n' "$printed" | sed 's|^|// |'; } > "$main"
    fi
    expected=$(sed -n '/^\/\/ Prints:$/,$s|^// \{0,1\}||p' "$main" | tail -n +2)
    [ "$printed" = "$expected" ] || { echo "$main prints '$printed', and not '$expected'" >&2; is_other=1; }
done
[ -z "$is_other" ] || exit 1
echo "test_as_dependency: $(ls Examples/Sources | wc -l) programs that depend on Jeoul print what they should"
