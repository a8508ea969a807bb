#!/usr/bin/env python3
"""Compare the speed of the Python package with that of `jeoul bench` and of gigatoken, alternately, on one core.

Each line of the text is a document, given as an Arrow array, as a list of str, and to gigatoken by every way in that it has. A
round runs each way once, in a fresh process on the same core. Cold is a process's first pass, warm its best later one; loading and
making the list or array are not timed, nor is what a virtual machine's host takes to give memory that its guest has not used
for a while (2 ms a MB here, as much as all else): each process has some first, and gives it back. Every way must give as many
tokens as the others.

Needs, in the Python that runs it: the wheel, pyarrow, gigatoken==0.10.0 and awkward.
"""
import argparse
import json
import mmap
import os
import statistics
import subprocess
import sys
import time

import peer_vocabularies

HERE = os.path.dirname(os.path.abspath(__file__))


def ways(text, folder):
    """By name a function that makes what is counted, and one that counts it."""
    def jeoul_of(make):
        import jeoul

        tokenizer = jeoul.load("gpt-4o")
        documents = make()
        return lambda: int(tokenizer.count_batch(documents).sum())

    def gigatoken_of(make):
        import awkward
        import gigatoken

        tokenizer = gigatoken.Tokenizer(folder)
        documents = make(gigatoken)
        return lambda: int(awkward.count(tokenizer.encode_batch(documents, parallel=False)))

    def raw():
        with open(text, "rb") as file:
            return file.read()

    def lines():
        return raw().decode().split("\n")[:-1]

    def arrow():
        import pyarrow

        return pyarrow.array(lines())

    return {
        "arrow": lambda: jeoul_of(arrow),
        "list": lambda: jeoul_of(lines),
        "gigatoken list of str": lambda: gigatoken_of(lambda _: lines()),
        "gigatoken list of bytes": lambda: gigatoken_of(lambda _: raw().split(b"\n")[:-1]),
        "gigatoken BytesSource": lambda: gigatoken_of(lambda it: it.BytesSource([raw()], separator="\n")),
    }


def settle(size=64 << 20):
    """Memory in huge pages, touched and given back: what comes after has it from this machine, not from its host."""
    with mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        for place in range(0, size, mmap.PAGESIZE):
            memory[place] = 1


def timed(arguments):
    count = ways(arguments.text, arguments.folder)[arguments.way]()
    settle()
    seconds, tokens = [], set()
    for _ in range(arguments.passes):
        start = time.perf_counter()
        tokens.add(count())
        seconds.append(time.perf_counter() - start)
    (total,) = tokens
    print(json.dumps({"tokens": total, "seconds": seconds}))


def run(command, core):
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}))
    if done.returncode != 0:
        raise SystemExit(f"compare_python.py: {command} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="UTF-8, a document a line")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--passes", type=int, default=2, help="of each process; 2 and more")
    parser.add_argument("--core", type=int, default=min(os.sched_getaffinity(0)))
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        return timed(arguments)
    bundled = os.path.join(HERE, "..", "Vocab", "o200k_base")
    converted = peer_vocabularies.tokenizer_json(bundled, "o200k")
    size = os.path.getsize(arguments.text)
    rates, tokens = {}, set()
    for _ in range(arguments.rounds):
        bench = run(
            [sys.executable, "-m", "jeoul", "bench", arguments.text, "--vocabulary", "gpt-4o", "--passes",
             str(arguments.passes), "--threads", "1", "--format", "json"], arguments.core)
        found = {"jeoul bench": {"tokens": bench["file"]["tokens"], "seconds": bench["runs"][0]["pass_seconds"]}}
        for way in ways(None, None):
            found[way] = run(
                [sys.executable, __file__, arguments.text, "--way", way, "--folder", converted, "--passes",
                 str(arguments.passes)], arguments.core)
        for way, result in found.items():
            tokens.add(result["tokens"])
            seconds = result["seconds"]
            rates.setdefault(way, []).append((size / seconds[0] / 1e6, size / min(seconds[1:]) / 1e6))
    os.remove(converted)
    if len(tokens) != 1:
        raise SystemExit(f"compare_python.py: the ways gave different numbers of tokens: {sorted(tokens)}")
    for way, rounds in rates.items():
        cold, warm = (statistics.median(rate) for rate in zip(*rounds))
        print(f"{way:24} cold {cold:6.1f} MB/s   warm {warm:6.1f} MB/s")
    def ratio(one, others):
        return statistics.median(
            rates[one][number][0] / max(rates[other][number][0] for other in others) for number in range(arguments.rounds))

    print(f"arrow / jeoul bench, cold: {ratio('arrow', ['jeoul bench']):.2f}")
    print(f"list / gigatoken's fastest, cold: {ratio('list', [way for way in rates if way.startswith('gigatoken')]):.2f}")


if __name__ == "__main__":
    main()
