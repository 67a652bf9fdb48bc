#!/usr/bin/env python3
"""Writes what is made from lexicons: the commonest characters by which encodings are told apart, and the traditional twin
of simplified.txt, character by character.

usage: generate.py
"""
import collections
import pathlib
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def rows(name):
    lines = (ROOT / "config/lexicons" / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0] != "#"][1:]


def main():
    # The dictionary counts this one far too low; it is the commonest of all.
    counts = collections.Counter({"的": 4_000_000})
    for word, frequency, *_ in rows("words.tsv"):
        for c in word:
            if "\u4e00" <= c <= "\u9fff":
                counts[c] += int(frequency)
    ranked = [c for c, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    variants = collections.defaultdict(list)
    for traditional, simplified, *_ in rows("script.tsv"):
        variants[simplified].append(traditional)
    blocks = []
    for name, first, last in (("first", 0, 64), ("second", 64, 256), ("third", 256, 1024)):
        simplified = ranked[first:last]
        traditional = [t for c in simplified for t in variants[c] if len(t) == 1 and "\u4e00" <= t <= "\u9fff"]
        for script, characters in (("simplified", simplified), ("traditional", traditional)):
            text = "\\\n".join("        " + line for line in textwrap.wrap("".join(characters), 50))
            doc = {"simplified": f"Ranks {first + 1} to {last}.", "traditional": "What stands for them in traditional texts, where it differs."}
            blocks.append(f'    /// {doc[script]}\n    static let {name}{script.capitalize()} = """\n{text}\n        """\n')
    (ROOT / "Sources/Parsing/Decoding/CommonCharacters.swift").write_text(
        "// Made by Tests/Fixtures/encodings/generate.py from config/lexicons/words.tsv and script.tsv, whose heads name their\n"
        "// sources and licences.\n\n"
        "/// The commonest characters of modern Chinese, by rank.\n"
        "enum CommonCharacters {\n" + "\n".join(blocks) + "}\n", "utf-8")
    # Where one simplified character has several, the one these sentences mean.
    chosen = {"里": "裡", "面": "面", "干": "幹", "发": "發", "只": "只", "系": "係", "才": "才", "几": "幾", "表": "表", "谷": "谷",
              "制": "製", "松": "鬆", "征": "征", "余": "餘", "台": "台", "后": "後", "准": "準", "须": "須", "家": "家", "户": "戶",
              "同": "同", "出": "出", "教": "教", "真": "真", "镇": "鎮", "群": "群", "合": "合", "修": "修", "线": "線", "着": "著", "回": "回", "千": "千", "吃": "吃",
              "湿": "濕", "联": "聯", "复": "複"}
    text = (HERE / "simplified.txt").read_text("utf-8")
    twin = "".join(chosen.get(c) or (variants[c][0] if variants[c] else c) for c in text)
    (HERE / "traditional.txt").write_text(twin, "utf-8")


main()
