#!/usr/bin/env python3
"""Writes the frozen table of fold/1, Sources/Reports/Identity/FoldTable1.swift.

Usage: generate.py > FoldTable1.swift      (run once; ids depend on the table, so it is never written anew as fold/1)

Needs opencc_dict and libopencc-data 1.1.6 (Debian 12), Python 3.11 and Perl 5.36 (both Unicode 14); the build needs none.
What a scalar becomes, in this order:
  1. Compatibility: its NFKD form where that is one scalar, the marks of Latin, Greek and Cyrillic letters and what 3
     drops (⑴, ℃) not counted; a radical becomes its ideograph (Equivalent_Unified_Ideograph). What decomposes into several stays.
  2. Case: simple case folding.
  3. Nothing, where it is a control, format or blank character, punctuation, a symbol or a combining mark.
  4. The smallest scalar of its class: classes are the connected components of all pairs (key, each value) of single
     characters in OpenCC's character dictionaries, both ends taken through 1 and 2, and of our own pairs.
"""
import collections
import subprocess
import sys
import tempfile
import unicodedata

DICTIONARIES = ["STCharacters", "TSCharacters", "HKVariants", "HKVariantsRev", "TWVariants", "TWVariantsRev",
                "JPVariants", "JPVariantsRev", "JPShinjitaiCharacters"]
# The circles that stand for zero in dates: U+25CB, U+25EF, U+3007 (二○一八年 beside 二〇一八年).
OWN_PAIRS = [("\u25CB", "\u3007"), ("\u25EF", "\u3007")]
CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def radicals():
    script = ('use Unicode::UCD qw(charprop); for my $c (0x2E80..0x2FDF, 0x31C0..0x31EF) { '
              'my $p = charprop($c, "Equivalent_Unified_Ideograph"); print "$c ", ord($p), "\n" if $p; }')
    out = subprocess.run(["perl", "-e", script], capture_output=True, text=True, check=True).stdout
    return {int(a): int(b) for a, b in (line.split() for line in out.splitlines())}


def simple_case(character):
    for folded in (character.casefold(), character.lower()):
        if len(folded) == 1:
            return folded
    return character


def compatible(code, ideographs):
    character = chr(ideographs.get(code, code))
    for _ in range(4):
        parts = unicodedata.normalize("NFKD", character)
        if len(parts) > 1 and ord(parts[0]) < 0x530:
            parts = "".join(p for p in parts if unicodedata.category(p) != "Mn")
        if len(parts) > 1 and unicodedata.category(parts[-1])[0] != "M":
            parts = "".join(p for p in parts if not is_dropped(ord(p)))
        if len(parts) == 1:
            character = parts
        character = simple_case(character)
    return ord(character)


def is_dropped(code):
    category = unicodedata.category(chr(code))
    return category[0] in "ZPSM" or category in ("Cc", "Cf") or code in (0x115F, 0x1160, 0x3164, 0xFFA0)


def pairs():
    for name in DICTIONARIES:
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as text:
            subprocess.run(["opencc_dict", "-i", f"/usr/share/opencc/{name}.ocd2", "-o", text.name, "-f", "ocd2",
                            "-t", "text"], check=True, capture_output=True)
            for line in open(text.name, encoding="utf-8"):
                key, values = line.rstrip("\n").split("\t")
                for value in values.split(" "):
                    if len(key) == 1 and len(value) == 1:
                        yield key, value


def classes(base):
    parent = {}

    def root(code):
        parent.setdefault(code, code)
        while parent[code] != code:
            parent[code] = parent[parent[code]]
            code = parent[code]
        return code

    for a, b in list(pairs()) + OWN_PAIRS:
        parent[root(base[ord(a)])] = root(base[ord(b)])
    members = collections.defaultdict(list)
    for code in parent:
        members[root(code)].append(code)
    return sorted(sorted(m) for m in members.values() if len(m) > 1)


def ranges(codes):
    out = []
    for code in codes:
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return out


def runs(mapping):
    """[first, last, step, target]: every step-th from first to last becomes target, target + step, …"""
    left = dict(mapping)
    out = []
    for code in sorted(mapping):
        if code not in left:
            continue
        best = (1, code, 1)
        for step in (1, 2):
            last = code
            while left.get(last + step) == mapping[code] + last + step - code:
                last += step
            if (last - code) // step + 1 > best[0]:
                best = ((last - code) // step + 1, last, step)
        for c in range(code, best[1] + 1, best[2]):
            del left[c]
        out.append((code, best[1], best[2], mapping[code]))
    return out


def literal(name, doc, tokens):
    print(f"\n    /// {doc}")
    print(f'    static let {name}: StaticString = """')
    line = "       "
    for token in tokens:
        if sum(2 if ord(c) > 0x2E80 else 1 for c in line + token) > 110:
            print(line + " \\")
            line = "       "
        line += " " + token
    print(line)
    print('        """')


def main():
    ideographs = radicals()
    base = {c: compatible(c, ideographs) for c in CODE_POINTS}
    groups = classes(base)
    own = {ord(a) for pair in OWN_PAIRS for a in pair}
    final = {}
    representative = {c: own_zero(group, own) for group in groups for c in group}
    for c in CODE_POINTS:
        folded = representative.get(base[c], base[c])
        final[c] = None if is_dropped(folded) else folded
    for c, folded in final.items():
        assert folded is None or final[folded] == folded, hex(c)
    dropped = [c for c in CODE_POINTS if final[c] is None]
    members = {c for group in groups for c in group}
    moved = {c: f for c, f in final.items() if f is not None and f != c and c not in members}
    for group in groups:
        assert all(final[c] is not None for c in group), group
        assert all(unicodedata.normalize("NFC", chr(c)) == chr(c) for c in group), group

    print("// Generated once by Tests/Fixtures/fold/generate.py from libopencc-data 1.1.6 (Apache-2.0) and Unicode 14.0")
    print("// (Unicode License). Frozen: every id rests on it. A better table is another one, fold/2.")
    print("\n/// The data of ``Fold/version1``.\nenum FoldTable1 {", end="")
    literal("dropped", "Scalars that fold to nothing, in hex: `first-last`, or `first` alone.",
            [f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in ranges(dropped)])
    literal("moved", "Runs that fold to others, in hex: `first-last/step>target`, every step-th to target, target + step …",
            [f"{a:X}" + (f"-{b:X}" if b > a else "") + (f"/{s}" if s > 1 else "") + f">{t:X}" for a, b, s, t in runs(moved)])
    literal("classes", "Classes of characters, each by itself; all fold to the first, which is the smallest scalar.",
            ["".join(map(chr, [representative[g[0]]] + [c for c in g if c != representative[g[0]]])) for g in groups])
    print("}")
    sizes = collections.Counter(len(g) for g in groups)
    print(f"{len(groups)} classes of {len(members)} characters, sizes {dict(sorted(sizes.items()))}, largest "
          + " ".join("".join(map(chr, g)) for g in groups if len(g) == max(sizes)), file=sys.stderr)
    print(f"{len(moved)} moved, {len(dropped)} dropped", file=sys.stderr)


def own_zero(group, own):
    """The smallest scalar, but not a symbol that would be dropped."""
    return min(c for c in group if not is_dropped(c)) if own & set(group) else group[0]


main()
