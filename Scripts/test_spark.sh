#!/usr/bin/env bash
# Install the wheel into a fresh venv and run the tests of jeoul.spark: on local[2], by spark-submit, and on a standalone cluster of a master and two workers
# on this machine, one of which is killed in the middle.
#
# usage: Scripts/test_spark.sh [PYSPARK]      a version of PySpark, as 3.5.7; the newest by default. After `make wheel`; needs Java.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v java > /dev/null || { echo "test_spark: skipped: no java is on the PATH"; [ "${JEOUL_REQUIRE_SPARK:-0}" != 1 ]; exit; }
venv=.build-python/spark${1:+-$1}
rm -rf "$venv"
python3 -m venv "$venv"
"$venv/bin/python" -m pip install -q dist/jeoul-*.whl "pyspark${1:+==$1}" pyarrow "pandas<3" pytest setuptools
tests=$PWD/Python/tests/spark python=$PWD/$venv/bin/python
cd "$(mktemp -d)"
"$python" -m pytest -q -rs "$tests"
