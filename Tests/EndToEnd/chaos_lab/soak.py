"""A folder that grows for a long time, followed under a fault every few seconds."""
import collections
import os
import pathlib
import random
import statistics
import time

from harness import sha256

from .faults import Faults, schedule

# Memory is compared with what it was after this share of the time: caches are full, the first archive was written.
SETTLED_SHARE = 1 / 4
GROWTH_LIMIT = 0.05
# What stands for the archive's work in memory grows with what it holds, so most pages come before it is measured.
EARLY_SHARE = 0.7


def usage(pid):
    """Resident kilobytes, open descriptors, threads."""
    status = dict(
        line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(status["VmRSS"].split()[0]), len(os.listdir(f"/proc/{pid}/fd")), int(status["Threads"])


class Witnesses:
    """The first process of each stage, never killed: what it uses, every few seconds."""

    def __init__(self, slots):
        self.slots = slots
        self.pids = {slot.name: slot.process.pid for slot in slots}
        self.samples = collections.defaultdict(list)
        self.begin = time.monotonic()

    def look(self):
        for slot in self.slots:
            try:
                self.samples[slot.name].append((time.monotonic() - self.begin, *usage(slot.process.pid)))
            except (FileNotFoundError, ProcessLookupError):
                continue

    def judge(self, seconds):
        wrong = []
        for slot in self.slots:
            samples = self.samples[slot.name]
            early = [sample for sample in samples if SETTLED_SHARE <= sample[0] / seconds < SETTLED_SHARE + 0.25]
            late = [sample for sample in samples if sample[0] / seconds >= 0.75]
            if slot.process.pid != self.pids[slot.name]:
                wrong.append(f"{slot.name} ended on the way: {slot.process.returncode}")
            if not early or not late:
                wrong.append(f"{slot.name}: too few samples")
                continue
            was, now = (tuple(statistics.median(sample[column] for sample in part) for column in (1, 2, 3))
                        for part in (early, late))
            growth = now[0] / was[0] - 1
            print(f"{slot.name}: {was[0] / 1024:.1f} MiB then {now[0] / 1024:.1f} MiB ({growth:+.1%}), "
                  f"descriptors {was[1]:.0f} then {now[1]:.0f}, threads {was[2]:.0f} then {now[2]:.0f}", flush=True)
            if growth > GROWTH_LIMIT or now[1] > was[1] + 2 or now[2] > was[2]:
                wrong.append(f"{slot.name} grows")
        return wrong


def soak(lab, options, trial_type):
    """Returns the exit code."""
    seconds = options.minutes * 60
    generator = random.Random(options.seeds)
    trial = trial_type(lab, "soak", is_deadly=False)
    try:
        trial.begin(feed_seconds=seconds, early=EARLY_SHARE)
        trial.wait_until_under_way(120)
        witnesses = Witnesses([trial.pipeline.of(stage)[0] for stage in (
            "guazhi-parse", "guazhi-enrich", "guazhi-archive")])
        faults = Faults(trial.pipeline, lab.brokers, trial.archive, generator,
                        spare=[slot.name for slot in witnesses.slots])
        begin = time.monotonic()
        struck = 0
        plan = []
        while time.monotonic() - begin < seconds:
            plan = plan or schedule(generator, lab.brokers.count, 17, trial.has_disk, False)
            due = begin + (struck + 1) * options.every
            while time.monotonic() < due:
                witnesses.look()
                time.sleep(min(1, max(0.05, due - time.monotonic())))
            trial.strike(faults, plan.pop())
            struck += 1
            # Faults that last longer than they are apart leave no time in between.
            witnesses.look()
        trial.wait_until_fed()
        trial.wait_until_drained(900)
        witnesses.look()
        wrong = witnesses.judge(time.monotonic() - begin)
        digest, slowest = trial.finish()
        more, records, aborted = trial.evidence()
        wrong += more
        for fault, times in trial.recovery_times().items():
            lab.times[fault] += times
        calm = lab.work.folder / "calm-soak"
        lab.work.run("guazhi", "run", str(lab.pages), "--archive", str(calm), expect=(0, 65))
        if digest != sha256(calm / "archive.json"):
            wrong.append("archive.json is not that of an undisturbed run")
        lab.table()
        print(f"soak: {options.minutes:g} minutes, {struck} faults, {sum(trial.pipeline.starts.values())} processes, "
              f"{records} records, {aborted} of aborted transactions, drained in {slowest:.1f} s: "
              f"{'; '.join(wrong) or 'identical, each once, memory flat'}", flush=True)
        return 1 if wrong else 0
    finally:
        trial.close()
