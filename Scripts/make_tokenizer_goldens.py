#!/usr/bin/env python3
"""Write the ids that the reference libraries give with every component of a tokenizer, for the tests to compare with.

usage: make_tokenizer_goldens.py   (from the project's root)
needs: pip install tokenizers==0.23.* sentencepiece==0.2.*

Writes Tests/Goldens/tokenizers.json: `documents`; `models`, the text of the `model` of a tokenizer.json by name; `cases`,
each a model's name, the texts of the other members, and the ids of every document; `sentencepiece`, models in Base64 and
their ids. The models are tiny, trained on the sampler in Corpora/Sampler.
"""
import base64
import glob
import io
import json

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers as N, pre_tokenizers as P, trainers

OUTPUT = "Tests/Goldens/tokenizers.json"
TEXT = [json.loads(line)["text"] for path in sorted(glob.glob("Corpora/Sampler/*.jsonl")) for line in open(path)]
DOCUMENTS = [
    "", " ", "  ", " a", "a ", "  a  b  ", "\n", "\n\n a\n", "▁a", "▁▁a ▁", "a▁b", " ▁", "<unk>", "<s>a</s>",
    "안녕하세요<|end|>반갑습니다", "a<sep>b <sep> c", "  <sep>  x", "word wordy aword, word.", "İSTANBUL ẞ ΑΣ Ⅷ Ⓐ",
    "é é ﬁ ㈜ ｱ Å", "가나다 각 한국어", "x\u0301y\u0300\u20DD", "1234567890 ½² 12 345", "A.B,C!?-_=+$ «»", "tab\there",
    "\u3000전각\u3000공백", "\u200b\u00a0nbsp\u202f", "🙂👨‍👩‍👧‍👦 ❤️", "\x00\x01nul\x7f", "'s 'S don't DON'T ſ'ſ ss ß",
    "a\r\nb\rc\u2028d\u0085e", "xxaxx xbx", "漢字とかな", "ㅋㅋㅋㅋ ㅠㅠ", "가" * 130, "ab" * 120, "\U0010ffff\ufffd", "대한민국 헌법 제1조",
    "https://example.com/a?b=c&d=%20", "f\u200dg a‿b", "    if x == 1:\n\t\treturn   y", "반반 하세 녕하세요",
]
MODELS, CASES = {}, []
# The letters of DeepSeek LLM's pattern, in hexadecimal, since some of them are not in NFC.
CASED_LETTERS = (
        "41-5A 61-7A B5 C0-D6 D8-F6 F8-1BA 1BC-1BF 1C4-293 295-2AF 370-373 376 377 37B-37D 37F 386 388-38A 38C "
        "38E-3A1 3A3-3F5 3F7-481 48A-52F 531-556 10A0-10C5 13A0-13F5 13F8-13FD 1C90-1CBA 1CBD-1CBF 1D00-1D2B "
        "1D6B-1D77 1D79-1D9A 1E00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 "
        "1FB6-1FBC 1FBE 1FC2-1FC4 1FC6-1FCC 1FD0-1FD3 1FD6-1FDB 1FE0-1FEC 1FF2-1FF4 1FF6-1FFC 2102 2107 210A-2113 "
        "2115 2119-211D 2124 2126 2128 212A-212D 212F-2134 2139 213C-213F 2145-2149 214E 2183 2184 2C00-2C7B "
        "2C7E-2CE4 2CEB-2CEE 2CF2 2CF3 A640-A66D A680-A69B A722-A76F A771-A787 A78B-A78E AB70-ABBF FB00-FB06 "
        "FB13-FB17 FF21-FF3A FF41-FF5A 10400-1044F 104B0-104D3 104D8-104FB 10C80-10CB2 10CC0-10CF2 118A0-118DF "
        "1E900-1E943 "
)


def train(name, alphabet=(), pre=None, norm=None, specials=("<unk>", "<s>", "</s>"), size=700, limit=300, text=TEXT, **options):
    t = Tokenizer(models.BPE(**options))
    if pre:
        t.pre_tokenizer = pre
    if norm:
        t.normalizer = norm
    affixes = {k: options[k] for k in ("continuing_subword_prefix", "end_of_word_suffix") if k in options}
    t.train_from_iterator(text, trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(specials), show_progress=False, initial_alphabet=list(alphabet),
        limit_alphabet=limit, **affixes))
    j = json.loads(t.to_str())
    j["added_tokens"] = [a for a in j["added_tokens"] if not a["content"].startswith("<0x")]
    MODELS[name] = json.dumps(j["model"], ensure_ascii=False)
    return j


