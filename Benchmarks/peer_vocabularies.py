"""The vocabularies that the peers are given: the files that jeoul reads, in the form that a peer reads."""
import base64
import json
import os
import tempfile

_O200K_TAIL = r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_O200K_ENDING = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_UPPER, _LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
           r"|\s*[\r\n]+|\s+(?!\S)|\s+")
# Patterns for which jeoul has no hand-written splitter, applied one after another.
COMPILED = {
    "k-exaone": [r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}"
                 r"| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+"],
    "deepseek-v3": [r"\p{N}{1,3}", "[一-龥\u3040-ゟ゠-ヿ]+",
                    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
                    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"],
    "tekken": [rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*"
               r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"],
}
# By the names that the manifest gives to splitters.
PATTERNS = {
    "gpt2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "llama3": _LLAMA3,
    "qwen2": _LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}"),
    "o200k": (rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+{_O200K_ENDING}"
              rf"|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*{_O200K_ENDING}|{_O200K_TAIL}"),
}


def sentencepiece_model(folder):
    """The SentencePiece model of a folder; None where there is none."""
    path = os.path.join(folder, "tokenizer.model")
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        # A message that begins with a message, not lines of base64.
        return path if file.read(1) == b"\n" else None


def sentencepiece_json(path):
    """Writes a SentencePiece model as a tokenizer.json, as `transformers` converts it; its path."""
    from sentencepiece import sentencepiece_model_pb2
    model = sentencepiece_model_pb2.ModelProto()
    with open(path, "rb") as file:
        model.ParseFromString(file.read())
    ids = {piece.piece: number for number, piece in enumerate(model.pieces)}
    merges = []
    for piece in model.pieces:
        if piece.type != 1:
            continue
        halves = [(piece.piece[:at], piece.piece[at:]) for at in range(1, len(piece.piece))]
        known = sorted((ids[left], ids[right]) for left, right in halves if left in ids and right in ids)
        merges += [(-piece.score, model.pieces[left].piece, model.pieces[right].piece) for left, right in known]
    merges.sort(key=lambda merge: merge[0])
    replace = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
    prepend = [{"type": "Prepend", "prepend": "▁"}] if model.normalizer_spec.add_dummy_prefix else []
    added = [{"id": number, "content": piece.piece.replace("▁", " "), "single_word": False, "lstrip": False,
              "rstrip": False, "normalized": False, "special": False}
             for number, piece in enumerate(model.pieces) if piece.type == 4]
    unknown = next(piece.piece for piece in model.pieces if piece.type == 2)
    document = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added,
        "normalizer": {"type": "Sequence", "normalizers": prepend + [replace]}, "pre_tokenizer": None,
        "post_processor": None, "decoder": None,
        "model": {"type": "BPE", "dropout": None, "unk_token": unknown, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
                  "vocab": ids, "merges": [list(merge[1:]) for merge in merges]}}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False, encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
    return file.name


def ranks(folder):
    """Bytes and ranks of the one file of base64 lines in a folder; None where there is none."""
    for name in sorted(os.listdir(folder)):
        if name.endswith(".tiktoken") or name == "tokenizer.model":
            with open(os.path.join(folder, name), "rb") as file:
                return {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, file)}
    return None


def _byte_characters():
    """GPT-2's alphabet: the printable Latin-1 characters stand for themselves, other bytes for U+0100 and up."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]


def _halves(token, rank, by_token):
    """The parts of a token after all merges of lower rank."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        best, at = min((by_token.get(parts[i] + parts[i + 1], rank), i) for i in range(len(parts) - 1))
        if best >= rank:
            break
        parts[at:at + 2] = [parts[at] + parts[at + 1]]
    return parts


def _model(folder):
    """Tokens and merges, as tokenizer.json has them."""
    by_token = ranks(folder)
    if by_token is None:
        with open(os.path.join(folder, "vocab.json"), encoding="utf-8") as file:
            tokens = json.load(file)
        with open(os.path.join(folder, "merges.txt"), encoding="utf-8", newline="\n") as file:
            lines = [line.rstrip("\n") for line in file]
        if lines and lines[0].startswith("#version"):
            del lines[0]
        return tokens, [line.split(" ") for line in lines if line]
    characters = _byte_characters()

    def text(token):
        return "".join(characters[byte] for byte in token)

    merges = []
    for token, rank in sorted(by_token.items(), key=lambda item: item[1]):
        parts = _halves(token, rank, by_token) if len(token) > 1 else []
        if len(parts) == 2:
            merges.append([text(parts[0]), text(parts[1])])
    return {text(token): rank for token, rank in by_token.items()}, merges


def tokenizer_json(folder, splitter):
    """A vocabulary as a new tokenizer.json, which the caller deletes; without normalizer and added tokens."""
    tokens, merges = _model(folder)
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}
    if splitter == "gpt2":
        # As the models' own files have it: gigatoken knows this splitter by that form.
        splitting = {**byte_level, "use_regex": True}
    else:
        splits = [{"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
                  for pattern in COMPILED.get(splitter) or [PATTERNS[splitter]]]
        splitting = {"type": "Sequence", "pretokenizers": splits + [{**byte_level, "use_regex": False}]}
    with tempfile.NamedTemporaryFile("w", suffix=".tokenizer.json", delete=False, encoding="utf-8") as file:
        json.dump({
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
            "pre_tokenizer": splitting, "post_processor": None,
            "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "",
                      "end_of_word_suffix": "", "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                      "vocab": tokens, "merges": merges}}, file)
    return file.name
