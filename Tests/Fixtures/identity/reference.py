#!/usr/bin/env python3
"""A second implementation of fold/1, ids and fingerprints, written from the doc comments of Sources/Reports/Identity.

Usage: reference.py cases.json > fold-1.json        adds to each case what is expected of it
       reference.py --check fold-1.json             0 when all that is expected comes out again

It takes nothing but the table, which it reads from FoldTable1.swift, and SHA-256.
"""
import hashlib
import json
import pathlib
import re
import sys

TABLE = pathlib.Path(__file__).parents[3] / "Sources/Reports/Identity/FoldTable1.swift"
MASK = 2**64 - 1


def table():
    text = TABLE.read_text(encoding="utf-8")
    parts = dict(re.findall(r'static let (\w+): StaticString = """\n(.*?)\n +"""', text, re.S))
    tokens = {name: part.replace("\\\n", " ").split() for name, part in parts.items()}
    fold = {}
    for token in tokens["dropped"]:
        first, _, last = token.partition("-")
        fold.update((c, None) for c in range(int(first, 16), int(last or first, 16) + 1))
    for token in tokens["moved"]:
        first, last, step, target = re.fullmatch(r"(\w+)(?:-(\w+))?(?:/(\w+))?>(\w+)", token).groups()
        scalars = range(int(first, 16), int(last or first, 16) + 1, int(step or "1", 16))
        fold.update((c, int(target, 16) + c - scalars[0]) for c in scalars)
    for token in tokens["classes"]:
        fold.update((ord(c), ord(token[0])) for c in token[1:])
    return fold


FOLD = table()


def fold(text):
    return "".join(chr(f) for f in (FOLD.get(ord(c), ord(c)) for c in text) if f is not None)


def identifier(body, author, title, location):
    folded = fold(body)
    data = folded.encode()
    if author and fold(author):
        data += b"\x1f" + fold(author).encode()
    if len(folded) < 64:
        data += b"\x1e" + fold(title or "").encode() + b"\x1e" + location.encode()
    return "r1:" + hashlib.sha256(data).hexdigest()[:32]


def fingerprint(body):
    scalars = [ord(c) for c in fold(body)]
    kept = set()
    for at in range(len(scalars) - 7):
        z = 0
        for scalar in scalars[at:at + 8]:
            z = (z * 0x9E3779B97F4A7C15 + scalar) & MASK
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        if z < 2**59:
            kept.add(z)
    return ["%016x" % z for z in sorted(kept)]


def expected(case):
    return {"folded": fold(case["body"]),
            "id": identifier(case["body"], case["author"], case["title"], case["location"]),
            "fingerprint": fingerprint(case["body"])}


def main():
    check = sys.argv[1] == "--check"
    document = json.loads(pathlib.Path(sys.argv[-1]).read_text(encoding="utf-8"))
    wrong = 0
    for case in document["cases"]:
        if check:
            wrong += any(case[name] != value for name, value in expected(case).items())
        else:
            case.update(expected(case))
    if check:
        sys.exit(f"{wrong} cases differ" if wrong else 0)
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


main()
