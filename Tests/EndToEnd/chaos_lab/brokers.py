"""An Apache Kafka cluster on loopback whose clients come through a proxy; every node is broker and controller."""
import os
import pathlib
import signal
import subprocess
import sys
import time

from confluent_kafka.admin import AdminClient

from harness import fail, free_ports

PROXY = pathlib.Path(__file__).with_name("proxy.py")


class Brokers:
    """`bootstrap` is what the stages get (through the proxy), `direct` what the judge reads by."""

    def __init__(self, folder, count):
        home = os.environ.get("KAFKA_HOME")
        if not home:
            fail("KAFKA_HOME is not set; it names an Apache Kafka distribution")
        self.home = pathlib.Path(home)
        self.folder = pathlib.Path(folder)
        self.count = count
        ports = free_ports(4 * count)
        self.ports = {
            kind: ports[index * count:(index + 1) * count]
            for index, kind in enumerate(("direct", "clients", "controller", "proxy"))}
        self.bootstrap = ",".join(f"127.0.0.1:{port}" for port in self.ports["proxy"])
        self.direct = ",".join(f"127.0.0.1:{port}" for port in self.ports["direct"])
        self.processes = [None] * count
        self.environment = {**os.environ, "KAFKA_HEAP_OPTS": "-Xmx640m", "LOG_DIR": str(self.folder / "logs")}
        self.proxy = None
        identifier = self.tool("kafka-storage.sh", "random-uuid").strip().splitlines()[-1]
        for node in range(count):
            self.configure(node, identifier)
        for node in range(count):
            self.launch(node)
        for node in range(count):
            self.wait(node)
        self.proxy = subprocess.Popen(
            [sys.executable, str(PROXY), *(
                f"{listen}:{target}" for listen, target in zip(self.ports["proxy"], self.ports["clients"]))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.proxy.stdout.readline().strip() != "ready":
            fail("the proxy did not start")
        self.admin = AdminClient({"bootstrap.servers": self.direct, "log_level": 2, "socket.timeout.ms": 5000})

    def configure(self, node, identifier):
        folder = self.folder / f"node{node + 1}"
        folder.mkdir(parents=True)
        voters = ",".join(f"{index + 1}@127.0.0.1:{port}" for index, port in enumerate(self.ports["controller"]))
        replicas, least = min(3, self.count), min(2, self.count)
        direct, clients, controller, proxy = (
            self.ports[kind][node] for kind in ("direct", "clients", "controller", "proxy"))
        properties = {
            "process.roles": "broker,controller", "node.id": node + 1, "controller.quorum.voters": voters,
            "listeners": f"DIRECT://127.0.0.1:{direct},CLIENTS://127.0.0.1:{clients},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"DIRECT://127.0.0.1:{direct},CLIENTS://127.0.0.1:{proxy}",
            "listener.security.protocol.map": "DIRECT:PLAINTEXT,CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "DIRECT", "controller.listener.names": "CONTROLLER",
            "log.dirs": folder / "data", "auto.create.topics.enable": "false", "min.insync.replicas": least,
            "offsets.topic.replication.factor": replicas, "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": replicas, "transaction.state.log.min.isr": least,
            "transaction.state.log.num.partitions": 4, "group.initial.rebalance.delay.ms": 0,
            "group.min.session.timeout.ms": 1000, "broker.session.timeout.ms": 3000, "broker.heartbeat.interval.ms": 500,
            "log.cleaner.dedupe.buffer.size": 8 << 20, "leader.imbalance.check.interval.seconds": 5,
        }
        configuration = folder / "server.properties"
        configuration.write_text("".join(f"{key}={value}\n" for key, value in properties.items()))
        self.tool("kafka-storage.sh", "format", "-t", identifier, "-c", str(configuration))

    def tool(self, name, *arguments):
        done = subprocess.run(
            [str(self.home / "bin" / name), *arguments], env={**self.environment, "KAFKA_HEAP_OPTS": "-Xmx256m"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            fail(f"{name} {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def log(self, node):
        return self.folder / f"node{node + 1}" / "broker.log"

    def launch(self, node):
        log = open(self.log(node), "wb")
        self.processes[node] = subprocess.Popen(
            [str(self.home / "bin" / "kafka-server-start.sh"), str(self.folder / f"node{node + 1}" / "server.properties")],
            env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def wait(self, node, seconds=120):
        end = time.monotonic() + seconds
        while b"Kafka Server started" not in self.log(node).read_bytes():
            if time.monotonic() > end or self.processes[node].poll() is not None:
                fail(f"broker {node + 1} did not start; see {self.log(node)}")
            time.sleep(0.1)

    def kill(self, node, how=signal.SIGKILL):
        os.killpg(self.processes[node].pid, how)
        self.processes[node].wait(timeout=120)

    def network(self, command):
        self.proxy.stdin.write(command + "\n")
        self.proxy.stdin.flush()

    def stop(self):
        if self.proxy:
            self.proxy.kill()
        for process in self.processes:
            if process and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