def case(name, model, base, pre=None, norm=None, added=(), special=(), edit=None):
    j = json.loads(json.dumps(base))
    if edit:
        edit(j["model"])
        MODELS.setdefault(model, json.dumps(j["model"], ensure_ascii=False))
    t = Tokenizer.from_str(json.dumps(j))
    if pre is not None:
        t.pre_tokenizer = pre
    if norm is not None:
        t.normalizer = norm
    t.add_tokens(list(added))
    t.add_special_tokens(list(special))
    j = json.loads(t.to_str())
    t.encode_special_tokens = True
    member = {k: json.dumps(j[k], ensure_ascii=False) for k in ("added_tokens", "normalizer", "pre_tokenizer")}
    ids = [t.encode(d, add_special_tokens=False).ids for d in DOCUMENTS]
    CASES.append({"name": name, "model": model, **member, "ids": ids})


def bytes_(**options):
    return P.ByteLevel(add_prefix_space=False, **options)


def split(pattern, behavior="isolated", invert=False):
    return P.Sequence([P.Split(pattern, behavior, invert=invert), bytes_(use_regex=False)])


def byte_level():
    base = train("bytes", alphabet=P.ByteLevel.alphabet(), pre=bytes_(), size=500)
    case("gpt2", "bytes", base)
    case("prefix space", "bytes", base, pre=P.ByteLevel(add_prefix_space=True))
    case("no pattern", "bytes", base, pre=bytes_(use_regex=False))
    contractions, spaces = "(?i:'s|'t|'re|'ve|'m|'ll|'d)", r"\s*[\r\n]+|\s+(?!\S)|\s+"
    letters, symbols = r"[^\r\n\p{L}\p{N}]?\p{L}+", r" ?[^\s\p{L}\p{N}]+[\r\n]*"
    head, tail = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
    before = r"[^\r\n\p{L}\p{N}]?"
    patterns = {
        "llama3": rf"{contractions}|{letters}|\p{{N}}{{1,3}}|{symbols}|{spaces}",
        "qwen2": rf"{contractions}|{letters}|\p{{N}}|{symbols}|{spaces}",
        "o200k": rf"{before}{head}*{tail}+{contractions}?|{before}{head}+{tail}*{contractions}?|\p{{N}}{{1,3}}"
                 rf"| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|{spaces}",
        "cl100k": r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$"
                  r"|\s*[\r\n]|\s+(?!\S)|\s",
        "deepseek": r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
                    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        "k-exaone": rf"{contractions}|{before}(?:\p{{L}}\p{{M}}*(?: \p{{L}}\p{{M}}*)*)+|\p{{N}}"
                    r"| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+",
        "empty": "", "star": "x*", "lines": r"^.|$", "words": r"\w+|\h{2}", "not words": r"\W+|\H", "edges": r"\bword\b",
        "in sets": r"[^\W\d]+|[\h-]+", "dot": r"(?m:a.b)|.+", "counts": r"a{2}+|b{,2}|x{1,}?", "{": r"a{|b{,}c",
    }
    for name, pattern in patterns.items():
        case(f"pattern {name}", "bytes", base, pre=split(Regex(pattern)))
    for behavior in ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]:
        for invert in [False, True]:
            case(f"split {behavior} {invert}", "bytes", base, pre=split(Regex(r"\s+|[aeo가나]"), behavior, invert))
            case(f"split text {behavior} {invert}", "bytes", base, pre=split(" ", behavior, invert))
        case(f"punctuation {behavior}", "bytes", base, pre=P.Sequence([P.Punctuation(behavior), bytes_()]))
    steps = {
        "digits": P.Digits(False), "each digit": P.Digits(True), "whitespace": P.Whitespace(),
        "whitespace split": P.WhitespaceSplit(), "bert": P.BertPreTokenizer(), "delimiter": P.CharDelimiterSplit("a"),
        "fixed length": P.FixedLength(length=3),
    }
    for name, step in steps.items():
        case(name, "bytes", base, pre=P.Sequence([step, bytes_()]))
    case("bytes first", "bytes", base, pre=P.Sequence([bytes_(), P.Digits(True)]))
    forms = {
        "nfc": N.NFC(), "nfd": N.NFD(), "nfkc": N.NFKC(), "nfkd": N.NFKD(), "lowercase": N.Lowercase(),
        "strip": N.Strip(), "strip left": N.Strip(left=True, right=False), "prepend": N.Prepend("x"),
        "strip accents": N.Sequence([N.NFD(), N.StripAccents()]), "replace pattern": N.Replace(Regex(r"\s+"), " "),
        "replace": N.Replace("a", "bb"),
        "sequence": N.Sequence([N.Strip(), N.Lowercase(), N.NFKC(), N.Replace(Regex("[0-9]"), ""), N.Prepend("▁")]),
    }
    for name, norm in forms.items():
        case(f"normalizer {name}", "bytes", base, norm=norm)
    case("normalizer bytes", "bytes", base, norm=N.ByteLevel(), pre=P.Split(Regex("Ġ"), "merged_with_next"))
    added = [
        AddedToken("<sep>", lstrip=True, rstrip=True), AddedToken("word", single_word=True),
        AddedToken("안녕", normalized=False), AddedToken("안녕하세요", normalized=False), AddedToken("  ", normalized=False),
        AddedToken("İ", normalized=True), AddedToken("각", normalized=True), AddedToken("세요", normalized=False),
    ]
    special = [AddedToken(text, special=True) for text in ("<|end|>", "하세", "녕하", "반")]
    case("added", "bytes", base, added=added, special=special)
    case("added, normalized", "bytes", base, norm=N.Sequence([N.NFD(), N.Lowercase()]), added=added, special=special)
    gguf()
    case("ignore merges", "bytes ignoring merges", base, edit=lambda m: m.update(ignore_merges=True))
    few = train("some bytes", pre=bytes_(), limit=60, size=300)
    case("some bytes", "some bytes", few)
    case("some bytes, unknown", "some bytes, unknown", few, edit=lambda m: m.update(unk_token="<unk>"))
    case("some bytes, fused", "some bytes, fused", few, edit=lambda m: m.update(unk_token="<unk>", fuse_unk=True))
    pairs = json.loads(MODELS["bytes"])
    pairs["merges"] = [" ".join(pair) for pair in pairs["merges"]]
    case("merges as text", "merges as text", {**base, "model": pairs}, edit=lambda m: None)
    twice = json.loads(MODELS["bytes"])
    twice["merges"] = twice["merges"] + twice["merges"][:90:-1][:80] + twice["merges"][:30]
    case("merges twice", "merges twice", {**base, "model": twice}, edit=lambda m: None)


