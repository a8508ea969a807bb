"""Parquet files for the command: their rows, batch by batch, through a pipe for each file, as CSV.

So there is one way to every figure: the command reads, counts and reports; here columns are chosen and rows handed over, never
a file's worth at a time. A pipe carries the name of its file, so that reports, errors and ``--by file`` say it. The rows go in gzip's
envelope, stored and not compressed, whose end has their number and checksum: of a process that is killed, or a file that breaks off,
the command sees that the rows are not all.
"""
from __future__ import annotations

import errno
import fnmatch
import functools
import glob
import gzip
import os
import shutil
import subprocess
import tempfile
import threading
import time
from typing import Any, NamedTuple, Optional, Sequence

from . import errors

#: The subcommands that read documents out of files.
SUBCOMMANDS = ("measure", "compare", "encode", "truncate", "chunk")
#: What names a column; --column is --text-field.
FIELDS = {"--column": "text", "--text-field": "text", "--by": "by", "--cluster": "cluster"}
#: Options without a value.
FLAGS = ("--quiet", "--count-hanja", "--help", "-h", "--version")
#: What names a file that is written.
WRITTEN = ("--output", "-o", "--report", "--chart")
#: What cannot be asked for, and why.
NOT_OF_ROWS = {
    "--checkpoint": "their rows come through pipes, which cannot be read again",
    "--files-from": "name the files themselves",
    "--encoding": "their text is UTF-8 by definition",
}
#: Rows at a time.
BATCH = 8192


class Rows:
    """The rows of the Parquet files that a command's arguments name; a context, in which the pipes are."""

    def __init__(self, files: Sequence[str], arguments: Sequence[str], fields: dict[str, str]):
        self._files = [_File(file) for file in files]
        self._folder = tempfile.mkdtemp(prefix="jeoul-")
        self._thread: Optional[threading.Thread] = None
        self._failure: Optional[BaseException] = None
        #: Rows without a text, so far.
        self.missing = 0
        seen: set[str] = set()
        self._repeated: list[str] = []
        for file in files:
            real = os.path.realpath(file)
            if real in seen:
                self._repeated.append(file)
            seen.add(real)
        try:
            self._columns = [_columns(file, fields) for file in self._files]
            self._pipes = [os.path.join(self._folder, f"{number:06}") for number in range(len(files))]
            for pipe in self._pipes:
                os.mkfifo(pipe, 0o600)
            names = [word for file in files for word in ("--input-name", file)]
            #: The command's arguments, with the pipes in the place of the files.
            self.arguments = [
                *arguments, *names, "--input-format", "csv", "--encoding", "utf-8", "--text-field", ",".join(self._columns[0].texts),
                *self._pipes]
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    @classmethod
    def among(cls, arguments: Sequence[str]) -> "Optional[Rows]":
        """The rows of the files that some arguments name; None where they name no Parquet file.

        Raises ValueError where they name other files too, or a column that there is not.
        """
        if not arguments or arguments[0] not in SUBCOMMANDS:
            return None
        rest, files, others, fields = [arguments[0]], [], [], {}
        written: list[tuple[str, str]] = []
        words = iter(arguments[1:])
        are_files = no_header = False
        for word in words:
            if word == "--" and not are_files:
                are_files = True
                continue
            if word.startswith("-") and word != "-" and not are_files:
                option, is_joined, value = word.partition("=")
                if option == "--no-header":
                    no_header = True
                    rest.append(word)
                    continue
                if option in FLAGS:
                    rest.append(word)
                    continue
                value = value if is_joined else next(words, "")
                if option in WRITTEN:
                    written.append((option, value))
                if option in FIELDS:
                    fields[FIELDS[option]] = value
                if FIELDS.get(option) != "text":
                    rest += [option, value]
                continue
            found = _files(word)
            files += found
            if not found:
                rest.append(word)
                others.append(word)
        if not files:
            if any(word.partition("=")[0] == "--column" for word in arguments):
                raise ValueError("--column is of Parquet files, of which none is named; of others it is --text-field")
            return None
        if others:
            raise ValueError(f"{others[0]} is no Parquet file: name Parquet files by themselves")
        if no_header:
            raise ValueError("--no-header is of CSV and TSV: a Parquet file's columns have names")
        for option in (word.partition("=")[0] for word in arguments):
            if option in NOT_OF_ROWS:
                raise ValueError(f"{option} is not of Parquet files: {NOT_OF_ROWS[option]}")
        # The command sees pipes, and cannot know which files they are of.
        read = {os.path.realpath(file) for file in files}
        for option, path in written:
            if os.path.realpath(path) in read:
                raise ValueError(f"{option} {path} names a file that is read: give the result a name of its own")
        return cls(files, rest, fields)

    @property
    def notes(self) -> list[str]:
        """What is to be said of the rows that were read."""
        notes = [f"{file} is named more than once, and counted each time" for file in dict.fromkeys(self._repeated)]
        if self.missing:
            notes.append(f"left out: {self.missing:,} " + ("row" if self.missing == 1 else "rows") + " without a text")
        return notes

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, *_: Any) -> None:
        if self._thread is not None:
            self._thread.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self, process: "subprocess.Popen[bytes]") -> None:
        """Writes all rows, by a thread, as the command asks for them; ends with it."""
        self._thread = threading.Thread(target=self._write_all, args=(process,))
        self._thread.start()

    def finish(self) -> None:
        """Waits for the thread, and raises what has gone wrong in it."""
        if self._thread is not None:
            self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _write_all(self, process: "subprocess.Popen[bytes]") -> None:
        try:
            for file, columns, pipe in zip(self._files, self._columns, self._pipes):
                descriptor = _open_for_writing(pipe, process)
                if descriptor is None:
                    return
                with os.fdopen(descriptor, "wb") as pipe_end:
                    # Not a context: of rows that are not all the end must not be written.
                    sink = gzip.GzipFile("", "wb", 0, pipe_end, mtime=0)
                    self.missing += file.write(columns, sink)
                    sink.close()
        except BrokenPipeError:
            pass  # The command has ended, and says why.
        except BaseException as error:
            self._failure = errors.JeoulError(f"{file.name}: {error}")
            process.kill()


