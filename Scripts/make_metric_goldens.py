#!/usr/bin/env python3
"""Write Tests/Goldens/metrics/metrics.json: the metrics, worked out from tiktoken's ids by a second implementation.

usage: make_metric_goldens.py   (from the project's root; needs: pip install tiktoken==0.14.* regex)

The definitions are those of `jeoul metric show`, written down again the slow way: sets of byte offsets, exact
fractions, `regex` for grapheme clusters and scripts, the standard library for normalization.
"""
import json
import math
import os
import unicodedata
from collections import Counter
from fractions import Fraction

import regex
import tiktoken
from tiktoken.load import load_tiktoken_bpe

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CL100K = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
# File, pattern, normalizer, and the added tokens that the vocabulary declares beside those of the file.
VOCABULARIES = {
    "o200k_base": ("o200k_base.tiktoken", O200K, None, 2),
    "cl100k_base": ("cl100k_base.tiktoken", CL100K, None, 5),
    "qwen2.5": ("qwen.tiktoken", LLAMA3.replace("{1,3}", ""), "NFC", 22),
}
WHITE_SPACE = set(map(chr, [*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F,
                            0x205F, 0x3000]))
HANGUL = regex.compile(r"\p{Script=Hangul}")
PRICE, WINDOW = 2.5, 128000

EDGE = [
    "", " ", "안녕하세요, 세계!", " 안녕 안녕\u3000안녕\t안녕 ", "한글 ㅋㅋㅋㅋ ㅠㅠ 뷁쉛 깃랍쀍", "漢字와 한글, 大韓民國",
    unicodedata.normalize("NFD", "분해된 한글 값어치"), "가\u11a8나 \u1112\u119e\u11ab \u1100 \u1161",
    "nul\0가운데\0 문자", "the quick brown fox", "🙂 이모지 👨‍👩‍👧 둘", "<|endoftext|> 특수 토큰 글자",
    "1234567 12,345원 2024년", "줄\u00a0바꿈\u2003없는\u200b빈칸", "밥\u302e 각\u200d별 e\u0301",
    "아버지가방에들어가신다" * 12, "긴   여러    빈칸          끝",
]


def words(text):
    """Byte ranges of maximal runs of what is not White_Space."""
    found, start, offset = [], None, 0
    for character in text:
        if character in WHITE_SPACE:
            if start is not None:
                found.append((start, offset))
            start = None
        elif start is None:
            start = offset
        offset += len(character.encode())
    if start is not None:
        found.append((start, offset))
    return found


def clusters(text):
    offset = 0
    for cluster in regex.findall(r"\X", text):
        end = offset + len(cluster.encode())
        yield cluster, offset, end
        offset = end


def is_korean(cluster):
    return HANGUL.match(cluster[0]) is not None


def syllables(text):
    """Byte ranges of the syllables, of which NFC makes one scalar each."""
    for match in regex.finditer(r"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[가-힣]", text):
        start, end = match.span()
        first = ord(text[start])
        if first >= 0xAC00 and (first - 0xAC00) % 28 == 0 and end < len(text) and "\u11a8" <= text[end] <= "\u11c2":
            end += 1
        yield len(text[:start].encode()), len(text[:end].encode())


class Sums(Counter):
    def __init__(self):
        super().__init__()
        self.fractions = Fraction(0)
        self.histogram = Counter()
        self.types = {}
        self.ratios = {}


def characters(text):
    composed = unicodedata.normalize("NFC", text)
    parts = [cluster for cluster, _, _ in clusters(composed)]
    return {
        "korean": sum(map(is_korean, parts)), "syllable": sum("가" <= c <= "힣" for c in composed),
        "grapheme": len(parts), "nonspace": sum(p[0] not in WHITE_SPACE for p in parts), "scalar": len(text),
        "byte": len(text.encode()), "eojeol": len(words(text)),
    }


