"""What the end-to-end scripts share: pages, processes, an Apache Kafka of their own, and dumps of its topics.

Standard library only. The cluster comes from the environment variable KAFKA_HOME, and is read with the tools of that
distribution, so that what Guazhi says of itself is not taken on trust.
"""
import collections
import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTITIONS = 8


def fail(sentence):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {sentence}")


def binaries(configuration):
    out = subprocess.run(
        ["swift", "build", "-c", configuration, "--show-bin-path"], cwd=ROOT, capture_output=True, text=True, check=True)
    return pathlib.Path(out.stdout.strip())


def make_pages(folder, count):
    """The sample pages over and over, with a distinct line each; every file has the same modification time."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    for index in range(count):
        path = folder / f"{index // 1000:03d}" / f"page-{index:06d}.txt"
        path.parent.mkdir(exist_ok=True)
        # The line stands in the body of a report, so that no two pages hold the same report.
        path.write_bytes(seeds[index % len(seeds)].rstrip() + f"\n这是第{index}份材料的补充说明,记录在案。\n".encode())
        os.utime(path, ns=(1_700_000_000_000_000_000 + index, 1_700_000_000_000_000_000 + index))


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Kafka:
    """An Apache Kafka distribution and its tools."""

    def __init__(self, folder, heap):
        home = os.environ.get("KAFKA_HOME")
        if not home:
            fail("KAFKA_HOME is not set; it names an Apache Kafka distribution")
        self.home = pathlib.Path(home)
        self.folder = pathlib.Path(folder)
        self.environment = {**os.environ, "KAFKA_HEAP_OPTS": f"-Xmx{heap}m", "LOG_DIR": str(self.folder / "logs")}

    @property
    def is_three(self):
        """Whether this is a Kafka 3.x."""
        return any(path.name.startswith("kafka-clients-3.") for path in (self.home / "libs").iterdir())

    def tool(self, name, *arguments, check=True):
        done = subprocess.run(
            [str(self.home / "bin" / name), *map(str, arguments)],
            env={**self.environment, "KAFKA_HEAP_OPTS": "-Xmx256m"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        if check and done.returncode:
            fail(f"{name} {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
        return done.stdout

    def identifier(self):
        """Of a new cluster."""
        return self.tool("kafka-storage.sh", "random-uuid").strip().splitlines()[-1]


class Node:
    """One process of a cluster on loopback, broker and controller; `properties` go before what all have."""

    def __init__(self, kafka, folder, cluster, properties, replicas=1, *formatting):
        self.kafka, self.folder = kafka, pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.configuration = self.folder / "server.properties"
        self.log = self.folder / "broker.log"
        self.process = None
        properties = {
            "process.roles": "broker,controller", "node.id": 1, "controller.listener.names": "CONTROLLER",
            "log.dirs": self.folder / "data", "auto.create.topics.enable": "false",
            "offsets.topic.replication.factor": replicas, "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": replicas, "transaction.state.log.min.isr": min(2, replicas),
            "transaction.state.log.num.partitions": 4, "group.initial.rebalance.delay.ms": 0,
            "group.min.session.timeout.ms": 1000, "broker.session.timeout.ms": 3000, "broker.heartbeat.interval.ms": 500,
            **properties}
        self.configuration.write_text("".join(f"{key}={value}\n" for key, value in properties.items()))
        kafka.tool("kafka-storage.sh", "format", "-t", cluster, "-c", self.configuration, *formatting)

    def launch(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [str(self.kafka.home / "bin" / "kafka-server-start.sh"), str(self.configuration)],
                env=self.kafka.environment, stdout=log, stderr=log, start_new_session=True)

    def wait(self, seconds=120):
        """Until it serves."""
        end = time.monotonic() + seconds
        while b"Kafka Server started" not in self.log.read_bytes():
            if time.monotonic() > end or self.process.poll() is not None:
                fail(f"the broker did not start; see {self.log}")
            time.sleep(0.1)

    def kill(self, how=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=120)


class Broker(Kafka):
    """A cluster of one node without any security."""

    def __init__(self, folder):
        super().__init__(folder, heap=768)
        client, controller = free_ports(2)
        self.bootstrap = f"127.0.0.1:{client}"
        self.node = Node(self, folder, self.identifier(), {
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "listeners": f"PLAINTEXT://{self.bootstrap},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}"})
        self.node.launch()
        self.node.wait()

    def stop(self):
        self.node.kill()

    def lags(self, prefix):
        """Lag by (group, topic) of every group whose name begins with `prefix`; a group without offsets is not there."""
        lags = collections.Counter()
        seen = set()
        out = self.tool(
            "kafka-consumer-groups.sh", "--bootstrap-server", self.bootstrap, "--describe", "--all-groups", check=False)
        for line in out.splitlines():
            cells = line.split()
            if len(cells) < 6 or not cells[0].startswith(prefix) or not cells[2].isdigit():
                continue
            seen.add((cells[0], cells[1]))
            lags[cells[0], cells[1]] += int(cells[5]) if cells[5].isdigit() else int(cells[4])
        return {key: lags[key] for key in seen}

    def log_bytes(self, topic):
        """What the broker has on its disk of a topic, open transactions included: cheap enough to time a kill by."""
        return sum(path.stat().st_size for path in (self.folder / "data").glob(f"{topic}-*/*.log"))

    def dump(self, topic, isolation):
        """How often each (origin, part) stands in a topic."""
        out = self.tool(
            "kafka-console-consumer.sh", "--bootstrap-server", self.bootstrap, "--topic", topic, "--from-beginning",
            "--isolation-level", isolation, "--timeout-ms", "10000", "--property", "print.headers=true", "--property",
            "print.value=false", check=False)
        counts = collections.Counter()
        for line in out.splitlines():
            origin = re.search(r"guazhi-(?:dead-)?origin:([^,\t]+)", line)
            part = re.search(r"guazhi-part:([^,\t]+)", line)
            if origin:
                counts[origin.group(1), part.group(1) if part else ""] += 1
        return counts

    def multiplicity(self, namespace, topics=("parsed", "enriched")):
        """Every (raw offset, part) once in a read_committed dump of each topic; returns how many there are."""
        found = []
        for topic in topics:
            counts = self.dump(f"{namespace}.reports.{topic}", "read_committed")
            repeated = {key: count for key, count in counts.items() if count != 1}
            if repeated:
                fail(f"{namespace}: {len(repeated)} of {len(counts)} occur more than once in reports.{topic}, first "
                     f"{next(iter(repeated.items()))}")
            found.append(set(counts))
        if any(records != found[0] for records in found):
            fail(f"{namespace}: the records of {' and '.join(topics)} are not the same")
        return len(found[0])


class Workspace:
    """A temporary folder, the processes begun in it, and their end."""

    def __init__(self, configuration="release", keep=False, bin=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="guazhi-"))
        self.bin = pathlib.Path(bin).resolve() if bin else binaries(configuration)
        self.keep = keep
        self.processes = []
        self.broker = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        if self.broker:
            self.broker.stop()
        if self.keep:
            print(f"kept {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start_broker(self):
        self.broker = Broker(self.folder / "broker")
        return self.broker

    def spawn(self, name, *arguments, epoch=True, log=None):
        """Begins a program; what it says goes to `log`.log, of its own name unless told."""
        log = open(self.folder / f"{log or name}.log", "ab")
        process = subprocess.Popen(
            [str(self.bin / name), *arguments], stdout=log, stderr=log, cwd=self.folder, env=environment(epoch))
        process.name = name
        self.processes.append(process)
        return process

    def run(self, name, *arguments, epoch=True, expect=(0,), timeout=900):
        done = subprocess.run(
            [str(self.bin / name), *arguments], cwd=self.folder, env=environment(epoch), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=timeout)
        if done.returncode not in expect:
            fail(
                f"{name} {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout.decode()}{done.stderr.decode()}")
        return done


def processes():
    """(name, state, parent) of every process by its id, from /proc."""
    found = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, parent = text[text.rindex(")") + 2:].split()[:2]
        found[int(stat.parent.name)] = (text[text.index("(") + 1:text.rindex(")")], state, int(parent))
    return found


def children(parent):
    """Names of the processes that `parent` began and that live, by their ids."""
    return {process: name for process, (name, state, above) in processes().items() if above == parent and state != "Z"}


def descendants(parent):
    """Ids of the processes below `parent`."""
    below, found = {parent}, processes()
    while True:
        more = {process for process, (_, _, above) in found.items() if above in below} - below
        if not more:
            return below - {parent}
        below |= more


def environment(epoch):
    result = {**os.environ, "TZ": "UTC"}
    result.pop("SOURCE_DATE_EPOCH", None)
    if epoch:
        result["SOURCE_DATE_EPOCH"] = "0"
    return result


def terminate(processes, seconds=20):
    """SIGTERM to all; every one must end with 0 within the time."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        code = process.wait(timeout=seconds)
        if code:
            fail(f"{process.name} ended with {code} after SIGTERM")
