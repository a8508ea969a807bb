import json
import os
import random
import sys

import pytest

import jeoul

pytest.importorskip("pyspark")
from pyspark.sql import SparkSession  # noqa: E402

from jeoul.spark import compare, measure  # noqa: E402

os.environ["PYSPARK_PYTHON"] = sys.executable
VOCABULARIES = ["gpt-4o", "qwen2.5"]
ROWS = [
    (source, None if number % 17 == 0 else f"{number}번째 글입니다. 저울은 토큰의 무게를 잽니다 ㅋㅋ" * (number % 5))
    for number in range(197) for source in (f"s{number % 3}",)
]


FIGURES = ("low", "high", "simultaneous_low", "simultaneous_high", "p_value", "adjusted_p_value", "differs", "effective_units")


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


@pytest.mark.parametrize("partitions", [1, 2, 7, 300])
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


def test_what_spark_writes_is_read_by_the_command(spark, tmp_path):
    """Its folders of Parquet files, with a mark beside them, and partitioned by a column."""
    df = spark.createDataFrame(ROWS, "source string, text string").repartition(5)
    (right_row,) = measure(df, vocabularies=["gpt-4o"]).collect()
    for name, writer in (("plain.parquet", df.write), ("parted", df.write.partitionBy("source").option("compression", "zstd"))):
        writer.parquet(str(tmp_path / name))
        report = jeoul.measure(tmp_path / name, column="text", vocabularies=["gpt-4o"])
        assert report["vocabularies"][0]["tokens"] == right_row["tokens"]
        assert report["corpus"]["korean_characters"] == right_row["korean_characters"]


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


def test_fields_within_others_and_names_given_twice(spark):
    """A nested field is called by its last name in a frame, and a name given twice is counted once."""
    rows = [(("안녕하세요, 저는 학생입니다. " * (n % 7 + 1),), f"film {n % 30}") for n in range(120)]
    df = spark.createDataFrame(rows, "doc struct<text: string>, film string")
    flat = spark.createDataFrame([(doc[0], film) for doc, film in rows], "text string, film string")
    names = ["gpt-4o", "gpt-4o", "qwen2.5"]
    assert {row["vocabulary"]: found(row) for row in measure(df, text="doc.text", vocabularies=names).collect()} == {
        row["vocabulary"]: found(row) for row in measure(flat, vocabularies=["gpt-4o", "qwen2.5"]).collect()}
    nested = compare(df, baseline="gpt-4o", vocabularies=["qwen2.5", "qwen2.5"], text="doc.text", cluster="film").collect()
    assert nested == compare(flat, baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="film").collect()
    assert len(nested) == 1
    # By the text itself, one group a text.
    by_text = measure(flat, by=["text"], vocabularies=["gpt-4o"]).collect()
    assert len(by_text) == 7 and sum(row["documents"] for row in by_text) == 120


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


@pytest.fixture(scope="module")
def reviews():
    """Real text, copies left out, which the local command takes with their first, wherever that is."""
    from jeoul import _library

    text = (_library.FILES / "share/jeoul/Corpora/NSMC/nsmc-every-50th.txt").read_text()
    source = random.Random(11)
    return [(line, f"film {source.randrange(400)}", source.choice("ab")) for line in dict.fromkeys(text.split("\n")[:4000])]


def local(rows, tmp_path):
    """What the command makes of (text, cluster) rows, a figure for each name of FIGURES, for each vocabulary but the first."""
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({"text": text, "c": cluster}, ensure_ascii=False) + "\n" for text, cluster in rows))
    report = jeoul.compare(path, baseline=NAMES[0], vocabularies=NAMES[1:], cluster="c")
    found = {}
    for row in report["vocabularies"][1:]:
        estimate = row["estimate"]
        found[row["requested"]] = (
            estimate["value"], estimate["interval"]["low"], estimate["interval"]["high"], row["simultaneous"]["low"],
            row["simultaneous"]["high"], row["p_value"], row["adjusted_p_value"], row["differs"],
            estimate["effective_units"], estimate["units"], estimate["documents"], row["tokens"])
    return found


NAMES = ["gpt-4o", "qwen2.5", "a.x-4.0"]


def compared(rows):
    return {
        row["vocabulary"]: (
            row["ratio"], *(row[name] for name in FIGURES), row["unit_count"], row["documents"], row["tokens"])
        for row in rows}


