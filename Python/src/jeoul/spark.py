"""Counting on a Spark cluster: exact sums of integers, merged by Spark's own aggregation, and intervals from them.

>>> from jeoul.spark import compare, measure                            # doctest: +SKIP
>>> measure(df, text="text", by=["source"], vocabularies=["gpt-4o", "qwen2.5"]).show()   # doctest: +SKIP
>>> compare(df, baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="article").show()   # doctest: +SKIP
"""
from __future__ import annotations

import functools
import os
import shutil
import warnings
from typing import TYPE_CHECKING, Any, Callable, Iterator, Optional, Sequence

from ._documents import listed
from .tokenizer import _policy

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: What `measure` sums, in this order, for each group and vocabulary.
SUMS = ("documents", "missing", "bytes", "korean_characters", "tokens")
#: What `compare` says, after the groups.
COMPARED = (
    ("vocabulary", "string"), ("baseline", "string"), ("documents", "long"), ("korean_characters", "long"),
    ("tokens", "long"), ("baseline_tokens", "long"), ("ratio", "double"), ("low", "double"), ("high", "double"),
    ("simultaneous_low", "double"), ("simultaneous_high", "double"), ("p_value", "double"),
    ("adjusted_p_value", "double"), ("differs", "boolean"), ("units", "string"), ("unit_count", "long"),
    ("effective_units", "double"), ("reason", "string"))
#: The column of the unit that a row is of.
UNIT = "jeoul_unit"
#: What the column of the text is called on its way, whatever it is in the frame: ``doc.text`` would be called ``text``.
TEXT = "jeoul_text"


def measure(
    df: "DataFrame", *, text: str = "text", by: Sequence[str] = (), vocabularies: Sequence[str],
    folders: Sequence[str] = (), compiled_folder: Optional[str] = None, errors: str = "strict",
) -> "DataFrame":
    """Documents, bytes, Korean characters and tokens of a column, a row for each group and vocabulary.

    A partition counts its own rows in Arrow batches and gives a row of sums for each group and vocabulary of a batch; Spark
    adds them up, so that the totals are the same to the last token however the rows are partitioned, and when tasks are tried again.
    What is shuffled are those sums, not text. ``missing`` are rows whose text is null: they count nothing else. ``bytes`` are those of the texts in UTF-8, without line ends, and
    ``vocabulary`` is the name that was asked for.

    ``by`` names columns of plain values, not of arrays, maps or structures.

    ``folders`` are looked through for vocabularies on each worker, beside those that the package carries; what came by
    ``--archives`` is named by its name there. ``errors="replace"`` reads what is not UTF-8 as U+FFFD.
    """
    from pyspark.sql import functions

    by, folders = listed(by), listed(folders)
    _policy(errors)
    _check_text(df, text)
    shipped, names = _ship(df, listed(vocabularies), folders, compiled_folder)
    if not names:
        raise ValueError("name at least one vocabulary")
    schema = _schema(
        df, by, [("vocabulary", "string"), *((name, "long") for name in SUMS)], ["tokens_per_korean_character"])

    def count(batches: Iterator[Any]) -> Iterator[Any]:
        tokenizers = _load(names, folders, compiled_folder, shipped)
        for batch in batches:
            if batch.num_rows:
                yield from _sums(batch, by, names, tokenizers, errors)

    sums = df.select(*by, functions.col(text).alias(TEXT)).mapInArrow(count, schema).groupBy(*by, "vocabulary").agg(
        *(functions.sum(name).alias(name) for name in SUMS))
    per_character = functions.col("tokens") / functions.when(functions.col("korean_characters") > 0,
                                                             functions.col("korean_characters"))
    return sums.withColumn("tokens_per_korean_character", per_character)


def _sums(
    batch: Any, by: list[str], names: list[str], tokenizers: list[Any], errors: str,
) -> Iterator[Any]:
    """A record batch for each vocabulary, a row a group."""
    import pyarrow as pa
    import pyarrow.compute as pc

    import jeoul

    texts = batch.column(TEXT)
    groups = {field: batch.column(field) for field in by}
    common = {
        "documents": pc.cast(pc.is_valid(texts), pa.int64()),
        "missing": pc.cast(pc.is_null(texts), pa.int64()),
        "bytes": pc.cast(pc.fill_null(pc.binary_length(texts), 0), pa.int64()),
        "korean_characters": pa.array(jeoul.count_characters(texts, errors=errors)),
    }
    for name, tokenizer in zip(names, tokenizers):
        tokens = pa.array(tokenizer.count_batch(texts, errors=errors))
        merged = _merged({**groups, **common, "tokens": tokens}, by, SUMS)
        named = pa.array([name] * merged.num_rows, pa.string())
        yield from merged.add_column(len(by), "vocabulary", named).combine_chunks().to_batches()


