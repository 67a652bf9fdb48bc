#!/usr/bin/env python3
"""A request that was sent again, and whose first copy arrives inside the next transaction; then the worker dies.

usage: late.py [--stage parse|enrich] [--documents N] [--only WORDS] [--configuration debug|release] [--bin DIR]
               [--keep]

librdkafka sends TxnOffsetCommit and EndTxn once more when their connection is lost. A first copy that was only held up
is applied in the next transaction of the same producer id and epoch: late offsets set the group back by a batch, a late
commit shows the first half of a batch without its offsets. A proxy that reads Kafka's requests brings about exactly
this, for a worker with a worker.id and for one without; another worker then does the rest, and every (raw offset, part)
must stand once in a read_committed dump. A case in which the broker never looked at the copy has failed.

KAFKA_HOME names a distribution. Needs the Python package confluent-kafka.
"""
import argparse
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback

from confluent_kafka import Consumer, TopicPartition

from chaos_lab.brokers import Brokers
from chaos_lab.evidence import dump, origins
from faults import Wrong, check
from harness import Workspace, fail

# Transactions with records before the fault; small ones, so that most documents are unread when it comes.
TRANSACTIONS, BATCH = 3, 100
# One partition: else the next transaction could have nothing to do with the offsets of the late one.
SETTINGS = {
    "partitions": 1, "batch.records": BATCH, "batch.linger": "2s", "kafka.session.timeout.ms": 4000,
    "kafka.heartbeat.interval.ms": 1000}
# Answers that say nothing of what a copy a moment later would have done.
PASSING = {
    "nothing", "CONCURRENT_TRANSACTIONS", "COORDINATOR_LOAD_IN_PROGRESS", "COORDINATOR_NOT_AVAILABLE",
    "NOT_COORDINATOR"}
OUTPUTS = {"parse": "parsed", "enrich": "enriched"}


def make_pages(folder, count):
    """Short ones, of one report each."""
    folder.mkdir()
    for index in range(count):
        (folder / f"page-{index:05d}.txt").write_text(
            f"挂职锻炼心得体会第{index}篇\n\n根据组织安排,我于2023年3月到江苏省泰州市姜堰区挂职锻炼,任区政府办公室副主任。"
            f"一年来,在区委区政府的领导下,我深入基层调查研究。这是第{index}份材料。\n"
            + "我认真学习,努力工作,走访了许多村庄和企业,了解群众的想法,帮助解决实际困难。\n" * 3)


