"""Times one peer in a process of its own; `compare_peers.py` starts it. Prints JSON: version, tokens, pass_seconds."""
import argparse
import importlib.metadata
import json
import time

import peer_vocabularies


def tiktoken(arguments, raw):
    import tiktoken
    ranks = peer_vocabularies.ranks(arguments.vocabulary)
    pattern = peer_vocabularies.PATTERNS[arguments.splitter]
    encoding = tiktoken.Encoding("peer", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    documents = raw.decode().split("\n")[:-1]
    return lambda: sum(map(len, encoding.encode_ordinary_batch(documents, num_threads=1)))


def gigatoken(arguments, raw):
    import awkward
    import gigatoken
    tokenizer = gigatoken.Tokenizer(arguments.vocabulary)
    source = gigatoken.BytesSource([raw], separator="\n")
    return lambda: int(awkward.count(tokenizer.encode_batch(source, parallel=False)))


def sentencepiece(arguments, raw):
    import sentencepiece
    processor = sentencepiece.SentencePieceProcessor(model_file=peer_vocabularies.sentencepiece_model(arguments.vocabulary))
    documents = raw.decode().split("\n")[:-1]
    return lambda: sum(map(len, processor.encode(documents, num_threads=1)))


def tokenizers(arguments, raw):
    import tokenizers
    tokenizer = tokenizers.Tokenizer.from_file(arguments.vocabulary)
    documents = raw.decode().split("\n")[:-1]
    return lambda: sum(len(found.ids) for found in tokenizer.encode_batch_fast(documents, add_special_tokens=False))


PEERS = {"tiktoken": tiktoken, "gigatoken": gigatoken, "sentencepiece": sentencepiece, "tokenizers": tokenizers}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("text")
    parser.add_argument("vocabulary", help="a tokenizer.json for gigatoken and tokenizers, a folder for the others")
    parser.add_argument("splitter")
    parser.add_argument("passes", type=int)
    arguments = parser.parse_args()
    with open(arguments.text, "rb") as file:
        raw = file.read()
    count = PEERS[arguments.peer](arguments, raw)
    seconds, tokens = [], set()
    for _ in range(arguments.passes):
        start = time.perf_counter()
        tokens.add(count())
        seconds.append(time.perf_counter() - start)
    if len(tokens) != 1:
        raise SystemExit(f"the passes gave different numbers of tokens: {sorted(tokens)}")
    version = importlib.metadata.version(arguments.peer)
    print(json.dumps({"version": version, "tokens": tokens.pop(), "pass_seconds": seconds}))


if __name__ == "__main__":
    main()