def compare(
    df: "DataFrame", *, baseline: str, vocabularies: Sequence[str], text: str = "text", cluster: Optional[str] = None,
    by: Sequence[str] = (), folders: Sequence[str] = (), compiled_folder: Optional[str] = None, errors: str = "strict",
    level: float = 0.95, most_units: int = 100_000, buckets: int = 4096,
) -> "DataFrame":
    """Each vocabulary's tokens against the baseline's on the same documents, with intervals, a row for each group and
    vocabulary: those of ``jeoul compare --cluster`` for the same clusters, to the last digit, where no text stands in two of them.
    (The command takes a copy with the first of its kind, whichever cluster that is in; on a cluster of machines there is no first, and a
    copy stays where it is.)

    Independent units are the values of the column ``cluster``, which says what rows share a source; of more than
    ``most_units`` of a group, so many ``buckets`` of clusters by their hash. Without a cluster column the units are buckets of
    documents by the hash of their text, so that copies of a text are in one: which rows stand beside each other, and are alike for
    that, is not known on a cluster. The column ``units`` says which it was; ``reason`` why there is no interval.

    Partitions give sums of integers for each unit, which Spark adds up; the job runs now, and its result, a few rows, is a
    DataFrame of its own. A row whose cluster is null is an error (``jeoul compare`` of a Parquet file takes all such rows for one
    cluster).
    """
    from pyspark import StorageLevel
    from pyspark.sql import functions

    by, folders = listed(by), listed(folders)
    _policy(errors)
    _check_text(df, text)
    if min(buckets, most_units) < 1 or not 0.5 <= level <= 0.999:
        raise ValueError(
            f"buckets ({buckets}) and most_units ({most_units}) are at least 1, and level ({level}) is from 0.5 to 0.999")
    shipped, names = _ship(df, [baseline, *listed(vocabularies)], folders, compiled_folder)
    if len(names) < 2:
        raise ValueError("name at least one vocabulary beside the baseline")
    result = _schema(df, by, list(COMPARED))
    sums = ["documents", "korean_characters", *(f"tokens_{number}" for number in range(len(names)))]
    schema = _schema(df, by, [(UNIT, "string"), *((name, "long") for name in sums)])

    def bucket(column: str) -> Any:
        return functions.pmod(functions.xxhash64(column), functions.lit(buckets)).cast("string")

    def count(batches: Iterator[Any]) -> Iterator[Any]:
        tokenizers = _load(names, folders, compiled_folder, shipped)
        for batch in batches:
            if batch.num_rows:
                yield from _unit_sums(batch, by, sums, tokenizers, errors)

    def added(units: "DataFrame", *more: str) -> "DataFrame":
        return units.groupBy(*by, *more, UNIT).agg(*(functions.sum(name).alias(name) for name in sums))

    unit = bucket(text) if cluster is None else functions.col(cluster).cast("string")
    units = added(df.select(*by, functions.col(text).alias(TEXT), unit.alias(UNIT)).mapInArrow(count, schema))
    label = functions.lit("hashed buckets of documents" if cluster is None else "clusters")
    units = units.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        merged = units.withColumn("units", label)
        if cluster is not None:
            merged = _bounded(units, by, added, bucket, most_units)
        # All units of a group come to one task, one group after another, of which it has one in memory: no more than the bound.
        # In the order of their names, whatever the partitions: the same digits every time.
        placed = merged.repartition(*by) if by else merged.repartition(1)
        rows = placed.sortWithinPartitions(*by, UNIT).mapInArrow(_estimating(by, names, sums, level), result).collect()
    finally:
        units.unpersist()
    return df.sparkSession.createDataFrame(rows, result)


def _bounded(
    units: "DataFrame", by: list[str], added: Callable[..., "DataFrame"], bucket: Callable[[str], Any], most_units: int,
) -> "DataFrame":
    """The units of each group; of a group that has more than ``most_units``, buckets of them."""
    from pyspark.sql import functions

    places = {field: f"jeoul_by_{number}" for number, field in enumerate(by)}
    sizes = units.groupBy(*by).agg(functions.count(functions.lit(1)).alias("jeoul_units")).select(
        *(functions.col(field).alias(place) for field, place in places.items()), "jeoul_units")
    same = [functions.col(field).eqNullSafe(functions.col(place)) for field, place in places.items()]
    joined = units.join(functions.broadcast(sizes), functools.reduce(lambda one, other: one & other, same)) \
        if same else units.crossJoin(functions.broadcast(sizes))
    is_over = functions.col("jeoul_units") > most_units
    return added(
        joined.withColumn(UNIT, functions.when(is_over, bucket(UNIT)).otherwise(functions.col(UNIT))).withColumn(
            "units", functions.when(is_over, "hashed buckets of clusters").otherwise("clusters")), "units")


