import pytest
from conftest import KOREAN, module

import jeoul

pa = module("pyarrow")
np = module("numpy")


@pytest.fixture(scope="module")
def gpt4o():
    return jeoul.load("gpt-4o")


TEXTS = KOREAN + [None, "마지막"] * 20
TYPES = [pa.string(), pa.large_string(), pa.binary(), pa.large_binary()]


def expected(tokenizer, texts):
    return [0 if text is None else tokenizer.count(text) for text in texts]


@pytest.mark.parametrize("kind", TYPES)
def test_arrays_and_slices(gpt4o, kind):
    values = [None if text is None else text.encode() for text in TEXTS]
    array = pa.array(values, pa.binary()).cast(kind)
    assert list(gpt4o.count_batch(array)) == expected(gpt4o, TEXTS)
    for start, length in [(0, 0), (0, 1), (3, 7), (9, 9), (len(TEXTS) - 1, 1), (len(TEXTS), 0)]:
        assert list(gpt4o.count_batch(array.slice(start, length))) == expected(gpt4o, TEXTS[start:start + length])
    ids, offsets = gpt4o.encode_batch(array.slice(2, 11))
    assert np.diff(offsets).tolist() == expected(gpt4o, TEXTS[2:13])


def test_other_layouts(gpt4o):
    right = expected(gpt4o, TEXTS)
    assert list(gpt4o.count_batch(pa.chunked_array([TEXTS[:5], [], TEXTS[5:]], pa.string()))) == right
    assert list(gpt4o.count_batch(pa.array(TEXTS).dictionary_encode())) == right
    assert list(gpt4o.count_batch(pa.nulls(3))) == [0, 0, 0]
    assert list(gpt4o.count_batch(np.array(TEXTS, object))) == right
    assert gpt4o.count_batch(pa.array([], pa.string())).size == 0
    with pytest.raises(TypeError):
        gpt4o.count_batch(pa.array([1, 2]))


def test_pandas(gpt4o):
    pd = module("pandas")
    for kind in [object, "string", "string[pyarrow]"]:
        series = pd.Series(TEXTS, dtype=kind)
        assert list(gpt4o.count_batch(series)) == expected(gpt4o, TEXTS)
    assert list(gpt4o.count_batch(pd.Series(["가", float("nan")], dtype=object))) == [gpt4o.count("가"), 0]


def test_polars(gpt4o):
    pl = module("polars")
    assert list(gpt4o.count_batch(pl.Series(TEXTS))) == expected(gpt4o, TEXTS)
    assert list(gpt4o.count_batch(pl.Series(TEXTS).cast(pl.Categorical))) == expected(gpt4o, TEXTS)
    frame = pl.DataFrame({"text": TEXTS}).slice(3, 20)
    assert list(gpt4o.count_batch(frame["text"])) == expected(gpt4o, TEXTS[3:23])


def test_whatever_gives_itself_by_arrow_s_protocols(gpt4o):
    """Of a library that this one has never heard of, too."""
    class Stream:
        def __init__(self, texts):
            self.texts = texts

        def __arrow_c_stream__(self, requested_schema=None):
            return self.texts.__arrow_c_stream__(requested_schema)

    class Whole:
        def __init__(self, texts):
            self.texts = texts

        def __arrow_c_array__(self, requested_schema=None):
            return self.texts.__arrow_c_array__(requested_schema)

    right = expected(gpt4o, TEXTS)
    assert list(gpt4o.count_batch(Stream(pa.chunked_array([TEXTS[:9], TEXTS[9:]])))) == right
    assert list(gpt4o.count_batch(Whole(pa.array(TEXTS, pa.large_string())))) == right
    for table in (Stream(pa.table({"text": TEXTS})), Whole(pa.record_batch({"text": TEXTS}))):
        with pytest.raises(TypeError, match="column"):
            gpt4o.count_batch(table)


def test_numpy(gpt4o):
    right = [gpt4o.count(text) for text in KOREAN]
    assert list(gpt4o.count_batch(np.array(KOREAN, object))) == right
    # NumPy's own strings end at their last character that is not NUL.
    texts = [text.rstrip("\x00") for text in KOREAN]
    assert list(gpt4o.count_batch(np.array(texts))) == right
    assert list(gpt4o.count_batch(np.array([text.encode() for text in texts]))) == right
    for dtype in ("int32", "int64"):
        counts = gpt4o.count_batch(pa.chunked_array([KOREAN[:3], KOREAN[3:]]), dtype=dtype)
        assert counts.dtype == np.dtype(dtype) and list(counts) == right
    with pytest.raises(ValueError):
        gpt4o.count_batch(KOREAN, dtype="int16")


def test_tables_are_not_their_columns_names(gpt4o):
    pd, pl = module("pandas"), module("polars")
    frame = {"text": ["가", "나"], "other": ["다", "라"]}
    for table in [pa.table(frame), pa.record_batch(frame), pa.scalar("가"), pd.DataFrame(frame), pl.DataFrame(frame), np.array([["가"]])]:
        with pytest.raises(TypeError, match="column"):
            gpt4o.count_batch(table)
    assert list(gpt4o.count_batch(pd.Series(["가", None], dtype="category"))) == [gpt4o.count("가"), 0]
    assert gpt4o.count_batch(["가"], dtype=np.int32).dtype == np.int32


