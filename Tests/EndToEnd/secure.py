#!/usr/bin/env python3
"""TLS, SASL, client certificates and ACLs against a real Apache Kafka: what works, and one sentence for what cannot.

usage: secure.py [--configuration debug|release] [--bin DIR] [--keep]      KAFKA_HOME names a distribution

The broker has a listener with TLS and SASL (PLAIN, SCRAM-SHA-512) and one that demands a client certificate, and an
authorizer that allows a user only what the stages need. Where the distribution is a 3.x, SCRAM must work; on 4.x with a
librdkafka below 2.6.1 it cannot, and the sentence must say so. Needs openssl.
"""
import argparse
import os
import pathlib
import subprocess
import time

from harness import ROOT, Kafka, Node, Workspace, descendants, environment, fail, free_ports, sha256

SEEDS = ROOT / "seeds"
PASSWORD = "right-horse-battery"
PASSED = []


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode:
        fail(f"{' '.join(map(str, words))}: {done.stdout}")
    return done.stdout


def certificates(folder):
    """An authority, a server's certificate for localhost, a client's, and an authority that nobody trusts."""
    folder.mkdir()
    for name in ("ca", "other"):
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={name}", "-keyout",
            folder / f"{name}.key", "-out", folder / f"{name}.pem")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    for name in ("server", "client"):
        run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", folder / f"{name}.key",
            "-out", folder / f"{name}.csr")
        run("openssl", "x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "ca.pem", "-CAkey",
            folder / "ca.key", "-CAcreateserial", "-days", "30", "-extfile", folder / "names", "-out",
            folder / f"{name}.pem")
    run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", folder / "server.key", "-out", folder / "server.p8")
    (folder / "server-store.pem").write_text((folder / "server.p8").read_text() + (folder / "server.pem").read_text())


class SecureBroker(Kafka):
    """The plain listener is the superuser's: the judge's tools. The others belong to users that an ACL must allow."""

    def __init__(self, folder, certificates):
        super().__init__(folder, heap=512)
        plain, controller, sasl, tls = free_ports(4)
        self.plain, self.sasl, self.tls = (f"127.0.0.1:{port}" for port in (plain, sasl, tls))
        login = "org.apache.kafka.common.security"
        properties = {
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "listeners": f"PLAINTEXT://{self.plain},SASL_SSL://{self.sasl},SSL://{self.tls},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.plain},SASL_SSL://{self.sasl},SSL://{self.tls}",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL",
            "inter.broker.listener.name": "PLAINTEXT",
            "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512", "ssl.keystore.type": "PEM", "ssl.truststore.type": "PEM",
            "ssl.keystore.location": certificates / "server-store.pem", "ssl.truststore.location": certificates / "ca.pem",
            "listener.name.ssl.ssl.client.auth": "required",
            "listener.name.sasl_ssl.plain.sasl.jaas.config":
                f'{login}.plain.PlainLoginModule required user_guazhi="{PASSWORD}" user_nobody="{PASSWORD}";',
            "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": f"{login}.scram.ScramLoginModule required;",
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users": "User:ANONYMOUS",
        }
        self.node = Node(self, folder, self.identifier(), properties, 1, "--add-scram",
                         f"SCRAM-SHA-512=[name=guazhi,password={PASSWORD}]")
        self.node.launch()
        self.node.wait()

    def allow(self, user, namespace):
        """What the README says a user of the stages needs, and nothing else."""
        for more in (["--operation", "Read", "--operation", "Write", "--operation", "Describe", "--operation",
                      "DescribeConfigs", "--operation", "Create", "--topic", namespace],
                     ["--operation", "Read", "--operation", "Describe", "--group", namespace],
                     ["--operation", "Write", "--operation", "Describe", "--transactional-id", namespace]):
            self.tool("kafka-acls.sh", "--bootstrap-server", self.plain, "--add", "--allow-principal", f"User:{user}",
                      "--resource-pattern-type", "prefixed", *more)

    def stop(self):
        self.node.kill()


def settings(**pairs):
    words = []
    for key, value in pairs.items():
        words += ["--set", f"kafka.{key.replace('_', '.')}={value}"]
    return words


class Cases:
    def __init__(self, work, broker, certificates):
        self.work, self.broker, self.certificates = work, broker, certificates
        ca = self.certificates / "ca.pem"
        self.plain = settings(security_protocol="sasl_ssl", sasl_mechanism="PLAIN", sasl_username="guazhi",
                              ssl_ca_location=ca)
        self.mutual = settings(security_protocol="ssl", ssl_ca_location=ca,
                               ssl_certificate_location=self.certificates / "client.pem",
                               ssl_key_location=self.certificates / "client.key")

    def call(self, servers, *words, password=PASSWORD):
        done = subprocess.run(
            [str(self.work.bin / words[0]), *map(str, words[1:]), "--bootstrap-servers", servers], cwd=self.work.folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=180,
            env={**environment(True), **({"GUAZHI_KAFKA_SASL_PASSWORD": password} if password else {})})
        for text in (done.stdout, done.stderr):
            if password and password in text:
                fail(f"{' '.join(map(str, words))} says the password")
        return done

    def whole_run(self, title, servers, namespace, *options):
        archive = self.work.folder / namespace
        done = self.call(servers, "guazhi", "run", SEEDS, "--archive", archive, "--set", f"namespace={namespace}",
                         "--set", "partitions=2", *options)
        if done.returncode or sha256(archive / "archive.json") != self.expected():
            fail(f"{title}: ended with {done.returncode}:\n{done.stderr}")
        passed(title)

    def expected(self):
        archive = self.work.folder / "expected"
        if not archive.exists():
            self.work.run("guazhi", "run", str(SEEDS), "--archive", str(archive))
        return sha256(archive / "archive.json")

    def refused(self, title, servers, options, *words, code=78, password=PASSWORD, program=("guazhi", "topics", "describe")):
        """Ends with `code` and one sentence that holds `words`."""
        done = self.call(servers, *program, *options, password=password)
        lines = [line for line in done.stderr.splitlines() if line.startswith(f"{program[0]}: ")]
        if done.returncode != code or len(lines) != 1 or any(word not in lines[0] for word in words):
            fail(f"{title}: ended with {done.returncode}, not {code}, or does not say {words}:\n{done.stderr}")
        passed(title)


