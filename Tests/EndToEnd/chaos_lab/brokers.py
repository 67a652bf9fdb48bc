"""An Apache Kafka cluster on loopback whose clients come through a proxy; every node is broker and controller."""
import pathlib
import signal
import subprocess
import sys

from confluent_kafka.admin import AdminClient

from harness import Kafka, Node, fail, free_ports


class Brokers(Kafka):
    """`bootstrap` is what the stages get (through the proxy, a script of this folder), `direct` what the judge reads by."""

    def __init__(self, folder, count, proxy="proxy.py"):
        super().__init__(folder, heap=640)
        self.count = count
        ports = free_ports(4 * count)
        self.ports = {
            kind: ports[index * count:(index + 1) * count]
            for index, kind in enumerate(("direct", "clients", "controller", "proxy"))}
        self.bootstrap = ",".join(f"127.0.0.1:{port}" for port in self.ports["proxy"])
        self.direct = ",".join(f"127.0.0.1:{port}" for port in self.ports["direct"])
        self.proxy = None
        identifier = self.identifier()
        self.nodes = [self.node(index, identifier) for index in range(count)]
        for node in self.nodes:
            node.launch()
        for node in self.nodes:
            node.wait()
        self.proxy = subprocess.Popen(
            [sys.executable, str(pathlib.Path(__file__).with_name(proxy)), *(
                f"{listen}:{target}" for listen, target in zip(self.ports["proxy"], self.ports["clients"]))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.proxy.stdout.readline().strip() != "ready":
            fail("the proxy did not start")
        self.admin = AdminClient({"bootstrap.servers": self.direct, "log_level": 2, "socket.timeout.ms": 5000})

    def node(self, index, identifier):
        voters = ",".join(f"{other + 1}@127.0.0.1:{port}" for other, port in enumerate(self.ports["controller"]))
        direct, clients, controller, proxy = (
            self.ports[kind][index] for kind in ("direct", "clients", "controller", "proxy"))
        return Node(self, self.folder / f"node{index + 1}", identifier, {
            "node.id": index + 1, "controller.quorum.voters": voters,
            "listeners": f"DIRECT://127.0.0.1:{direct},CLIENTS://127.0.0.1:{clients},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"DIRECT://127.0.0.1:{direct},CLIENTS://127.0.0.1:{proxy}",
            "listener.security.protocol.map": "DIRECT:PLAINTEXT,CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "DIRECT", "min.insync.replicas": min(2, self.count),
            "log.cleaner.dedupe.buffer.size": 8 << 20, "leader.imbalance.check.interval.seconds": 5,
        }, min(3, self.count))

    def launch(self, node):
        self.nodes[node].launch()

    def wait(self, node):
        self.nodes[node].wait()

    def kill(self, node, how=signal.SIGKILL):
        self.nodes[node].kill(how)

    def network(self, command):
        self.proxy.stdin.write(command + "\n")
        self.proxy.stdin.flush()

    def stop(self):
        if self.proxy:
            self.proxy.kill()
        for node in self.nodes:
            node.kill()
