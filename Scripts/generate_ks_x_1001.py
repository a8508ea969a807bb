#!/usr/bin/env python3
"""Write which of the 11,172 Hangul syllables KS X 1001 has, as a bit set in Swift.

usage: generate_ks_x_1001.py   (needs nothing but Python)

KS X 1001 (formerly KS C 5601) has 2,350 precomposed syllables, in rows 16 to 40 of its table. Python's codec `euc_kr`
is that table, two bytes a character; the syllables that it writes as a sequence of eight bytes are not in it.
"""
import os

FIRST, COUNT = 0xAC00, 11172
bits = [0] * ((COUNT + 63) // 64)
found = 0
for index in range(COUNT):
    try:
        code = chr(FIRST + index).encode("euc_kr")
    except UnicodeEncodeError:
        continue
    if len(code) != 2:
        continue
    assert 0xB0 <= code[0] <= 0xC8, code
    bits[index // 64] |= 1 << (index % 64)
    found += 1
assert found == 2350, found

lines = []
for start in range(0, len(bits), 4):
    lines.append("        " + " ".join(f"0x{word:016X}," for word in bits[start:start + 4]))
body = "\n".join(lines)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Sources", "JeoulVocabularies", "Census", "KSX1001.swift")
with open(path, "w") as f:
    f.write(f"""// Made by Scripts/generate_ks_x_1001.py from Python's codec euc_kr; do not edit.

/// The 2,350 Hangul syllables of KS X 1001, which cover nearly all of written Korean.
enum KSX1001 {{
    /// Whether the standard has the syllable U+AC00 + `index`.
    static func contains(syllable index: Int) -> Bool {{
        bits[index >> 6] >> UInt64(index & 63) & 1 == 1
    }}

    /// A bit for each of the 11,172 syllables, the lowest first.
    private static let bits: [UInt64] = [
{body}
    ]
}}
""")
