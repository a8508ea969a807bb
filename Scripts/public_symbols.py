#!/usr/bin/env python3
"""List the public symbols of the library with their declarations and conformances, and check them against the kept list.

The surface changes on purpose, or not at all.

usage: Scripts/public_symbols.py BUILD_FOLDER [--keep] [--graphs FOLDER]

BUILD_FOLDER is that of a finished build, such as .build-tests/release. Every symbol must have a documentation comment. With --keep
the list, Tests/Goldens/public-symbols.txt, is written anew; with --graphs the symbol graphs of all modules, as parts of Jeoul, which is
what a user imports, are left in a folder, for Scripts/build_docs.sh.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
kept = root / "Tests/Goldens/public-symbols.txt"
modules = sorted(p.name for p in (root / "Sources").iterdir() if list(p.glob("**/*.swift")) and p.name.startswith("Jeoul"))
# The command and the C interface are no library for Swift.
modules = [m for m in modules if m not in ("JeoulCommand", "JeoulABI")]


def extract(module, build, folder):
    """The public symbols of a module and their conformances, whose graphs are written into the folder."""
    target = f"{platform.machine()}-unknown-linux-gnu"
    if sys.platform == "darwin":
        target = f"{platform.machine()}-apple-macosx15.0"
    includes = [str(p) for p in (root / "Sources").glob("*Shims/include")] + [str(root / "Sources/ScanKernels/include")]
    command = ["swift", "symbolgraph-extract", "-module-name", module, "-output-dir", folder, "-target", target]
    command += ["-minimum-access-level", "public", "-I", str(build / "Modules"), "-I", str(build)]
    if sys.platform == "darwin":
        command += ["-sdk", subprocess.check_output(["xcrun", "--show-sdk-path"], text=True).strip()]
    subprocess.run(command + [f"-I{include}" for include in includes], check=True)
    # What a module adds to types of the others is in files of its own.
    ours = [f"{module}.symbols.json"] + [f"{module}@{other}.symbols.json" for other in modules if other != module]
    graphs = [json.loads(path.read_text()) for name in ours if (path := pathlib.Path(folder) / name).exists()]
    symbols = [symbol for graph in graphs for symbol in graph["symbols"]]
    # The compiler gives all types some, by its version.
    own = {symbol["identifier"]["precise"]: ".".join(symbol["pathComponents"]) for symbol in symbols}
    conformances = [
        f"{own[relation['source']]}: {relation.get('targetFallback', relation['target']).split('.')[-1]}"
        for graph in graphs for relation in graph["relationships"]
        if relation["kind"] == "conformsTo" and relation["source"] in own
    ]
    return symbols, [c for c in conformances if c.split(": ")[1] not in ("Copyable", "Escapable", "SendableMetatype")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--graphs", type=pathlib.Path)
    options = parser.parse_args()
    lines, undocumented = set(), set()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.graphs or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        # A module in a process of its own, as many at once as there are cores.
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(lambda module: extract(module, options.build, folder), modules))
        for path in folder.glob("*.symbols.json"):
            graph = json.loads(path.read_text())
            if graph["module"]["name"] in modules:
                graph["module"]["name"] = "Jeoul"
            path.write_text(json.dumps(graph))
    lines.update(f"conformance {conformance}" for _, conformances in found for conformance in conformances)
    for symbol in (symbol for symbols, _ in found for symbol in symbols):
        # What the compiler derives is not ours to keep or to document.
        if "::SYNTHESIZED::" in symbol["identifier"]["precise"] or "location" not in symbol:
            continue
        name = f"{symbol['kind']['identifier'].removeprefix('swift.')} {'.'.join(symbol['pathComponents'])}"
        declaration = "".join(fragment["spelling"] for fragment in symbol["declarationFragments"])
        lines.add(f"{name}: {' '.join(declaration.split())}")
        if "docComment" not in symbol:
            undocumented.add(name)
    text = "".join(f"{line}\n" for line in sorted(lines))
    if options.keep:
        kept.write_text(text)
    for line in sorted(undocumented):
        print(f"public_symbols: {line} has no documentation comment", file=sys.stderr)
    old = set(kept.read_text().splitlines())
    for line in sorted(old - lines):
        print(f"public_symbols: {line} is gone; --keep writes the list anew", file=sys.stderr)
    for line in sorted(lines - old):
        print(f"public_symbols: {line} is new; --keep writes the list anew", file=sys.stderr)
    if undocumented or old != lines:
        sys.exit(1)
    types = sum(line.split()[0] in ("struct", "class", "enum", "protocol", "typealias") for line in lines)
    symbols = [line for line in lines if not line.startswith("conformance ")]
    print(f"public_symbols: {len(symbols)} public symbols of {types} types, as kept, each documented")


main()
