#!/usr/bin/env python3
"""Holds the clusters of near-duplicates to a labelled set of invented pages, pair by pair.

usage: clusters.py [--configuration debug|release] [--bin DIR] [--pairs]

A pair of labelled texts counts as found where both stand in one cluster or are one report. Precision is the share of the
found pairs that a reader calls the same text, recall the share of those that are found. For a relation, both are over the
pairs in which it occurs. The floors are what this release reaches, rounded down.
"""
import argparse
import collections
import itertools
import json
import shutil

from harness import ROOT, Workspace, fail

FIXTURES = ROOT / "Tests" / "Fixtures" / "clusters"
# Precision and recall at least, over all and for each relation; 1.00 where none are given.
FLOORS = {
    "all": (1.0, 0.98), "base": (1.0, 0.98), "compilation": (1.0, 0.98), "contains": (1.0, 0.97), "phrases": (1.0, 0.97),
    "repost": (1.0, 0.97), "truncated": (1.0, 0.88),
}


def labels():
    """(page, part) -> (group, relation)."""
    result = {}
    for line in (FIXTURES / "labels.tsv").read_text().splitlines():
        if not line.startswith("#"):
            page, part, group, relation = line.split("\t")
            result[page, int(part)] = (group, relation)
    return result


def clusters(archive):
    """(page, part) -> the cluster its report stands in, or the report where it is alone."""
    cluster = {report: row["id"] for row in archive["clusters"] for report in row["reports"]}
    return {
        (sighting["location"].rsplit("/", 1)[-1], sighting["part"]["index"] if sighting["part"] else 1):
            cluster.get(report["id"], report["id"])
        for report in archive["reports"] for sighting in report["sightings"]
    }


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--bin", metavar="DIR", help="the folder of the executables, instead of the build's")
    options.add_argument("--pairs", action="store_true", help="name the pairs that are wrong or missing")
    options = options.parse_args()
    expected = labels()
    with Workspace(options.configuration, bin=options.bin) as work:
        pages = work.folder / "pages"
        pages.mkdir()
        for page in FIXTURES.glob("*.txt"):
            shutil.copy(page, pages)
        work.run("guazhi", "run", str(pages), "--archive", str(work.folder / "archive"))
        found = clusters(json.loads((work.folder / "archive" / "archive.json").read_text()))
    if found.keys() != expected.keys():
        fail(f"the pages' parts are not those of labels.tsv: {sorted(found.keys() ^ expected.keys())[:6]}")

    counted = sorted(text for text, (group, _) in expected.items() if not group.startswith("?"))
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for pair in itertools.combinations(counted, 2):
        groups, relations = zip(*(expected[text] for text in pair))
        together, same = found[pair[0]] == found[pair[1]], groups[0] == groups[1]
        for name in ("all", *set(relations)):
            counts[name][0] += together and same
            counts[name][1] += together
            counts[name][2] += same
        if options.pairs and together != same:
            print("missing" if same else "wrong  ", *(f"{page}/{part}" for page, part in pair))

    borderline = len(expected) - len(counted)
    print(f"{len(counted)} texts on {len({page for page, _ in counted})} pages, {borderline} more borderline")
    print(f"  {'':12}{'pairs':>6}{'found':>7}{'precision':>11}{'recall':>8}")
    low = []
    for name in sorted(counts, key=lambda name: (name != "all", name)):
        right, together, same = counts[name]
        precision, recall = right / max(together, 1), right / max(same, 1)
        exact, whole = FLOORS.get(name, (1.0, 1.0))
        print(f"  {name:12}{same:6}{together:7}{precision:11.3f}{recall:8.3f}   (at least {exact:.2f}, {whole:.2f})")
        if precision < exact or recall < whole:
            low.append(name)
    if low:
        fail("below the floor: " + ", ".join(low))


if __name__ == "__main__":
    main()