def gguf():
    """What the names of `tokenizer.ggml.pre` mean, as Splits one after another. The merges go over every cut."""
    base = train("uncut", alphabet=P.ByteLevel.alphabet(), pre=bytes_(use_regex=False), size=1200, text=DOCUMENTS * 3)
    gpt2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
    spaces, before = r"\s*[\r\n]+|\s+(?!\S)|\s+", r"[^\r\n\p{L}\p{N}]?"
    contractions, cjk = "(?i:'s|'t|'re|'ve|'m|'ll|'d)", "[一-龥ࠀ-一가-\uD7FF]+"
    upper, lower = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
    words = r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
    bloom = r" ?[^(\s|.,!?…。，、।۔،)]+"
    letters = "".join("-".join(chr(int(c, 16)) for c in part.split("-")) for part in CASED_LETTERS.split())
    head, tail = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
    patterns = {
        "starcoder": [r"\p{N}", gpt2],
        "falcon": [r"[\p{P}\$\+<=>\^~\|`]+", gpt2, "[0-9][0-9][0-9]"],
        "deepseek-llm": [r"[\r\n]", rf"\s?[{letters}]+", r"\s?[!-/:-~！-／：-～‘-‟\u3000-。]+", r"\s+$", cjk, r"\p{N}+"],
        "deepseek-coder": [r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", cjk, r"\p{N}"],
        "deepseek-v3": [r"\p{N}{1,3}", "[一-龥\u3040-ゟ゠-ヿ]+", rf"{words}| ?[\p{{P}}\p{{S}}]+[\r\n]*|{spaces}"],
        "bloom": [bloom], "viking": [bloom, r"\p{N}"], "superbpe": [r"\p{N}+", r"(?=(\d{3})+(?!\d))"],
        "bailingmoe": [r"'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
                       r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"],
        "qwen35": [rf"{contractions}|{before}[\p{{L}}\p{{M}}]+|\p{{N}}| ?[^\s\p{{L}}\p{{M}}\p{{N}}]+[\r\n]*|{spaces}"],
        "kimi-k2": [rf"[\p{{Han}}]+|{before}{upper}*{lower}+{contractions}?|{before}{upper}+{lower}*{contractions}?"
                    rf"|\p{{N}}{{1,3}}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|{spaces}"],
        "tekken": [rf"{before}{head}*{tail}+|{before}{head}+{tail}*|\p{{N}}| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|{spaces}"],
    }
    for name, steps in patterns.items():
        splits = [P.Split(Regex(pattern), "isolated") for pattern in steps]
        case(f"gguf {name}", "uncut", base, pre=P.Sequence([*splits, bytes_(use_regex=False)]))


def characters():
    all_bytes = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)]
    some_bytes = [t for i, t in enumerate(all_bytes) if i < 3 or i % 3]
    space = N.Replace(" ", "▁")

    def add(name, pre=None, norm=None, specials=all_bytes, **options):
        base = train(name, pre=pre, norm=norm, specials=specials, unk_token="<unk>", **options)
        case(name, name, base)
        return base

    add("llama", norm=N.Sequence([N.Prepend("▁"), space]), byte_fallback=True, fuse_unk=True)
    add("gemma", pre=P.Split(" ", "merged_with_previous"), norm=space, byte_fallback=True, fuse_unk=True)
    meta = add("metaspace", pre=P.Metaspace(), byte_fallback=True, fuse_unk=True)
    for scheme in ["always", "first", "never"]:
        for cut in [False, True]:
            pre = P.Metaspace(prepend_scheme=scheme, split=cut)
            case(f"metaspace {scheme} {cut}", "metaspace", meta, pre=pre)
            case(f"metaspace {scheme} {cut} added", "metaspace", meta, pre=pre, norm=N.Strip(),
                 added=[AddedToken("안녕", normalized=False), AddedToken("<sep>", lstrip=True)])
    few = ["<unk>", "<s>", "</s>"]
    add("unknown", pre=P.Metaspace(), specials=few, limit=100)
    add("unknown, fused", pre=P.Metaspace(), specials=few, limit=100, fuse_unk=True)
    add("some byte tokens", pre=P.Metaspace(), specials=some_bytes, limit=100, byte_fallback=True)
    add("some byte tokens, fused", pre=P.Metaspace(), specials=some_bytes, limit=100, byte_fallback=True, fuse_unk=True)
    add("suffix", pre=P.Whitespace(), norm=N.Lowercase(), specials=few, end_of_word_suffix="</w>")
    add("prefix", pre=P.Whitespace(), specials=few, continuing_subword_prefix="##")
    add("both", pre=P.Whitespace(), specials=few, continuing_subword_prefix="##", end_of_word_suffix="</w>")


