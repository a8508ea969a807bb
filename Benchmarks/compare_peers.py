#!/usr/bin/env python3
"""Compare the speed of `jeoul bench` with that of its peers, alternately, on one core.

Each line of the text is a document. A round runs every program once, each in a fresh process on the same core: a ratio
of two rates of one round says something even where the machine's speed changes between rounds. The record has all
rounds' rates and the medians of their ratios. Cold is a process's first pass, warm its best later one. Jeoul runs twice:
counting, and encoding to ids; the peers have no counting, so that both are compared with the same run of theirs.
A program that counts other tokens than jeoul is an error, unless --allow-differences.

Needs: pip install gigatoken==0.10.0 tiktoken==0.14.0 awkward; for SentencePiece models and --peers with these names
also sentencepiece==0.2.3 protobuf, tokenizers==0.23.3
"""
import argparse
import datetime
import hashlib
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile

import peer_vocabularies

HERE = os.path.dirname(os.path.abspath(__file__))
BUNDLED = os.path.join(HERE, "..", "Vocab")
# The two runs of jeoul, and what the names of their ratios to a peer begin with.
JEOUL = {"jeoul": "", "jeoul_encoding": "encoding_"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="UTF-8, a document a line")
    parser.add_argument("--jeoul", default=os.path.join(HERE, "..", ".build", "release", "jeoul"))
    parser.add_argument("--kernel", help="given to jeoul bench")
    parser.add_argument("--vocabularies", default="o200k_base", help="ids of the manifest, with commas between; "
                        "ID+PATTERN, of k-exaone, deepseek-v3 and tekken, is the tokens of ID with another pattern")
    parser.add_argument("--folder", help="where <id>/ holds the files of vocabularies that are not bundled")
    parser.add_argument("--peers", default="gigatoken,tiktoken")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--passes", type=int, default=3, help="of each process; 2 and more")
    parser.add_argument("--core", type=int, default=min(os.sched_getaffinity(0)))
    parser.add_argument("--allow-differences", action="store_true", help="record other numbers of tokens, do not fail")
    parser.add_argument("--output", help="the record (default: records/<date>-<machine>.json beside this script)")
    return parser.parse_args()


def fail(message):
    raise SystemExit(f"compare_peers.py: {message}")


def splitters():
    with open(os.path.join(BUNDLED, "manifest.json"), encoding="utf-8") as file:
        return {entry["id"]: entry.get("splitter") for entry in json.load(file)["vocabularies"]}


def folder_of(vocabulary, given):
    places = [os.path.join(place, vocabulary) for place in (given, BUNDLED) if place]
    for place in places:
        if os.path.isdir(place):
            return place
    fail(f"no folder {vocabulary}/ in {' or '.join(places)}; name with --folder the folder that holds it")


def machine():
    name = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), name)
    return name


