#!/usr/bin/env python3
"""A folder that grows, followed on Apache Kafka: what appears in it stands in archive.json within 15 s, once.

usage: follow.py [--pages N] [--configuration debug|release] [--keep]          KAFKA_HOME names a distribution
"""
import argparse
import collections
import json
import os
import re
import signal
import threading
import time

from harness import Workspace, fail, terminate

LIMIT = 15.0


class Watch:
    """Looks at archive.json as a reader does, and remembers when each document was there first."""

    def __init__(self, path):
        self.path = path
        self.seen = {}
        self.documents = {}
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self):
        last = None
        while not self.done.wait(0.1):
            try:
                stamp = self.path.stat().st_mtime_ns
                if stamp == last:
                    continue
                archive = json.loads(self.path.read_bytes())
            except FileNotFoundError:
                continue
            last = stamp
            now = time.monotonic()
            self.documents = {(row["location"], row["sha256"]): row for row in archive["documents"]}
            for key in self.documents:
                self.seen.setdefault(key, now)

    def wait(self, what, condition, seconds=LIMIT):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                fail(f"{what}: not in archive.json after {seconds:.0f} s")
            time.sleep(0.05)

    def of(self, location):
        return [row for (place, _), row in self.documents.items() if place == location]


def page(index, extra=""):
    return (f"挂职锻炼心得体会第{index}篇\n\n根据组织安排,我于2023年3月到江苏省泰州市姜堰区挂职锻炼,任区政府办公室副主任。"
            f"一年来,在区委区政府的领导下,我深入基层调查研究,学到了许多书本上学不到的东西。这是第{index}份材料。{extra}\n" + "我认真学习,努力工作,走访了许多村庄和企业,了解群众的想法,帮助解决实际困难。\n" * 8).encode()


def raw_counts(work):
    out = work.broker.tool(
        "kafka-console-consumer.sh", "--bootstrap-server", work.broker.bootstrap, "--topic", "reports.raw",
        "--from-beginning", "--isolation-level", "read_committed", "--timeout-ms", "8000", "--property",
        "print.headers=true", "--property", "print.value=false", check=False)
    return collections.Counter(
        (match.group(1), match.group(2))
        for match in re.finditer(r"guazhi-location:([^,\t]+),guazhi-document:([0-9a-f]{64})", out))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    with Workspace(options.configuration, options.keep) as work:
        work.start_broker()
        cluster = ["--bootstrap-servers", work.broker.bootstrap, "--set", "partitions=8"]
        work.run("guazhi", "topics", "apply", *cluster)
        inbox = work.folder / "inbox"
        outside = work.folder / "outside"
        inbox.mkdir()
        outside.mkdir()
        stages = [
            work.spawn("guazhi-parse", *cluster, epoch=False), work.spawn("guazhi-enrich", *cluster, epoch=False),
            work.spawn("guazhi-archive", "--archive", str(work.folder / "archive"), *cluster, epoch=False)]

        def follow():
            return work.spawn("guazhi-ingest", "--follow", "inbox", *cluster, epoch=False)

        ingest = follow()
        watch = Watch(work.folder / "archive" / "archive.json")
        time.sleep(2)

        moved = {}
        for index in range(options.pages):
            name = f"page-{index:03d}.txt"
            (outside / name).write_bytes(page(index))
            os.rename(outside / name, inbox / name)
            moved[f"inbox/{name}"] = time.monotonic()
            time.sleep(0.15)
        watch.wait("pages moved in", lambda: all(watch.of(location) for location in moved), LIMIT + 5)
        delays = sorted(
            min(watch.seen[key] for key in watch.seen if key[0] == location) - since for location, since in moved.items())
        print(f"{len(moved)} pages moved in one by one: in archive.json after {delays[len(delays) // 2]:.1f} s (median), "
              f"{delays[-1]:.1f} s (the slowest)")
        if delays[-1] > LIMIT:
            fail(f"the slowest took {delays[-1]:.1f} s, and {LIMIT:.0f} s are allowed")

        (inbox / "page-000.txt").write_bytes(page(0, "后来又作了修改。"))
        watch.wait("an overwritten page", lambda: len(watch.of("inbox/page-000.txt")) == 2)
        rows = watch.of("inbox/page-000.txt")
        if sorted(bool(row["reports"]) for row in rows) != [False, True] or not any(row["superseded_by"] for row in rows):
            fail(f"an overwritten page does not supersede its older version: {rows}")
        print("an overwritten page supersedes its older version")

        (outside / "linked").write_bytes(page(1000))
        os.link(outside / "linked", inbox / "linked.txt")
        folder = outside / "folder"
        folder.mkdir()
        (folder / "a.txt").write_bytes(page(1001))
        (folder / "deep").mkdir()
        (folder / "deep" / "b.txt").write_bytes(page(1002))
        os.rename(folder, inbox / "folder")
        found = ["inbox/linked.txt", "inbox/folder/a.txt", "inbox/folder/deep/b.txt"]
        watch.wait("a hard link and a folder moved in", lambda: all(watch.of(location) for location in found), LIMIT + 10)
        print("a hard link and the pages of a folder moved in are found")

        with open(inbox / "appended.txt", "wb"):
            pass
        pieces = page(1003).split(b"\n", 3)
        for piece in (pieces[0], b"\n" + pieces[1], b"\n" + pieces[2] + b"\n" + pieces[3]):
            with open(inbox / "appended.txt", "ab") as file:
                file.write(piece)
            time.sleep(0.3)
        with open(inbox / "held.txt", "wb") as file:
            lines = page(1004).splitlines(keepends=True)
            for index in range(20):
                if index < len(lines):
                    file.write(lines[index])
                    file.flush()
                time.sleep(1)
            file.writelines(lines[20:])
        watch.wait("a page written for 20 s", lambda: watch.of("inbox/held.txt"))
        time.sleep(8)
        for name, whole in (("appended.txt", page(1003)), ("held.txt", page(1004))):
            rows = watch.of(f"inbox/{name}")
            if [row["bytes"] for row in rows] != [len(whole)]:
                fail(f"{name}: {[row['bytes'] for row in rows]} bytes were taken, and one document of {len(whole)} was written")
        print("three appends 0.3 s apart, and a descriptor held open for 20 s: one document each, whole")

        before = raw_counts(work)
        for index in range(2000, 2040):
            (inbox / f"burst-{index}.txt").write_bytes(page(index))
        time.sleep(1.2)
        ingest.send_signal(signal.SIGKILL)
        ingest.wait()
        for index in range(2040, 2060):
            (inbox / f"burst-{index}.txt").write_bytes(page(index))
        ingest = follow()
        burst = [f"inbox/burst-{index}.txt" for index in range(2000, 2060)]
        watch.wait("what came around a kill", lambda: all(watch.of(location) for location in burst), LIMIT + 15)
        after = raw_counts(work)
        twice = [key for key, count in after.items() if count != 1]
        if twice:
            fail(f"sent more than once: {twice[:3]}")
        if len(after) != len(before) + 60:
            fail(f"{len(after) - len(before)} documents were sent around the kill, and 60 were written")
        print(f"ingest killed with -9 and started again: {len(after)} documents in reports.raw, each once")
        watch.done.set()
        terminate([ingest, *stages])
        work.run("guazhi", "archive", "consolidate", "archive", epoch=False)
        print(work.run("guazhi", "archive", "verify", "archive", epoch=False).stdout.decode().splitlines()[-1])


if __name__ == "__main__":
    main()
