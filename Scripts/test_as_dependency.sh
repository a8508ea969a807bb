#!/usr/bin/env bash
# Build and run a program that depends on Jeoul, in a package of its own outside this tree.
#
# usage: Scripts/test_as_dependency.sh [swift build option...]
# With the options, `--scratch-path` among them, that something else of this tree was built with, only the program itself is
# compiled. Needs no network once the packages are fetched.
set -euo pipefail
cd "$(dirname "$0")/.."
jeoul=$PWD

package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT
mkdir -p "$package/Sources/CountTokens"
cat > "$package/Package.swift" << END
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "count-tokens",
    platforms: [.macOS(.v15)],
    dependencies: [.package(path: "$jeoul")],
    targets: [
        .executableTarget(
            name: "CountTokens", dependencies: [.product(name: "Jeoul", package: "$(basename "$jeoul")")])
    ]
)
END
cat > "$package/Sources/CountTokens/main.swift" << 'END'
import Jeoul

let vocabulary = try VocabularyCatalog.standard().load("gpt-4o")
let tokenizer = try vocabulary.tokenizer()
let text = "안녕하세요, 저울은 토큰의 무게를 잽니다."
let ids = try tokenizer.encode(text)
print(try tokenizer.count(text), try tokenizer.decodeText(ids) == text)
END
# The same versions as here, or newer ones would be fetched.
[ -f Package.resolved ] || swift package resolve
cp Package.resolved "$package/"

printed=$(swift run --package-path "$package" --force-resolved-versions "$@" CountTokens)
expected="16 true"
[ "$printed" = "$expected" ] || { echo "test_as_dependency: expected '$expected', got '$printed'" >&2; exit 1; }
echo "test_as_dependency: a package that depends on Jeoul builds and counts right"