def test_nothing_is_copied(gpt4o):
    from jeoul._documents import batches

    array = pa.array(KOREAN)
    (batch,) = list(batches(array.slice(1, 3)))
    _, offsets, data = array.buffers()
    assert batch.described.bytes == data.address and batch.described.offsets == offsets.address
    assert (batch.described.first, batch.described.count) == (1, 3)


def test_many_documents_of_every_length(gpt4o):
    """More than are copied together, and longer: with line ends among them and without, and missing ones with text beneath."""
    lines = [text for text in KOREAN if "\n" not in text and "\r" not in text]
    some = ["".join(lines[number % len(lines)] for number in range(length)) for length in (0, 1, 2, 3, 7, 50)]
    right = {text: gpt4o.count(text) for text in [*some, *KOREAN]}
    plain = some * 1500
    long = "긴 글입니다. " * 30_000
    right[long] = gpt4o.count(long)
    for texts in (plain, plain + KOREAN + plain, [long, *plain, long, "가"], ["가"] * 200_000, [""] * 300_000):
        right.setdefault(texts[-1], gpt4o.count(texts[-1]))
        expected = np.array([right[text] for text in texts])
        for kind in (pa.string(), pa.large_string()):
            array = pa.array(texts, kind)
            assert (gpt4o.count_batch(array) == expected).all()
            assert (gpt4o.count_batch(array.slice(3, len(texts) - 5)) == expected[3:-2]).all()
            bits = np.arange(len(texts)) % 3 != 0
            validity = pa.py_buffer(np.packbits(bits, bitorder="little").tobytes())
            masked = pa.Array.from_buffers(kind, len(texts), [validity, *array.buffers()[1:]])
            assert (gpt4o.count_batch(masked, dtype="int32") == expected * bits).all()
    assert (gpt4o.count_batch(plain) == [right[text] for text in plain]).all()


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", "가".encode()[:1], "가".encode()[1:], b"text"])
def test_bytes_of_a_missing_text_are_not_looked_at(gpt4o, garbage):
    """Arrow leaves open what lies where a value is missing."""
    parts = ["안녕".encode(), garbage, "저울 ㅋ".encode(), garbage]
    offsets = np.cumsum([0] + [len(part) for part in parts]).astype(np.int32)
    array = pa.Array.from_buffers(
        pa.string(), 4, [pa.py_buffer(bytes([0b0101])), pa.py_buffer(offsets), pa.py_buffer(b"".join(parts))])
    right = [gpt4o.count("안녕"), 0, gpt4o.count("저울 ㅋ"), 0]
    assert list(gpt4o.count_batch(array)) == right
    ids, places = gpt4o.encode_batch(array)
    assert np.diff(places).tolist() == right and gpt4o.decode(ids) == "안녕저울 ㅋ"
    assert list(jeoul.count_characters(array)) == [2, 0, 3, 0]


def test_more_beneath_a_missing_text_than_a_text_may_have(gpt4o):
    """4 GiB of nothing, which take no memory."""
    first, last, nothing = "안녕".encode(), "저울 ㅋ\n줄".encode(), (1 << 32) + 1000
    data = np.zeros(len(first) + nothing + len(last), np.uint8)
    data[:len(first)] = np.frombuffer(first, np.uint8)
    data[-len(last):] = np.frombuffer(last, np.uint8)
    offsets = np.cumsum([0, len(first), nothing, len(last)]).astype(np.int64)
    array = pa.Array.from_buffers(
        pa.large_string(), 3, [pa.py_buffer(bytes([0b101])), pa.py_buffer(offsets), pa.py_buffer(data)])
    right = [gpt4o.count(first), 0, gpt4o.count(last)]
    assert list(gpt4o.count_batch(array)) == right
    assert np.diff(gpt4o.encode_batch(array)[1]).tolist() == right
    assert list(jeoul.count_characters(array)) == [2, 0, 4]


@pytest.mark.parametrize("bits", [32, 64])
def test_wild_offsets_are_refused(gpt4o, bits):
    import array as arrays
    import ctypes

    from jeoul import _library
    from jeoul._documents import Batch

    data = "안녕하세요".encode()
    for offsets in [[0, 100], [-1, 3], [5, 2], [0, 2**31 - 1], [-(2**31), 0], [3, 3, 2]]:
        places = arrays.array("i" if bits == 32 else "q", offsets)
        described = _library.Documents(
            ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data), places.buffer_info()[0], bits, None, 0,
            len(offsets) - 1)
        counts = (ctypes.c_int64 * 8)()
        with pytest.raises(jeoul.JeoulError, match="offsets"):
            gpt4o._count(Batch(described, ()), ctypes.addressof(counts), "strict")
