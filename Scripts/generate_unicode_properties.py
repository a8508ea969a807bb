#!/usr/bin/env python3
"""Write the properties that a splitter's pattern may name, as run lists in C.

usage: generate_unicode_properties.py   (from the project's root; needs: pip install unicodedata2==16.0.0 regex==2024.11.6
                                         tokenizers==0.23.3)

The Unicode version is pinned: results must not depend on the host. General categories come from `unicodedata2`; scripts, binary
properties and simple case folding from the tables of `regex`, whose categories must be those of `unicodedata2` at every code
point, which shows that it has the same version. Lower case is that of `tokenizers`, whose normalizer it is: each character by itself,
by a table that has 28 pairs of Unicode 17 beside those of 16. So are the marks that it takes for accents, by an older table.
"""
import os

import regex
import regex._regex as tables
import tokenizers
import unicodedata2 as unicodedata

VERSION = "16.0.0"
assert unicodedata.unidata_version == VERSION, unicodedata.unidata_version
END = 0x110000
PROPERTIES = tables.get_properties()
BINARY = ["Alphabetic", "Ideographic", "Lowercase", "Uppercase", "White_Space"]
CATEGORIES = [
    "Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No", "Pc", "Pd", "Pe", "Pf", "Pi",
    "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs"]


def has(name, value, code):
    number, values = PROPERTIES[name][:2]
    return tables.has_property_value(number << 16 | value, code)


def runs(value_of):
    result, last = [], None
    for code in range(END):
        value = value_of(code)
        if value != last:
            result.append(code << 8 | value)
            last = value
    return result


categories = [unicodedata.category(chr(code)) for code in range(END)]
gc = PROPERTIES["GENERALCATEGORY"][1]
for code, category in enumerate(categories):
    assert has("GENERALCATEGORY", gc[category.upper()], code), hex(code)

scripts = {}
for name, value in PROPERTIES["SCRIPT"][1].items():
    scripts.setdefault(value, []).append(name)
script_of = [0] * END
for value in scripts:
    number = PROPERTIES["SCRIPT"][0] << 16 | value
    for code in range(END):
        if tables.has_property_value(number, code):
            script_of[code] = value
assert len(scripts) < 256 and sorted(scripts) == list(range(len(scripts)))

toggles = []
for name in BINARY:
    number = PROPERTIES[name.replace("_", "").upper()][0] << 16 | 1
    last = False
    for code in range(END):
        value = tables.has_property_value(number, code)
        if value != last:
            toggles.append((name, code))
            last = value

# Simple case folding, as orbits: each character that has others of the same folding, with the least of them. `regex` adds the
# folding of Turkish, which is not part of it: U+0130 and U+0131 fold to themselves.
folds = []
for code in range(END):
    if 0xD800 <= code < 0xE000 or code in (0x130, 0x131):
        continue
    orbit = [c for c in tables.get_all_cases(regex.IGNORECASE | regex.UNICODE, code) if c not in (0x130, 0x131)]
    if min(orbit) != code:
        folds.append((code, min(orbit)))

assert tokenizers.__version__ == "0.23.3", tokenizers.__version__
lower = tokenizers.normalizers.Lowercase().normalize_str
lowered = [(code, lower(chr(code))) for code in range(END) if not 0xD800 <= code < 0xE000 and lower(chr(code)) != chr(code)]
# One character has two in lower case; it is written in the code.
assert [pair for pair in lowered if len(pair[1]) > 1] == [(0x130, "i\u0307")]
lowercase = [(code, ord(text)) for code, text in lowered if len(text) == 1]

strip = tokenizers.normalizers.StripAccents().normalize_str
accents = []
for code in range(END):
    if not 0xD800 <= code < 0xE000 and strip(chr(code)) == "":
        if accents and accents[-1][1] == code - 1:
            accents[-1] = (accents[-1][0], code)
        else:
            accents.append((code, code))


def rows(values, per=12):
    return "".join("    " + ",".join(map(str, values[i:i + per])) + ",\n" for i in range(0, len(values), per))


def array(kind, name, values):
    return f"const {kind} {name}[{len(values)}] = {{\n{rows(values)}}};\n\n"


