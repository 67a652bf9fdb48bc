#!/usr/bin/env python3
"""Dead letters and the brake on Apache Kafka: what was refused goes back byte for byte and once, and a stage that refuses
everything stops and loses nothing.

usage: letters.py [--configuration debug|release] [--bin DIR] [--only WORD] [--keep]

Needs KAFKA_HOME, an Apache Kafka distribution; topics are read with its own tools. Every case runs, also after one has
failed.
"""
import functools
import json
import random
import re
import shlex
import subprocess

import faults
from faults import archive_of, call, check, documents, end_when_idle, on_kafka, refusals, said, sound, wait_for
from harness import environment, make_pages, sha256, terminate

CASES = []
PAGES = 300
case = functools.partial(faults.case, kafka=True, cases=CASES)


def consume(work, topic):
    """A topic as Kafka's console consumer prints it, bytes unchanged: time, headers, key, value."""
    properties = [f"--property=print.{name}=true" for name in ("timestamp", "headers", "key")]
    dump = subprocess.run(
        [work.broker.home / "bin" / "kafka-console-consumer.sh", "--bootstrap-server", work.broker.bootstrap, "--topic",
         topic, "--from-beginning", "--isolation-level", "read_committed", "--timeout-ms", "4000", *properties],
        env={**work.broker.environment, "KAFKA_HEAP_OPTS": "-Xmx256m"}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL).stdout
    # Kafka 4 says first of all that it would like the option to be called otherwise.
    return dump[dump.index(b"CreateTime:"):] if b"CreateTime:" in dump else b""


def locations(dump):
    """How often each document stands in a dump, by location."""
    counts = {}
    for location in re.findall(rb"guazhi-location:([^,\t]+)", dump):
        counts[location.decode()] = counts.get(location.decode(), 0) + 1
    return counts


def letters(work, cluster, *arguments, code=0):
    done = call(work, "guazhi", "dead", *arguments, "--json", *cluster, code=code)
    return [json.loads(line) for line in done.stdout.splitlines()]


def refuse(work, cluster, *more):
    call(work, "guazhi-parse", *cluster, "--exit-when-idle", "1", *more, code=0)


def garbage(folder, count, size=60):
    """Files that are no text in any encoding, and fill no brake's list of ordinary reasons."""
    generator = random.Random(7)
    folder.mkdir()
    for index in range(count):
        (folder / f"{index:05d}.txt").write_bytes(b"\xff\x00\x0a" + generator.randbytes(size))


@case("a replay is the original byte for byte, a second refusal counts on, the cap holds, a drop takes it away")
def round_trip(work):
    garbage(work.folder / "bad", 1, 40)
    cluster = on_kafka(work, "trip")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", "bad", *cluster, code=0)
    refuse(work, cluster)
    first = consume(work, "trip.reports.raw")
    check(first.count((work.folder / "bad" / "00000.txt").read_bytes()) == 1, "the document is not in raw as it was")
    _, headers, _ = first.split(b"\t", 2)
    expected = first

    for attempt in (1, 2):
        [letter] = letters(work, cluster, "list")
        check((letter["attempt"], letter["code"]) == (attempt, "undecodable"), f"letter: {letter}")
        call(work, "guazhi", "dead", "replay", "--all", *cluster, code=0)
        [sent] = letters(work, cluster, "replay", letter["id"], "--apply")
        check(sent["fate"] == "sent" and sent["to"].startswith("trip.reports.raw/"), f"sent: {sent}")
        expected += first.replace(headers, headers + f",guazhi-dead-attempt:{attempt}".encode(), 1)
        found = consume(work, "trip.reports.raw")
        check(found == expected, f"what was sent is not the original and its count:\n{found}\n{expected}")
        check(not letters(work, cluster, "list"), "the letter is still there")
        refuse(work, cluster)

    [left] = letters(work, cluster, "replay", "--all", "--apply", code=65)
    check(left["fate"] == "left" and left["attempt"] == 3 and "--force" in left["why"], f"at the cap: {left}")
    check(consume(work, "trip.reports.raw") == expected, "the cap did not hold")
    [kept] = letters(work, cluster, "replay", "--all", "--apply", "--set", "dead.max-attempts=5")
    check(kept["fate"] == "sent", f"below a higher cap: {kept}")
    refuse(work, cluster)
    [forced] = letters(work, cluster, "replay", "--all", "--apply", "--force")
    check(forced["fate"] == "sent" and forced["attempt"] == 4, f"forced: {forced}")
    refuse(work, cluster)

    [would] = letters(work, cluster, "drop", "bad/00000.txt")
    check(would["fate"] == "would_drop" and would["attempt"] == 5, f"would drop: {would}")
    check(len(letters(work, cluster, "list")) == 1, "a dry run has dropped something")
    letters(work, cluster, "drop", "bad/00000.txt", "--apply")
    check(not letters(work, cluster, "list"), "the letter was not dropped")
    end_when_idle(work, cluster, work.folder / "trip")
    check(refusals(work.folder / "trip") == {"bad/00000.txt": ("parse", "undecodable")}, "the archive's account")
    sound(work, work.folder / "trip")


