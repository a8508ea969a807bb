"""Many texts as one buffer and offsets, which is how the library takes them: of Arrow arrays without a copy."""
from __future__ import annotations

import array
import bisect
import ctypes
import itertools
import os
import sys
from collections.abc import Mapping
from typing import Any, Callable, Iterator, Optional, Sequence, Union

from . import _library


#: Texts of a list that are given at a time: so many, or fewer that have so many characters together, since they are copied.
TOGETHER = 1 << 11
MOST_CHARACTERS = 1 << 20

_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


class Batch:
    """Documents for the library; holds what they lie in for as long as it is used."""

    def __init__(self, described: _library.Documents, keeps: Sequence[Any]):
        self.described = described
        self._keeps = keeps

    def __len__(self) -> int:
        return int(self.described.count)


def utf8(text: Any) -> bytes:
    """A text's bytes; a lone surrogate becomes U+FFFD, as tiktoken reads it."""
    if isinstance(text, str):
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:
            return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
    if isinstance(text, (bytes, bytearray, memoryview)):
        return bytes(text)
    raise TypeError(_not_a_text(text))


#: What a text is.
_TEXTS = (str, bytes, bytearray, memoryview)


def listed(names: "Union[str, os.PathLike[str], Sequence[Any]]") -> list[Any]:
    """Several names, or one that stands for itself: of a str nobody means its characters."""
    return [names] if isinstance(names, (str, os.PathLike)) else list(names)


