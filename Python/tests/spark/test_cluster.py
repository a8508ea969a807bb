"""On a real standalone cluster, and by spark-submit: the same results as here, whatever is lost on the way."""
import json
import os
import pathlib
import shutil
import sys
import threading
import time

import pytest
from conftest import submit

import jeoul
from jeoul import _library

pytest.importorskip("pyspark")
from pyspark.sql import SparkSession  # noqa: E402

from jeoul.spark import compare, measure  # noqa: E402

README = pathlib.Path(__file__).parents[2] / "README.md"


def texts():
    lines = (_library.FILES / "share/jeoul/Corpora/NSMC/nsmc-every-50th.txt").read_text().split("\n")[:-1]
    return list(dict.fromkeys(lines))[:6000]


def right(name, rows):
    return int(sum(jeoul.load(name).count_batch(rows)))


@pytest.fixture
def on_cluster(standalone, request):
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = (
        SparkSession.builder.master(standalone.url).appName("jeoul-cluster").config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "700m").config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4").config("spark.sql.adaptive.enabled", "false"))
    for name, value in getattr(request, "param", {}).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def executors(session):
    """How many executors there are, the driver not counted."""
    return session.sparkContext._jsc.sc().statusTracker().getExecutorInfos().__len__() - 1


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(standalone, on_cluster):
    rows = [(text, f"film {number % 300}", "ab"[number % 2]) for number, text in enumerate(texts())]

    def slowly(batches):
        for batch in batches:
            time.sleep(0.25)
            yield batch

    whole = on_cluster.createDataFrame(rows, "text string, film string, part string").repartition(32)
    df = whole.mapInArrow(slowly, whole.schema)
    while executors(on_cluster) < 2:
        time.sleep(0.1)
    found = {}

    def run():
        found["sums"] = {
            (row["part"], row["vocabulary"]): (row["documents"], row["tokens"])
            for row in measure(df, by=["part"], vocabularies=["gpt-4o", "qwen2.5"]).collect()}

    job = threading.Thread(target=run)
    job.start()
    tracker = on_cluster.sparkContext.statusTracker()

    def done():
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return max((stage.numCompletedTasks for stage in stages if stage and stage.numTasks == 32), default=0)

    # The counting stage has 32 tasks; each worker has by then done some, which are lost with it.
    while job.is_alive() and not 10 <= done() < 30:
        time.sleep(0.02)
    assert job.is_alive(), "the job ended before a worker could be killed"
    at = done()
    standalone.kill("worker-1")
    job.join(200)
    assert not job.is_alive() and 10 <= at < 30
    while executors(on_cluster) > 1:
        time.sleep(0.1)
    for part in "ab":
        some = [text for text, _, other in rows if other == part]
        for name in ("gpt-4o", "qwen2.5"):
            assert found["sums"][part, name] == (len(some), right(name, some))
    # What is left counts and compares the same, too.
    (row,) = compare(whole, baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="film").collect()
    path = standalone.folder / "rows.jsonl"
    path.write_text("".join(json.dumps({"text": text, "film": film}, ensure_ascii=False) + "\n" for text, film, _ in rows))
    local = jeoul.compare(path, baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="film")["vocabularies"][1]["estimate"]
    assert (row["ratio"], row["low"], row["high"]) == (
        local["value"], local["interval"]["low"], local["interval"]["high"])


@pytest.mark.parametrize("on_cluster", [{
    "spark.speculation": "true", "spark.speculation.interval": "50ms", "spark.speculation.multiplier": "1.1",
    "spark.speculation.quantile": "0.3", "spark.speculation.minTaskRuntime": "50ms"}], indirect=True)
def test_tasks_that_run_twice_at_once_change_nothing(standalone, on_cluster, tmp_path):
    """Spark begins a slow task a second time, on the other worker, while the first attempt counts the same rows."""
    rows = [(text, "ab"[number % 2]) for number, text in enumerate(texts())]
    marks = tmp_path / "attempts"
    marks.mkdir()

    def slow_at_first(batches):
        from pyspark import TaskContext

        task = TaskContext.get()
        (marks / f"{task.partitionId()}-{task.attemptNumber()}").write_text("")
        for batch in batches:
            yield batch
            # After rows that were counted, so that both attempts have sums to give.
            # One task alone: the other worker must be free for the second attempt.
            time.sleep(20 if task.attemptNumber() == 0 and task.partitionId() == 3 else 0.3)

    whole = on_cluster.createDataFrame(rows, "text string, part string").repartition(12)
    while executors(on_cluster) < 2:
        time.sleep(0.1)
    found = {
        (row["part"], row["vocabulary"]): (row["documents"], row["tokens"])
        for row in measure(whole.mapInArrow(slow_at_first, whole.schema), by=["part"], vocabularies=["gpt-4o", "qwen2.5"]).collect()}
    begun = {mark.name for mark in marks.iterdir()}
    assert {"3-0", "3-1"} <= begun, begun
    for part in "ab":
        some = [text for text, other in rows if other == part]
        for name in ("gpt-4o", "qwen2.5"):
            assert found[part, name] == (len(some), right(name, some))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The README's example and rows for it: Parquet files of another program's making than Spark's."""
    pq = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    folder = tmp_path_factory.mktemp("example")
    blocks = README.read_text().split("```python\n")
    (example,) = [block.split("```")[0] for block in blocks if block.startswith("# count.py")]
    (folder / "count.py").write_text(example)
    (folder / "rows").mkdir()
    rows = texts()
    for part in range(3):
        some = rows[part::3]
        pq.write_table(
            pa.table({"text": some, "source": [f"s{part % 2}"] * len(some), "article": [str(n // 10) for n in range(len(some))]}),
            folder / "rows" / f"{part}.parquet", row_group_size=500)
    return folder


def test_the_example_of_the_readme_by_spark_submit(data, standalone):
    here = submit(data / "count.py", data / "rows", master="local[2]")
    rows = texts()
    assert str(right("gpt-4o", rows[0::3] + rows[2::3])) in here and str(right("qwen2.5", rows[1::3])) in here
    there = submit(data / "count.py", data / "rows", master=standalone.url)
    assert there == here


def test_vocabularies_by_archives(data, standalone, tmp_path):
    """A vocabulary that no worker has: its archive is unpacked on each."""
    folder = tmp_path / "archive" / "custom"
    folder.mkdir(parents=True)
    bundled = _library.FILES / "share/jeoul/Vocab/qwen2.5"
    for file in bundled.iterdir():
        shutil.copy(file, folder / file.name)
    archive = shutil.make_archive(str(tmp_path / "vocabularies"), "zip", tmp_path / "archive")
    script = tmp_path / "archives.py"
    script.write_text(
        "import sys\nfrom pyspark.sql import SparkSession\nfrom jeoul.spark import measure\n"
        "spark = SparkSession.builder.getOrCreate()\n"
        "rows = measure(spark.read.parquet(sys.argv[1]), vocabularies=['models/custom']).collect()\n"
        "print([row['tokens'] for row in rows])\n")
    expected = f"[{right('qwen2.5', texts())}]"
    for master in ("local[2]", standalone.url):
        printed = submit(script, data / "rows", master=master, options=["--archives", f"{archive}#models"])
        assert printed.splitlines()[-1] == expected
