import os
import sys

import pytest

import jeoul

pytest.importorskip("pyspark")
from pyspark.sql import SparkSession  # noqa: E402

from jeoul.spark import measure  # noqa: E402

os.environ["PYSPARK_PYTHON"] = sys.executable
VOCABULARIES = ["gpt-4o", "qwen2.5"]
ROWS = [
    (source, None if number % 17 == 0 else f"{number}번째 글입니다. 저울은 토큰의 무게를 잽니다 ㅋㅋ" * (number % 5))
    for number in range(997) for source in (f"s{number % 3}",)
]


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local[2,3]").appName("jeoul-test").config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3").config("spark.sql.execution.arrow.maxRecordsPerBatch", "50").getOrCreate())
    yield session
    session.stop()


def right(rows, name):
    texts = [text for _, text in rows if text is not None]
    tokenizer = jeoul.load(name)
    return (
        len(texts), len(rows) - len(texts), sum(len(text.encode()) for text in texts),
        int(sum(jeoul.count_characters(texts))) if texts else 0, int(sum(tokenizer.count_batch(texts))) if texts else 0)


def found(row):
    return tuple(row[name] for name in ("documents", "missing", "bytes", "korean_characters", "tokens"))


@pytest.mark.parametrize("partitions", [1, 2, 7, 1500])
def test_any_partitioning_gives_the_same_sums(spark, partitions):
    df = spark.createDataFrame(ROWS, "source string, text string").repartition(partitions)
    total = {row["vocabulary"]: found(row) for row in measure(df, vocabularies=VOCABULARIES).collect()}
    assert total == {name: right(ROWS, name) for name in VOCABULARIES}
    groups = {(row["source"], row["vocabulary"]): row for row in measure(df, by=["source"], vocabularies=VOCABULARIES).collect()}
    for source in ("s0", "s1", "s2"):
        for name in VOCABULARIES:
            rows = [row for row in ROWS if row[0] == source]
            row = groups[source, name]
            assert found(row) == right(rows, name)
            assert row["tokens_per_korean_character"] == row["tokens"] / row["korean_characters"]


def test_totals_are_the_command_s(spark):
    texts = [text for _, text in ROWS if text]
    df = spark.createDataFrame([(text,) for text in texts], "text string")
    report = jeoul.measure(texts=texts, vocabularies=VOCABULARIES)
    rows = {row["vocabulary"]: row["tokens"] for row in measure(df, vocabularies=VOCABULARIES).collect()}
    assert rows == {v["requested"]: v["tokens"] for v in report["vocabularies"]}


def test_a_task_that_fails_and_is_tried_again_changes_nothing(spark):
    """Each partition's first attempt gives some rows, which are counted, and then fails."""
    def fail_first(batches):
        from pyspark import TaskContext

        for batch in batches:
            yield batch
            if TaskContext.get().attemptNumber() == 0:
                raise RuntimeError("the first attempt fails")

    df = spark.createDataFrame(ROWS, "source string, text string").repartition(4).mapInArrow(
        fail_first, "source string, text string")
    assert [found(row) for row in measure(df, vocabularies=["gpt-4o"]).collect()] == [right(ROWS, "gpt-4o")]


def test_null_groups_empty_frames_and_odd_names(spark):
    df = spark.createDataFrame([(None, "가"), ("x", "나다"), (None, None)], "`a.b` string, text string").withColumnRenamed("a.b", "ab")
    rows = {row["ab"]: found(row) for row in measure(df, by=["ab"], vocabularies=["gpt-4o"]).collect()}
    assert rows[None][:2] == (1, 1) and rows["x"][:2] == (1, 0)
    empty = spark.createDataFrame([], "source string, text string")
    assert measure(empty, by=["source"], vocabularies=["gpt-4o"]).collect() == []
    with pytest.raises(ValueError):
        measure(empty, vocabularies=[])
    with pytest.raises(ValueError):
        measure(df.withColumnRenamed("ab", "tokens"), by=["tokens"], vocabularies=["gpt-4o"])