class _File:
    """One Parquet file, of whatever file system PyArrow opens; open while it is read, since there may be thousands."""

    def __init__(self, name: str):
        try:
            import pyarrow.parquet
            from pyarrow import fs
        except ImportError:
            raise ImportError("Parquet files are read by PyArrow: pip install pyarrow") from None
        self.name = name
        try:
            place: Any = fs.FileSystem.from_uri(name) if "://" in name else (fs.LocalFileSystem(), name)
            self._system, self._path = place
            with self._system.open_input_file(self._path) as file:
                self.schema = pyarrow.parquet.read_schema(file)
        except (pyarrow.ArrowInvalid, OSError) as error:
            raise errors.JeoulError(f"{name}: {error}") from None

    def write(self, columns: "_Columns", sink: Any) -> int:
        """Writes the rows that have a text; the number of the others. Row groups are read one after another."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet
        from pyarrow import csv

        missing = 0
        wanted = [*columns.texts, *columns.labels]
        # Beside the text a column that is never empty: a line of nothing is no row.
        schema = pa.schema([(name, pa.large_string()) for name in [*wanted, ""]])
        options = csv.WriteOptions(quoting_style="all_valid")
        with self._system.open_input_file(self._path) as file, csv.CSVWriter(sink, schema, write_options=options) as writer:
            for batch in pyarrow.parquet.ParquetFile(file).iter_batches(BATCH, columns=wanted):
                arrays = [_strings(_at(batch, column)) for column in wanted]
                is_there = functools.reduce(pc.or_, (pc.is_valid(array) for array in arrays[:len(columns.texts)]))
                kept = pc.sum(is_there).as_py() or 0
                missing += batch.num_rows - kept
                if kept < batch.num_rows:
                    arrays = [array.filter(is_there) for array in arrays]
                arrays.append(pa.repeat(pa.scalar("-", pa.large_string()), kept))
                # A null group or cluster is the empty one.
                writer.write_batch(
                    pa.record_batch([pc.fill_null(array, "") for array in arrays], schema=schema))
        return missing


class _Columns(NamedTuple):
    """What is read of a file: the columns that are the text, and those that say something of it."""

    texts: list[str]
    labels: list[str]


def _files(word: str) -> list[str]:
    """The Parquet files that an argument names: a file, a pattern, a folder, or a URI of any of these.

    Of patterns and folders, what begins with ``_`` or ``.`` is left out, as by Spark and PyArrow: they write there what is not, or
    no longer, of the rows. Raises ValueError where they hold other files beside Parquet's, which would not be counted.
    """
    if "://" in word:
        return _at_uri(word)
    if os.path.isdir(word):
        return _files(os.path.join(glob.escape(word), "**", "*"))
    if os.path.isfile(word):
        return [word] if _is_named(word) or _is_parquet(word) else []
    found: list[str] = []
    others: list[str] = []
    for path in sorted(glob.glob(word, recursive=True)):
        if _is_hidden(path, word):
            continue
        if os.path.isfile(path):
            (found if _is_named(path) or _is_parquet(path) else others).append(path)
        elif _is_named(path) and "**" not in word:
            found += _files(path)  # A folder of that name is what Spark writes; one of "**" has its files found already.
    if found and others:
        raise ValueError(f"{word} holds Parquet files and others, such as {others[0]}: name the ones or the others, as '*.parquet'")
    if _is_named(word) and not found:
        raise errors.JeoulError(f"{word}: there is no such file")
    return found


def _at_uri(word: str) -> list[str]:
    """The files of a URI, which PyArrow's file system lists."""
    address, *query = word.split("?", 1)
    parts = address.split("/")
    magic = next((number for number, part in enumerate(parts) if "*" in part or "[" in part), len(parts))
    base, rest = "/".join(parts[:magic]), parts[magic:]
    if _is_named(address) and not rest:
        return [word]
    try:
        from pyarrow import fs

        system, path = fs.FileSystem.from_uri("?".join([base, *query]))
        if not rest and system.get_file_info(path).type != fs.FileType.Directory:
            return []
        inside = system.get_file_info(fs.FileSelector(path, recursive=True))
    except (ImportError, ValueError, OSError) as error:  # PyArrow's errors are of these.
        if _is_named(address):
            raise errors.JeoulError(f"{word}: {error}") from None
        return []
    places = (info.path[len(path.rstrip("/")) + 1:] for info in inside if info.type == fs.FileType.File)
    meant = [
        place for place in sorted(places)
        if not _is_hidden(place, "/".join(rest)) and _matches(place.split("/"), rest or ["**", "*"])]
    kept = [place for place in meant if _is_named(place)]
    if kept and len(kept) < len(meant):
        other = next(place for place in meant if not _is_named(place))
        raise ValueError(f"{word} holds Parquet files and others, such as {other}: name the ones or the others, as '*.parquet'")
    if rest and not kept:
        raise errors.JeoulError(f"{word}: there is no such file")
    return ["?".join(["/".join([base.rstrip("/"), place]), *query]) for place in kept]


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path is of a pattern, part by part; ``**`` is any number of parts."""
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[skipped:], pattern[1:]) for skipped in range(len(parts) + 1))
    return bool(parts) and fnmatch.fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _is_named(path: str) -> bool:
    return path.endswith((".parquet", ".pq"))


def _is_hidden(path: str, pattern: str) -> bool:
    """Whether a part of a path that the pattern does not spell out begins with ``_`` or ``.``."""
    spelled = set(pattern.split("/"))
    return any(part[:1] in ("_", ".") and not {part, glob.escape(part)} & spelled for part in path.split("/"))


def _is_parquet(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False


def _columns(file: _File, fields: dict[str, str]) -> _Columns:
    """The columns of a file that are read."""
    import pyarrow.types as types

    names = file.schema.names
    text = fields.get("text") or ("text" if "text" in names else None)
    if text is None:
        strings = [
            field.name for field in file.schema
            if types.is_string(field.type) or types.is_large_string(field.type) or types.is_dictionary(field.type)]
        if len(strings) != 1:
            raise ValueError(f"{file.name}: name the column of the text by --column; there are {', '.join(names)}")
        text = strings[0]
    texts = [text] if text in names else text.split(",")
    labels = [fields.get("cluster")]
    if fields.get("by") not in ("file", "folder"):
        labels.append(fields.get("by"))
    columns = _Columns(texts, [label for label in dict.fromkeys(labels) if label and label not in texts])
    for column in [*columns.texts, *columns.labels]:
        first = column if column in names else column.split(".")[0]
        if first not in names:
            raise ValueError(f"{file.name} has no column {column}; there are {', '.join(names)}")
        if names.count(first) > 1:
            raise ValueError(f"{file.name} has {names.count(first)} columns that are called {first}: which is meant cannot be said")
    return columns


def _at(batch: Any, column: str) -> Any:
    """A column, or a field within one: ``data.text``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column in batch.schema.names:
        return batch.column(batch.schema.get_field_index(column))
    first, *inner = column.split(".")
    whole = batch.column(batch.schema.get_field_index(first))
    try:
        return pc.struct_field(whole, inner)
    except (pa.ArrowInvalid, NotImplementedError, TypeError):
        raise ValueError(f"the column {first} has no field {'.'.join(inner)}: it is {whole.type}") from None


def _strings(array: Any) -> Any:
    """The values as text; what is not UTF-8 is for the command to judge."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    try:
        return pc.cast(array, options=pc.CastOptions(pa.large_string(), allow_invalid_utf8=True))
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise ValueError(f"a column of {array.type} is no text: name one by --column") from None


def _open_for_writing(pipe: str, process: "subprocess.Popen[bytes]") -> Optional[int]:
    """Opens a pipe once the command reads it; None where it ends first."""
    while True:
        try:
            descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            os.set_blocking(descriptor, True)
            return descriptor
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        if process.poll() is not None:
            return None
        time.sleep(0.002)
