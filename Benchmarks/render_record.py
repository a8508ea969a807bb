#!/usr/bin/env python3
"""Write the benchmark section of the README from records of compare_peers.py.

The section stands between the lines <!-- benchmark:begin --> and <!-- benchmark:end -->; the rest is left alone.
"""
import argparse
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
BEGIN, END = "<!-- benchmark:begin -->", "<!-- benchmark:end -->"


def rate(facts):
    return f"{facts['median']:,.1f}" if facts["median"] < 10 else f"{facts['median']:,.0f}"


# What is said of a program, and of a peer how many times faster jeoul is.
RATES = [("cold, MB/s", "cold"), ("warm, MB/s", "warm")]
RATIOS = [("counting is, cold", "cold"), ("counting is, warm", "warm"), ("encoding is, cold", "encoding_cold"),
          ("encoding is, warm", "encoding_warm")]
NAMES = {"jeoul": "jeoul, counting", "jeoul_encoding": "jeoul, encoding"}


def rows(record):
    for vocabulary, programs in record["vocabularies"].items():
        for name, facts in programs.items():
            yield [vocabulary, NAMES.get(name, f"{name} {facts['version']}"), f"{facts['tokens']:,}",
                   *(rate(facts[f"{key}_megabytes_per_second"]) for _, key in RATES),
                   *(f"{facts[f'{key}_ratio']['median']:.1f}×" if f"{key}_ratio" in facts else "" for _, key in RATIOS)]


def section(record, name):
    text = record["text"]
    jeoul = next(iter(record["vocabularies"].values()))["jeoul"]
    title = ["vocabulary", "program", "tokens", *(head for head, _ in RATES + RATIOS)]
    lines = ["| " + " | ".join(title) + " |", "|---|---|" + "--:|" * (len(title) - 2)]
    lines += ["| " + " | ".join(row) + " |" for row in rows(record)]
    return "\n".join([
        f"`{text['name']}` ({text['bytes'] / 1e6:.1f} MB, {text['documents']:,} lines, each a document), one core of "
        f"{record['machine']}, jeoul {jeoul['version']} with kernel {jeoul['kernel']}, {record['date'][:10]}, medians of "
        f"{record['rounds']} rounds ([record](Benchmarks/records/{name})):", "", *lines, ""])


EXPLANATION = (
    "In each round every program ran once; the ratios are medians of the rounds' ratios. Cold is the first pass of a fresh process, "
    "warm the best later one; loading the vocabulary is not timed. `o200k_base+deepseek-v3` is o200k's tokens with DeepSeek V3's "
    "patterns. [How it is measured](Benchmarks/README.md).")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="+", metavar="record")
    parser.add_argument("--readme", default=os.path.join(HERE, "..", "README.md"))
    options = parser.parse_args()
    sections = []
    for record in options.records:
        with open(record, encoding="utf-8") as file:
            sections.append(section(json.load(file), os.path.basename(record)))
    written = "\n".join([*sections, EXPLANATION])
    with open(options.readme, encoding="utf-8") as file:
        readme = file.read()
    if readme.count(BEGIN) != 1 or readme.count(END) != 1 or readme.index(BEGIN) > readme.index(END):
        raise SystemExit(f"render_record.py: {options.readme} must have one {BEGIN} and, after it, one {END}")
    before, after = readme[:readme.index(BEGIN)], readme[readme.index(END):]
    with open(options.readme, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n{written}\n{after}")


if __name__ == "__main__":
    main()
