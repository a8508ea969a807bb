#!/usr/bin/env python3
"""Write the character classes that the splitters need, as a two-stage table in C.

usage: generate_unicode_classes.py   (from the project's root; needs: pip install unicodedata2==16.0.0)

The Unicode version is pinned: results must not depend on the host. A class is what the splitters' patterns can tell
apart: the letter categories, marks, numbers, and the kinds of white space; everything else is `other`.
"""
import os
import unicodedata2 as unicodedata

VERSION = "16.0.0"
assert unicodedata.unidata_version == VERSION, unicodedata.unidata_version

CLASSES = ["OTHER", "SPACE", "NEWLINE", "BLANK", "NUMBER", "MARK", "UPPER", "LOWER", "MODIFIER_OR_OTHER_LETTER"]
WHAT = {
    "OTHER": "neither White_Space nor L, M or N",
    "SPACE": "U+0020",
    "NEWLINE": "U+000A and U+000D",
    "BLANK": "every other White_Space",
    "NUMBER": "N",
    "MARK": "M",
    "UPPER": "Lu and Lt",
    "LOWER": "Ll",
    "MODIFIER_OR_OTHER_LETTER": "Lm and Lo",
}
# White_Space of PropList.txt, which `unicodedata` does not carry; unchanged since Unicode 6.3.
WHITE_SPACE = {*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


def class_of(code):
    if code == 0x20:
        return "SPACE"
    if code in (0x0A, 0x0D):
        return "NEWLINE"
    if code in WHITE_SPACE:
        return "BLANK"
    category = unicodedata.category(chr(code))
    if category in ("Lu", "Lt"):
        return "UPPER"
    if category == "Ll":
        return "LOWER"
    if category in ("Lm", "Lo"):
        return "MODIFIER_OR_OTHER_LETTER"
    return {"M": "MARK", "N": "NUMBER"}.get(category[0], "OTHER")


BLOCK = 128
stage1, blocks = [], []
for start in range(0, 0x110000, BLOCK):
    block = tuple(CLASSES.index(class_of(c)) for c in range(start, start + BLOCK))
    if block not in blocks:
        blocks.append(block)
    stage1.append(blocks.index(block))
assert len(blocks) < 256 * 256


def rows(values, per=32):
    return "".join("    " + ",".join(map(str, values[i:i + per])) + ",\n" for i in range(0, len(values), per))


root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Sources", "ScanKernels")
head = f"// Made by Scripts/generate_unicode_classes.py from Unicode {VERSION}; do not edit.\n"
with open(os.path.join(root, "include", "unicode_classes.h"), "w") as f:
    f.write(head + "#ifndef JEOUL_UNICODE_CLASSES_H\n#define JEOUL_UNICODE_CLASSES_H\n#include <stdint.h>\n\n")
    f.write(f'#define JEOUL_UNICODE_VERSION "{VERSION.rsplit(".", 1)[0]}"\n\n')
    f.write("/// What the splitters' patterns can tell apart.\nenum {\n")
    for i, name in enumerate(CLASSES):
        f.write(f"    JEOUL_{name} = {i},  // {WHAT[name]}\n")
    f.write(f"}};\n\nextern const uint16_t jeoul_class_blocks[{len(stage1)}];\nextern const uint8_t jeoul_class_values[{len(blocks) * BLOCK}];\n\n")
    f.write("/// The class of a code point below 0x110000. O(1).\n"
            "static inline uint8_t jeoul_class(uint32_t code_point) {\n"
            f"    return jeoul_class_values[((uint32_t)jeoul_class_blocks[code_point >> {BLOCK.bit_length() - 1}] << {BLOCK.bit_length() - 1}) | (code_point & {BLOCK - 1})];\n}}\n\n#endif\n")
with open(os.path.join(root, "unicode", "unicode_classes.c"), "w") as f:
    f.write(head + '#include "../include/unicode_classes.h"\n\n')
    f.write(f"const uint16_t jeoul_class_blocks[{len(stage1)}] = {{\n{rows(stage1)}}};\n\n")
    f.write(f"const uint8_t jeoul_class_values[{len(blocks) * BLOCK}] = {{\n{rows([v for b in blocks for v in b])}}};\n")
print(len(blocks), "blocks")
