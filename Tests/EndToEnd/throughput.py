#!/usr/bin/env python3
"""Pages through every stage, on Apache Kafka and embedded: how fast, and how much memory each process takes.

usage: throughput.py [--pages N] [--configuration debug|release] [--keep]

The embedded run loses a parse process to kill -9 on the way. Rates are from the start of the command to the finished
archive.json. Fails when a process passes 200 MB resident, when anything is lost, or when the embedded rate is less than
half of that on Apache Kafka. KAFKA_HOME names a distribution.
"""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import threading
import time

from harness import Workspace, children, environment, fail, make_pages

LIMIT = 200 * 1000 * 1000


class Memory:
    """The peak of each process (VmHWM), sampled while it lives."""

    def __init__(self, process):
        self.peaks = {}
        self.process = process
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while self.process.poll() is None:
            for identifier, name in {self.process.pid: "guazhi", **children(self.process.pid)}.items():
                try:
                    status = pathlib.Path(f"/proc/{identifier}/status").read_text()
                except (FileNotFoundError, ProcessLookupError):
                    continue
                for line in status.splitlines():
                    if line.startswith("VmHWM:"):
                        self.peaks[name] = max(self.peaks.get(name, 0), int(line.split()[1]) * 1024)
            time.sleep(0.1)


def run(work, pages, archive, count, *more, kill=False):
    begin = time.monotonic()
    process = subprocess.Popen(
        [str(work.bin / "guazhi"), "run", str(pages), "--archive", str(archive), *more], cwd=work.folder,
        env=environment(True), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    work.processes.append(process)
    memory = Memory(process)
    killed = False
    if kill:
        time.sleep(1.5)
        for identifier, name in children(process.pid).items():
            if name == "guazhi-parse":
                os.kill(identifier, signal.SIGKILL)
                killed = True
                break
    out, err = process.communicate(timeout=1800)
    elapsed = time.monotonic() - begin
    if process.returncode:
        fail(f"guazhi run ended with {process.returncode}:\n{err.decode()}")
    if kill and not killed:
        fail("the run was over before a parse process could be killed")
    counts = json.loads((archive / "archive.json").read_bytes())["counts"]
    if counts["documents"] != count or counts["sightings"] != count // 5 * 11:
        fail(f"{count} pages went in, and archive.json counts {counts}")
    memory.thread.join()
    return count / elapsed, memory.peaks


def tell(name, rate, peaks):
    print(f"{name}: {rate:,.0f} pages/s; peak resident MB: "
          + ", ".join(f"{process} {peak / 1e6:.0f}" for process, peak in sorted(peaks.items())), flush=True)
    if max(peaks.values()) > LIMIT:
        fail(f"a process passed {LIMIT / 1e6:.0f} MB resident")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=20_000)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    with Workspace(options.configuration, options.keep) as work:
        pages = work.folder / "pages"
        make_pages(pages, options.pages)
        size = sum(path.stat().st_size for path in pages.rglob("*.txt"))
        print(f"{options.pages} pages, {size / 1e6:.0f} MB, {os.cpu_count()} cores, the broker on the same box")
        work.start_broker()
        real, peaks = run(
            work, pages, work.folder / "kafka", options.pages, "--bootstrap-servers", work.broker.bootstrap)
        tell("Apache Kafka, exactly once", real, peaks)
        work.broker.stop()
        embedded, peaks = run(work, pages, work.folder / "embedded", options.pages, kill=True)
        tell("embedded, one parse process killed with -9", embedded, peaks)
        print(f"embedded / Apache Kafka: {embedded / real:.2f} (at least 0.50)")
        if embedded < real / 2:
            fail("the embedded run is too slow")


if __name__ == "__main__":
    main()