category_runs = runs(lambda code: CATEGORIES.index(categories[code]))
script_runs = runs(lambda code: script_of[code])
names = ["|".join(scripts[value]) for value in sorted(scripts)]
root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Sources", "ScanKernels")
head = f"// Made by Scripts/generate_unicode_properties.py from Unicode {VERSION}; do not edit.\n"
with open(os.path.join(root, "include", "unicode_properties.h"), "w") as f:
    f.write(head + "#ifndef JEOUL_UNICODE_PROPERTIES_H\n#define JEOUL_UNICODE_PROPERTIES_H\n#include <stdint.h>\n\n")
    f.write("enum {\n")
    f.write(f"    JEOUL_CATEGORY_COUNT = {len(CATEGORIES)},\n    JEOUL_CATEGORY_RUNS = {len(category_runs)},\n")
    f.write(f"    JEOUL_SCRIPT_COUNT = {len(names)},\n    JEOUL_SCRIPT_RUNS = {len(script_runs)},\n")
    f.write(f"    JEOUL_BINARY_COUNT = {len(BINARY)},\n    JEOUL_BINARY_TOGGLES = {len(toggles)},\n")
    f.write(f"    JEOUL_FOLDS = {len(folds)},\n    JEOUL_LOWERCASE = {len(lowercase)},\n    JEOUL_ACCENTS = {len(accents)},\n}};\n\n")
    f.write("/// The two letters of each general category.\nextern const char *const jeoul_category_names[JEOUL_CATEGORY_COUNT];\n")
    f.write("/// Runs of one category: the first code point times 256, and the category; a run ends where the next begins.\n"
            "extern const uint32_t jeoul_category_runs[JEOUL_CATEGORY_RUNS];\n")
    f.write("/// The names of each script in upper case without underscores, separated by |.\n"
            "extern const char *const jeoul_script_names[JEOUL_SCRIPT_COUNT];\n"
            "/// Runs of one script, likewise.\nextern const uint32_t jeoul_script_runs[JEOUL_SCRIPT_RUNS];\n")
    f.write("/// The names of the binary properties, likewise.\nextern const char *const jeoul_binary_names[JEOUL_BINARY_COUNT];\n"
            "/// Where a binary property begins or ends, in order: the code point times 256, and the property.\n"
            "extern const uint32_t jeoul_binary_toggles[JEOUL_BINARY_TOGGLES];\n")
    f.write("/// Simple case folding: each code point that is not the least of those with its folding, and that least one.\n"
            "extern const uint32_t jeoul_folds[JEOUL_FOLDS][2];\n"
            "/// Lower case: each code point that another one is the lower case of, ascending, and that one. U+0130, of two, is not there.\n"
            "extern const uint32_t jeoul_lowercase[JEOUL_LOWERCASE][2];\n"
            "/// The marks that `StripAccents` takes away: the first and the last one of each range.\n"
            "extern const uint32_t jeoul_accents[JEOUL_ACCENTS][2];\n\n")
    f.write("// Swift takes an array of such a length for a tuple.\n")
    for kind, name in [("char *const", "category_names"), ("uint32_t", "category_runs"), ("char *const", "script_names"),
                       ("uint32_t", "script_runs"), ("char *const", "binary_names"), ("uint32_t", "binary_toggles")]:
        f.write(f"static const {kind} *const jeoul_{name}_pointer = jeoul_{name};\n")
    f.write("static const uint32_t *const jeoul_folds_pointer = jeoul_folds[0];\n"
            "static const uint32_t *const jeoul_lowercase_pointer = jeoul_lowercase[0];\n"
            "static const uint32_t *const jeoul_accents_pointer = jeoul_accents[0];\n\n#endif\n")
with open(os.path.join(root, "unicode", "unicode_properties.c"), "w") as f:
    f.write(head + '#include "../include/unicode_properties.h"\n\n')
    for name, values in [("category", CATEGORIES), ("script", names), ("binary", [b.replace("_", "").upper() for b in BINARY])]:
        f.write(f"const char *const jeoul_{name}_names[{len(values)}] = {{\n{rows([chr(34) + v + chr(34) for v in values], 6)}}};\n\n")
    f.write(array("uint32_t", "jeoul_category_runs", category_runs))
    f.write(array("uint32_t", "jeoul_script_runs", script_runs))
    f.write(array("uint32_t", "jeoul_binary_toggles", [code << 8 | BINARY.index(name) for name, code in toggles]))
    for name, pairs in [("folds", folds), ("lowercase", lowercase), ("accents", accents)]:
        f.write(f"const uint32_t jeoul_{name}[{len(pairs)}][2] = {{\n{rows(['{%d,%d}' % pair for pair in pairs], 8)}}};\n")
print(len(category_runs), "runs of categories,", len(script_runs), "of scripts,", len(toggles), "toggles,", len(folds), "folds")
