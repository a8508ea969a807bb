#!/usr/bin/env python3
"""Derive the texts of Corpora/ from their origins again, and check that they are the pinned ones.

usage: derive_corpora.py [--write] FOLDER        (from the project's root)

FOLDER holds clones of the repositories, at the commits that Corpora/manifest.json names:

    FOLDER/tokenization-fairness        FLORES-200, as it is there
    FOLDER/korean-parallel-corpora      JHE, as it is there
    FOLDER/KLUE                         KLUE-NLI and -STS: the sentences, each once, and what they share
    FOLDER/nsmc                         NSMC: every 50th review, and its film; or, of the text alone,
    FOLDER/nsmc.txt                     all of NSMC as `jeoul corpus pull nsmc` derives it, a review a line

What is not there is passed over, and said. A file that comes out with another sha256 than the manifest's is an error; with
--write those that are right are written to Corpora/. Needs nothing but Python.
"""
import hashlib
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def pairs(path, first, second, column):
    """Both texts of each record, unique, in order, and for each the number of its first `first` text or record."""
    seen, numbers, lines, table = set(), {}, [], [f"{column}\tsource"]
    for record in json.loads(path.read_text(encoding="utf-8")):
        # What shares a premise is one cluster; a pair of STS has no premise, and is one by itself.
        key = record[first] if column == "premise" else record["guid"]
        number = numbers.setdefault(key, len(numbers))
        for text in (record[first], record[second]):
            if text not in seen:
                seen.add(text)
                lines.append(text)
                table.append(f"{number}\t{record['source']}")
    return lines, table


def reviews(folder):
    """The reviews of all films, in the order of the files' names, each on one line, and the film of each."""
    for path in sorted((folder / "raw").glob("*.json")):
        for record in json.loads(path.read_text(encoding="utf-8")):
            text = re.sub(r"[\r\n]+", " ", record["review"]).strip()
            if text:
                yield text, path.stem


def joined(lines):
    return "".join(line + "\n" for line in lines).encode()


def derived(folder):
    """(corpus's folder, file, bytes, or None where its origin is not in `folder`)"""
    def copied(name, to, origin, path):
        source = folder / origin / path
        return to, name, source.read_bytes() if source.exists() else None

    for part in ("dev", "devtest"):
        for language in ("kor_Hang", "eng_Latn"):
            name = f"{language}.{part}"
            yield copied(name, "FLORES-200", "tokenization-fairness", f"flores200_dataset/{part}/{name}")
        name = f"metadata_{part}.tsv"
        yield copied(name, "FLORES-200", "tokenization-fairness", f"flores200_dataset/{name}")
    for language in ("ko", "en"):
        name = f"jhe-koen-dev.{language}"
        yield copied(name, "JHE", "korean-parallel-corpora", f"korean-english-jhe/{name}")
    for task, fields in (("nli", ("premise", "hypothesis", "premise")), ("sts", ("sentence1", "sentence2", "pair"))):
        path = folder / f"KLUE/klue_benchmark/klue-{task}-v1.1/klue-{task}-v1.1_dev.json"
        lines, table = pairs(path, *fields) if path.exists() else (None, None)
        yield f"KLUE-{task.upper()}", f"klue-{task}-dev.txt", lines and joined(lines)
        yield f"KLUE-{task.upper()}", f"klue-{task}-dev.clusters.tsv", table and joined(table)
    chosen = list(reviews(folder / "nsmc"))[::50]
    texts = [text for text, _ in chosen]
    whole = folder / "nsmc.txt"
    if not chosen and whole.exists():
        texts = whole.read_text(encoding="utf-8").split("\n")[:-1][::50]
    yield "NSMC", "nsmc-every-50th.txt", joined(texts) or None
    yield "NSMC", "nsmc-every-50th.clusters.tsv", joined(["film", *(film for _, film in chosen)]) if chosen else None


def main():
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    manifest = json.loads((ROOT / "Corpora/manifest.json").read_text(encoding="utf-8"))
    pins = {(c.get("folder"), f["name"]): f["sha256"] for c in manifest["corpora"] for f in c["files"]}
    wrong = 0
    for folder, name, data in derived(pathlib.Path(arguments[0])):
        if data is None:
            print(f"{folder}/{name}: its origin is not here")
            continue
        found = hashlib.sha256(data).hexdigest()
        if found != pins[folder, name]:
            print(f"{folder}/{name}: sha256 {found}, pinned is {pins[folder, name]}")
            wrong += 1
            continue
        print(f"{folder}/{name}: as pinned")
        if "--write" in sys.argv:
            (ROOT / "Corpora" / folder / name).write_bytes(data)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
