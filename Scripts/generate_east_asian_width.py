#!/usr/bin/env python3
"""Write the terminal widths of code points, as ranges in Swift.

usage: generate_east_asian_width.py   (from the project's root; needs: pip install unicodedata2==16.0.0)

The Unicode version is pinned: tables must not be aligned differently on another host.

wide (2 columns)   East_Asian_Width W or F
none (0 columns)   Mn, Me, Cc, Cf, Zl, Zp; the vowels and finals among the conjoining jamo; the Hangul tone marks
one column         everything else, East_Asian_Width A (ambiguous) included, and of Cf the soft hyphen and the
                   prepended Arabic and Syriac signs
"""
import os
import unicodedata2 as unicodedata

VERSION = "16.0.0"
assert unicodedata.unidata_version == VERSION, unicodedata.unidata_version

# Prepended_Concatenation_Mark of PropList.txt, and U+00AD: the format characters that are drawn.
DRAWN = {0xAD, *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
# Conjoining vowels and finals (Hangul_Syllable_Type V and T) stand on the leading consonant's columns.
JAMO = {*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC)}
TONE = {0x302E, 0x302F}


def width(code):
    c = chr(code)
    if code in JAMO or code in TONE:
        return 0
    if unicodedata.category(c) in ("Mn", "Me", "Cc", "Cf", "Zl", "Zp") and code not in DRAWN:
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def ranges(wanted):
    found, start = [], None
    for code in range(0x110001):
        hit = code < 0x110000 and not 0xD800 <= code <= 0xDFFF and width(code) == wanted
        if hit and start is None:
            start = code
        if not hit and start is not None:
            found.append((start, code - 1))
            start = None
    return found


def table(name, what, wanted):
    items = [f"(0x{a:04X}, 0x{b:04X})" for a, b in ranges(wanted)]
    lines, line = [], "       "
    for item in items:
        if len(line) + len(item) + 2 > 118:
            lines.append(line)
            line = "       "
        line += f" {item},"
    lines.append(line)
    body = "\n".join(lines)
    return f"    /// {what}\n    static let {name}: [(first: UInt32, last: UInt32)] = [\n{body}\n    ]\n"


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Sources", "JeoulReporting", "Text")
with open(os.path.join(path, "EastAsianWidth.swift"), "w") as f:
    f.write(f"// Made by Scripts/generate_east_asian_width.py from Unicode {VERSION}; do not edit.\n\n")
    f.write("/// Terminal widths that are not 1, as ascending, disjoint ranges of code points.\nenum EastAsianWidth {\n")
    f.write(table("wide", "Two columns.", 2) + "\n" + table("none", "No column of their own.", 0) + "}\n")