@case("a document by reference goes back by reference; one whose payload is gone is left")
def by_reference(work):
    garbage(work.folder / "large", 1, 3_000_000)
    store = work.folder / "letters-store"
    store.mkdir()
    cluster = on_kafka(work, "ref", "--set", f"payload-store={store}")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", "large", *cluster, code=0)
    refuse(work, cluster)
    first = consume(work, "ref.reports.raw")
    _, headers, _ = first.split(b"\t", 2)
    check(b"guazhi-payload:sha256/" in headers and first.endswith(b"\t\n"), f"not by reference: {first[:500]}")
    [letter] = letters(work, cluster, "replay", "--all", "--apply")
    check(letter["fate"] == "sent", f"{letter}")
    again = first.replace(headers, headers + b",guazhi-dead-attempt:1", 1)
    check(consume(work, "ref.reports.raw") == first + again, "what was sent is not the original and its count")
    refuse(work, cluster)
    for path in store.glob("*/*"):
        path.unlink()
    [left] = letters(work, cluster, "replay", "--all", "--apply", code=65)
    check(left["fate"] == "left" and "guazhi-ingest --resend" in left["why"], f"{left}")


@case("what ingest refused is sent by ingest: the letter says how, and is dropped")
def refused_by_ingest(work):
    folder = work.folder / "huge"
    folder.mkdir()
    (folder / "huge.txt").write_bytes(faults.page("huge", 40))
    cluster = on_kafka(work, "huge")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", "huge", *cluster, "--set", "ingest.max-document-bytes=1KiB", code=65)
    [left] = letters(work, cluster, "replay", "--stage", "ingest", "--apply", code=65)
    check(left["fate"] == "left" and "guazhi-ingest --resend huge/huge.txt" in left["why"], f"{left}")
    call(work, "guazhi-ingest", "--resend", "huge", *cluster, code=0)
    letters(work, cluster, "drop", "--stage", "ingest", "--apply")
    end_when_idle(work, cluster, work.folder / "huge-archive")
    rows = documents(work.folder / "huge-archive")
    check(len(rows["huge/huge.txt"]["reports"]) == 1 and not rows["huge/huge.txt"]["refusal"], f"{rows}")


@case("a document that killed its stage: its letter counts three attempts, goes back by force, and becomes a report")
def crashed(work):
    folder = work.folder / "deadly"
    folder.mkdir()
    for index in range(20):
        (folder / f"{index}.txt").write_bytes(faults.page(f"致命{index}"))
    cluster = on_kafka(work, "deadly")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", "deadly", *cluster, code=0)
    command = [work.bin / "guazhi-parse", *cluster, "--exit-when-idle", "1", "--set", "worker.id=one"]
    codes = []
    while not codes or (codes[-1] and len(codes) < 12):
        codes.append(subprocess.run(
            command, cwd=work.folder, env={**environment(True), "GUAZHI_TEST_CRASH": "第致命7份"},
            stderr=subprocess.DEVNULL, timeout=120).returncode)
    check(codes[-1] == 0 and set(codes[:-1]) == {-6}, f"guazhi-parse ended with {codes}")
    [letter] = letters(work, cluster, "list")
    check((letter["location"], letter["code"], letter["attempt"]) == ("deadly/7.txt", "crash", 3), f"letter: {letter}")
    [left] = letters(work, cluster, "replay", "--code", "crash", "--apply", code=65)
    check(left["fate"] == "left", f"{left}")
    letters(work, cluster, "replay", "--code", "crash", "--apply", "--force")
    end_when_idle(work, cluster, work.folder / "deadly-archive")
    check(not letters(work, cluster, "list"), "it was refused again")
    rows = documents(work.folder / "deadly-archive").values()
    check(len(rows) == 20 and all(len(row["reports"]) == 1 and not row["refusal"] for row in rows), f"documents: {rows}")


