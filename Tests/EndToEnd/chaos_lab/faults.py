"""The faults: what is done, for how long, and what must move again afterwards."""
import ctypes
import os
import pathlib
import signal
import subprocess
import time

from confluent_kafka import ElectionType

STAGES = ("guazhi-parse", "guazhi-enrich", "guazhi-archive")
SESSION_SECONDS = 4


class Fault:
    """One fault of a schedule. `apply` returns the stages whose partitions have to move again."""

    def __init__(self, kind, target, seconds):
        self.kind, self.target, self.seconds = kind, target, seconds

    def __str__(self):
        return f"{self.kind} {self.target}".strip()


class Faults:
    """How each kind is done. Every kind leaves the world as it found it, but for what it destroyed."""

    def __init__(self, pipeline, brokers, archive, random, spare=()):
        self.pipeline, self.brokers, self.archive, self.random = pipeline, brokers, archive, random
        self.spare = set(spare)

    def victims(self, stage):
        return [slot for slot in self.pipeline.of(stage) if slot.is_alive and slot.name not in self.spare]

    def kill(self, fault):
        return self.signalled(fault, signal.SIGKILL)

    def terminate(self, fault):
        return self.signalled(fault, signal.SIGTERM)

    def signalled(self, fault, number):
        victims = self.victims(fault.target)
        if not victims:
            return []
        self.random.choice(victims).signal(number)
        return [fault.target] if fault.target in STAGES else []

    def zombie(self, fault):
        """Stopped for longer than the session, so that its partitions are taken; then it wakes and believes it has them."""
        victims = self.victims(fault.target) + [slot for slot in self.pipeline.of(fault.target) if slot.name in self.spare]
        if not victims:
            return []
        process = self.random.choice(victims).process
        try:
            os.kill(process.pid, signal.SIGSTOP)
            time.sleep(SESSION_SECONDS + 2)
            os.kill(process.pid, signal.SIGCONT)
        except ProcessLookupError:
            return []
        return [fault.target]

    def scale(self, fault):
        for count in (4, 2):
            self.pipeline.scale("guazhi-parse", count, lambda: self.pipeline.add("guazhi-parse"))
            time.sleep(fault.seconds)
        return ["guazhi-parse"]

    def broker(self, fault):
        node = self.random.randrange(self.brokers.count)
        self.brokers.kill(node)
        time.sleep(fault.seconds)
        self.brokers.launch(node)
        self.brokers.wait(node)
        return list(STAGES)

    def leaders(self, fault):
        """An orderly end moves what the node led to the others; back again, the preferred leader takes it back."""
        node = self.random.randrange(self.brokers.count)
        self.brokers.kill(node, signal.SIGTERM)
        self.brokers.launch(node)
        self.brokers.wait(node)
        self.brokers.admin.elect_leaders(ElectionType.PREFERRED, None).result(timeout=30)
        return list(STAGES)

    def network(self, fault):
        self.brokers.network(f"delay {self.random.choice((50, 200, 500))}" if fault.target == "delay" else fault.target)
        time.sleep(fault.seconds)
        self.brokers.network("clear")
        return list(STAGES)

    def disk(self, fault):
        """The archive's file system is filled to the last byte, and has room again some seconds later."""
        filler = self.archive.parent / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 20))
            except OSError:
                pass
        time.sleep(fault.seconds)
        filler.unlink()
        return ["guazhi-archive"]

    def clock(self, fault):
        """The wall clock of every process jumps a day ahead or back, and returns."""
        self.pipeline.move_clock(self.random.choice((-86_400, 86_400)))
        time.sleep(fault.seconds)
        self.pipeline.move_clock(0)
        return list(STAGES)


def schedule(random, brokers, count, has_disk, has_clock):
    """`count` faults in a random order: every kind that this cluster can have before any comes twice."""
    kinds = [("kill", "guazhi-parse"), ("kill", "guazhi-enrich"), ("kill", "guazhi-archive"), ("kill", "guazhi-ingest"),
             ("terminate", "guazhi-parse"), ("terminate", "guazhi-enrich"), ("terminate", "guazhi-archive"),
             ("zombie", "guazhi-parse"), ("zombie", "guazhi-enrich"), ("zombie", "guazhi-archive"), ("scale", ""),
             ("broker", ""), ("network", "delay"), ("network", "cut"), ("network", "hole"), ("network", "refuse")]
    if brokers > 1:
        kinds.append(("leaders", ""))
    if has_disk:
        kinds.append(("disk", ""))
    if has_clock:
        kinds += [("clock", ""), ("clock", "")]
    chosen = []
    while len(chosen) < count:
        random.shuffle(kinds)
        chosen += kinds[:count - len(chosen)]
    return [Fault(kind, target, random.uniform(0.5, 3)) for kind, target in chosen]


def small_disk(folder, megabytes):
    """A file system of that size at `folder`; False where this user may not mount one."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "guazhi-chaos", str(folder)], capture_output=True)
    return done.returncode == 0


def unmount(folder):
    ctypes.CDLL(None).umount2(str(folder).encode(), 2)
