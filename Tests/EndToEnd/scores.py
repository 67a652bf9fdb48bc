#!/usr/bin/env python3
"""Holds what `guazhi inspect` says of the annotated pages to the annotations, as score.py judges it.

usage: scores.py [--configuration debug|release]

The floors are what this release reaches, rounded down: a change that loses ground fails, one that gains should raise them.
The sample pages must come out whole: eleven reports with their extents, titles, kinds and authors.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from harness import ROOT, binaries, fail

GOLD = ROOT / "Tests" / "Fixtures" / "gold"
SETS = {
    "samples": (GOLD, ROOT / "seeds", {
        "reports/text": 1.0, "reports/extent": 1.0, "kind": 1.0, "title": 1.0, "author.name": 1.0, "page/accounted": 1.0,
        "removed/characters": 0.99, "sections/main": 0.95, "places/main": 0.93, "dates/main": 0.93, "people/main": 0.93,
        "organisations/main": 0.80, "quantities/main": 0.85, "quotations/main": 0.93, "placeholders/main": 0.95,
        "secondments/rows": 0.80,
    }),
    "further": (GOLD / "more", GOLD / "more", {
        "reports/text": 0.98, "reports/extent": 0.95, "kind": 0.95, "title": 0.95, "author.name": 0.95,
        "page/accounted": 1.0, "removed/characters": 0.98, "sections/main": 0.95, "places/main": 0.93,
        "dates/main": 0.95, "people/main": 0.85, "organisations/main": 0.84, "quantities/main": 0.90,
        "quotations/main": 0.95, "placeholders/main": 0.93, "secondments/rows": 0.95,
    }),
}


def scores(gold, pages, guazhi):
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as records:
        names = [json.loads(path.read_text())["page"] for path in sorted(gold.glob("*.json"))]
        for name in names:
            # A page of a media type this release refuses scores nothing, and says so on standard error.
            done = subprocess.run([str(guazhi), "inspect", str(pages / name)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if done.returncode not in (0, 65):
                fail(f"guazhi inspect {name} ended with {done.returncode}: {done.stderr.decode()}")
            records.write(done.stdout)
        records.flush()
        out = subprocess.run(
            [sys.executable, str(GOLD / "score.py"), "--gold", str(gold), "--pages", str(pages), records.name],
            stdout=subprocess.PIPE, text=True, check=True).stdout
    result = {}
    for line in out.splitlines():
        cells = line.rsplit(None, 6)
        if len(cells) == 7 and "/" in cells[0]:
            result[cells[0].strip()] = float(cells[3])
        elif len(line.split()) >= 3 and "/" not in line.split()[0]:
            words = line.split()
            numbers = [word for word in words if word.replace(".", "", 1).isdigit()]
            if numbers:
                result[" ".join(words[:len(words) - len(numbers)])] = float(numbers[0])
    return result


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options = options.parse_args()
    guazhi = binaries(options.configuration) / "guazhi"
    low = []
    for name, (gold, pages, floors) in SETS.items():
        found = scores(gold, pages, guazhi)
        print(name)
        for measure, floor in floors.items():
            value = found.get(measure)
            if value is None:
                fail(f"score.py does not say {measure}")
            print(f"  {measure:24}{value:6.3f}   (at least {floor:.2f})")
            if value < floor:
                low.append(f"{name} {measure}")
    if low:
        fail("below the floor: " + ", ".join(low))


if __name__ == "__main__":
    main()