class Reports:
    """What the proxy says, as it says it."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.cluster.proxy.stdout:
            self.lines.put(line.split(maxsplit=1))

    def next(self, seconds):
        """The next as (word, the rest), or two empty ones when nothing was said so long."""
        try:
            return (*self.lines.get(timeout=seconds), "")[:2]
        except queue.Empty:
            return "", ""

    def clear(self):
        """Until nothing more is held."""
        self.cluster.network("clear")
        end = time.monotonic() + 10
        while self.next(1)[0] != "cleared":
            if time.monotonic() > end:
                fail("the proxy does not answer")


class Case:
    def __init__(self, work, reports, stage, kind, is_named, documents):
        self.work, self.reports, self.stage, self.kind, self.documents = work, reports, stage, kind, documents
        self.title = f"{kind}, {'named' if is_named else 'unnamed'}"
        self.namespace = f"late-{kind}-{'named' if is_named else 'unnamed'}"
        settings = SETTINGS | {"namespace": self.namespace}
        self.cluster = ["--bootstrap-servers", work.broker.bootstrap]
        for key, value in settings.items():
            self.cluster += ["--set", f"{key}={value}"]
        self.name = ["--set", "worker.id=late"] if is_named else []

    def run(self):
        """Returns what it has shown."""
        self.work.run("guazhi", "topics", "apply", *self.cluster)
        self.work.run("guazhi-ingest", "pages", *self.cluster)
        if self.stage == "enrich":
            self.work.run("guazhi-parse", *self.cluster, "--exit-when-idle", "1")
        try:
            said = self.disturbed()
        finally:
            self.reports.clear()
        self.work.run(f"guazhi-{self.stage}", *self.cluster, *self.name, "--exit-when-idle", "1", timeout=120)
        shown = f"late copy answered {said['answer']}{self.meeting(said['late'])}"
        wrong, once = self.judged()
        check(not wrong, f"{shown}, {wrong}")
        check(said["answer"] not in PASSING, f"{shown}: the broker did not look at the late copy")
        return f"{shown}, {once} of {self.documents} once"

    def disturbed(self):
        """A worker under the fault until it is killed; one that ends by itself is started again, as by a supervisor."""
        self.reports.cluster.network(f"hold {self.kind} {TRANSACTIONS}")
        said, process, starts = {}, None, 0
        end = time.monotonic() + 60
        while "kill" not in said:
            if not process or process.poll() is not None:
                process = self.work.spawn(
                    f"guazhi-{self.stage}", *self.cluster, *self.name, "--log-level", "debug", log=self.namespace)
                starts += 1
            word, rest = self.reports.next(0.2)
            if word:
                said[word] = rest.strip()
            if time.monotonic() > end or starts > 10:
                process.kill()
                process.wait()
                check("held" in said, f"nothing was held in {starts} starts")
                check("late" in said, "the late copy was never sent")
                check(False, f"late copy answered {said.get('answer')}, and no transaction was committed after it")
        process.send_signal(signal.SIGKILL)
        process.wait()
        return said

    def meeting(self, late):
        """Whether the producer was still what the copy said it was."""
        before, epoch, now, other = late.split()
        if before != now:
            return " (another producer id by then)"
        return f" (epoch {epoch}, {other} by then)" if epoch != other else ""

    def judged(self):
        """What is wrong, as a sentence, and how many records stand once."""
        topic = f"{self.namespace}.reports.{OUTPUTS[self.stage]}"
        self.wait_until_readable(topic)
        counts = origins(dump(self.work.broker.direct, topic))
        repeated = [key for key, count in counts.items() if count != 1]
        missing = self.documents - len(counts)
        once = len(counts) - len(repeated)
        wrong = [f"{len(repeated)} of {self.documents} stand more than once, first {repeated[0]}"] if repeated else []
        if missing:
            wrong.append(f"{missing} of {self.documents} are missing")
        return ", ".join(wrong), once

    def wait_until_readable(self, topic):
        """Until no transaction is open there: one of a dead worker may hide what comes after it for 25 s."""
        ends, end = {}, time.monotonic() + 60
        while True:
            for isolation in ("read_committed", "read_uncommitted"):
                consumer = Consumer({
                    "bootstrap.servers": self.work.broker.direct, "group.id": "judge", "isolation.level": isolation,
                    "log_level": 2})
                ends[isolation] = consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=10)[1]
                consumer.close()
            if len(set(ends.values())) == 1:
                return
            check(time.monotonic() < end, f"a transaction is open in {topic} after 60 s: {ends}")
            time.sleep(0.5)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--stage", default="parse", choices=sorted(OUTPUTS))
    options.add_argument("--documents", type=int, default=3000)
    options.add_argument("--only", default="", metavar="WORDS", help='only cases whose title begins so: "end, named"')
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--bin", metavar="DIR", help="the folder of the executables, instead of the build's")
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    passed, failed = 0, 0
    with Workspace(options.configuration, options.keep, options.bin) as work:
        make_pages(work.folder / "pages", options.documents)
        work.broker = Brokers(work.folder / "brokers", 1, proxy="held.py")
        reports = Reports(work.broker)
        for kind in ("offsets", "end"):
            for is_named in (True, False):
                case = Case(work, reports, options.stage, kind, is_named, options.documents)
                if not case.title.startswith(options.only):
                    continue
                begin = time.monotonic()
                try:
                    shown = case.run()
                except (Wrong, OSError, subprocess.SubprocessError, SystemExit) as wrong:
                    failed += 1
                    shown = f"FAILED: {wrong}"
                except Exception:
                    failed += 1
                    shown = f"FAILED\n{traceback.format_exc()}"
                else:
                    passed += 1
                print(f"{case.title}: {shown} ({time.monotonic() - begin:.1f} s)", flush=True)
    print(f"late: {passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    if not os.environ.get("KAFKA_HOME"):
        fail("KAFKA_HOME is not set; it names an Apache Kafka distribution")
    main()
