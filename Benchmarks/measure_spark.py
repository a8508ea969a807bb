#!/usr/bin/env python3
"""Measure jeoul.spark on executors that are processes of their own, one core each: rates, shuffled bytes, memory.

For each number of executors: what Spark takes to hand the rows to Python and back with nothing done, and `measure` and `compare` of them,
the first time and again. Shuffled bytes are of Spark's event log, memory is the greatest of the driver's two processes. Processor time is of the
executors and their Python workers together, in the second time: where the machine has fewer cores than these processes, rates cannot tell how
the work divides, and this can.

usage: measure_spark.py rows.parquet [EXECUTORS...]
Needs the wheel, pyspark and Java. A text file is made into Parquet first: measure_spark.py --make lines.txt rows.parquet
"""
import glob
import json
import os
import pathlib
import resource
import sys
import tempfile
import time

VOCABULARIES = ["gpt-4o", "qwen2.5"]


def make(text, path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    with open(text, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")[:-1]
    clusters = [str(number // 50) for number in range(len(lines))]
    pq.write_table(pa.table({"text": lines, "cluster": clusters}), path, row_group_size=20_000)


def highest(pid):
    """The most memory that a process has had, in MB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_seconds(root):
    """The processor time of all processes that a process has started, and of theirs, itself left out."""
    used, parents = {}, {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = pathlib.Path(path).read_text().rpartition(")")[2].split()
        except OSError:  # It has ended since the folder was listed.
            continue
        pid = int(path.split("/")[2])
        # Its own time and that of its children that have ended.
        parents[pid], used[pid] = int(fields[1]), sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    seconds, waiting = 0.0, [root]
    while waiting:
        parent = waiting.pop()
        children = [pid for pid, its_parent in parents.items() if its_parent == parent]
        seconds += sum(used[pid] for pid in children)
        waiting += children
    return seconds


def shuffled(folder):
    """The bytes that each job has written for others to read, by the event log."""
    total = 0
    for path in glob.glob(f"{folder}/**/*", recursive=True):
        if not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8") as file:
            for line in file:
                event = json.loads(line) if line.startswith("{") else {}
                if event.get("Event") == "SparkListenerTaskEnd":
                    total += event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
    return total


def run(path, executors):
    import pyspark
    from pyspark.sql import SparkSession, functions

    from jeoul.spark import compare, measure

    os.environ.setdefault("SPARK_HOME", str(pathlib.Path(pyspark.__file__).parent))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    log = tempfile.mkdtemp()
    spark = (
        SparkSession.builder.master(f"local-cluster[{executors},1,1024]").config("spark.ui.enabled", "false")
        .config("spark.eventLog.enabled", "true").config("spark.eventLog.dir", f"file://{log}")
        .config("spark.eventLog.compress", "false").config("spark.executor.memory", "1g").config("spark.log.level", "ERROR")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.files.maxPartitionBytes", str(2 << 20)).config("spark.sql.shuffle.partitions", "4").getOrCreate())
    df = spark.read.parquet(path)
    size = df.select(functions.sum(functions.octet_length("text"))).first()[0]
    # So that all executors are there before anything is timed.
    spark.range(1000).repartition(executors * 8).mapInArrow(lambda batches: batches, "id long").count()

    def same(batches):
        for batch in batches:
            yield batch.slice(0, 0)

    jobs = {
        "nothing": lambda: df.select("text").mapInArrow(same, "text string").count(),
        "measure": lambda: measure(df, vocabularies=VOCABULARIES[:1]).collect(),
        "measure, 2 vocabularies": lambda: measure(df, vocabularies=VOCABULARIES).collect(),
        "compare, buckets": lambda: compare(df, baseline="gpt-4o", vocabularies=["qwen2.5"]).collect(),
        "compare, clusters": lambda: compare(df, baseline="gpt-4o", vocabularies=["qwen2.5"], cluster="cluster").collect(),
    }
    java = spark.sparkContext._gateway.proc.pid
    print(f"{executors} executors, {df.rdd.getNumPartitions()} partitions, {size / 1e6:.1f} MB of text")
    for name, job in jobs.items():
        before, seconds = shuffled(log), []
        for _ in range(2):
            start, used = time.perf_counter(), processor_seconds(java)
            job()
            seconds.append(time.perf_counter() - start)
            used = processor_seconds(java) - used
        time.sleep(0.5)
        bytes_shuffled = (shuffled(log) - before) // 2
        print(
            f"  {name:24} {size / seconds[0] / 1e6:6.1f} MB/s, again {size / seconds[1] / 1e6:6.1f} MB/s, "
            f"{used:5.2f} s of processors ({used / seconds[1]:.2f} busy), "
            f"{bytes_shuffled:,} bytes shuffled", flush=True)
    print(
        f"  driver: Java {highest(java):.0f} MB, Python "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    spark.stop()


def main():
    if sys.argv[1:2] == ["--make"]:
        return make(*sys.argv[2:4])
    for executors in [int(word) for word in sys.argv[2:]] or [1, 2]:
        run(sys.argv[1], executors)


if __name__ == "__main__":
    main()
