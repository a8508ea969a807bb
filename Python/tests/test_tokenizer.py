import ctypes
import json
import pickle
import random
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import KOREAN, module, shared

import jeoul
from jeoul import _library


@pytest.fixture(scope="module")
def gpt4o():
    return jeoul.load("gpt-4o")


def texts_of_every_kind(count=300, seed=1):
    source = random.Random(seed)
    alphabet = "가나다라마바사 아자차카타파하ㅋㅠ .,!?abcXYZ012'\n\t\r漢字é\u0301\u1112\u1161\u11ab\u3000…😀\u017f"
    return ["".join(source.choice(alphabet) for _ in range(source.randrange(60))) for _ in range(count)]


def real_lines():
    """Every 50th review of NSMC, some 14,000."""
    return shared("corpora", "nsmc-every-50th.txt").read_bytes().decode().split("\n")[:-1]


@pytest.mark.parametrize("name", ["o200k_base", "cl100k_base"])
def test_tiktoken_ranks_and_pattern_give_the_same_ids(name):
    """tiktoken's own code on real text, with the ranks that the wheel carries, since it would fetch them else."""
    tiktoken = module("tiktoken")
    from tiktoken.load import load_tiktoken_bpe

    from jeoul import _library

    patterns = {
        "o200k_base": "|".join([
            r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
            r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
            r"""\p{N}{1,3}""", r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""", r"""\s*[\r\n]+""", r"""\s+(?!\S)""", r"""\s+"""]),
        "cl100k_base": r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s""",
    }
    ranks = load_tiktoken_bpe(str(_library.FILES / "share/jeoul/Vocab" / name / f"{name}.tiktoken"))
    reference = tiktoken.Encoding(name, pat_str=patterns[name], mergeable_ranks=ranks, special_tokens={})
    tokenizer = jeoul.load(name)
    texts = KOREAN + real_lines() + texts_of_every_kind()
    expected = [reference.encode_ordinary(text) for text in texts]
    assert [tokenizer.encode(text) for text in texts] == expected
    assert list(tokenizer.count_batch(texts)) == [len(ids) for ids in expected]
    ids, offsets = tokenizer.encode_batch(texts)
    assert [list(ids[offsets[i]:offsets[i + 1]]) for i in range(len(texts))] == expected
    assert [tokenizer.decode(ids) for ids in expected] == texts


def test_tokenizers_gives_the_same_ids():
    tokenizers = module("tokenizers")
    from tokenizers import AddedToken, normalizers, pre_tokenizers

    folder = shared("vocab", "qwen2.5")
    reference = tokenizers.Tokenizer(tokenizers.models.BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt")))
    reference.normalizer = normalizers.NFC()
    reference.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(
            tokenizers.Regex(
                r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
            "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    added = json.loads((folder / "tokenizer_config.json").read_text())["added_tokens_decoder"]
    reference.add_tokens([AddedToken(t["content"], normalized=False) for t in added.values() if not t["special"]])
    # The text of a special token is ordinary text here.
    texts = [text for text in KOREAN + real_lines() + texts_of_every_kind() if "<|" not in text]
    expected = [encoding.ids for encoding in reference.encode_batch(texts, add_special_tokens=False)]
    tokenizer = jeoul.load("qwen2.5")
    assert list(tokenizer.count_batch(texts)) == [len(ids) for ids in expected]
    ids, offsets = tokenizer.encode_batch(texts)
    assert [list(ids[offsets[i]:offsets[i + 1]]) for i in range(len(texts))] == expected
    assert [tokenizer.encode(text) for text in texts] == expected


def test_counts_are_the_command_s(gpt4o):
    texts = [text for text in KOREAN if text]
    report = jeoul.measure(texts=texts, vocabularies=["gpt-4o", "qwen2.5"])
    assert [v["tokens"] for v in report["vocabularies"]] == [
        int(sum(jeoul.load(name).count_batch(texts))) for name in ("gpt-4o", "qwen2.5")]
    assert report["corpus"]["korean_characters"] == int(sum(jeoul.count_characters(texts)))


def test_real_text_by_every_way_in(gpt4o):
    lines = real_lines()
    total = sum(gpt4o.count_batch(lines))
    assert total == sum(len(gpt4o.encode(line)) for line in lines[:500]) + sum(gpt4o.count_batch(lines[500:]))
    assert sum(gpt4o.count(line) for line in lines) == total


def test_lists_of_every_kind(gpt4o):
    """Whatever stands in a list, wherever it is cut: with line ends and without, missing, bytes, lone surrogates."""
    plain = ["안녕하세요", "", "저울 ㅋ", "x" * 100, ""] * 1500
    right = {text: gpt4o.count(text) for text in plain}
    for odd in ["줄\n둘", "줄\r\n둘\r", "\n", "\r", None, "바이트".encode(), "\ud800"]:
        for place in (0, 2047, 2048, 5000, len(plain)):
            texts = plain[:place] + [odd] + plain[place:]
            expected = [0 if text is None else right[text] if text in right else gpt4o.encode(text).__len__() for text in texts]
            assert list(gpt4o.count_batch(texts)) == expected
            ids, offsets = gpt4o.encode_batch(texts[:4100])
            assert [b - a for a, b in zip(offsets, offsets[1:])] == expected[:4100]
    assert list(gpt4o.count_batch(plain)) == [right[text] for text in plain]
    assert list(jeoul.count_characters(plain[:5])) == [5, 0, 3, 0, 0]


def test_tokens_cover_characters(gpt4o):
    text = "안녕 뷁!"
    tokens = gpt4o.tokens(text)
    assert b"".join(token.bytes for token in tokens) == text.encode()
    assert tokens[0].start == 0 and tokens[-1].end == len(text)
    # 뷁 is several tokens, each of which covers that one character.
    cut = [token for token in tokens if len(token.bytes) < 3 and token.bytes[0] >= 0x80]
    assert cut and {(token.start, token.end) for token in cut} <= {(2, 4), (3, 4)}


def test_lone_surrogates_are_replaced(gpt4o):
    assert gpt4o.encode("a\ud800b") == gpt4o.encode("a\ufffdb")
    assert gpt4o.encode("\ud83d\ude00") == gpt4o.encode("😀")


def test_bytes_that_are_not_utf8(gpt4o):
    with pytest.raises(jeoul.InvalidTextError) as raised:
        gpt4o.count_batch(["맞음", "나쁨".encode() + b"\xff"])
    assert (raised.value.document, raised.value.offset) == (1, 6)
    for bad in [b"\xff", b"a\xed\xa0\x80b", b"\xea\xb0", b"\xf4\x90\x80\x80", b"\xc0\xaf\xe0\x80"]:
        assert gpt4o.encode(bad, errors="replace") == gpt4o.encode(bad.decode("utf-8", "replace"))
    # Two halves of a character in two documents are not UTF-8, though their buffer is.
    with pytest.raises(jeoul.InvalidTextError):
        gpt4o.count_batch(["가".encode()[:1], "가".encode()[1:]])


@pytest.mark.parametrize("place", [0, 2047, 2048, 3000, 9001])
def test_a_document_at_fault_is_counted_from_the_first(gpt4o, place):
    """Also beyond the first of the parts in which a list or a column of several chunks is given to the library."""
    texts = ["가나다".encode()] * 10_000
    texts[place] = "나쁨".encode() + b"\xff"
    given = [texts, texts[:1] + ["str"] + texts[2:]] if place != 1 else [texts]
    try:
        import pyarrow as pa

        given.append(pa.chunked_array([texts[:1000], texts[1000:2500], [], texts[2500:]], pa.binary()))
    except ImportError:
        pass
    for many in given:
        for work in (gpt4o.count_batch, gpt4o.encode_batch, jeoul.count_characters):
            with pytest.raises(jeoul.InvalidTextError) as raised:
                work(many)
            assert (raised.value.document, raised.value.offset) == (place, 6)
            assert str(raised.value).startswith(f"document {place} is not UTF-8 at byte 6")


def test_long_texts_are_given_a_few_at_a_time(gpt4o):
    """So that what is copied of a list is megabytes, however long its texts are."""
    from jeoul._documents import batches

    short, long = "가", "나다라마바" * 30_000
    for texts in [[long] * 50, [short, long] * 40, [short] * 3000 + [None, b"ab"] + [long] * 90, [short] * 5000 + [long]]:
        parts = list(batches(texts))
        assert sum(map(len, parts)) == len(texts)
        assert max(part.described.byte_count for part in parts) <= 3 * (1 << 20) + 3 * len(long)
        right = {text: gpt4o.count(text) for text in {text for text in texts if text is not None}}
        assert list(gpt4o.count_batch(texts)) == [0 if text is None else right[text] for text in texts]


def test_errors_say_what(gpt4o):
    with pytest.raises(jeoul.VocabularyError, match="gpt-4o"):
        jeoul.load("gpt-4oo")
    with pytest.raises(jeoul.UnknownTokenError) as raised:
        gpt4o.decode([0, 10**8])
    assert raised.value.index == 1
    with pytest.raises(TypeError):
        gpt4o.count_batch("one text")
    with pytest.raises(TypeError):
        gpt4o.count(5)
    with pytest.raises(jeoul.CommandError) as raised:
        jeoul.measure("/no/such/file")
    assert raised.value.status == 2 and "/no/such/file" in str(raised.value)


@pytest.mark.parametrize("id", [-1, 2**32 + 5, 2**64 + 5, 10**8])
def test_no_number_is_taken_for_another(gpt4o, id):
    with pytest.raises(jeoul.UnknownTokenError):
        gpt4o.token_bytes(id)
    with pytest.raises(jeoul.UnknownTokenError) as raised:
        gpt4o.decode([5, id])
    assert raised.value.index == 1
    assert gpt4o.truncate("가나다", 2**64 + 1) == "가나다" and len(gpt4o.chunks("가나다", 2**64 + 1)) == 1
    with pytest.raises(TypeError):
        gpt4o.truncate("가나다", 1.5)
    with pytest.raises(ValueError):
        gpt4o.chunks("가나다", 5, overlap=-(2**64) + 1)


def test_of_a_str_nobody_means_its_characters(gpt4o, tmp_path):
    """One text is not many, one name is one name, and a table is not its columns' names."""
    for many in ["가나", b"ab", bytearray(b"ab"), {"가": 1}, 5, None]:
        with pytest.raises(TypeError):
            gpt4o.count_batch(many)
    with pytest.raises(TypeError):
        jeoul.measure(texts="가나", vocabularies=["gpt-4o"])
    one, other = (jeoul.measure(texts=["가나"], vocabularies=names) for names in ("gpt-4o", ["gpt-4o"]))
    assert one == other and len(one["vocabularies"]) == 1
    (tmp_path / "mine").mkdir()
    files = _library.FILES / "share/jeoul/Vocab/qwen2.5"
    for file in files.iterdir():
        (tmp_path / "mine" / file.name).write_bytes(file.read_bytes())
    right = jeoul.load("qwen2.5").encode("안녕")
    for folder in (tmp_path / "mine", str(tmp_path / "mine")):
        assert jeoul.load(folder).encode("안녕") == right
    assert jeoul.load("qwen2.5", folders=tmp_path).encode("안녕") == right
    for nothing in ("", "gpt-4o\0"):
        with pytest.raises(jeoul.VocabularyError):
            jeoul.load(nothing)


def test_the_version_is_the_library_s():
    assert jeoul.__version__ == _library.library.jeoul_version().decode()


def test_pickles_by_name(gpt4o):
    again = pickle.loads(pickle.dumps(gpt4o))
    # The same vocabulary is loaded once a process.
    assert again is gpt4o
    assert again.name == gpt4o.name and again.encode("안녕") == gpt4o.encode("안녕")


@pytest.mark.parametrize("error", [
    jeoul.InvalidTextError("document 3 is not UTF-8", 3, 7), jeoul.UnknownTokenError("no such id", 2),
    jeoul.CommandError("it ended with 2", 2), jeoul.VocabularyError("no such vocabulary")])
def test_errors_cross_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and str(again) == str(error) and vars(again) == vars(error)


def test_more_bytes_than_an_int_counts_are_read():
    block = bytearray(range(256))
    address = ctypes.addressof(ctypes.c_char.from_buffer(block))
    assert bytes(_library.memory(address, 256)) == bytes(block)
    # Of what lies there no copy is made: the size alone is looked at.
    assert len(_library.memory(address, (1 << 31) + 8)) == (1 << 31) + 8
    assert bytes(_library.memory(None, 0)) == b""


def test_threads_share_a_tokenizer(gpt4o):
    texts = KOREAN * 200
    expected = list(gpt4o.count_batch(texts))
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: list(gpt4o.count_batch(texts)), range(24)):
            assert found == expected


@pytest.mark.parametrize("kind,expected", [("hangul", 4), ("syllable", 3), ("scalar", 10), ("byte", 18), ("eojeol", 4)])
def test_kinds_of_characters(kind, expected):
    assert jeoul.count_characters("저울 ㅋ, 2층 a", kind) == expected


def test_what_is_no_text():
    gpt4o = jeoul.load("gpt-4o")
    for value in (None, float("nan"), 3, ["a"]):
        for call in (gpt4o.count, gpt4o.encode, gpt4o.tokens):
            with pytest.raises(TypeError):
                call(value)
    with pytest.raises(TypeError, match="number 5000 of the texts"):
        gpt4o.count_batch(["안녕"] * 5000 + [3])
    with pytest.raises(TypeError, match="_batch"):
        gpt4o.encode_batch("abc")


def test_a_list_that_grows_while_it_is_counted():
    gpt4o = jeoul.load("gpt-4o")
    texts = ["안녕하세요 저울"] * 50_000
    done = threading.Event()

    def grow():
        while not done.is_set():
            texts.extend(["더"] * 1000)
            if len(texts) > 400_000:
                del texts[50_000:]

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        for _ in range(5):
            assert set(map(int, gpt4o.count_batch(texts))) <= {gpt4o.count("안녕하세요 저울"), 1}
            jeoul.count_characters(texts)
    finally:
        done.set()
        thread.join()


def test_what_was_pulled_is_found(tmp_path, monkeypatch):
    files = _library.FILES / "share/jeoul/Vocab/qwen2.5"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = tmp_path / "jeoul/vocab/own--model"
    shutil.copytree(files, place)
    assert jeoul.load("own/model").count("안녕하세요") == jeoul.load("qwen2.5").count("안녕하세요")
