#!/usr/bin/env python3
"""Workers that join, leave, die and return while there is work: who is moved, who is fenced, and each record once.

usage: membership.py [--configuration debug|release] [--bin DIR] [--only WORD] [--keep]

Needs KAFKA_HOME, an Apache Kafka distribution. All cases work on one stream of pages that does not stop before the
last, which counts it. Every case runs, also after one has failed.
"""
import functools
import random
import re
import signal
import threading
import time

import faults
from faults import call, check, on_kafka, said, wait_for
from harness import make_pages

CASES = []
NAMESPACE, PARTITIONS, SESSION_SECONDS = "members", 8, 4
# Pages that are sent at once, again and again.
PORTION = 500
case = functools.partial(faults.case, kafka=True, cases=CASES)


class Load:
    """Pages that go on coming, and their readers."""

    def __init__(self, work):
        self.work = work
        self.cluster = [
            *on_kafka(work, NAMESPACE), "--set", f"partitions={PARTITIONS}", "--set", "batch.records=20", "--set",
            f"kafka.session.timeout.ms={SESSION_SECONDS * 1000}", "--set", "kafka.heartbeat.interval.ms=1000"]
        call(work, "guazhi", "topics", "apply", *self.cluster, code=0)
        make_pages(work.folder / "pages", PORTION)
        self.portions = 0
        self.is_over = False
        self.failure = None
        self.thread = threading.Thread(target=self.feed, daemon=True)
        self.thread.start()
        wait_for("the first pages", lambda: self.portions > 0)

    def feed(self):
        try:
            while not self.is_over:
                call(self.work, "guazhi-ingest", f"site{self.portions + 1}=pages", *self.cluster, code=0)
                self.portions += 1
                time.sleep(0.5)
        except Exception as failure:
            self.failure = failure

    def finish(self):
        """Ends the stream; returns how many pages it had."""
        self.is_over = True
        self.thread.join()
        check(not self.failure, f"the stream broke off: {self.failure}")
        return self.portions * PORTION

    def parsed_bytes(self):
        return self.work.broker.log_bytes(f"{NAMESPACE}.reports.parsed")

    def wait_for_work(self):
        """Until something more is parsed than was at the call."""
        before = self.parsed_bytes()
        wait_for("more records", lambda: self.parsed_bytes() > before)

    def worker(self, name=None, log=None):
        """Begins a parse process; its own log says which partitions it has."""
        more = ["--set", f"worker.id={name}"] if name else []
        process = self.work.spawn(
            "guazhi-parse", *self.cluster, *more, "--log-level", "debug", log=log or name or "unnamed")
        process.log = self.work.folder / f"{log or name or 'unnamed'}.log"
        return process

    def end(self, process):
        process.terminate()
        check(process.wait(timeout=20) == 0, f"a worker ended with {process.returncode} after SIGTERM")

    def shares(self):
        """By group.instance.id or consumer id, the partitions that the broker says a member has."""
        out = self.work.broker.tool(
            "kafka-consumer-groups.sh", "--bootstrap-server", self.work.broker.bootstrap, "--describe", "--members",
            "--verbose", "--group", f"{NAMESPACE}.guazhi-parse", check=False)
        shares = {}
        for line in out.splitlines():
            # Kafka 3.9 leaves the topic out.
            listed = re.search(r"(?:reports\.raw[:(]|\s\()([0-9,]+)", line)
            if listed:
                member = re.search(r"members-parse-([a-z0-9]+)-0", line)
                shares[member.group(1) if member else line.split()[1]] = sorted(map(int, listed.group(1).split(",")))
        return shares

    def wait_until_shared(self, count):
        """Until so many members have all partitions between them."""
        def is_shared():
            shares = self.shares()
            return len(shares) == count and sorted(sum(shares.values(), [])) == list(range(PARTITIONS)) and shares

        return wait_for(f"{PARTITIONS} partitions shared by {count}", is_shared)


