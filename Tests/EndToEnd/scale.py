#!/usr/bin/env python3
"""Consolidation of large archives: memory that is bounded, time that grows with the records.

usage: scale.py [--records N] [--bytes B] [--limit MB] [--growth N] [--one-name N] [--configuration debug|release]
                [--bin DIR] [--generator PROGRAM] [--folder DIR] [--keep]

Archives are made by Tests/Benchmarks' `scale` (edits, reposts and common phrases among texts of their own) and consolidated
by `guazhi archive consolidate`. Fails when N records of B bytes take more than MB resident, or when four times as many
records take more than 6 times the processor time: near-duplicates among them (--growth), or as many postings of one common
name (--one-name). A million records of 10 KB need about 45 GB of disk; 0 leaves a part out.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from harness import ROOT, Workspace, environment, fail

# Linear is 4, and the square 16; sorting adds a little, a busy box more.
MOST_GROWTH = 6.0


def build_generator():
    words = ["swift", "build", "-c", "release", "--package-path", "Tests/Benchmarks", "--scratch-path", ".build/benchmarks"]
    subprocess.run([*words, "--product", "scale", "--quiet"], cwd=ROOT, check=True)
    out = subprocess.run([*words, "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return pathlib.Path(out.stdout.strip()) / "scale"


def temporary_bytes(process, archive):
    """What a consolidation has on the disk beside its result: files without a name, and its folder."""
    found = {}
    for path in [*pathlib.Path(f"/proc/{process}/fd").glob("*"), *(archive / ".consolidate").glob("*")]:
        try:
            facts = path.stat()
        except OSError:
            continue
        if not facts.st_nlink or path.parent.name == ".consolidate":
            found[facts.st_ino] = facts.st_blocks * 512
    return sum(found.values())


class Run:
    """One consolidation, measured."""

    def __init__(self, work, archive):
        begin = time.monotonic()
        self.disk = 0
        log = archive.with_suffix(".log")
        with open(log, "wb") as file:
            process = subprocess.Popen(
                [str(work.bin / "guazhi"), "archive", "consolidate", str(archive)], stdout=file, stderr=file,
                cwd=work.folder, env=environment(True))
        work.processes.append(process)
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            self.disk = max(self.disk, temporary_bytes(process.pid, archive))
            time.sleep(0.05)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            fail(f"guazhi archive consolidate ended with {process.returncode}: {log.read_text()}")
        self.seconds = time.monotonic() - begin
        self.processor = usage.ru_utime + usage.ru_stime
        self.resident = usage.ru_maxrss * 1024


def consolidate(work, options, records, size, *more):
    """Makes an archive, consolidates and removes it."""
    archive = options.folder / f"archive-{records}"
    subprocess.run([str(options.generator), str(archive), "--records", str(records), "--bytes", str(size), *more],
                   check=True, stdout=subprocess.DEVNULL)
    run = Run(work, archive)
    shutil.rmtree(archive)
    return run


def growth(title, work, options, count, size, *more):
    small, large = (consolidate(work, options, records, size, *more) for records in (count, 4 * count))
    ratio = large.processor / small.processor
    print(f"{title}: {count} records {small.processor:.2f} s of processor time, {4 * count} {large.processor:.2f} s: "
          f"{ratio:.2f} times as long (at most {MOST_GROWTH:.1f}), {large.resident / 1e6:.0f} MB resident", flush=True)
    if ratio > MOST_GROWTH:
        fail(f"{title}: the time grows faster than the records")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=100_000)
    options.add_argument("--bytes", type=int, default=10_000)
    options.add_argument("--limit", type=int, default=256, metavar="MB")
    options.add_argument("--growth", type=int, default=10_000, metavar="N")
    options.add_argument("--one-name", type=int, default=25_000, metavar="N")
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--bin", metavar="DIR", help="the folder of the executables, instead of the build's")
    options.add_argument("--generator", type=pathlib.Path, metavar="PROGRAM", help="instead of building it")
    options.add_argument("--folder", type=pathlib.Path, metavar="DIR", help="where the archives are made and removed")
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    options.generator = options.generator or build_generator()
    with Workspace(options.configuration, options.keep, options.bin) as work:
        options.folder = pathlib.Path(tempfile.mkdtemp(dir=options.folder)) if options.folder else work.folder
        try:
            if options.growth:
                # So few phrases that each has been met as often as it is kept before a third of the smaller one.
                growth("near-duplicates", work, options, options.growth, 4000, "--stock", "500")
            if options.one_name:
                growth("one common name", work, options, options.one_name, 2000, "--stock", "0", "--one-name")
            if options.records:
                run = consolidate(work, options, options.records, options.bytes)
                print(f"{options.records} records of {options.bytes} bytes: {run.resident / 1e6:.0f} MB resident at most "
                      f"(limit {options.limit}), {run.seconds:.0f} s, {run.processor:.0f} s of processor time, "
                      f"{run.disk / 1e9:.2f} GB of temporary disk", flush=True)
                if run.resident > options.limit * 1_000_000:
                    fail("the memory is not bounded")
        finally:
            if options.folder != work.folder and not options.keep:
                shutil.rmtree(options.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
