import json
import random
import subprocess
import unicodedata

import pytest
from conftest import KOREAN, module, shared

import jeoul
from jeoul import _command

NAMES = ["gpt-4o", "qwen2.5"]
TEXTS = KOREAN + [
    "각 한글 \u1112\u1161\u11ab e\u0301x", "가" * 200, "긴 문장입니다. 또 하나의 문장! 그리고 👨‍👩‍👧‍👦 가족 🇰🇷", " ", "\n\n", "a",
    unicodedata.normalize("NFD", "분해된 한글 문장입니다. 둘째 문장도 있습니다."),
]


def command(subcommand, text, *options):
    done = subprocess.run(
        [_command.path(), subcommand, "--input-format", "jsonl", "--quiet", *options, "-"],
        input=(json.dumps({"text": text}, ensure_ascii=False) + "\n").encode(), capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("at", ["character", "word", "sentence"])
def test_pieces_are_the_command_s(name, at):
    tokenizer = jeoul.load(name)
    for text in TEXTS:
        for limit in (12, 30):
            options = ["--vocabulary", name, "--tokens", str(limit), "--at", at]
            printed = command("truncate", text, *options)
            kept = tokenizer.truncate(text, limit, at=at)
            # A document with line ends is printed as a JSON string.
            assert printed in (kept + "\n", json.dumps(kept, ensure_ascii=False) + "\n") or json.loads(printed) == kept
            assert text.startswith(kept) and tokenizer.count(kept) <= limit
            for overlap in (0, 3):
                found = tokenizer.chunks(text, limit, overlap=overlap, at=at)
                lines = command("chunk", text, *options, "--overlap", str(overlap)).split("\n")[:-1]
                right = [json.loads(line) for line in lines]
                assert [(c.text, c.tokens) for c in found] == [(r["text"], r["tokens"]) for r in right]
                data = text.encode()
                assert [(c.start, c.end) for c in found] == [
                    (len(data[:r["start"]].decode()), len(data[:r["end"]].decode())) for r in right]
                assert all(text[c.start:c.end] == c.text and tokenizer.count(c.text) == c.tokens for c in found)
                if overlap == 0:
                    assert "".join(c.text for c in found) == text


def test_no_character_is_cut():
    gpt4o = jeoul.load("gpt-4o")
    family = "👨‍👩‍👧‍👦"
    assert gpt4o.count(family) > 3
    assert gpt4o.truncate("가" + family, 3) == "가"
    assert gpt4o.truncate(family, 1) == ""
    with pytest.raises(ValueError, match="character at byte 3"):
        gpt4o.chunks("가" + family, 3)
    assert gpt4o.truncate("가나다".encode(), 1) == "가나다".encode()[:len(gpt4o.truncate("가나다", 1).encode())]


def test_pieces_refuse_what_cannot_be():
    gpt4o = jeoul.load("gpt-4o")
    for bad in [lambda: gpt4o.truncate("가", 0), lambda: gpt4o.chunks("가", 5, overlap=5), lambda: gpt4o.chunks("가", 5, overlap=-1),
                lambda: gpt4o.truncate("가", 5, at="line")]:
        with pytest.raises(ValueError):
            bad()
    with pytest.raises(jeoul.InvalidTextError) as raised:
        gpt4o.truncate(b"ab\xff", 5)
    assert raised.value.offset == 2
    assert gpt4o.chunks("", 5) == [] and gpt4o.truncate("", 5) == "" and gpt4o.tokens("") == []


def right_offsets(tokenizer, text):
    """The characters of each token where the normalizer is NFC, by trying every character's part of it, slowly."""
    clusters, start = [], 0
    for place in range(1, len(text) + 1):
        # What a combining character or a jamo belongs to is normalized with it.
        is_end = place == len(text) or unicodedata.normalize("NFC", text[start:place]) + unicodedata.normalize(
            "NFC", text[place:]) == unicodedata.normalize("NFC", text[start:]) and not unicodedata.combining(text[place])
        if is_end:
            clusters.append((start, place))
            start = place
    owners = []
    for start, end in clusters:
        whole = unicodedata.normalize("NFC", text[start:end])
        for number, character in enumerate(whole):
            place = (start + number, start + number + 1) if whole == text[start:end] else (start, end)
            owners += [place] * len(character.encode())
    found, at = [], 0
    for id in tokenizer.encode(text):
        part = owners[at:at + len(tokenizer.token_bytes(id))]
        found.append((min(start for start, _ in part), max(end for _, end in part)))
        at += len(part)
    assert at == len(owners)
    return found


def test_offsets_are_of_the_text_as_given_where_the_normalizer_changes_it():
    qwen = jeoul.load("qwen2.5")
    source = random.Random(7)
    pool = ["각", "\u1112\u1161\u11ab", "e\u0301", "a", " ", "한글", "\u1100\u1161", "é", "뷁", "1", "\n", "\u212b"]
    texts = ["".join(source.choice(pool) for _ in range(source.randrange(1, 30))) for _ in range(300)]
    for text in texts + [unicodedata.normalize("NFD", text) for text in KOREAN if text]:
        assert [(t.start, t.end) for t in qwen.tokens(text)] == right_offsets(qwen, text), text


def test_offsets_are_those_of_tokenizers():
    """On real text that no normalizer changes, where tokenizers' own offsets are of the text as given, too."""
    tokenizers = module("tokenizers")
    from tokenizers import pre_tokenizers

    folder = shared("vocab", "qwen2.5")
    reference = tokenizers.Tokenizer(tokenizers.models.BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt")))
    reference.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(
            tokenizers.Regex(
                r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
            "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False, trim_offsets=False)])
    qwen = jeoul.load("qwen2.5")
    lines = shared("corpora", "nsmc-every-50th.txt").read_text().splitlines()[:1500]
    for text in lines:
        if not unicodedata.is_normalized("NFC", text):
            continue
        encoding = reference.encode(text)
        assert [(t.id, (t.start, t.end)) for t in qwen.tokens(text)] == list(zip(encoding.ids, encoding.offsets)), text


@pytest.mark.parametrize("name", ["gemma-3", "solar-10.7b", "mistral-v3", "exaone-4.0", "hyperclovax-seed", "llama-3"])
def test_offsets_of_other_vocabularies_cover_the_text(name):
    """Whatever stands for a space: tokens' ranges ascend, cover the text, and each has its token's own characters."""
    tokenizer = jeoul.load(name, folders=[str(shared("vocab"))])
    for text in KOREAN + shared("corpora", "nsmc-every-50th.txt").read_text().splitlines()[:300]:
        tokens = tokenizer.tokens(text)
        end = 0
        for token in tokens:
            assert token.start <= end and token.end >= end
            end = token.end
            shown = token.bytes.decode("utf-8", "ignore").replace("▁", " ").strip()
            if len(token.bytes) > 1 and shown and unicodedata.is_normalized("NFC", text) and "<" not in shown:
                assert shown in text[token.start:token.end], (text, token)
        assert end == len(text)


def test_a_beginning_is_the_longest_that_fits():
    """Token counts do not grow with every character: what is right is found by trying every one."""
    lines = shared("corpora", "nsmc-every-50th.txt").read_text().split("\n")[:300] + ["안녕하세요저울", "안녕하세요👨‍👩‍👧"]
    grapheme = [line for line in lines if line.isascii() or all("가" <= c <= "힣" or c.isascii() for c in line)]
    for name in ["gpt-4o", "a.x-4.0"]:
        tokenizer = jeoul.load(name)
        for line in grapheme:
            counts = tokenizer.count_batch([line[:end] for end in range(len(line) + 1)])
            for limit in (2, 3, 8):
                longest = max(end for end, count in enumerate(counts) if count <= limit)
                assert tokenizer.truncate(line, limit) == line[:longest]
    assert jeoul.load("gpt-4o").truncate("안녕하세요👨‍👩‍👧", 2) == "안녕하세요"