def measure(encoding, form, declared, documents, parallel, baseline):
    def ids_of(text):
        return encoding.encode_ordinary(unicodedata.normalize(form, text) if form else text)

    sums = Sums()
    means = {}

    def ratio(name, a, b):
        if b:
            means.setdefault(name, []).append(Fraction(a) / b)

    for document, text in enumerate(documents):
        ids = ids_of(text)
        tokens = [encoding.decode_single_token_bytes(i) for i in ids]
        joined = b"".join(tokens)
        normalized = joined.decode()
        starts, offset = [], 0
        for token in tokens:
            starts.append(offset)
            offset += len(token)
        boundaries = set(starts)
        korean_bytes = {b for c, s, e in clusters(normalized) if is_korean(c) for b in range(s, e)}
        attributed = sum(
            (Fraction(sum(b in korean_bytes for b in range(s, s + len(t))), len(t)) for s, t in zip(starts, tokens)),
            Fraction(0))
        sums.fractions += attributed
        sums.histogram.update(ids)
        partial = 0
        for token in tokens:
            try:
                token.decode()
            except UnicodeDecodeError:
                partial += 1
        split = [any(s < b < e for b in boundaries) for s, e in syllables(normalized)]
        runs = words(normalized)
        of_word = {b: w for w, (s, e) in enumerate(runs) for b in range(s, e)}
        in_word = [[] for _ in runs]
        for s, t in zip(starts, tokens):
            touched = {of_word[b] for b in range(s, s + len(t)) if b in of_word}
            for word in touched:
                in_word[word].append(len(touched))
        single = [w == [1] for w in in_word]
        continued = [len(w) > 1 for w in in_word]
        for (s, e), one in zip(runs, single):
            seen = sums.types.setdefault(joined[s:e], [0, 0])
            seen[0] += 1
            seen[1] += one
        count = characters(text)
        nfd, nfc = (len(ids_of(unicodedata.normalize(f, text))) for f in ("NFD", "NFC"))
        base = len(baseline(text))
        other = len(ids_of(parallel[document])) if parallel else 0
        n = len(ids)
        for name, value in {**count, "tokens": n, "partial": partial, "split": sum(split), "syllables": len(split),
                            "words": len(runs), "single": sum(single), "continued": sum(continued), "nfd": nfd,
                            "nfc": nfc, "base": base, "other": other}.items():
            sums[name] += value
        ratio("fertility", n, count["eojeol"])
        ratio("tokens-per-korean-character", n, count["korean"])
        ratio("attributed-tokens-per-korean-character", attributed, count["korean"])
        ratio("bytes-per-token", count["byte"], n)
        ratio("syllable-split-rate", sum(split), len(split))
        if parallel:
            ratio("premium", n, other)

    total = sums["tokens"]
    p = [c / total for c in sums.histogram.values()]
    renyi = math.log2(math.fsum(x**2.5 for x in p)) / (1 - 2.5)
    tokens, korean = Fraction(total), sums["korean"]
    values = {
        "tokens-per-korean-character": tokens / korean, "tokens-per-syllable": tokens / sums["syllable"],
        "tokens-per-grapheme": tokens / sums["grapheme"],
        "tokens-per-grapheme-nonspace": tokens / sums["nonspace"], "tokens-per-scalar": tokens / sums["scalar"],
        "tokens-per-byte": tokens / sums["byte"], "fertility": tokens / sums["eojeol"],
        "attributed-tokens-per-korean-character": sums.fractions / korean,
        "korean-characters-per-token": korean / tokens, "characters-per-token": sums["grapheme"] / tokens,
        "scalars-per-token": sums["scalar"] / tokens, "bytes-per-token": sums["byte"] / tokens,
        "normalized-sequence-length": tokens / sums["base"],
        "single-token-retention": Fraction(sums["single"], sums["words"]),
        "single-token-retention-by-type": sum(Fraction(b, a) for a, b in sums.types.values()) / len(sums.types),
        "continued-words": Fraction(sums["continued"], sums["words"]),
        "syllable-split-rate": Fraction(sums["split"], sums["syllables"]),
        "partial-character-tokens": sums["partial"] / tokens,
        "shannon-entropy": -math.fsum(x * math.log2(x) for x in p), "renyi-efficiency": renyi / math.log2(declared),
        "renyi-efficiency-observed": renyi / math.log2(len(p)), "vocabulary-utilization": len(p) / declared,
        "nfd-inflation": Fraction(sums["nfd"], sums["nfc"]), "cost": PRICE * float(tokens / korean),
        "context-capacity": WINDOW * korean // total,
    }
    if parallel:
        values["premium"] = tokens / sums["other"]
    return {
        "tokens": total, "values": {k: float(v) for k, v in values.items()},
        "means": {k: float(sum(v) / len(v)) for k, v in means.items()},
    }


def sampler(name):
    with open(f"Corpora/Sampler/{name}.jsonl", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def main():
    encodings = {}
    for name, (file, pattern, form, added) in VOCABULARIES.items():
        ranks = load_tiktoken_bpe(f"Vocab/{name}/{file}")
        encodings[name] = (tiktoken.Encoding(name, pat_str=pattern, mergeable_ranks=ranks, special_tokens={}), form,
                           len(ranks) + added)
    corpora = {
        "news": (sampler("news"), sampler("news.en")), "conversation": (sampler("conversation"), None),
        "edge": (EDGE, None),
    }
    cases = []
    for corpus, (documents, parallel) in corpora.items():
        for name, (encoding, form, declared) in encodings.items():
            result = measure(encoding, form, declared, documents, parallel,
                             lambda text: encodings["cl100k_base"][0].encode_ordinary(text))
            cases.append({"corpus": corpus, "vocabulary": name, **result})
    os.makedirs("Tests/Goldens/metrics", exist_ok=True)
    with open("Tests/Goldens/metrics/metrics.json", "w", encoding="utf-8") as file:
        json.dump({"made_with": {"tiktoken": tiktoken.__version__, "script": "Scripts/make_metric_goldens.py"},
                   "price": PRICE, "context": WINDOW, "baseline": "cl100k_base", "edge": EDGE, "cases": cases},
                  file, ensure_ascii=True, indent=1)
        file.write("\n")


main()