def run(command, core):
    environment = {**os.environ, "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}))
    if done.returncode != 0:
        fail(f"{os.path.basename(command[0])} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout)


def round_of(programs, text, size, core, allow_differences):
    """Runs every program once; by name its version, tokens and rates."""
    rates = {}
    for name, command in programs.items():
        result = run(command, core)
        if name in JEOUL:
            result = {"version": result["jeoul"], "kernel": result["kernel"], "tokens": result["file"]["tokens"],
                      "pass_seconds": result["runs"][0]["pass_seconds"]}
        tokens = rates.get("jeoul", result)["tokens"]
        if result["tokens"] != tokens and (name in JEOUL or not allow_differences):
            fail(f"{name} counts {result['tokens']} tokens of {text}, jeoul {tokens}")
        seconds = result.pop("pass_seconds")
        rates[name] = {**result, "cold": size / seconds[0] / 1e6, "warm": size / min(seconds[1:]) / 1e6}
    return rates


def summary(rounds):
    """Medians of the rates, and of the ratios of jeoul's rates to a peer's in the same round."""
    summaries = {}
    for name, first in rounds[0].items():
        facts = {key: value for key, value in first.items() if key not in ("cold", "warm")}
        for pass_name in ("cold", "warm"):
            rates = [entry[name][pass_name] for entry in rounds]
            facts[f"{pass_name}_megabytes_per_second"] = {
                "median": round(statistics.median(rates), 2), "rounds": [round(rate, 2) for rate in rates]}
            for jeoul, prefix in JEOUL.items() if name not in JEOUL else ():
                ratios = [entry[jeoul][pass_name] / entry[name][pass_name] for entry in rounds]
                facts[f"{prefix}{pass_name}_ratio"] = {
                    "median": round(statistics.median(ratios), 2), "rounds": [round(ratio, 2) for ratio in ratios]}
        summaries[name] = facts
    return summaries


def compare(name, options, splitter, size):
    vocabulary, _, pattern = name.partition("+")
    splitter = pattern or splitter
    folder = folder_of(vocabulary, options.folder)
    model = peer_vocabularies.sentencepiece_model(folder)
    if model is None and splitter not in {**peer_vocabularies.PATTERNS, **peer_vocabularies.COMPILED}:
        fail(f"the peers are not given vocabularies of the splitter {splitter}, which {vocabulary} has")
    converted = (peer_vocabularies.sentencepiece_json(model) if model
                 else peer_vocabularies.tokenizer_json(folder, splitter))
    location = vocabulary if os.path.isdir(os.path.join(BUNDLED, vocabulary)) else folder
    if splitter in peer_vocabularies.COMPILED:
        location = converted
    bench = [options.jeoul, "bench", options.text, "--vocabulary", location, "--passes", str(options.passes),
             "--format", "json"] + (["--kernel", options.kernel] if options.kernel else [])
    try:
        programs = {"jeoul": bench, "jeoul_encoding": bench + ["--encode"]}
        for peer in options.peers.split(","):
            # tiktoken ranks by id, and so takes no list of merges.
            if peer == "tiktoken" and (model or peer_vocabularies.ranks(folder) is None):
                continue
            if splitter in peer_vocabularies.COMPILED and peer != "tokenizers":
                continue
            if peer == "sentencepiece" and model is None:
                continue
            programs[peer] = [
                sys.executable, os.path.join(HERE, "run_peer.py"), peer, options.text,
                folder if peer in ("tiktoken", "sentencepiece") else converted, splitter or "none", str(options.passes)]
        rounds = []
        for number in range(options.rounds):
            rounds.append(round_of(programs, options.text, size, options.core, options.allow_differences))
            rates = ", ".join(f"{name} {entry['cold']:.1f} / {entry['warm']:.1f}" for name, entry in rounds[-1].items())
            print(f"{name}, round {number + 1}: cold / warm MB/s: {rates}", file=sys.stderr)
        return summary(rounds)
    finally:
        os.remove(converted)


def write(record, path):
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(path), delete=False, encoding="utf-8") as file:
        json.dump(record, file, indent=2, ensure_ascii=False)
        file.write("\n")
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def main():
    options = arguments()
    if options.rounds < 1 or options.passes < 2:
        fail("--rounds must be at least 1 and --passes at least 2")
    with open(options.text, "rb") as file:
        raw = file.read()
    if not raw.endswith(b"\n"):
        fail(f"the last line of {options.text} has no end; the programs would disagree on whether it is a document")
    known = splitters()
    names = options.vocabularies.split(",")
    for name in names:
        if name.partition("+")[0] not in known:
            fail(f"the manifest has no vocabulary {name.partition('+')[0]}")
    now = datetime.datetime.now(datetime.timezone.utc)
    record = {
        "schema": 1, "date": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "machine": machine(), "system": platform.system(),
        "architecture": platform.machine(), "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2), "rounds": options.rounds, "passes": options.passes,
        "text": {"name": os.path.basename(options.text), "bytes": len(raw), "documents": raw.count(b"\n"),
                 "sha256": hashlib.sha256(raw).hexdigest()},
        "vocabularies": {name: compare(name, options, known[name.partition("+")[0]], len(raw)) for name in names},
    }
    slug = re.sub(r"[^a-z0-9]+", "-", record["machine"].lower()).strip("-")
    output = options.output or os.path.join(HERE, "records", f"{now:%Y-%m-%d}-{slug}.json")
    os.makedirs(os.path.dirname(os.path.abspath(output)), exist_ok=True)
    write(record, os.path.abspath(output))
    print(output)


if __name__ == "__main__":
    main()