def passed(title):
    PASSED.append(title)
    print(f"ok       {title}", flush=True)


def command_lines(parent):
    """The command lines of a process and all below it."""
    lines = []
    for process in {parent} | descendants(parent):
        try:
            lines.append(pathlib.Path(f"/proc/{process}/cmdline").read_bytes())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return lines


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--bin", metavar="DIR")
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    if not os.environ.get("KAFKA_HOME"):
        fail("KAFKA_HOME is not set; it names an Apache Kafka distribution")
    with Workspace(options.configuration, options.keep, options.bin) as work:
        folder = work.folder / "certificates"
        certificates(folder)
        broker = work.broker = SecureBroker(work.folder / "broker", folder)
        cases = Cases(work, broker, folder)
        for user, namespace in (("guazhi", "plain"), ("guazhi", "scram"), ("guazhi", "only"), ("CN=client", "mutual")):
            broker.allow(user, namespace)
        # A group or topic that one may not see is told by the broker as forbidden, not as missing.
        cases.whole_run("PLAIN over TLS, with no more rights than the stages need", broker.sasl, "plain", *cases.plain)
        cases.whole_run("a client certificate", broker.tls, "mutual", *cases.mutual)

        scram = [word.replace("=PLAIN", "=SCRAM-SHA-512") for word in cases.plain]
        if broker.is_three:
            cases.whole_run("SCRAM on Kafka 3", broker.sasl, "scram", *scram)
        else:
            cases.refused("SCRAM on Kafka 4: the remedy", broker.sasl, scram, "refuses the log-in", "librdkafka 2.6.1")
        for program in (("guazhi", "topics", "describe"), ("guazhi-parse",), ("guazhi-ingest", SEEDS),
                        ("guazhi-archive", "--archive", "denied")):
            cases.refused(f"{program[0]}: a wrong password", broker.sasl, cases.plain, "refuses the log-in",
                          "GUAZHI_KAFKA_SASL_PASSWORD", password="wrong-horse", program=program)
        other = [word.replace("ca.pem", "other.pem") for word in cases.plain]
        cases.refused("an authority that did not sign", broker.sasl, other, "not trusted", "kafka.ssl.ca.location")
        cases.refused("no client certificate", broker.tls, cases.mutual[:4], "client certificate",
                      "kafka.ssl.certificate.location")
        cases.refused("plain text to a TLS listener", broker.tls, [], "kafka.security.protocol")
        cases.refused("TLS to a plain listener", broker.plain, cases.mutual, "kafka.security.protocol")
        cases.refused("a user without rights", broker.sasl,
                      [word.replace("=guazhi", "=nobody") for word in cases.plain] + ["--set", "namespace=plain"],
                      "does not let us in", "ACLs")
        for program in (("guazhi-parse",), ("guazhi-enrich",), ("guazhi-archive", "--archive", "denied"),
                        ("guazhi-ingest", SEEDS)):
            cases.refused(f"{program[0]}: topics that an ACL denies", broker.sasl,
                          [*cases.plain, "--set", "namespace=mutual"], "mutual.reports.", "ACLs", program=program)
        cases.refused("a password on the command line", broker.sasl,
                      [*cases.plain, "--set", f"kafka.sasl.password={PASSWORD}"], "GUAZHI_KAFKA_SASL_PASSWORD",
                      password=None)
        shown = cases.call(broker.sasl, "guazhi", "config", "check", *cases.plain)
        if shown.returncode or "[redacted]" not in shown.stdout:
            fail(f"guazhi config check does not hide the password:\n{shown.stdout}{shown.stderr}")
        passed("guazhi config check hides the password")

        run_ = subprocess.Popen(
            [work.bin / "guazhi", "run", SEEDS, "--archive", work.folder / "seen", "--bootstrap-servers", broker.sasl,
             "--set", "namespace=only", "--set", "partitions=2", *cases.plain], cwd=work.folder,
            env={**environment(True), "GUAZHI_KAFKA_SASL_PASSWORD": PASSWORD}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        most = 0
        while run_.poll() is None:
            lines = command_lines(run_.pid)
            most = max(most, len(lines))
            if any(PASSWORD.encode() in line for line in lines):
                fail("the password stands on a command line")
            time.sleep(0.05)
        if run_.returncode or most < 4:
            fail(f"guazhi run ended with {run_.returncode}, and {most} processes were seen")
        passed("no command line of guazhi run or its children holds the password")
    print(f"secure: {len(PASSED)} passed, 0 failed")


if __name__ == "__main__":
    main()
