#!/usr/bin/env bash
# Install the wheel into a fresh venv and run the Python tests against it, not against the tree.
#
# usage: Scripts/test_python.sh       after `make wheel`
# tiktoken, tokenizers, NumPy and PyArrow come from PyPI; a test that cannot have what it compares with is skipped, or
# fails under JEOUL_REQUIRE_PYTHON=1.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.build-python/test
rm -rf "$venv"
python3 -m venv "$venv"
"$venv/bin/python" -m pip install -q dist/jeoul-*.whl pytest
# Without NumPy and Arrow first: neither is required.
"$venv/bin/python" -c 'import jeoul; assert list(jeoul.load("gpt-4o").count_batch(["안녕하세요", None])) == [2, 0]'
"$venv/bin/python" -m pip install -q numpy pyarrow pandas polars tiktoken tokenizers mypy
tests=$PWD/Python/tests shared=$PWD/../shared
cd "$(mktemp -d)"
JEOUL_SHARED=$shared "$OLDPWD/$venv/bin/pytest" -q -rs --ignore "$tests/spark" "$tests"
JEOUL_SHARED=$shared "$OLDPWD/$venv/bin/pytest" -q --doctest-modules --pyargs jeoul.tokenizer jeoul.reports jeoul