def combinations():
    """Normalizers x pre-tokenizers x kinds of model x added tokens: each two of them together at least once."""
    llama3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
              r"|\s*[\r\n]+|\s+(?!\S)|\s+")
    norms = {
        "as is": None, "nfc": N.NFC(), "nfkc": N.NFKC(), "nfd": N.NFD(),
        "nfkd, accents, lowercase": N.Sequence([N.NFKD(), N.StripAccents(), N.Lowercase()]),
        "replace, prepend": N.Sequence([N.Replace(" ", "▁"), N.Prepend("▁")]),
        "replace pattern, strip": N.Sequence([N.Replace(Regex(r"\s+|가+"), " "), N.Strip()]),
    }
    byte_steps = {
        "gpt2": [bytes_()], "llama3": [P.Split(Regex(llama3), "isolated"), bytes_(use_regex=False)],
        "digits": [P.Digits(True), bytes_()], "prefix": [P.ByteLevel(add_prefix_space=True)],
        "punctuation": [P.Punctuation("isolated"), P.Split(" ", "merged_with_next"), bytes_(use_regex=False)],
    }
    character_steps = {
        "none": [], "metaspace": [P.Metaspace(prepend_scheme="always", split=True)],
        "metaspace first": [P.Metaspace(prepend_scheme="first", split=True)],
        "whitespace": [P.WhitespaceSplit(), P.Punctuation("isolated")],
    }
    kinds = {
        "bytes": byte_steps, "bytes ignoring merges": byte_steps, "some bytes, unknown": byte_steps,
        "llama": character_steps, "gemma": character_steps, "unknown, fused": character_steps,
        "some byte tokens": character_steps,
    }
    tokens = [
        [], [AddedToken("<sep>", lstrip=True, rstrip=True), AddedToken("  ", normalized=False), AddedToken("a\u0301")],
        [AddedToken("word", single_word=True), AddedToken("가나", normalized=True), AddedToken("ㅋㅋ", normalized=False),
         AddedToken("Å", normalized=True, lstrip=True)],
    ]
    special = [AddedToken("<|end|>", special=True), AddedToken("하세", special=True, normalized=False)]
    number = 0
    for kind, steps in kinds.items():
        base = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
                "pre_tokenizer": None, "post_processor": None, "decoder": None, "model": json.loads(MODELS[kind])}
        for place, (norm_name, norm) in enumerate(norms.items()):
            # The second time with the other added tokens, and another step.
            for turn in range(2):
                names = list(steps)
                step = names[(place + turn * 2 + number) % len(names)]
                added = tokens[(place + turn) % 3]
                edited = json.loads(json.dumps(base))
                edited["normalizer"] = json.loads(norm.__getstate__()) if norm else None
                case(f"{kind} x {norm_name} x {step} x {(place + turn) % 3}", kind, edited,
                     pre=P.Sequence(steps[step]) if steps[step] else None, added=added, special=special if added else ())
        number += 1