class Places:
    """From bytes of a text to characters of it, or to bytes where it is bytes."""

    def __init__(self, text: Any, data: bytes):
        self._starts = None
        if isinstance(text, str) and len(data) != len(text):
            self._starts = [place for place, byte in enumerate(data) if byte & 0xC0 != 0x80] + [len(data)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The characters that some bytes are of."""
        if self._starts is None:
            return start, end
        first = bisect.bisect_right(self._starts, start) - 1
        return first, bisect.bisect_left(self._starts, end) if end > start else first


class Batches:
    """Documents some at a time: as often as it is iterated over, and made as late as they are asked for."""

    def __init__(self, count: int, parts: Callable[[], Iterator[Batch]]):
        self._count = count
        self._parts = parts

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Batch]:
        return self._parts()


def batches(texts: Any) -> Batches:
    """The documents of a list, tuple, NumPy array, Arrow array or column, or of a pandas or polars series."""
    arrow = _arrow(texts)
    if arrow is not None:
        chunks = arrow.chunks if hasattr(arrow, "chunks") else [arrow]
        return Batches(len(arrow), lambda: map(_of_arrow, chunks))
    if isinstance(texts, (str, bytes, bytearray, memoryview)):
        raise TypeError("one text is for count() and encode(); what ends in _batch takes many")
    if isinstance(texts, Mapping) or getattr(texts, "ndim", 1) != 1:
        raise TypeError(f"many texts are a list, an array or a column, not {type(texts).__name__}: choose one of its columns")
    try:
        # Its own list: room is made for so many, and another thread may append to the caller's.
        all_texts = list(texts)
    except TypeError:
        raise TypeError(f"many texts are a list, an array or a column, not {type(texts).__name__}") from None
    return Batches(len(all_texts), lambda: itertools.starmap(_of_texts, _parts(all_texts)))


def one(text: Any) -> Batch:
    """One text as documents; what is no text is an error, also what is a missing one among many."""
    if not isinstance(text, _TEXTS):
        raise TypeError(_not_a_text(text))
    return _of_texts([text])


def _not_a_text(value: Any) -> str:
    return f"a text is str or bytes, not {type(value).__name__}"


def _parts(texts: Sequence[Any]) -> Iterator[tuple[Sequence[Any], int]]:
    """The texts, some at a time, and how many are before them."""
    start = 0
    while start < len(texts):
        part = texts[start:start + TOGETHER]
        # To ask each for its length would take as long as to join them: so some are asked, and all where these are long.
        if _characters(part[::13]) > MOST_CHARACTERS // 26:
            sums = itertools.accumulate(_characters([text]) for text in part)
            part = part[:max(1, sum(1 for _ in itertools.takewhile(lambda sum: sum <= MOST_CHARACTERS, sums)))]
        yield part, start
        start += len(part)


def _characters(texts: Sequence[Any]) -> int:
    return sum(len(text) for text in texts if isinstance(text, (str, bytes)))


def _of_texts(texts: Sequence[Any], before: int = 0) -> Batch:
    """Of str the lines of one buffer, which is made fastest, unless there is a line end in one."""
    try:
        lines = "\n".join([*texts, ""])
    except TypeError:
        return _of_odd_texts(texts, before)
    # Python joins and makes UTF-16 many times as fast as UTF-8, which the library makes of it; a lone surrogate becomes U+FFFD.
    units = lines.encode(_UTF16, "surrogatepass")
    data, ends = ctypes.create_string_buffer(3 * (len(units) >> 1)), ctypes.c_size_t()
    size = _library.library.jeoul_text_from_utf16(units, len(units) >> 1, data, ctypes.byref(ends))
    if ends.value != len(texts) or "\r" in lines:
        return _of_odd_texts(texts, before)
    described = _library.Documents(ctypes.addressof(data), size, None, 0, None, 0, len(texts))
    return Batch(described, (data,))


def _of_odd_texts(texts: Sequence[Any], before: int) -> Batch:
    """Of texts among which are bytes, missing ones, line ends, or lone surrogates."""
    present = [not _is_missing(text) for text in texts]
    try:
        parts = [utf8(text) if is_there else b"" for text, is_there in zip(texts, present)]
    except TypeError as error:
        wrong = next(place for place, text in enumerate(texts) if present[place] and not isinstance(text, _TEXTS))
        raise TypeError(f"{error} (number {before + wrong} of the texts, from 0)") from None
    validity = None
    if not all(present):
        bits = bytearray((len(present) + 7) // 8)
        for index, is_there in enumerate(present):
            bits[index >> 3] |= is_there << (index & 7)
        validity = bytes(bits)
    return _joined(parts, validity)


def _joined(parts: list[bytes], validity: Optional[bytes]) -> Batch:
    offsets = array.array("q", itertools.accumulate(map(len, parts), initial=0))
    data = b"".join(parts)
    described = _library.Documents(
        ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data), offsets.buffer_info()[0], 64,
        ctypes.cast(ctypes.c_char_p(validity), ctypes.c_void_p) if validity else None, 0, len(parts))
    return Batch(described, (data, offsets, validity))


def _is_missing(text: Any) -> bool:
    """Whether a value is no text: None, or what NumPy and pandas have for it."""
    return text is None or type(text).__name__ == "NAType" or (isinstance(text, float) and text != text)


def _arrow(texts: Any) -> Any:
    """The Arrow array of the texts, where they are in Arrow's layout already, or give it themselves: by the PyCapsule protocol
    (Arrow, polars, pandas 3, DuckDB and others), or by that of a pandas column's array."""
    if isinstance(texts, (list, tuple)):
        return None
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is not None and isinstance(texts, (pyarrow.Array, pyarrow.ChunkedArray)):
        return texts
    column = getattr(texts, "array", None)
    if not any(hasattr(texts, name) for name in _ARROW) and not hasattr(column, "__arrow_array__"):
        return None
    try:
        import pyarrow as pa
    except ImportError:
        return None
    try:
        if hasattr(texts, "__arrow_c_array__"):
            array = pa.array(texts)
        elif hasattr(texts, "__arrow_c_stream__"):
            array = pa.chunked_array(texts)
        else:
            array = pa.array(column)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None  # Objects of several kinds, which are read one by one.
    if pa.types.is_struct(array.type):
        raise TypeError(f"an Arrow array or one column is needed, not {type(texts).__name__}")
    return array


_ARROW = ("__arrow_c_array__", "__arrow_c_stream__")


def _without_views(array: Any) -> Any:
    """Strings with offsets, in place of the layout that has none."""
    import pyarrow as pa

    offsets = {"string_view": pa.large_string(), "binary_view": pa.large_binary()}.get(str(array.type))
    return array if offsets is None else array.cast(offsets)


def _of_arrow(chunk: Any) -> Batch:
    import pyarrow as pa

    if hasattr(chunk, "storage"):  # an extension type
        chunk = chunk.storage
    if pa.types.is_dictionary(chunk.type):
        chunk = pa.DictionaryArray.from_arrays(chunk.indices, _without_views(chunk.dictionary)).dictionary_decode()
    chunk = _without_views(chunk)
    kind = chunk.type
    if pa.types.is_null(kind):
        return _of_texts([None] * len(chunk))
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        bits = 32
    elif pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        bits = 64
    else:
        raise TypeError(f"an Arrow array of strings or binary is needed, not of {kind}")
    validity, offsets, data = chunk.buffers()
    described = _library.Documents(
        data.address if data is not None else None, data.size if data is not None else 0,
        offsets.address if offsets is not None and len(chunk) else None, bits,
        validity.address if validity is not None else None, chunk.offset, len(chunk))
    if described.offsets is None and len(chunk) == 0:
        described.first = 0
    return Batch(described, (chunk,))