def load(work):
    if not hasattr(work, "load"):
        work.load = Load(work)
    return work.load


def moves(process):
    """How often a process was given partitions or had them taken."""
    text = process.log.read_text()
    return text.count("partitions assigned"), text.count("partitions revoked")


@case("three to eight workers, half of them named, join and leave under load: each ends with 0")
def scaling(work):
    stream = load(work)
    generator = random.Random(3)
    workers, changes, number = [], 0, 0
    for wanted in (3, 8, 4):
        while len(workers) != wanted:
            if len(workers) < wanted:
                number += 1
                workers.append(stream.worker(f"s{number}" if number % 2 else None, log=f"scaling{number}"))
            else:
                stream.end(workers.pop(generator.randrange(len(workers))))
            changes += 1
            time.sleep(generator.uniform(0.1, 0.6))
        stream.wait_for_work()
    for worker in workers:
        stream.end(worker)
    return f"{changes} came or went"


@case("a named worker that is killed and returns within its session moves nobody")
def returned(work):
    stream = load(work)
    names = ("a", "b", "c")
    workers = {name: stream.worker(name) for name in names}
    before = stream.wait_until_shared(len(names))
    seen = {name: moves(workers[name]) for name in names}
    slowest = 0
    for _ in range(3):
        stream.wait_for_work()
        workers["b"].send_signal(signal.SIGKILL)
        workers["b"].wait()
        begin = time.monotonic()
        held = moves(workers["b"])[0]
        workers["b"] = stream.worker("b")
        wait_for("the partitions of the one that returned", lambda: moves(workers["b"])[0] > held)
        slowest = max(slowest, time.monotonic() - begin)
        check(slowest < SESSION_SECONDS, f"it took {slowest:.1f} s to return, longer than the session")
    time.sleep(SESSION_SECONDS + 1)
    for name in ("a", "c"):
        check(moves(workers[name]) == seen[name], f"worker {name} was moved: {workers[name].log.read_text()[-600:]}")
    after = stream.shares()
    check(after == before, f"the shares were {before} and are {after}")
    # Without a name the others are moved: else this shows nothing.
    unnamed = stream.worker()
    stream.wait_until_shared(len(names) + 1)
    unnamed.send_signal(signal.SIGKILL)
    unnamed.wait()
    check(all(moves(workers[name]) > seen[name] for name in ("a", "c")), "a worker without a name moved nobody")
    for worker in workers.values():
        stream.end(worker)
    return f"three deaths; at work again after {slowest:.1f} s at most"


@case("a second worker of the same worker.id: the older ends with 75 and one sentence, the newer works on")
def duplicate(work):
    stream = load(work)
    older = stream.worker("one", log="older")
    wait_for("the older at work", lambda: moves(older)[0] > 0)
    stream.wait_for_work()
    begin = time.monotonic()
    newer = stream.worker("one", log="newer")
    code = wait_for("the end of the older", lambda: older.poll() is not None and [older.returncode])[0]
    took = time.monotonic() - begin
    check(code == 75, f"the older ended with {code}:\n{older.log.read_text()[-2000:]}")
    said(older.log.read_text(), "guazhi-parse", ["another parse process", "worker.id one", "its own worker.id"], "the older")
    stream.wait_for_work()
    check(newer.poll() is None, f"the newer ended with {newer.returncode}")
    stream.end(newer)
    return f"the older ended {took:.1f} s after the newer began"


@case("after all this: nothing is lost, and nothing stands twice in a read_committed dump")
def counted(work):
    stream = load(work)
    pages = stream.finish()
    call(work, "guazhi-parse", *stream.cluster, "--set", "batch.records=2000", "--exit-when-idle", "1", code=0)
    records = work.broker.multiplicity(NAMESPACE, ["parsed"])
    check(records == pages // 5 * 11, f"{records} records of {pages} pages")
    return f"{pages} pages, {records} records, each once"


if __name__ == "__main__":
    faults.main(CASES, __doc__)
