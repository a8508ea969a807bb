import csv
import io
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time

import pytest
from conftest import KOREAN, module, shared

import jeoul
from jeoul import _command, _parquet

pa = module("pyarrow")
pq = module("pyarrow.parquet")

SOURCES = ["영화", 'quo"te', "com,ma", "news"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Real and awkward rows in two Parquet files, and the same in JSON Lines."""
    lines = shared("corpora", "nsmc-every-50th.txt").read_text().split("\n")[:-1]
    texts = KOREAN + ["줄\r\n둘\n셋\r", '"따옴표", 쉼표', "\x00널", "\ufeff처음", ""] + lines[:5000]
    rows = [(text, SOURCES[number * 7 % 4], number % 13) for number, text in enumerate(texts)]
    folder = tmp_path_factory.mktemp("parquet")
    for part in (0, 1):
        half = rows[part::2]
        table = pa.table({
            "n": [n for _, _, n in half], "글": [text for text, _, _ in half], "source": [source for _, source, _ in half],
            "other": ["다른 열"] * len(half)})
        pq.write_table(table, folder / f"{part}.parquet", row_group_size=700, compression="zstd")
        (folder / f"{part}.jsonl").write_text("".join(
            json.dumps({"글": text, "source": source, "n": n}, ensure_ascii=False) + "\n" for text, source, n in half))
    return folder


def jeoul_command(*arguments, folder=None, status=0):
    done = subprocess.run([sys.executable, "-m", "jeoul", *arguments], capture_output=True, cwd=folder, timeout=120)
    assert done.returncode == status, done.stderr.decode()
    return done.stdout.decode() if status == 0 else done.stderr.decode()


def without_stored(report):
    """A report, or a part of it, without what is of the files themselves: their names, sizes as they are stored, and hashes."""
    if isinstance(report, dict):
        return {name: without_stored(value) for name, value in report.items() if name not in ("files", "bytes", "sha256")}
    return [without_stored(value) for value in report] if isinstance(report, list) else report


@pytest.mark.parametrize("options", [
    ["measure", "--vocabulary", "gpt-4o,qwen2.5", "--by", "source", "--format", "csv"],
    ["measure", "--vocabulary", "gpt-4o", "--by", "n", "--format", "csv", "--metric", "all"],
    ["compare", "--baseline", "gpt-4o", "--vocabulary", "qwen2.5", "--cluster", "n", "--format", "csv"],
    ["encode", "--vocabulary", "gpt-4o"],
    ["chunk", "--vocabulary", "gpt-4o", "--tokens", "40"],
])
def test_figures_are_those_of_the_same_rows_in_json_lines(corpus, options):
    def printed(kind, field):
        printed = jeoul_command(*options, field, "글", f"0.{kind}", f"1.{kind}", folder=corpus)
        if "csv" in options:
            return without_stored(list(csv.DictReader(io.StringIO(printed))))
        return printed.replace(f".{kind}", "")

    assert printed("parquet", "--column") == printed("jsonl", "--text-field")


def test_the_report_is_that_of_the_same_rows_in_json_lines(corpus):
    reports = []
    for kind in ("parquet", "jsonl"):
        report = jeoul.measure(
            [corpus / f"0.{kind}", corpus / f"1.{kind}"], text_field="글", vocabularies=["gpt-4o", "qwen2.5"])
        reports.append(without_stored(report))
    assert reports[0] == reports[1] and reports[0]["corpus"]["documents"] > 5000


def test_reports_name_the_files(corpus):
    report = json.loads(jeoul_command(
        "measure", "*.parquet", "--column", "글", "--vocabulary", "gpt-4o", "--by", "file", "--format", "json", folder=corpus))
    assert [file["name"] for file in report["files"]] == ["0.parquet", "1.parquet"]
    assert [(group["scope"], group["group"]) for group in report["groups"]] == [
        ("group", "0.parquet"), ("group", "1.parquet")]
    assert [(row["scope"], row["group"]) for row in report["totals"]] == [("all", None)]
    assert sum(group["tokens"] for group in report["groups"]) == report["totals"][0]["tokens"]
    same = jeoul.measure(str(corpus / "*.parquet"), column="글", vocabularies=["gpt-4o"])
    assert same["vocabularies"][0]["tokens"] == report["vocabularies"][0]["tokens"]
    assert same["corpus"]["documents"] == report["corpus"]["documents"]
    uri = jeoul.measure((corpus / "0.parquet").as_uri(), column="글", vocabularies=["gpt-4o"])
    assert uri["vocabularies"][0]["tokens"] == report["groups"][0]["tokens"]


@pytest.mark.parametrize("options", [{}, {"compression": "uncompressed", "use_pyarrow": True}, {"compression": "lz4", "row_group_size": 100}])
def test_files_of_polars(corpus, tmp_path, options):
    polars = module("polars")
    frame = polars.concat([polars.read_parquet(corpus / f"{part}.parquet") for part in (0, 1)])
    frame.with_columns(polars.col("source").cast(polars.Categorical)).write_parquet(tmp_path / "a.parquet", **options)
    found = jeoul.measure(tmp_path / "a.parquet", column="글", vocabularies=["gpt-4o"], by="source")
    right = jeoul.measure([corpus / "0.parquet", corpus / "1.parquet"], column="글", vocabularies=["gpt-4o"], by="source")
    for part in ("groups", "totals", "vocabularies"):
        assert without_stored(found[part]) == without_stored(right[part])


def test_nulls_other_types_and_nested_columns(tmp_path):
    texts = ["가나", None, "", "다라마"]
    table = pa.table({
        "data": pa.array([{"body": text} for text in texts]),
        "kind": pa.array(["x", None, "y", None]).dictionary_encode(), "number": pa.array([1, 2, None, 1]),
        "raw": pa.array([text and text.encode() for text in texts])})
    pq.write_table(table, tmp_path / "a.parquet")
    right = int(sum(jeoul.load("gpt-4o").count_batch(texts)))
    for column in ("data.body", "raw"):
        report = jeoul.measure(tmp_path / "a.parquet", column=column, vocabularies=["gpt-4o"], by="kind")
        assert report["corpus"]["documents"] == 3 and report["vocabularies"][0]["tokens"] == right
        assert [(group["group"], group["documents"]) for group in report["groups"]] == [
            (None, 1), ("x", 1), ("y", 1)]
        assert [row["documents"] for row in report["totals"]] == [3]
    report = jeoul.measure(tmp_path / "a.parquet", column="raw", vocabularies=["gpt-4o"], by="number")
    assert [(group["group"], group["documents"]) for group in report["groups"]] == [
        (None, 1), ("1", 2)]
    pq.write_table(table.slice(0, 0), tmp_path / "empty.parquet")
    assert jeoul.measure(tmp_path / "empty.parquet", column="raw", vocabularies=["gpt-4o"])["corpus"]["documents"] == 0
    pq.write_table(pa.table({"raw": [b"\xff\xfe", "가".encode()]}), tmp_path / "bad.parquet")
    with pytest.raises(jeoul.CommandError, match="UTF-8"):
        jeoul.measure(tmp_path / "bad.parquet", column="raw", vocabularies=["gpt-4o"])
    assert jeoul.measure(
        tmp_path / "bad.parquet", column="raw", vocabularies=["gpt-4o"], invalid_utf8="replace")["corpus"]["documents"] == 2


def write(folder, *names):
    """Files of one row each, of which each has a token count of its own."""
    for number, name in enumerate(names, 1):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table({"text": ["저울 " * 3 ** number]}), folder / name)


def names_read(folder, *words):
    printed = json.loads(jeoul_command("measure", "--vocabulary", "gpt-4o", "--format", "json", *words, folder=folder))
    return [file["name"] for file in printed["files"]]


@pytest.mark.parametrize("base", ["", "uri"])
def test_folders_and_patterns_leave_out_what_is_not_of_the_rows(tmp_path, base):
    """What Spark and Delta write beside them: of a job that failed, and logs that are Parquet themselves."""
    rows = ["out/part-0.snappy.parquet", "out/year=2024/part-1.parquet", "out/z.pq"]
    write(
        tmp_path, *rows, "out/_temporary/0/task/part-0.parquet", "out/_delta_log/1.checkpoint.parquet", "out/.hidden.parquet",
        "out/.spark-staging/part-9.parquet", "_given/a.parquet", "b.parquet/part-0.parquet")
    (tmp_path / "out/_SUCCESS").write_text("")
    start = tmp_path.as_uri() + "/" if base else ""
    of = [start + name for name in rows]
    assert names_read(tmp_path, start + "out") == of
    assert names_read(tmp_path, start + "out/") == of
    assert names_read(tmp_path, start + "out/**/*.parquet") == of[:2]
    assert names_read(tmp_path, start + "out/*.parquet") == of[:1]
    assert names_read(tmp_path, start + "o*/*/*.parquet") == of[1:2]
    # What a pattern or folder names itself is meant.
    assert names_read(tmp_path, start + "_given") == [start + "_given/a.parquet"]
    assert names_read(tmp_path, start + "_given/*.parquet") == [start + "_given/a.parquet"]
    assert names_read(tmp_path, start + "out/_temporary/**/*.parquet") == [start + "out/_temporary/0/task/part-0.parquet"]
    assert names_read(tmp_path, start + "b.parquet" + ("/" if base else "")) == [start + "b.parquet/part-0.parquet"]
    assert "no such file" in jeoul_command("measure", start + "out/*.nothing.parquet", folder=tmp_path, status=2)
    if not base:
        assert names_read(tmp_path, "*.parquet") == ["b.parquet/part-0.parquet"]


def test_words_after_two_dashes_are_files(tmp_path):
    write(tmp_path, "a.parquet", "-b.parquet")
    assert names_read(tmp_path, "--quiet", "--", "a.parquet") == ["a.parquet"]
    assert names_read(tmp_path, "--", "-b.parquet", "a.parquet") == ["-b.parquet", "a.parquet"]


def test_more_files_than_may_be_open(tmp_path):
    """Spark writes thousands."""
    for number in range(120):
        pq.write_table(pa.table({"text": ["저울 ㅋ", "둘째"]}), tmp_path / f"part-{number:05}.parquet")
    limited = "import resource, runpy; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); runpy.run_module('jeoul', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", limited, "measure", str(tmp_path), "--vocabulary", "gpt-4o", "--format", "json"],
        capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    assert report["corpus"]["documents"] == 240 and len(report["files"]) == 120


def test_errors_say_what(corpus, tmp_path):
    assert "no column 없음" in jeoul_command("measure", "0.parquet", "--column", "없음", folder=corpus, status=2)
    assert "name the column" in jeoul_command("measure", "0.parquet", folder=corpus, status=2)
    assert "no such file" in jeoul_command("measure", "missing.parquet", status=2)
    assert "--no-header" in jeoul_command("measure", "--no-header", "0.parquet", "--column", "글", folder=corpus, status=2)
    assert "by themselves" in jeoul_command("measure", "0.parquet", "1.jsonl", "--column", "글", folder=corpus, status=2)
    assert "gpt-4oo" in jeoul_command(
        "measure", "0.parquet", "--column", "글", "--vocabulary", "gpt-4oo", folder=corpus, status=2)
    # A file that breaks off in the middle: nothing is printed.
    whole = (corpus / "0.parquet").read_bytes()
    broken = bytearray(whole)
    broken[1000:30000] = os.urandom(29000)
    (tmp_path / "broken.parquet").write_bytes(broken)
    message = jeoul_command("measure", str(tmp_path / "broken.parquet"), "--column", "글", status=2)
    assert "broken.parquet" in message


@pytest.mark.parametrize("option", ["--output", "-o", "--report", "--chart"])
def test_a_file_that_is_read_is_not_written(corpus, option):
    before = (corpus / "0.parquet").read_bytes()
    said = jeoul_command(
        "measure", "--column", "글", "0.parquet", option, "./0.parquet", "--vocabulary", "gpt-4o", folder=corpus, status=2)
    assert "names a file that is read" in said
    assert (corpus / "0.parquet").read_bytes() == before


def big(folder, rows=400_000):
    path = folder / "big.parquet"
    pq.write_table(pa.table({"text": ["안녕하세요 저울입니다"] * rows}), path, row_group_size=50_000)
    return path


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("copies", [1, 2])
def test_a_run_that_is_killed_leaves_no_report(tmp_path, number, copies):
    path, report = big(tmp_path), tmp_path / "report.json"
    arguments = ["measure", *[str(path)] * copies, "--vocabulary", "gpt-4o", "--format", "json", "-o", str(report), "--quiet"]
    for wait in (0.5, 0.9, 1.3):
        process = subprocess.Popen([sys.executable, "-m", "jeoul", *arguments], stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(wait)
        process.send_signal(number)
        ended = process.wait(timeout=60) == 0
        # Its command ends with it, or sees that the rows are not all.
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and alive(process.pid):
            time.sleep(0.05)
        assert not alive(process.pid)
        if report.exists():
            assert ended or json.loads(report.read_text())["corpus"]["documents"] == 400_000 * copies
            report.unlink()


def alive(session):
    """Whether a process of a session is left."""
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    state, _, _, its_session = file.read().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            if int(its_session) == session and state != "Z":
                return True
    return False


def test_a_file_that_breaks_off_leaves_no_report(tmp_path):
    path, report = tmp_path / "late.parquet", tmp_path / "report.json"
    pq.write_table(pa.table({"text": [f"안녕 {n}" for n in range(16_384)]}), path, row_group_size=8192, compression="none")
    data = bytearray(path.read_bytes())
    place = data.rindex("안녕 12000".encode())
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).dictionary_page_offset
    data[start:start + 20] = b"\xff" * 20  # the second row group's first page
    assert place > start
    path.write_bytes(data)
    for _ in range(10):
        jeoul_command("measure", str(path), "--vocabulary", "gpt-4o", "--format", "json", "-o", str(report), status=2)
        assert not report.exists()


def test_other_files_beside_parquet_are_not_left_out_in_silence(tmp_path):
    pq.write_table(pa.table({"text": ["하나"]}), tmp_path / "a.parquet")
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / ".a.parquet.crc").write_text("x")
    pq.write_table(pa.table({"text": ["둘"]}), tmp_path / "part-0001")
    assert jeoul.measure(tmp_path, vocabularies="gpt-4o")["corpus"]["documents"] == 2
    (tmp_path / "n.txt").write_text("셋\n넷\n")
    with pytest.raises(ValueError, match="n.txt"):
        jeoul.measure(tmp_path.as_uri())
    for named in (tmp_path, tmp_path / "*"):
        with pytest.raises(ValueError, match="n.txt"):
            jeoul.measure(named)
    assert jeoul.measure(tmp_path / "*.parquet")["corpus"]["documents"] == 1


def test_two_columns_of_one_name_are_refused(tmp_path):
    path = tmp_path / "twice.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["하나"]), pa.array(["둘둘"])], names=["text", "text"]), path)
    with pytest.raises(ValueError, match="2 columns"):
        jeoul.measure(path, column="text")


def test_rows_without_a_text_are_in_the_report(tmp_path):
    path = tmp_path / "nulls.parquet"
    pq.write_table(pa.table({"text": ["하나", None, "둘", None]}), path)
    corpus = jeoul.measure(path)["corpus"]
    assert (corpus["documents"], corpus["complete"]) == (2, False)
    assert {"kind": "rows without a text", "count": 2} in corpus["left_out"]
    assert jeoul.measure([path, path])["corpus"]["documents"] == 4
    done = subprocess.run([sys.executable, "-m", "jeoul", "measure", path, path], capture_output=True, text=True, check=True)
    assert "named more than once" in done.stderr and "4 rows without a text" in done.stderr


@pytest.mark.parametrize("subcommand", _parquet.SUBCOMMANDS)
def test_options_without_a_value_are_the_command_s(subcommand):
    """A flag that is not known here would have the next file taken for its value."""
    options = subprocess.run([_command.path(), subcommand, "--help"], capture_output=True, text=True, check=True).stdout
    flags = set()
    for line in options.splitlines():
        found = re.match(r"  (?:(-\w), )?(--[\w-]+)(?: (<[\w.-]+>))?(?:\s|$)", line)
        if found and not found[3]:
            flags.update(word for word in found.groups()[:2] if word)
    assert flags and flags <= {*_parquet.FLAGS, "--no-header"}
    # Those that are given with no value are known by no other name.
    assert subprocess.run([_command.path(), subcommand, "--quiet", "--version"], capture_output=True).returncode == 0


def test_what_a_report_cannot_be_asked_for(tmp_path):
    (tmp_path / "-o.txt").write_text("안녕\n")
    (tmp_path / "n.txt").write_text("안녕\n")
    os.chdir(tmp_path)
    assert jeoul.measure(["-o.txt"])["corpus"]["documents"] == 1
    with pytest.raises(jeoul.CommandError):
        jeoul.measure(["n.txt", "-o", "victim.txt"])
    assert not (tmp_path / "victim.txt").exists()
    for files in ([], "-"):
        with pytest.raises(ValueError):
            jeoul.measure(files)
    with pytest.raises(ValueError, match="output"):
        jeoul.measure("n.txt", output="x.json")
    assert jeoul.measure(texts=["안\ud800녕", "안녕".encode()])["corpus"]["documents"] == 2
    (tmp_path / "bad.jsonl").write_text('{"text": "안녕"}\n{"text": \n')
    report = jeoul.measure("bad.jsonl", on_error="skip")
    assert report["corpus"]["documents"] == 1 and not report["corpus"]["complete"]
    with pytest.raises(jeoul.CommandError) as raised:
        jeoul.measure("n.txt", fail_over=1)
    assert raised.value.status == 4 and raised.value.report["corpus"]["documents"] == 1
    assert pickle.loads(pickle.dumps(raised.value)).report == raised.value.report
