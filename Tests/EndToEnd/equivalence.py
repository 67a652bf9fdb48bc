#!/usr/bin/env python3
"""One archive whatever the way: embedded, on Apache Kafka with one lane each, and with workers killed on the way.

usage: equivalence.py [--pages N] [--configuration debug|release] [--keep]      KAFKA_HOME names a distribution

Three runs over the same pages must give one sha-256 of archive.json. Because merging folds repeats, that alone proves
nothing about exactly once: in a read_committed dump of parsed and enriched every (raw offset, part) must occur exactly
once. A kill that leaves no record of an aborted transaction in a read_uncommitted dump has proved nothing and is
repeated.
"""
import argparse
import signal
import time

from harness import PARTITIONS, Workspace, fail, make_pages, sha256, terminate


def on_kafka(work, namespace, *more):
    return ["--bootstrap-servers", work.broker.bootstrap, "--set", f"namespace={namespace}", "--set",
            f"partitions={PARTITIONS}", *more]


def with_kill(work, namespace, pages, third):
    """Three parse and two enrich processes, one parse process killed once a third is parsed, and started again."""
    cluster = on_kafka(work, namespace)
    archive = work.folder / namespace
    work.run("guazhi", "topics", "apply", *cluster)
    stages = [work.spawn("guazhi-parse", *cluster) for _ in range(3)]
    stages += [work.spawn("guazhi-enrich", *cluster) for _ in range(2)]
    stages.append(work.spawn("guazhi-archive", "--archive", str(archive), *cluster))
    ingest = work.spawn("guazhi-ingest", *cluster, str(pages))
    parsed = f"{namespace}.reports.parsed"
    while work.broker.log_bytes(parsed) < third:
        if ingest.poll() not in (None, 0):
            fail(f"guazhi-ingest ended with {ingest.returncode}")
        time.sleep(0.005)
    stages[0].send_signal(signal.SIGKILL)
    stages[0].wait()
    stages[0] = work.spawn("guazhi-parse", *cluster)
    if ingest.wait(timeout=600):
        fail(f"guazhi-ingest ended with {ingest.returncode}")
    wait_until_drained(work, namespace)
    terminate(stages)
    work.run("guazhi", "archive", "consolidate", str(archive))
    aborted = sum(work.broker.dump(parsed, "read_uncommitted").values()) - sum(
        work.broker.dump(parsed, "read_committed").values())
    return archive, aborted


def wait_until_drained(work, namespace, seconds=600):
    groups = {f"{namespace}.guazhi-parse", f"{namespace}.guazhi-enrich", f"{namespace}.guazhi-archive"}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        lags = work.broker.lags(f"{namespace}.guazhi-")
        if {group for group, _ in lags} == groups and not any(lags.values()):
            return
        time.sleep(0.5)
    fail(f"{namespace}: not drained after {seconds} s: {lags}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=5000)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    with Workspace(options.configuration, options.keep) as work:
        pages = work.folder / "pages"
        make_pages(pages, options.pages)
        sums = {}

        begin = time.monotonic()
        work.run("guazhi", "run", str(pages), "--archive", str(work.folder / "embedded"))
        print(f"embedded: {options.pages} pages in {time.monotonic() - begin:.1f} s", flush=True)
        sums["embedded"] = sha256(work.folder / "embedded" / "archive.json")

        work.start_broker()
        begin = time.monotonic()
        work.run("guazhi", "run", str(pages), "--archive", str(work.folder / "single"), *on_kafka(work, "single"))
        print(f"Apache Kafka, one lane each: {time.monotonic() - begin:.1f} s", flush=True)
        sums["one lane each"] = sha256(work.folder / "single" / "archive.json")
        print(f"  {work.broker.multiplicity('single')} records, each (raw offset, part) once in parsed and enriched")

        third = work.broker.log_bytes("single.reports.parsed") // 3
        for attempt in range(1, 9):
            namespace = f"killed{attempt}"
            begin = time.monotonic()
            archive, aborted = with_kill(work, namespace, pages, third)
            print(f"three parse and two enrich processes, one killed: {time.monotonic() - begin:.1f} s", flush=True)
            if aborted > 0:
                break
            print("  void: the kill left no record of an aborted transaction; again")
        else:
            fail("eight kills, and none inside a transaction")
        print(f"  {aborted} records of an aborted transaction in the read_uncommitted dump of parsed")
        print(f"  {work.broker.multiplicity(namespace)} records, each (raw offset, part) once in parsed and enriched")
        sums["killed"] = sha256(archive / "archive.json")

        for name, digest in sums.items():
            print(f"{digest}  {name}")
        if len(set(sums.values())) != 1:
            fail("the archives differ")
        report = work.run("guazhi", "archive", "verify", str(archive)).stdout.decode().splitlines()[-1]
        print(report)
        print("one archive whatever the way")


if __name__ == "__main__":
    main()
