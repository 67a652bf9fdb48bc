#!/usr/bin/env python3
"""Holds what `guazhi inspect` says of the annotated pages to the annotations, as score.py judges it.

usage: scores.py [--configuration debug|release]

Each set is judged by score.py, and the findings by what the pages' annotations name. The floors are what this release
reaches, rounded down: a change that loses ground fails, one that gains should raise them.
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
FACTS = ROOT / "Tests" / "Fixtures" / "facts"
SETS = {
    "samples": (GOLD, ROOT / "seeds", {
        "reports/text": 1.0, "reports/extent": 1.0, "kind": 1.0, "title": 1.0, "author.name": 1.0, "page/accounted": 1.0,
        "removed/characters": 0.99, "sections/main": 0.95, "places/main": 0.97, "dates/main": 0.95, "people/main": 0.97,
        "organisations/main": 0.87, "quantities/main": 0.89, "quantities/unit": 0.81, "quotations/main": 0.96,
        "placeholders/main": 0.99, "damage/main": 0.78, "themes/main": 0.85, "secondments/rows": 0.92,
        "secondments/sending_unit": 0.79, "secondments/host_unit": 0.81, "secondment.evidence": 0.92,
    }),
    "further": (GOLD / "more", GOLD / "more", {
        "reports/text": 0.98, "reports/extent": 0.95, "kind": 0.95, "title": 0.95, "author.name": 0.95,
        "page/accounted": 1.0, "removed/characters": 0.98, "sections/main": 0.95, "places/main": 0.94,
        "dates/main": 0.98, "people/main": 0.96, "organisations/main": 0.97, "quantities/main": 0.96,
        "quantities/unit": 0.88, "quotations/main": 0.96, "placeholders/main": 0.94, "damage/main": 0.83,
        "themes/main": 0.62, "secondments/rows": 0.98, "secondments/sending_unit": 0.97, "secondments/host_unit": 0.97,
        "secondment.evidence": 0.95,
    }),
    "facts": (FACTS, FACTS, {
        "reports/text": 1.0, "kind": 0.95, "title": 1.0, "author.name": 1.0, "page/accounted": 1.0, "sections/main": 0.98,
        "places/main": 0.97, "dates/main": 0.99, "people/main": 0.91, "organisations/main": 0.94, "quantities/main": 0.95,
        "quantities/unit": 0.90, "quotations/main": 0.98, "placeholders/main": 0.92, "damage/main": 0.88,
        "themes/main": 0.62, "secondments/rows": 0.93, "secondments/sending_unit": 0.91, "secondments/host_unit": 0.92,
        "secondment.evidence": 0.98,
    }),
}


# What the findings must name of the annotated pages (mask leaks beyond these are claims of their own); any other splice or
# substitution on a page of the sets is one too many.
FINDINGS = {
    "000_4a198b7ebd7631c9.txt": {"substitution"}, "001_de89bca8cd92e572.txt": {"splice", "mask_leak"},
    "004_3826b3c1bdb5c99a.txt": {"mask_leak"}, "B08.txt": {"splice"},
    "B20.txt": {"shared_passage", "mask_leak", "substitution"},
}
STRICT = {"splice", "substitution"}


def expected(page):
    """Kinds of findings of an annotation."""
    kinds = {finding["kind"] for finding in page.get("findings", [])}
    return FINDINGS.get(page["page"], {"substitution" if kind == "spinning" else kind for kind in kinds})


def findings(gold, records):
    """Sentences on findings that are missing or one too many."""
    wrong = []
    found = {}
    for line in records.splitlines():
        record = json.loads(line)
        kinds = found.setdefault(record["sightings"][0]["location"].split("/")[-1], set())
        kinds |= {finding["kind"] for finding in record["findings"]}
    for path in sorted(gold.glob("*.json")):
        page = json.loads(path.read_text())
        kinds, wanted = found.get(page["page"], set()), expected(page)
        wrong += [f"{page['page']} lacks the finding {kind}" for kind in sorted(wanted - kinds)]
        wrong += [f"{page['page']} has a {kind} too many" for kind in sorted((kinds & STRICT) - wanted)]
    return wrong


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
        wrong = findings(gold, pathlib.Path(records.name).read_text())
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
    return result, wrong


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options = options.parse_args()
    guazhi = binaries(options.configuration) / "guazhi"
    low = []
    for name, (gold, pages, floors) in SETS.items():
        found, wrong = scores(gold, pages, guazhi)
        low += [f"{name}: {sentence}" for sentence in wrong]
        print(name)
        for measure, floor in floors.items():
            value = found.get(measure)
            if value is None:
                fail(f"score.py does not say {measure}")
            print(f"  {measure:24}{value:6.3f}   (at least {floor:.2f})")
            if value < floor:
                low.append(f"{name} {measure}")
    if low:
        fail("below the floor: " + "; ".join(low))


if __name__ == "__main__":
    main()
