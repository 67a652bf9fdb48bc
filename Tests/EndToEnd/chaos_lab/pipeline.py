"""The stages as real processes under a small supervisor, as systemd would keep them."""
import collections
import os
import signal
import struct
import subprocess
import threading
import time

from harness import environment

# 0 an end that was asked for, 69 no broker for longer than retry.deadline, 70 a hung transform, 74 the disk,
# 75 fenced by the process that took over.
EXPECTED_ENDS = {0, 65, 69, 70, 75}


class Slot:
    """A place for one process, started again while it is wanted."""

    def __init__(self, pipeline, stage, name, arguments, once=False):
        self.pipeline, self.stage, self.name, self.arguments, self.once = pipeline, stage, name, arguments, once
        self.process = None
        self.is_wanted = True
        self.is_done = False
        self.killed = set()
        self.not_before = 0.0
        self.asked_at = None
        self.start()

    def start(self):
        log = open(self.pipeline.folder / f"{self.name}.log", "ab")
        self.process = subprocess.Popen(
            [str(self.pipeline.bin / self.stage), *self.arguments], stdout=log, stderr=log, cwd=self.pipeline.folder,
            env=self.pipeline.environment)
        log.close()
        self.pipeline.starts[self.stage] += 1

    @property
    def is_alive(self):
        return self.process.poll() is None

    def signal(self, number):
        if number == signal.SIGKILL:
            self.killed.add(self.process.pid)
        elif number == signal.SIGTERM:
            self.asked_at = time.monotonic()
        if self.is_alive:
            self.process.send_signal(number)


class Pipeline:
    def __init__(self, bin, folder, namespace, bootstrap, settings, variables=None, clock=None):
        self.bin, self.folder, self.namespace = bin, folder, namespace
        folder.mkdir(parents=True, exist_ok=True)
        self.cluster = ["--bootstrap-servers", bootstrap, "--set", f"namespace={namespace}"]
        for key, value in settings.items():
            self.cluster += ["--set", f"{key}={value}"]
        # Swift's backtracer would take seconds at every crash that is meant.
        self.environment = {**environment(True), "SWIFT_BACKTRACE": "enable=no", **(variables or {})}
        self.clock = folder / "clock"
        self.has_clock = clock is not None
        self.stuck = 0
        if clock:
            self.move_clock(0)
            self.environment |= {"LD_PRELOAD": str(clock), "CHAOS_CLOCK": str(self.clock)}
        self.slots = []
        self.starts = collections.Counter()
        self.ends = collections.Counter()
        self.assertions = collections.Counter()
        # Seconds from SIGTERM to the end, under whatever else went wrong then.
        self.drains = []
        self.wrong = []
        self.expects_aborts = bool(variables)
        self.lock = threading.RLock()
        self.is_over = False
        self.thread = threading.Thread(target=self.supervise, daemon=True)
        self.thread.start()

    def move_clock(self, seconds):
        """Of all processes at once; see clock.c."""
        with open(self.clock, "r+b" if self.clock.exists() else "wb") as file:
            file.write(struct.pack("=q", seconds))

    def call(self, name, *arguments, code=(0,)):
        done = subprocess.run(
            [str(self.bin / name), *map(str, arguments)], cwd=self.folder, env=environment(True), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
        if done.returncode not in code:
            raise RuntimeError(f"{name} {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr[-600:]}")
        return done.stdout

    def add(self, stage, *arguments, once=False, worker=None):
        with self.lock:
            number = sum(slot.stage == stage for slot in self.slots) + 1
            name = f"{stage}-{number}"
            more = ["--set", f"worker.id={worker}"] if worker else []
            slot = Slot(self, stage, name, [*map(str, arguments), *self.cluster, *more], once)
            self.slots.append(slot)
            return slot

    def of(self, stage):
        with self.lock:
            return [slot for slot in self.slots if slot.stage == stage and slot.is_wanted and not slot.is_done]

    def scale(self, stage, count, add):
        """Adds by `add`, or ends the last ones with SIGTERM."""
        running = self.of(stage)
        for _ in range(count - len(running)):
            add()
        for slot in running[count:]:
            slot.is_wanted = False
            slot.signal(signal.SIGTERM)

    def supervise(self):
        while not self.is_over:
            with self.lock:
                for slot in self.slots:
                    self.look_after(slot)
            time.sleep(0.05)

    def look_after(self, slot):
        if slot.is_done or slot.is_alive:
            return
        code = slot.process.returncode
        if not slot.not_before:
            self.ends[slot.stage, code] += 1
            if slot.asked_at:
                self.drains.append(time.monotonic() - slot.asked_at)
                slot.asked_at = None
            if not self.is_allowed(slot, code):
                self.wrong.append(f"{slot.name} ended with {code}")
            if not slot.is_wanted or (slot.once and code in (0, 65)):
                slot.is_done = True
                return
            slot.not_before = time.monotonic() + 0.2
        if time.monotonic() >= slot.not_before:
            slot.not_before = 0.0
            slot.start()

    def is_allowed(self, slot, code):
        if code == -signal.SIGKILL:
            return slot.process.pid in slot.killed
        if code == -signal.SIGABRT:
            return self.expects_aborts or self.is_librdkafka_assertion(slot)
        return code in EXPECTED_ENDS

    def is_librdkafka_assertion(self, slot):
        """librdkafka 2.0.2 ends the process where it finds its own transaction state impossible ("BUG: Invalid transaction
        state transition"; seen when a broker dies in the middle of one). Such a death is one more kill, and counted."""
        text = (self.folder / f"{slot.name}.log").read_text(errors="replace")
        found = text.count("BUG: Invalid transaction state transition")
        known = self.assertions[slot.name]
        self.assertions[slot.name] = found
        return found > known

    def end(self, seconds):
        """SIGTERM to all. Returns the longest time one took to end; each must end with 0."""
        with self.lock:
            self.is_over = True
            slots = [slot for slot in self.slots if slot.is_alive]
        self.thread.join()
        begin = time.monotonic()
        slowest = 0.0
        for slot in slots:
            slot.process.send_signal(signal.SIGTERM)
        for slot in slots:
            try:
                code = slot.process.wait(timeout=seconds)
                slowest = max(slowest, time.monotonic() - begin)
                if code == 70 and self.has_clock:
                    # librdkafka 2.0.2 waits by the wall clock: one that was set back leaves it waiting (seen).
                    self.stuck += 1
                elif code and not (code == -signal.SIGKILL and slot.process.pid in slot.killed):
                    self.wrong.append(f"{slot.name} ended with {code} after SIGTERM")
            except subprocess.TimeoutExpired:
                self.wrong.append(f"{slot.name} did not end within {seconds} s of SIGTERM")
                slot.process.kill()
        return slowest

    def abandon(self):
        self.is_over = True
        for slot in self.slots:
            if slot.is_alive:
                os.kill(slot.process.pid, signal.SIGCONT)
                slot.process.kill()
                slot.process.wait()
