#!/usr/bin/env python3
"""Show that the time for megabytes without a break grows linearly, by counting instructions.

usage: Scripts/test_linearity.py [JEOUL]     the command to measure, by default .build/release/jeoul

Why like this: times decide nothing, since the neighbours of a machine change them; a virtual machine mostly has no
hardware counters; a counter of our own would count what we thought of. Valgrind counts every instruction that the command
executes, nearly the same number each time, fifteen times slower than the processor. Its cachegrind without the caches is
the cheapest of its tools that count. It knows no AVX-512, hence `--kernel sse2`; nor does it read the debugging information of
every compiler, hence a stripped copy.

A text of n MB has instructions for n MB, and some for starting, loading the vocabulary and building what long pieces
need. These are the same for every n, so that they would hide growth: of 1, 2, 4 and 8 MB the differences are taken, and the
exponent is fitted to those (least squares on logarithms, of the instructions for 1, 2 and 4 MB more). At most 1.05 passes.

The two kinds that make the search come back most often are measured one by one. All others share a text, a line each, for
a minute's sake: lines of up to half a megabyte are long enough for anything quadratic to outgrow the rest a thousandfold.

Without valgrind it says so and passes; with JEOUL_REQUIRE_VALGRIND=1 it fails instead.
"""
import math
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

SIZES = [1_000_000, 2_000_000, 4_000_000, 8_000_000]
LIMIT = 1.05
PACKAGE = pathlib.Path(__file__).resolve().parent.parent


def repeated(unit: str):
    return lambda length: unit.encode() * (length // len(unit.encode()))


def drawn(characters: str):
    def text(length: int) -> bytes:
        generator = random.Random(7)
        width = sum(len(c.encode()) for c in characters) / len(characters)
        return "".join(generator.choices(characters, k=int(length / width))).encode()

    return text


SYLLABLES = "".join(map(chr, range(0xAC00, 0xD7A4)))


def distinct_syllables(length: int) -> bytes:
    """Every syllable once, in a random order, then again in another."""
    generator = random.Random(7)
    rounds = -(-length // (3 * len(SYLLABLES)))
    return "".join("".join(generator.sample(SYLLABLES, len(SYLLABLES))) for _ in range(rounds)).encode()[: length // 3 * 3]


def runs_of_random_lengths(length: int) -> bytes:
    generator = random.Random(7)
    text = bytearray()
    while len(text) < length:
        text += generator.choice(b"=-*_").to_bytes() * generator.randint(1, 150)
    return bytes(text[:length])


ALONE = {
    "random letters": drawn("abcdefghijklmnopqrstuvwxyz"),
    "hyphens": repeated("-"),
}
TOGETHER = [
    *(repeated(unit) for unit in ["가", "ㅋ", "a", "=", " ", "\t", "7", "😀", "가나다", "ab", "\u1112\u1161\u11ab", "é"]),
    drawn("!\"#$%&()*+,-.:;<=>?@[]^_`{|}~"),
    drawn("".join(map(chr, range(0x1F300, 0x1F64F)))),
    distinct_syllables,
    lambda length: unicodedata.normalize("NFD", distinct_syllables(length // 2).decode()).encode(),
    runs_of_random_lengths,
]


def beginning(text: bytes, length: int) -> bytes:
    """So many bytes, without the character that is cut off."""
    return text[:length].decode(errors="ignore").encode()


def texts(kinds: list) -> list[bytes]:
    """For each size the text of a line for each kind, all of the same length."""
    longest = [kind(SIZES[-1] // len(kinds)) for kind in kinds]
    return [b"\n".join(beginning(text, size // len(kinds)) for text in longest) + b"\n" for size in SIZES]


def environment(folder: str) -> dict[str, str]:
    return {**os.environ, "JEOUL_COMPILED_CACHE": str(pathlib.Path(folder, "compiled"))}


def instructions(command: str, text: bytes, folder: str) -> int:
    file = pathlib.Path(folder, "text.txt")
    file.write_bytes(text)
    result = subprocess.run(
        ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", command, "measure", str(file),
         "--vocabulary", "o200k_base", "--kernel", "sse2", "--threads", "1", "--format", "json", "--quiet"],
        capture_output=True, text=True,
        # Compiled before: else the first run would cost more, and a megabyte be encoded without tables.
        env=environment(folder),
    )  # fmt: skip
    found = re.search(r"I +refs: +([\d,]+)", result.stderr)
    if result.returncode != 0 or not found:
        sys.exit(f"test_linearity: the command failed under valgrind:\n{result.stderr}")
    return int(found[1].replace(",", ""))


def exponent(amounts: list[int], costs: list[int]) -> float:
    """The slope of the line through the logarithms."""
    x, y = [math.log(a) for a in amounts], [math.log(c) for c in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else str(PACKAGE / ".build/release/jeoul")
    missing = [tool for tool in ("valgrind", "strip") if not shutil.which(tool)]
    if missing:
        print(f"test_linearity: skipped: missing: {' and '.join(missing)} (packages valgrind and binutils)")
        sys.exit("JEOUL_REQUIRE_VALGRIND=1 forbids that" if os.environ.get("JEOUL_REQUIRE_VALGRIND") == "1" else 0)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        stripped = str(pathlib.Path(folder, "jeoul"))
        subprocess.run(["strip", "-o", stripped, command], check=True)
        subprocess.run(
            [stripped, "measure", "-", "--vocabulary", "o200k_base", "--quiet"], input=b"a\n", check=True,
            stdout=subprocess.DEVNULL, env=environment(folder),
        )  # fmt: skip
        for name, kinds in {**{name: [kind] for name, kind in ALONE.items()}, "all others": TOGETHER}.items():
            costs = [instructions(stripped, text, folder) for text in texts(kinds)]
            differences = [later - earlier for earlier, later in zip(costs, costs[1:])]
            found = exponent([later - earlier for earlier, later in zip(SIZES, SIZES[1:])], differences)
            each = differences[-1] / (SIZES[-1] - SIZES[-2])
            print(f"test_linearity: {name}: exponent {found:.3f}, {each:.0f} instructions a byte", flush=True)
            failed |= found > LIMIT
    if failed:
        sys.exit(f"test_linearity: an exponent is above {LIMIT}")


main()
