#!/usr/bin/env python3
"""Writes NAME.canonical.json beside each NAME.json here, and numbers.tsv, with the PyPI package rfc8785 (0.1.4).

Usage: generate.py      (pip install rfc8785; only when a case is added)
"""
import json
import pathlib
import random
import struct

import rfc8785

folder = pathlib.Path(__file__).parent
for source in sorted(folder.glob("*.json")):
    if not source.name.endswith(".canonical.json"):
        value = json.loads(source.read_bytes())
        source.with_suffix(".canonical.json").write_bytes(rfc8785.dumps(value))

numbers = [0.0, -0.0, 1.0, -1.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740991.0,
           9007199254740992.0, 9007199254740994.0, 18014398509481984.0, 18014398509481988.0, 1e20, 1e21, 1e22, 1e23,
           123456789012345680000.0, 1e-5, 1e-6, 1e-7, 1.5e-7, 0.1, 0.3, 1 / 3, 333333333.33333329, 4.35, 0.000001,
           295147905179352830000.0, 999999999999999900000.0, 1e300 / 3, 9.5367431640625e-07, 4503599627370497.5]
random.seed(8785)
for _ in range(700):
    numbers.append(struct.unpack(">d", struct.pack(">Q", random.getrandbits(64)))[0])
for _ in range(500):
    numbers.append(random.randrange(-10**15, 10**15) / 10 ** random.randrange(0, 12))
for _ in range(300):
    numbers.append(float(random.getrandbits(random.randrange(1, 80))))
with open(folder / "numbers.tsv", "w") as out:
    out.write("# bits of a double in hex, and its text by rfc8785; made by generate.py\n")
    for number in numbers:
        if number == number and abs(number) != float("inf"):
            out.write("%016x\t%s\n" % (struct.unpack(">Q", struct.pack(">d", number))[0], rfc8785.dumps(number).decode()))