@pytest.mark.parametrize("partitions", [1, 3, 40])
def test_intervals_are_the_command_s_for_the_same_clusters(spark, reviews, tmp_path, partitions):
    df = spark.createDataFrame(reviews, "text string, film string, part string").repartition(partitions)
    rows = compare(df, baseline=NAMES[0], vocabularies=NAMES[1:], cluster="film").collect()
    assert compared(rows) == local([(text, film) for text, film, _ in reviews], tmp_path)
    assert {row["units"] for row in rows} == {"clusters"}
    groups = compare(df, baseline=NAMES[0], vocabularies=NAMES[1:], cluster="film", by=["part"]).collect()
    for part in "ab":
        right = local([(text, film) for text, film, other in reviews if other == part], tmp_path)
        assert compared(row for row in groups if row["part"] == part) == right


def test_beyond_the_bound_clusters_are_hashed_to_buckets(spark, reviews, tmp_path):
    df = spark.createDataFrame(reviews, "text string, film string, part string").repartition(4)
    rows = compare(df, baseline=NAMES[0], vocabularies=NAMES[1:], cluster="film", most_units=399, buckets=60).collect()
    bucketed = df.selectExpr("text", "cast(pmod(xxhash64(film), 60) as string) c").collect()
    assert compared(rows) == local([(row["text"], row["c"]) for row in bucketed], tmp_path)
    assert {(row["units"], row["unit_count"]) for row in rows} == {
        ("hashed buckets of clusters", len({row["c"] for row in bucketed}))}
    # A group within the bound keeps its clusters.
    few = [(text, film, "c") for text, film, _ in reviews if film < "film 2"]
    both = spark.createDataFrame(reviews + few, "text string, film string, part string")
    rows = compare(both, baseline=NAMES[0], vocabularies=NAMES[1:], cluster="film", by=["part"], most_units=250).collect()
    assert {row["part"]: row["units"] for row in rows} == {
        "a": "hashed buckets of clusters", "b": "hashed buckets of clusters", "c": "clusters"}


def test_without_clusters_documents_are_hashed_to_buckets_copies_together(spark, reviews, tmp_path):
    copied = [text for text, _, _ in reviews] + [text for text, _, _ in reviews[:900]] + [None, ""]
    df = spark.createDataFrame([(text,) for text in copied], "text string").repartition(6)
    rows = compare(df, baseline=NAMES[0], vocabularies=NAMES[1:], buckets=200).collect()
    bucketed = df.where("text is not null").selectExpr("text", "cast(pmod(xxhash64(text), 200) as string) c").collect()
    right = local([(row["text"], row["c"]) for row in bucketed], tmp_path)
    found = compared(rows)
    for name in NAMES[1:]:
        # The command does not count the empty document.
        assert found[name][:-2] == right[name][:-2] and found[name][-2:] == (right[name][-2] + 1, right[name][-1])
    assert {row["units"] for row in rows} == {"hashed buckets of documents"}


def test_comparisons_refuse_and_say_what_is_missing(spark, reviews):
    df = spark.createDataFrame(reviews[:8], "text string, film string, part string")
    (row,) = compare(df, baseline="gpt-4o", vocabularies=["qwen2.5"]).collect()
    assert row["low"] is None and "too few" in row["reason"] and row["ratio"] > 0
    assert compare(df.where("film = ''"), baseline="gpt-4o", vocabularies=["qwen2.5"]).collect() == []
    with pytest.raises(Exception, match="no cluster"):
        compare(df.selectExpr("text", "cast(null as string) film"), baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="film")
    with pytest.raises(ValueError):
        compare(df, baseline="gpt-4o", vocabularies=["gpt-4o"])
    groups = compare(
        df.selectExpr("text", "film", "nullif(part, 'a') part"), baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="film",
        by=["part"]).collect()
    assert {row["part"] for row in groups} == {None, "b"}


