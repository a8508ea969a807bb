"""Counting on a Spark cluster: exact sums of integers, merged by Spark's own aggregation.

>>> from jeoul.spark import measure                            # doctest: +SKIP
>>> measure(df, text="text", by=["source"], vocabularies=["gpt-4o", "qwen2.5"]).show()   # doctest: +SKIP
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator, Optional, Sequence

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: What is summed, in this order, for each group and vocabulary.
SUMS = ("documents", "missing", "bytes", "korean_characters", "tokens")


def measure(
    df: "DataFrame", *, text: str = "text", by: Sequence[str] = (), vocabularies: Sequence[str],
    folders: Sequence[str] = (), compiled_folder: Optional[str] = None, errors: str = "strict",
) -> "DataFrame":
    """Documents, bytes, Korean characters and tokens of a column, a row for each group and vocabulary.

    A partition counts its own rows in Arrow batches and gives a row of sums for each group and vocabulary of a batch; Spark
    adds them up, so that the totals are the same to the last token however the rows are partitioned, and when tasks are tried again.
    What is shuffled are those sums, not text. ``missing`` are rows whose text is null: they count nothing else.

    ``folders`` are looked through for vocabularies on each worker, beside those that the package carries; files that were
    given by ``--archives`` are named by their path there. ``errors="replace"`` reads what is not UTF-8 as U+FFFD.
    """
    from pyspark.sql import functions, types

    by, names = list(by), list(vocabularies)
    if not names:
        raise ValueError("name at least one vocabulary")
    taken = [field for field in by if field in SUMS or field == "vocabulary"]
    if taken:
        raise ValueError(f"rename the column {taken[0]!r}: the result has one of that name")
    fields = [df.schema[field] for field in by]
    schema = types.StructType(
        [types.StructField(field.name, field.dataType, True) for field in fields]
        + [types.StructField("vocabulary", types.StringType(), False)]
        + [types.StructField(name, types.LongType(), False) for name in SUMS])

    def count(batches: Iterator[Any]) -> Iterator[Any]:
        import jeoul

        tokenizers = [jeoul.load(name, folders=folders, compiled_folder=compiled_folder) for name in names]
        for batch in batches:
            if batch.num_rows:
                yield from _sums(batch, text, by, tokenizers, errors)

    sums = df.select(*by, text).mapInArrow(count, schema).groupBy(*by, "vocabulary").agg(
        *(functions.sum(name).alias(name) for name in SUMS))
    per_character = functions.col("tokens") / functions.when(functions.col("korean_characters") > 0,
                                                             functions.col("korean_characters"))
    return sums.withColumn("tokens_per_korean_character", per_character)


def _sums(batch: Any, text: str, by: list[str], tokenizers: list[Any], errors: str) -> Iterator[Any]:
    """A record batch for each vocabulary, a row a group."""
    import pyarrow as pa
    import pyarrow.compute as pc

    import jeoul

    texts = batch.column(batch.schema.get_field_index(text))
    groups = {field: batch.column(batch.schema.get_field_index(field)) for field in by}
    common = {
        "documents": pc.cast(pc.is_valid(texts), pa.int64()),
        "missing": pc.cast(pc.is_null(texts), pa.int64()),
        "bytes": pc.cast(pc.fill_null(pc.binary_length(texts), 0), pa.int64()),
        "korean_characters": pa.array(jeoul.count_characters(texts, errors=errors)),
    }
    for tokenizer in tokenizers:
        columns = {**groups, **common, "tokens": pa.array(tokenizer.count_batch(texts, errors=errors))}
        table = pa.table(columns)
        if by:
            table = table.group_by(by).aggregate([(name, "sum") for name in SUMS])
            arrays = [table.column(field) for field in by] + [table.column(name + "_sum") for name in SUMS]
        else:
            arrays = [pa.array([pc.sum(table.column(name)).as_py()], pa.int64()) for name in SUMS]
        names = pa.array([tokenizer.requested] * len(arrays[0]), pa.string())
        arrays.insert(len(by), names)
        merged = pa.table(arrays, names=[*by, "vocabulary", *SUMS])
        yield from merged.combine_chunks().to_batches()