@case("two replays at once, and one killed: every letter goes back once")
def at_once(work):
    count = 3000
    garbage(work.folder / "many", count)
    cluster = on_kafka(work, "twice", "--set", "brake.share=0", "--set", "dead.max-attempts=100")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", "many", *cluster, code=0)
    replay = [str(work.bin / "guazhi"), "dead", "replay", "--all", "--apply", *cluster]

    def start():
        process = subprocess.Popen(
            replay, cwd=work.folder, env=environment(True), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        work.processes.append(process)
        return process

    fenced = 0
    for number in range(1, 6):
        refuse(work, cluster)
        check(len(letters(work, cluster, "list")) == count, "not every document has one letter")
        first, second = start(), start()
        for process in (first, second):
            out, err = process.communicate(timeout=120)
            check(process.returncode in (0, 75), f"a replay ended with {process.returncode}:\n{out[-500:]}{err}")
            if process.returncode == 75:
                fenced += 1
                said(err, "guazhi", ["another guazhi dead replay or drop", "none twice"], "the earlier replay")
        if number > 3:
            # The third one dies in the middle: what it had open is aborted by the next.
            refuse(work, cluster)
            third = start()
            third.stdout.readline()
            third.kill()
            third.communicate()
        letters(work, cluster, "replay", "--all", "--apply")
        check(not letters(work, cluster, "list"), "a letter is left")
        counts = locations(consume(work, "twice.reports.raw"))
        rounds = number + 1 + max(0, number - 3)
        wrong = {place: times for place, times in counts.items() if times != rounds}
        check(len(counts) == count and not wrong, f"round {number}: {len(counts)} documents, {len(wrong)} not {rounds} "
              f"times: {list(wrong.items())[:3]}")
    print(f"         {count} letters, 5 rounds, 7 replays that were disturbed, {fenced} of 10 fenced: each letter once")


@case(f"the brake: a wrong limit refuses some of {PAGES} pages and not all, nothing is lost, a replay mends it")
def brake(work):
    pages = work.folder / "brake"
    make_pages(pages, PAGES)
    call(work, "guazhi", "run", pages, "--archive", "brake-embedded", code=0)
    cluster = on_kafka(work, "brake")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", pages, *cluster, code=0)
    log = work.folder / "guazhi-parse.log"
    before = len(log.read_text()) if log.exists() else 0
    parse = work.spawn("guazhi-parse", *cluster, "--set", "message-bytes=64", "--set", "brake.reminder=1s")
    lines = wait_for("the parse stage stands still, and says so again", lambda: [
        line for line in log.read_text()[before:].splitlines() if "stands still" in line][2:])
    check(parse.poll() is None, f"it ended with {parse.returncode}")
    refused = len(letters(work, cluster, "list"))
    check(100 <= refused < PAGES, f"{refused} of {PAGES} were refused before it stood still")
    status = json.loads(call(work, "guazhi", "status", "--json", *cluster, code=0).stdout)
    stage = status["stages"][0]
    check(stage["lag"] >= PAGES - refused and not stage["members"], f"status: {stage}")
    check({note["code"] for note in stage["braked"]} == {"record_too_large"}, f"status: {stage}")
    text = call(work, "guazhi", "status", *cluster, code=0).stdout
    check("parse stands still: " in text, f"guazhi status does not say it:\n{text}")
    terminate([parse])

    # Someone has looked, and starts it again with the right limit; then does what the sentence says.
    refuse(work, cluster)
    check(not json.loads(call(work, "guazhi", "status", "--json", *cluster, code=0).stdout)["stages"][0]["braked"],
          "the status still says that it stands still")
    check(len(letters(work, cluster, "list")) == refused, "something healthy was refused")
    archive = work.folder / "brake-archive"
    end_when_idle(work, cluster, archive)
    check(set(refusals(archive).values()) == {("parse", "record_too_large")} and len(refusals(archive)) == refused,
          f"the archive before the replay: {archive_of(archive)['counts']}")
    command = shlex.split(lines[0][lines[0].index("guazhi dead replay"):])
    command = command[:command.index("--since") + 2]
    sent = call(work, *command, "--apply", *cluster, code=0).stdout
    check(sent.endswith(f"sent {refused} dead letters\n"), f"sent: {sent[-200:]}")
    end_when_idle(work, cluster, archive)
    check(archive_of(archive)["counts"]["refused"] == 0, f"counts: {archive_of(archive)['counts']}")
    check(sha256(archive / "archive.json") == sha256(work.folder / "brake-embedded" / "archive.json"),
          "the archive differs from an undisturbed run's")
    sound(work, archive)
    for topic in ("parsed", "enriched"):
        counts = work.broker.dump(f"brake.reports.{topic}", "read_committed")
        check(counts and max(counts.values()) == 1, f"{topic}: a part of a document more than once")
    check(set(locations(consume(work, "brake.reports.enriched"))) == set(documents(archive)), "documents in enriched")
    print(f"         {refused} of {PAGES} refused, {refused} sent again, archive.json as undisturbed")


@case("the brake under guazhi run: on a cluster it ends with 75 and says what to do, on its own cluster it is off")
def brake_in_a_run(work):
    garbage(work.folder / "noise", 400)
    done = call(work, "guazhi", "run", "noise", "--archive", "noise-own", code=65)
    check(archive_of(work.folder / "noise-own")["counts"]["refused"] == 400, f"{done.stdout}")
    call(work, "guazhi", "run", "noise", "--archive", "noise-cluster", *on_kafka(work, "noise"), code=75,
         words=["the parse stage stands still", "undecodable", "guazhi dead replay --stage parse --code undecodable"])


if __name__ == "__main__":
    faults.main(CASES, __doc__)