def test_groups_are_spark_s_whatever_their_values(spark, tmp_path):
    """NaN is one group, and so is null; dates and decimals are, and as many groups as there are rows, in batches that they cross."""
    import datetime
    import decimal

    rows = [
        (f"{n}번째 글입니다. " * (n % 4 + 1), f"film {n % 37}", [1.5, float("nan"), None, -0.0, 0.0][n % 5],
         datetime.datetime(2024, 1, 1 + n % 2), decimal.Decimal(n % 2) / 3, n // 3) for n in range(400)]
    df = spark.createDataFrame(rows, "text string, film string, x double, day timestamp, part decimal(10, 5), many int").repartition(5)
    found = compare(df, baseline=NAMES[0], vocabularies=NAMES[1:], cluster="film", by=["x"]).collect()
    key = {"nan": lambda x: x is not None and x != x, "null": lambda x: x is None, "0": lambda x: x == 0, "1.5": lambda x: x == 1.5}
    assert len(found) == 4 * 2
    for is_of in key.values():
        right = local([(row[0], row[1]) for row in rows if is_of(row[2])], tmp_path)
        assert compared(row for row in found if is_of(row["x"])) == right
    sums = measure(df, by=["x"], vocabularies=["gpt-4o"]).collect()
    assert len(sums) == 4 and sum(row["documents"] for row in sums) == 400
    found = compare(df, baseline=NAMES[0], vocabularies=NAMES[1:], cluster="film", by=["day", "part"]).collect()
    assert len(found) == 2 * 2
    for day, part in {(row["day"], row["part"]) for row in found}:
        right = local([(row[0], row[1]) for row in rows if row[3] == day and round(row[4], 5) == part], tmp_path)
        assert compared(row for row in found if (row["day"], row["part"]) == (day, part)) == right
    found = compare(df, baseline=NAMES[0], vocabularies=NAMES[1:2], cluster="film", by=["many"]).collect()
    assert {(row["many"], row["documents"], row["unit_count"]) for row in found} == {
        (many, 1 if many == 133 else 3, 1 if many == 133 else 3) for many in range(134)}


def test_what_cannot_be_asked_is_refused_at_once(spark, reviews):
    df = spark.createDataFrame(reviews[:8], "text string, film string, part string").selectExpr(
        "*", "array(part) parts", "struct(part) inner", "part tokens_per_korean_character")
    for by in ("parts", "inner", "tokens_per_korean_character"):
        with pytest.raises(ValueError, match=by):
            measure(df, by=[by], vocabularies=["gpt-4o"])
    for odd in ({"buckets": 0}, {"most_units": 0}, {"level": 1.0}):
        with pytest.raises(ValueError, match=next(iter(odd))):
            compare(df, baseline="gpt-4o", vocabularies=["qwen2.5"], **odd)


def first_loads(df, names):
    """Of each worker what its first load took of the processor, in seconds, and whether the next one gives the same."""
    from jeoul.spark import _ship

    shipped, _ = _ship(df, names, (), None)

    def load(batches):
        import time

        import pyarrow as pa

        import jeoul
        from jeoul.spark import _load

        for batch in batches:
            is_first = not any(key[0] in names for key in jeoul.tokenizer._loaded)
            start = time.process_time()
            first = _load(names, (), None, shipped)
            took = time.process_time() - start
            same = [one is other for one, other in zip(first, _load(names, (), None, shipped))]
            yield pa.record_batch({"pid": [os.getpid()], "seconds": [took], "first": [is_first], "same": [all(same)]})

    rows = df.mapInArrow(load, "pid long, seconds double, first boolean, same boolean").collect()
    assert all(row["same"] for row in rows)
    return {row["pid"]: row["seconds"] for row in rows if row["first"]}


def test_a_vocabulary_is_loaded_once_a_worker_and_soon(spark):
    """Also by the first worker, whose driver has compiled it: here one that no other test has asked for."""
    took = first_loads(spark.createDataFrame([("가",)] * 4, "text string").repartition(2), ["cl100k_base"])
    assert took and max(took.values()) <= 0.05, took


def test_two_names_of_a_vocabulary_are_one(spark, reviews):
    df = spark.createDataFrame(reviews[:600], ["text", "film", "source"])
    with pytest.warns(UserWarning, match="o200k_base is gpt-4o"):
        named_twice = compare(df, baseline="gpt-4o", vocabularies=["o200k_base", "qwen2.5"], cluster="film").collect()
    assert named_twice == compare(df, baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="film").collect()
    with pytest.warns(UserWarning):
        assert measure(df, vocabularies=["gpt-4o", "o200k_base"]).count() == 1


def test_what_no_task_could_do_is_refused_by_the_driver(spark):
    df = spark.createDataFrame([("안녕", 1, "x")], ["text", "number", "tokens_sum"])
    for wrong in (
        lambda: measure(df, vocabularies=["gpt-4o"], errors="ignore"), lambda: measure(df, text="number", vocabularies=["gpt-4o"]),
        lambda: measure(df, vocabularies=["gpt-4o"], by=["Text2"]),
        lambda: compare(df, baseline="gpt-4o", vocabularies=["qwen2.5"], level=0.3),
    ):
        with pytest.raises(ValueError):
            wrong()
    assert measure(df, vocabularies=["gpt-4o"], by=["tokens_sum"]).collect()[0]["tokens"] == 2