def _unit_sums(
    batch: Any, by: list[str], sums: list[str], tokenizers: list[Any], errors: str,
) -> Iterator[Any]:
    """A record batch, a row for each group and unit."""
    import pyarrow as pa
    import pyarrow.compute as pc

    import jeoul

    if batch.column(UNIT).null_count:
        raise ValueError("a row has no cluster: fill the column, or leave such rows out")
    texts = batch.column(TEXT)
    keys = [*by, UNIT]
    columns = {field: batch.column(field) for field in keys}
    columns["documents"] = pc.cast(pc.is_valid(texts), pa.int64())
    columns["korean_characters"] = pa.array(jeoul.count_characters(texts, errors=errors))
    for number, tokenizer in enumerate(tokenizers):
        columns[f"tokens_{number}"] = pa.array(tokenizer.count_batch(texts, errors=errors))
    yield from _merged(columns, keys, sums).combine_chunks().to_batches()


def _estimating(by: list[str], names: list[str], sums: list[str], level: float) -> Callable[..., Iterator[Any]]:
    """The function that gives the estimates of the groups of a partition, from their units' sums."""
    def estimate(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        from jeoul import _statistics

        kinds = {"string": pa.string(), "long": pa.int64(), "double": pa.float64(), "boolean": pa.bool_()}
        for units in _groups(batches, by):
            documents, characters, *tokens = (units.column(name).to_pylist() for name in sums)
            totals = [sum(column) for column in tokens]
            rows = [
                [names[number], names[0], sum(documents), sum(characters), totals[number], totals[0], found.ratio, found.low,
                 found.high, found.simultaneous_low, found.simultaneous_high, found.p_value, found.adjusted_p_value,
                 found.differs, units.column("units")[0].as_py(), found.unit_count, found.effective_units, found.reason]
                for number, found in enumerate(_statistics.compare([characters, *tokens], level), 1)]
            columns = [pa.array(list(column), kinds[kind]) for column, (_, kind) in zip(zip(*rows), COMPARED)]
            keys = [units.column(field).take(pa.array([0] * len(rows))) for field in by]
            yield from pa.table([*keys, *columns], names=[*by, *(name for name, _ in COMPARED)]).to_batches()

    return estimate


def _groups(batches: Iterator[Any], by: list[str]) -> Iterator[Any]:
    """The rows of each group, of rows that are sorted by it. What one group is, Arrow says as Spark does: all nulls are one, and all
    NaNs."""
    import pyarrow as pa

    group: Any = None
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        if group is not None:
            rows = pa.concat_tables([group, rows])
        if not rows.num_rows:
            continue
        starts = [0, *_changes(rows.select(by))]
        for start, end in zip(starts, starts[1:]):
            yield rows.slice(start, end - start)
        group = rows.slice(starts[-1])
    if group is not None:
        yield group


def _changes(keys: Any) -> list[int]:
    """The rows whose values are not those of the row before."""
    import pyarrow.compute as pc

    changed: set[int] = set()
    for column in keys.columns:
        codes = column.combine_chunks().dictionary_encode("encode").indices
        changed.update(pc.indices_nonzero(pc.not_equal(codes.slice(1), codes.slice(0, len(codes) - 1))).to_pylist())
    return [index + 1 for index in sorted(changed)]


def _merged(columns: dict[str, Any], keys: Sequence[str], sums: Sequence[str]) -> Any:
    """The columns with the rows of the same keys added up."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not keys:
        return pa.table({name: pa.array([pc.sum(columns[name]).as_py()], pa.int64()) for name in sums})
    # By names of its own: Arrow makes names of these, which a key could have.
    own = {name: f"key {number}" for number, name in enumerate(keys)}
    own.update((name, f"sum {number}") for number, name in enumerate(sums))
    table = pa.table({own[name]: columns[name] for name in [*keys, *sums]})
    merged = table.group_by([own[key] for key in keys]).aggregate([(own[name], "sum") for name in sums])
    arrays = [merged.column(own[key]) for key in keys] + [merged.column(own[name] + "_sum") for name in sums]
    return pa.table(arrays, names=[*keys, *sums])


def _check_text(df: "DataFrame", text: str) -> None:
    """Raises ValueError where a column is no text, which no task could count."""
    from pyspark.sql import types

    kind = df.select(text).schema[0].dataType
    if not isinstance(kind, (types.StringType, types.BinaryType)):
        raise ValueError(f"the column {text!r} is of {kind.simpleString()}: text is string or binary")


def _schema(df: "DataFrame", by: list[str], columns: list[tuple[str, str]], later: Sequence[str] = ()) -> Any:
    """The groups' columns as the frame has them, and more; ``later`` are added to it later."""
    from pyspark.sql import types

    kinds = {
        "string": types.StringType(), "long": types.LongType(), "double": types.DoubleType(),
        "boolean": types.BooleanType()}
    taken = {*(name for name, _ in columns), *later}.intersection(by)
    if taken:
        raise ValueError(f"rename the column {min(taken)!r}: the result has one of that name")
    for field in by:
        if field not in df.schema.names:
            raise ValueError(f"there is no column {field!r} to group by; there are {', '.join(df.schema.names)}")
        if isinstance(df.schema[field].dataType, (types.ArrayType, types.MapType, types.StructType)):
            raise ValueError(f"the column {field!r} has values within values: group by one of those")
    return types.StructType(
        [types.StructField(field, df.schema[field].dataType, True) for field in by]
        + [types.StructField(name, kinds[kind], True) for name, kind in columns])


#: The folder of compiled vocabularies, beside what Spark has given to an executor.
COMPILED = "jeoul-compiled"


def _ship(
    df: "DataFrame", names: Sequence[str], folders: Sequence[str], compiled_folder: Optional[str],
) -> tuple[tuple[str, ...], list[str]]:
    """Compiles the vocabularies that the driver has, and gives them to the executors by Spark's own files, so that not even the first
    worker of one compiles them: the names of the files, and the vocabularies' without those that are another's. Where the package, or the folder, has another path than here they are of no
    use, and do no harm: they are looked for by path, and each is checked against the SHA-256 of what it was made of."""
    import jeoul

    try:
        context = df.sparkSession.sparkContext
    except (AttributeError, NotImplementedError):
        context = None  # Spark Connect: the driver is elsewhere.
    folder = compiled_folder
    if folder is None and context is not None:
        folder = _compiled_folder()
    first: dict[str, str] = {}
    for name in names:
        try:
            vocabulary = jeoul.load(name, folders=folders, compiled_folder=folder).name
        except jeoul.VocabularyError:
            vocabulary = name  # It may be on the executors alone.
        if first.setdefault(vocabulary, name) != name:
            warnings.warn(f"{name} is {first[vocabulary]}: it is counted once", stacklevel=3)
    distinct = list(first.values())
    if compiled_folder is not None or context is None or folder is None:
        return (), distinct
    made = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    shipped = tuple(name for name in made if name.endswith(".jeoul"))
    if context.master != "local" and not context.master.startswith("local["):
        for name in shipped:
            context.addFile(os.path.join(folder, name))  # What was added already is not added again.
    return shipped, distinct


def _compiled_folder() -> str:
    from pyspark import SparkFiles

    return str(os.path.abspath(SparkFiles.get(COMPILED)))


def _load(
    names: Sequence[str], folders: Sequence[str], compiled_folder: Optional[str], shipped: Sequence[str] = (),
) -> list[Any]:
    """The vocabularies, once a worker process. Relative folders are also looked for where Spark put its archives. What is not among
    the compiled files that the driver ``shipped`` the first worker of an executor keeps in that form for the others."""
    from pyspark import SparkFiles

    import jeoul

    def placed(path: str) -> str:
        return path if os.path.exists(path) or not os.path.exists(SparkFiles.get(path)) else SparkFiles.get(path)

    folders = [placed(os.fspath(folder)) for folder in folders]
    if compiled_folder is None:
        compiled_folder = _compiled_folder()
        for name in shipped:
            source, place = SparkFiles.get(name), os.path.join(compiled_folder, name)
            if os.path.exists(source) and not os.path.exists(place):
                # A copy, since one whose source was touched is written anew: Spark would find its own file changed.
                os.makedirs(compiled_folder, 0o700, exist_ok=True)
                part = f"{place}.{os.getpid()}"
                shutil.copyfile(source, part)
                os.chmod(part, 0o600)  # One that others can write to is not read.
                os.replace(part, place)
    # A name with a slash is a path, as on the command line.
    return [
        jeoul.load(placed(name) if "/" in name else name, folders=folders, compiled_folder=compiled_folder)
        for name in names]
