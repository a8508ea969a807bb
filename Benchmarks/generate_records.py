#!/usr/bin/env python3
"""Generates JSON Lines of any size out of a real text, compressed on the way: what large inputs are measured with.

    Benchmarks/generate_records.py nsmc.txt --bytes 10e9 --files 10 --output large

Every record has a few lines of the text in an order of their own, and in one of four a word that is in no other: two halves of words of
the text, put together. A text that is repeated as it is would have no new pieces after its first round, and flatter every cache. The
records of a file have `id`, `src` (eight sources, in turn) and `text`; the same seed gives the same files. It needs `zstd`.
"""
import argparse
import json
import os
import random
import subprocess

PER_RECORD = 5


def records(lines, words, generator, size):
    """Records of `size` bytes together, as bytes, a few thousand at a time."""
    written, number = 0, 0
    while written < size:
        generator.shuffle(lines)
        block = []
        for start in range(0, len(lines) - PER_RECORD, PER_RECORD):
            parts = lines[start : start + PER_RECORD]
            if number % 4 == 0:
                left, right = generator.choice(words), generator.choice(words)
                parts.append(left[: (len(left) + 1) // 2] + right[len(right) // 2 :])
            block.append('{"id": %d, "src": "source %d", "text": "%s"}\n' % (number, number % 8, " ".join(parts)))
            number += 1
            if len(block) == 4000:
                data = "".join(block).encode()
                yield data
                block = []
                written += len(data)
                if written >= size:
                    return
        yield "".join(block).encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="a text, each line a sentence")
    parser.add_argument("--bytes", type=float, default=1e9, help="of all files together, before they are compressed")
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--output", required=True, help="a folder, made here")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    text = open(options.text, encoding="utf-8").read()
    words = [word for word in text.split() if len(word) >= 2 and json.dumps(word, ensure_ascii=False) == f'"{word}"']
    source = [json.dumps(line, ensure_ascii=False)[1:-1] for line in text.split("\n") if line]
    os.makedirs(options.output)
    for file in range(options.files):
        path = os.path.join(options.output, f"{file:02}.jsonl.zst")
        compressor = subprocess.Popen(["zstd", "-q", "-3", "-o", path], stdin=subprocess.PIPE)
        generator = random.Random(options.seed * 1000 + file)
        for data in records(list(source), words, generator, options.bytes / options.files):
            compressor.stdin.write(data)
        compressor.stdin.close()
        if compressor.wait() != 0:
            raise SystemExit(f"{path}: zstd failed")


if __name__ == "__main__":
    main()