def sentence_pieces():
    rules = "/tmp/jeoul-rules.tsv"
    with open(rules, "w") as f:
        f.write("41\t61\n3000\t20\n1100 1161\tAC00\nFB01\t66 69\n")
    standard = dict(byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False)
    variants = {
        "standard": {}, "no prefix": dict(add_dummy_prefix=False), "unknown": dict(byte_fallback=False),
        "extra spaces": dict(remove_extra_whitespaces=True), "suffix": dict(treat_whitespace_as_suffix=True),
        "user-defined": dict(user_defined_symbols=["  ", "▁▁", "▁▁▁", "<sep>", "안녕", "안녕하세요", "\n\n", "1"]),
        "map": dict(normalization_rule_name=None, normalization_rule_tsv=rules, user_defined_symbols=["A.B"]),
        "map, extra spaces": dict(normalization_rule_name=None, normalization_rule_tsv=rules,
                                  remove_extra_whitespaces=True, byte_fallback=False),
        "across spaces": dict(split_by_whitespace=False, user_defined_symbols=["a▁b"]),
    }
    result = []
    for name, options in variants.items():
        model = io.BytesIO()
        settings = {k: v for k, v in {**standard, **options}.items() if v is not None}
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(TEXT), model_writer=model, model_type="bpe", vocab_size=1500,
            character_coverage=0.98, hard_vocab_limit=False, minloglevel=2, **settings)
        data = model.getvalue()
        if name == "standard":
            result.append(unused(data))
        result.append(entry(name, data))
    return result


def unused(data):
    """Every third merged piece made unused: they are merged into and taken apart again."""
    from sentencepiece import sentencepiece_model_pb2
    proto = sentencepiece_model_pb2.ModelProto.FromString(data)
    long = [p for p in proto.pieces if p.type == 1 and len(p.piece) > 1]
    for piece in long[::3]:
        piece.type = 5
    return entry("unused", proto.SerializeToString())


def entry(name, data):
    encoder = sentencepiece.SentencePieceProcessor(model_proto=data)
    return {"name": name, "model": base64.b64encode(data).decode(), "ids": [encoder.encode(d) for d in DOCUMENTS]}


byte_level()
characters()
combinations()
content = {"documents": DOCUMENTS, "models": MODELS, "cases": CASES, "sentencepiece": sentence_pieces()}
with open(OUTPUT, "w") as f:
    json.dump(content, f, ensure_ascii=True, separators=(",", ":"))
    f.write("\n")
print(len(CASES), "cases,", len(content["sentencepiece"]), "SentencePiece models")
