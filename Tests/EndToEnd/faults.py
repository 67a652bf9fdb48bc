#!/usr/bin/env python3
"""Everything that goes wrong: one clear sentence (what, where, what to do), the right exit code, and nothing else lost.

usage: faults.py [--configuration debug|release] [--bin DIR] [--only WORD] [--keep]

Without KAFKA_HOME, an Apache Kafka distribution, the cases that need a real broker are skipped and counted as such.
Every case runs, also after one has failed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time
import traceback

from harness import ROOT, Workspace, children, environment, make_pages, sha256

SEEDS = ROOT / "seeds"
PAGES = 600
# Ends by SIGTERM under load, of each stage, and how long the slowest may take.
MOST_ENDS, LEAST_ENDS = 8, 3
DRAIN_SECONDS = 5
MARK = "这是{}份材料的补充说明,记录在案。\n"
CASES = []


class Wrong(Exception):
    pass


def case(title, kafka=False, cases=CASES):
    def add(function):
        cases.append((title, kafka, function))
        return function

    return add


def check(condition, sentence):
    if not condition:
        raise Wrong(sentence)


# What a program said, and how it ended


def call(work, name, *arguments, code, words=(), variables=None, prefix=(), epoch=True, timeout=120):
    """Runs a program that must end with `code`; where it failed, in one sentence of its own that holds all `words`."""
    done = subprocess.run(
        [*prefix, str(work.bin / name), *map(str, arguments)], cwd=work.folder, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={**environment(epoch), **(variables or {})}, timeout=timeout)
    done.stdout, done.stderr = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
    shown = f"{name} {' '.join(map(str, arguments))}"
    check(done.returncode == code, f"{shown} ended with {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")
    if words:
        said(done.stderr, name, words, shown)
    check("Fatal error" not in done.stderr, f"{shown} trapped:\n{done.stderr}")
    return done


def said(text, name, words, shown):
    """One line alone is the program's last word, and says it all."""
    lines = [line for line in text.splitlines() if line.startswith(f"{name}: ")]
    check(len(lines) == 1, f"{shown} said {len(lines)} sentences, not one:\n{text}")
    missing = [word for word in words if word not in lines[0]]
    check(not missing, f"{shown} does not say {missing}: {lines[0]}")


def archive_of(folder):
    return json.loads((folder / "archive.json").read_bytes())


def documents(folder):
    return {row["location"]: row for row in archive_of(folder)["documents"]}


def refusals(folder):
    return {place: (row["refusal"]["stage"], row["refusal"]["code"]) for place, row in documents(folder).items()
            if row["refusal"]}


def sound(work, folder):
    call(work, "guazhi", "archive", "verify", folder, code=0)


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        check(time.monotonic() < end, f"{what}: not after {seconds} s")
        time.sleep(0.02)


def segment_bytes(folder):
    return sum(path.stat().st_size for path in folder.glob("segments/*"))


def page(index, length=1):
    seed = (SEEDS / "001_de89bca8cd92e572.txt").read_text().rstrip()
    return (seed + "\n" + MARK.format(f"第{index}") + ("我认真学习,努力工作,走访村庄和企业,帮助解决实际困难。\n" * length)).encode()


# Documents


def bad_folder(folder):
    """Good pages among all that is no page; returns what each bad one is refused with."""
    generator = random.Random(4)
    folder.mkdir(parents=True)
    for seed in SEEDS.glob("*.txt"):
        shutil.copy(seed, folder / seed.name)
    for name in ("north", "south"):
        (folder / name).mkdir()
        (folder / name / "page.txt").write_bytes(page(name))
    bad = {
        "random.txt": (generator.randbytes(5000), "parse", "undecodable"),
        "empty.txt": (b"", "parse", "empty"),
        "blank.txt": ("  \n\n\u3000\n\t\n".encode(), "parse", "empty"),
        "big.txt": (("挂职锻炼心得体会\n" * 800_000).encode()[:20_000_000], "ingest", "too_large"),
        "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + generator.randbytes(3000), "parse", "unsupported_media_type"),
        "furniture.txt": ("首页\n上一篇:没有了\n下一篇:没有了\n版权所有\n返回顶部\n".encode(), "parse", "no_report"),
    }
    for name, (data, _, _) in bad.items():
        (folder / name).write_bytes(data)
    os.symlink("..", folder / "north" / "loop")
    os.symlink("self", folder / "self")
    os.mkfifo(folder / "fifo")
    (folder / ".hidden").write_bytes(page("hidden"))
    (folder / "half.part").write_bytes(page("half"))
    return bad


@case("among good pages: what is no page is refused, named, kept, and costs the others nothing")
def bad_documents(work):
    folder = work.folder / "site"
    bad = bad_folder(folder)
    archive = work.folder / "bad"
    done = call(work, "guazhi", "run", folder, "--archive", archive, code=65)
    expected = {f"site/{name}": (stage, code) for name, (_, stage, code) in bad.items()}
    check(refusals(archive) == expected, f"refused: {refusals(archive)}, and {expected} was meant")
    for place, (_, code) in expected.items():
        lines = [line for line in done.stderr.splitlines() if place in line and code in line]
        check(len(lines) == 1, f"{len(lines)} lines on standard error say that {place} was refused:\n{done.stderr}")
    rows = documents(archive)
    check(all(row["refusal"]["message"] for row in rows.values() if row["refusal"]), "a refusal without a sentence")
    good = {f"site/{seed.name}" for seed in SEEDS.glob("*.txt")} | {"site/north/page.txt", "site/south/page.txt"}
    check({place for place, row in rows.items() if row["reports"]} == good, f"documents with reports: {sorted(rows)}")
    check(archive_of(archive)["counts"]["reports"] == 13, f"counts: {archive_of(archive)['counts']}")
    sound(work, archive)
    listed = call(work, "guazhi", "dead", "list", "--archive", archive, code=0).stdout
    check(all(place in listed for place in expected), f"guazhi dead list leaves out a refusal:\n{listed}")
    for name, (data, _, _) in bad.items():
        if len(data) <= 1 << 20:
            shown = subprocess.run(
                [work.bin / "guazhi", "dead", "show", f"site/{name}", "--bytes", "--archive", archive],
                cwd=work.folder, env=environment(True), capture_output=True, timeout=60)
            check(shown.returncode == 0 and shown.stdout == data, f"{name} does not come back unchanged: {shown.stderr}")


@case("links, pipes, dot-files and unfinished downloads are left out, and it is said how many")
def left_out(work):
    folder = work.folder / "leave"
    bad_folder(folder)
    done = call(work, "guazhi", "run", folder, "--archive", work.folder / "left", code=65)
    for words in ("1 dot-file", "1 not a regular file", "2 symbolic link", "1 unfinished download"):
        check(words in done.stderr, f"nothing says {words!r}:\n{done.stderr}")


@case("a folder and a file without permission: refused, the rest is taken")
def without_permission(work):
    folder = work.folder / "shut"
    (folder / "closed").mkdir(parents=True)
    (folder / "open.txt").write_bytes(page("open"))
    (folder / "closed" / "inside.txt").write_bytes(page("inside"))
    (folder / "shut.txt").write_bytes(page("shut"))
    (folder / "shut.txt").chmod(0)
    (folder / "closed").chmod(0)
    # Root reads everything; without these two capabilities it is a user like any other.
    prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    archive = work.folder / "permitted"
    try:
        done = call(work, "guazhi", "run", folder, "--archive", archive, code=65, prefix=prefix)
    finally:
        (folder / "closed").chmod(0o700)
    check(refusals(archive) == {"shut/closed/": ("ingest", "unreadable"), "shut/shut.txt": ("ingest", "unreadable")},
          f"refused: {refusals(archive)}")
    for place in ("shut/closed", "shut/shut.txt"):
        lines = [line for line in done.stderr.splitlines() if place in line]
        check(len(lines) == 1 and "Permission denied" in lines[0] and "permission to read" in lines[0],
              f"{place}: {lines}")
    check(len(documents(archive)["shut/open.txt"]["reports"]) == 1, "the page beside them was lost")
    sound(work, archive)


@case("files that vanish while ingest walks: said or never seen, the others are whole")
def vanishing(work):
    folder = work.folder / "vanish"
    make_pages(folder, PAGES)
    gone = sorted(folder.rglob("*.txt"))[PAGES // 2::2]
    archive = work.folder / "vanished"
    run = subprocess.Popen(
        [work.bin / "guazhi", "run", folder, "--archive", archive], cwd=work.folder, env=environment(True),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    work.processes.append(run)
    wait_for("the first pages in the archive", lambda: segment_bytes(archive) > 100_000 or run.poll() is not None)
    check(run.poll() is None, "it ended before a file could be removed")
    for path in gone:
        path.unlink()
    _, err = run.communicate(timeout=120)
    check(run.returncode in (0, 65), f"it ended with {run.returncode}:\n{err.decode()}")
    rows = documents(archive)
    kept = {str(path.relative_to(work.folder)) for path in folder.rglob("*.txt")}
    lost = [place for place in kept if not rows.get(place, {}).get("reports")]
    check(not lost, f"{len(lost)} pages that stayed are not in the archive, first {lost[:1]}")
    codes = set(refusals(archive).values())
    check(codes <= {("ingest", "vanished")}, f"refused for {codes}")
    check(run.returncode == (65 if codes else 0), f"{len(codes)} kinds of refusals, and it ended with {run.returncode}")
    check(codes, "no file was missed: they were removed too late")
    sound(work, archive)


@case("names that are not UTF-8, and '%': percent-encoded locations")
def odd_names(work):
    folder = work.folder / "names"
    folder.mkdir()
    for index, name in enumerate((b"\xb9\xd2.txt", b"100%.txt", "挂职.txt".encode(), b"a\nb.txt", b"-x --y.txt")):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(page(index))
    archive = work.folder / "named"
    call(work, "guazhi", "run", folder, "--archive", archive, code=0)
    expected = {"names/%B9%D2.txt", "names/100%25.txt", "names/挂职.txt", "names/a\nb.txt", "names/-x --y.txt"}
    check({place for place, row in documents(archive).items() if row["reports"]} == expected,
          f"locations: {sorted(documents(archive))}")
    sound(work, archive)


# The command line and the configuration


@case("a PATH that is not there, two of one NAME, an unknown option")
def usage(work):
    for name in ("one/pages", "two/pages"):
        (work.folder / name).mkdir(parents=True)
    bootstrap = ("--bootstrap-servers", "127.0.0.1:1")
    for program, more in (("guazhi", ("run", "--archive", "a")), ("guazhi-ingest", bootstrap)):
        call(work, program, *more, "nowhere", code=66, words=["nowhere", "not there", "give a file or folder"])
        call(work, program, *more, "one/pages", "two/pages", code=64,
             words=["one/pages", "two/pages", "NAME=two/pages"])
    call(work, "guazhi", "run", "--archve", "a", SEEDS, code=64, words=["--archve", "did you mean --archive"])
    for program in ("guazhi-ingest", "guazhi-parse", "guazhi-enrich", "guazhi-archive"):
        call(work, program, "--bootstrap-server", "x", code=64, words=["did you mean --bootstrap-servers"])
    call(work, "guazhi", "rn", code=64, words=["'rn'", "did you mean run"])
    err = call(work, "guazhi", "inspect", "nowhere.txt", code=66).stderr
    check(err.count("\n") == 1 and "nowhere.txt is not there" in err, f"guazhi inspect nowhere.txt says: {err}")
    check(not (work.folder / "a").exists(), "a run that never began left an archive folder")


@case("unknown keys and bad values: where they stand, and what was meant")
def configuration(work):
    run = ("guazhi", "run", SEEDS, "--archive", "configured")
    wrong = work.folder / "wrong.yaml"
    for text, words in (
            ("batch:\n  linge: 5ms\n", ["wrong.yaml:2:3:", "batch.linge", "did you mean batch.linger"]),
            ("batch:\n  records: many\n", ["wrong.yaml:2:", "batch.records", "'many'", "whole number"]),
            ("batch:\n  records: [1\n", ["wrong.yaml:"])):
        wrong.write_text(text)
        call(work, *run, "--config", "wrong.yaml", code=78, words=words)
    call(work, *run, "--set", "batch.linge=5", code=78, words=["--set", "did you mean batch.linger"])
    call(work, *run, code=78, variables={"GUAZHI_BATCH_LINGE": "5"},
         words=["environment", "GUAZHI_BATCH_LINGE", "did you mean GUAZHI_BATCH_LINGER"])
    call(work, *run, "--set", "batch.records=many", code=78, words=["--set", "batch.records", "'many'"])
    call(work, *run, "--set", "delivery=twice", code=78, words=["--set", "delivery", "'twice'", "exactly-once"])
    call(work, *run, "--config", "nowhere.yaml", code=78, words=["nowhere.yaml", "No such file", "--config"])
    for program, more in (("guazhi", run[1:]), ("guazhi-ingest", (SEEDS,)), ("guazhi-parse", ()), ("guazhi-enrich", ()),
                          ("guazhi-archive", ("--archive", "configured")), ("guazhi", ("topics", "describe"))):
        call(work, program, *more, "--bootstrap-servers", "127.0.0.1:1", "--set", "kafka.foo=1", code=78,
             words=["foo", "kafka."])
    check(not (work.folder / "configured" / "archive.json").exists(), "a refused configuration wrote an archive")


@case("a broken manifest, a mistake in a lexicon: file, line and column")
def broken_tables(work):
    manifest = work.folder / "crawl.tsv"
    for text, words in (
            ("path\turl\n001.txt\thttp://example.org/\tmore\n", ["crawl.tsv:2:", "tab"]),
            ("path\turl\tretrieved_at\n001.txt\thttp://example.org/\tyesterday\n", ["crawl.tsv:2:", "yesterday"]),
            ("path\tulr\n", ["crawl.tsv:1:6:", "ulr"])):
        manifest.write_text(text)
        call(work, "guazhi-ingest", "--bootstrap-servers", "127.0.0.1:1", "--manifest", "crawl.tsv", SEEDS, code=65,
             words=words)
    lexicons = work.folder / "lexicons"
    for name, program in (("parsing_kinds.tsv", "guazhi-parse"), ("divisions.tsv", "guazhi-enrich")):
        shutil.copytree(ROOT / "config" / "lexicons", lexicons, dirs_exist_ok=True)
        lines = (lexicons / name).read_text().splitlines(keepends=True)
        (lexicons / name).write_text("".join(lines) + "\t".join("abcdefghijkl") + "\n")
        words = [f"lexicons/{name}:{len(lines) + 1}:"]
        call(work, program, "--lexicons", "lexicons", "--bootstrap-servers", "127.0.0.1:1", code=78, words=words)
        call(work, "guazhi", "inspect", "--lexicons", "lexicons", next(SEEDS.glob("*.txt")), code=78, words=words)
        call(work, "guazhi", "run", "--lexicons", "lexicons", SEEDS, "--archive", "a", code=78, words=words)
    call(work, "guazhi", "inspect", "--lexicons", "nowhere", next(SEEDS.glob("*.txt")), code=78, words=["nowhere"])


# Archive folders


@case("a folder that is no archive, an archive that was damaged")
def archives(work):
    (work.folder / "empty").mkdir()
    for folder in ("empty", "nowhere"):
        call(work, "guazhi", "archive", "verify", folder, code=66, words=[folder, "not an archive"])
    archive = work.folder / "damaged"
    call(work, "guazhi", "run", SEEDS, "--archive", archive, code=0)
    segment = max(archive.glob("segments/*"), key=lambda path: path.stat().st_size)
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    done = call(work, "guazhi", "archive", "verify", archive, code=65)
    check(segment.name in done.stdout + done.stderr, f"verify does not name {segment.name}:\n{done.stdout}{done.stderr}")


@case("two runs into one archive folder: the second is told to wait")
def locked(work):
    pages = work.folder / "locking"
    make_pages(pages, PAGES)
    archive = work.folder / "locked"
    first = work.spawn("guazhi", "run", str(pages), "--archive", str(archive))
    wait_for("the first run's segments", lambda: segment_bytes(archive) > 0)
    call(work, "guazhi", "run", SEEDS, "--archive", archive, code=75,
         words=["another process writes", str(archive), "stop it first"])
    check(first.wait(timeout=120) == 0, f"the first run ended with {first.returncode}")
    check(len(documents(archive)) == PAGES, f"{len(documents(archive))} documents, not {PAGES}")


@case("two archives merged, the merge killed again and again: each entry once, the same bytes whoever is merged into whom")
def merged(work):
    base = work.folder / "merging"
    left, right, killed, whole = (base / name for name in ("left", "right", "killed", "whole"))
    for folder, pages in ((left, 20), (right, PAGES // 3)):
        make_pages(base / f"{folder.name}-pages", pages)
        call(work, "guazhi", "run", base / f"{folder.name}-pages", "--archive", folder, "--set", "batch.records=4", code=0)
    shutil.copytree(left, killed)
    shutil.copytree(left, whole)
    call(work, "guazhi", "archive", "merge", whole, right, code=0)
    begin, end = segment_bytes(killed), segment_bytes(whole)
    kills = 0
    for share in (0.02, 0.2, 0.21, 0.5, 0.8):
        merge = work.spawn("guazhi", "archive", "merge", str(killed), str(right))
        wait_for("a part of the merge",
                 lambda: segment_bytes(killed) > begin + share * (end - begin) or merge.poll() is not None)
        merge.kill()
        kills += merge.wait() == -signal.SIGKILL and segment_bytes(killed) < end
        call(work, "guazhi", "archive", "verify", killed, code=0)
    check(kills > 2, f"only {kills} merges were killed half-way")
    call(work, "guazhi", "archive", "merge", killed, right, code=0)
    call(work, "guazhi", "archive", "merge", right, left, code=0)
    for folder in (killed, right):
        sound(work, folder)
        check(sha256(folder / "archive.json") == sha256(whole / "archive.json"),
              f"{folder.name}/archive.json is another than that of an undisturbed merge")
    check(segment_bytes(killed) == end, "a merge that was killed left other entries than an undisturbed one")


# Reports seen more than once


@case("the same page at two paths: one report, two sightings, two documents")
def same_page(work):
    folder = work.folder / "twice"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
        (folder / name / "page.txt").write_bytes(page("one"))
    archive = work.folder / "once"
    call(work, "guazhi", "run", folder, "--archive", archive, code=0)
    content = archive_of(archive)
    check(len(content["reports"]) == 1 and len(content["documents"]) == 2, f"counts: {content['counts']}")
    check(sorted(sighting["location"] for sighting in content["reports"][0]["sightings"]) ==
          ["twice/a/page.txt", "twice/b/page.txt"], "the two sightings are not the two paths")
    sound(work, archive)


@case("a report alone and in a compilation: one report, two sightings")
def alone_and_compiled(work):
    folder = work.folder / "parts"
    folder.mkdir()
    compilation = next(SEEDS.glob("000*.txt"))
    shutil.copy(compilation, folder / "compilation.txt")
    lines = compilation.read_text().split("\n")
    single = "\n".join(lines[lines.index("1") + 1:lines.index("2")]).strip() + "\n"
    (folder / "single.txt").write_text(single)
    archive = work.folder / "parted"
    call(work, "guazhi", "run", folder, "--archive", archive, code=0)
    seen = {report["title"]: sorted((sighting["location"], bool(sighting["part"])) for sighting in report["sightings"])
            for report in archive_of(archive)["reports"]}
    both = [("parts/compilation.txt", True), ("parts/single.txt", False)]
    check(sorted(seen.values()) == [both[:1], both], f"sightings: {seen}")
    sound(work, archive)


@case("a second run of the same pages, without SOURCE_DATE_EPOCH, changes no byte")
def again(work):
    archive = work.folder / "again"
    call(work, "guazhi", "run", SEEDS, "--archive", archive, code=0, epoch=False)
    before = sha256(archive / "archive.json")
    call(work, "guazhi", "run", SEEDS, "--archive", archive, code=0, epoch=False)
    check(sha256(archive / "archive.json") == before, "archive.json changed")
    sound(work, archive)


# Signals


@case("Ctrl-C drains: what was read is whole, and a second run completes it")
def interrupted(work):
    pages, archive = work.folder / "drain", work.folder / "drained"
    make_pages(pages, PAGES)
    run = subprocess.Popen(
        [work.bin / "guazhi", "run", pages, "--archive", archive], cwd=work.folder, env=environment(True),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    work.processes.append(run)
    wait_for("the first pages in the archive", lambda: segment_bytes(archive) > 0 or run.poll() is not None)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    check(run.returncode in (0, 75), f"it ended with {run.returncode}:\n{err.decode()}")
    if run.returncode == 75:
        said(err.decode(), "guazhi", ["interrupted", "run it again"], "guazhi run")
    sound(work, archive)
    call(work, "guazhi", "run", pages, "--archive", archive, code=0)
    check(len(documents(archive)) == PAGES, f"{len(documents(archive))} documents, not {PAGES}")


@case(f"kill -9 of parse, enrich and archive during embedded runs of {PAGES} pages: the same bytes")
def killed(work):
    pages = work.folder / "kill"
    make_pages(pages, PAGES)
    call(work, "guazhi", "run", pages, "--archive", "undisturbed", code=0)
    expected = sha256(work.folder / "undisturbed" / "archive.json")
    for name in ("guazhi-parse", "guazhi-enrich", "guazhi-archive"):
        archive = work.folder / f"killed-{name}"
        run = subprocess.Popen(
            [work.bin / "guazhi", "run", pages, "--archive", archive], cwd=work.folder, env=environment(True),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        work.processes.append(run)
        wait_for("the first pages in the archive", lambda: segment_bytes(archive) > 200_000 or run.poll() is not None)
        victim = next((process for process, child in children(run.pid).items() if child == name), None)
        check(victim, f"{name} was not there to be killed")
        os.kill(victim, signal.SIGKILL)
        _, err = run.communicate(timeout=120)
        check(run.returncode == 0, f"after the death of {name} it ended with {run.returncode}:\n{err.decode()}")
        said_so = f"{name} was killed by signal 9; starting it again"
        lines = [line for line in err.decode().splitlines() if said_so in line]
        check(len(lines) == 1, f"{len(lines)} lines say that {name} died and was started again:\n{err.decode()}")
        check(sha256(archive / "archive.json") == expected, f"after the death of {name} the archive differs")


@case("kill -9 of guazhi run: no child is alive after 2 s")
def orphans(work):
    pages = work.folder / "orphans"
    make_pages(pages, PAGES)
    archive = work.folder / "orphaned"
    run = work.spawn("guazhi", "run", str(pages), "--archive", str(archive))
    wait_for("the first pages in the archive", lambda: segment_bytes(archive) > 0 or run.poll() is not None)
    alive = children(run.pid)
    check(len(alive) >= 3, f"only {sorted(alive.values())} ran")
    run.kill()
    run.wait()
    time.sleep(2)
    left = [name for process, name in alive.items() if pathlib.Path(f"/proc/{process}").exists()]
    check(not left, f"still alive: {left}")
    call(work, "guazhi", "run", pages, "--archive", archive, code=0)
    check(len(documents(archive)) == PAGES, f"{len(documents(archive))} documents, not {PAGES}")
    check(not any((archive / ".payload").glob("*")), "payloads of the killed run are left behind")


# Brokers and topics


@case("no broker: every program says so within 30 s")
def no_broker(work):
    def one(command):
        begin = time.monotonic()
        call(work, *command, "--bootstrap-servers", "127.0.0.1:1", code=69,
             words=["no broker", "127.0.0.1:1", "check that it runs"], timeout=60)
        took = time.monotonic() - begin
        check(took < 30, f"{' '.join(map(str, command))} took {took:.0f} s to say that there is no broker")

    commands = [
        ("guazhi-parse",), ("guazhi-enrich",), ("guazhi-archive", "--archive", "no-broker"), ("guazhi-ingest", SEEDS),
        ("guazhi", "status"), ("guazhi", "topics", "describe"), ("guazhi", "topics", "apply"), ("guazhi", "dead", "list"),
        ("guazhi", "run", SEEDS, "--archive", "no-broker-run")]
    with concurrent.futures.ThreadPoolExecutor(len(commands)) as pool:
        list(pool.map(one, commands))


def on_kafka(work, namespace, *more):
    if work.broker is None:
        work.start_broker()
    return ["--bootstrap-servers", work.broker.bootstrap, "--set", f"namespace={namespace}", "--set", "partitions=2", *more]


def end_when_idle(work, cluster, archive, *more):
    """The three stages one after another, each until nothing is left to do."""
    idle = [*cluster, "--exit-when-idle", "1"]
    call(work, "guazhi-parse", *idle, code=0)
    call(work, "guazhi-enrich", *idle, code=0)
    call(work, "guazhi-archive", "--archive", archive, *idle, *more, code=0)


@case("guazhi-archive, asked to end while it looks for a broker, ends with 0 and says why")
def ended_early(work):
    archive = work.spawn("guazhi-archive", "--bootstrap-servers", "127.0.0.1:1", "--archive", "ended-early")
    wait_for("the archive's folder", (work.folder / "ended-early").exists)
    archive.terminate()
    check(archive.wait(timeout=30) == 0, f"it ended with {archive.returncode} after SIGTERM")
    log = (work.folder / "guazhi-archive.log").read_text()
    check("asked to end before a broker answered" in log, f"it said: {log[-300:]}")


@case("Kafka: topics that do not exist, and topics of unequal partitions", kafka=True)
def topics(work):
    cluster = on_kafka(work, "absent")
    for program, more in (("guazhi-parse", ()), ("guazhi-enrich", ()), ("guazhi-archive", ("--archive", "absent")),
                          ("guazhi-ingest", (SEEDS,))):
        call(work, program, *more, *cluster, code=78, words=["absent.reports.", "guazhi topics apply"])
    cluster = on_kafka(work, "unequal")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    work.broker.tool("kafka-topics.sh", "--bootstrap-server", work.broker.bootstrap, "--alter", "--topic",
                     "unequal.reports.parsed", "--partitions", "3")
    for program, more in (("guazhi-parse", ()), ("guazhi-enrich", ()), ("guazhi-archive", ("--archive", "unequal")),
                          ("guazhi-ingest", (SEEDS,))):
        call(work, program, *more, *cluster, code=78, words=["unequal.reports.", "partitions", "3", "2"])


@case("Kafka: a folder that another guazhi-archive keeps", kafka=True)
def locked_archive(work):
    cluster = on_kafka(work, "lock")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    archive = work.folder / "lock"
    first = work.spawn("guazhi-archive", "--archive", str(archive), *cluster)
    wait_for("its segments", lambda: any(archive.glob("segments/*")))
    call(work, "guazhi-archive", "--archive", archive, *cluster, code=75,
         words=["another process writes", str(archive), "stop it first"])
    first.terminate()
    check(first.wait(timeout=20) == 0, f"the first ended with {first.returncode}")


@case("Kafka: a document above the message limit: refused without payload-store, archived with one", kafka=True)
def large(work):
    folder = work.folder / "large"
    folder.mkdir()
    (folder / "large.txt").write_bytes(page("large", 16_000))
    (folder / "small.txt").write_bytes(page("small"))
    done = call(work, "guazhi", "run", folder, "--archive", "large-refused", *on_kafka(work, "large1"), code=65)
    lines = [line for line in done.stderr.splitlines() if "large/large.txt" in line]
    check(len(lines) == 1 and "too_large" in lines[0] and "payload-store" in lines[0], f"said: {lines}")
    check(refusals(work.folder / "large-refused") == {"large/large.txt": ("ingest", "too_large")}, "not refused so")
    check(documents(work.folder / "large-refused")["large/small.txt"]["reports"], "the page beside it was lost")
    store = work.folder / "store"
    store.mkdir()
    call(work, "guazhi", "run", folder, "--archive", "large-kept",
         *on_kafka(work, "large2", "--set", f"payload-store={store}"), code=0)
    check(all(row["reports"] for row in documents(work.folder / "large-kept").values()), "no report of the large page")
    sound(work, "large-kept")


@case("Kafka: guazhi run ends when all is in the archive, not before, ten times over", kafka=True)
def complete(work):
    folder = work.folder / "quick"
    folder.mkdir()
    (folder / "page.txt").write_bytes(page("quick"))
    # A commit is acknowledged before its markers stand in the log: one page shows what is not waited for.
    for index in range(10):
        archive = work.folder / f"quick{index}"
        call(work, "guazhi", "run", folder, "--archive", archive, *on_kafka(work, f"quick{index}"), code=0)
        check(archive_of(archive)["counts"]["reports"] == 1, f"run {index} ended with {archive_of(archive)['counts']}")


def ended_under_load(work, name, namespace, count):
    """Begins a worker again and again, and ends it once it has written, at any moment of a batch, while there is more to
    do. Returns the seconds that the ends took."""
    pages = work.folder / namespace
    make_pages(pages, count)
    cluster = on_kafka(work, namespace, "--set", "batch.records=200")
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", pages, *cluster, code=0)
    output = f"{namespace}.reports.parsed"
    if name == "guazhi-enrich":
        call(work, "guazhi-parse", *cluster, "--exit-when-idle", "1", code=0)
        output = f"{namespace}.reports.enriched"
    generator = random.Random(5)
    seconds = []
    while len(seconds) < MOST_ENDS:
        before = work.broker.log_bytes(output)
        worker = work.spawn(name, *cluster)
        wait_for(f"{output} to grow", lambda: work.broker.log_bytes(output) > before or worker.poll() is not None)
        time.sleep(generator.uniform(0, 0.3))
        begin = time.monotonic()
        worker.terminate()
        check(worker.wait(timeout=60) == 0, f"{name} ended with {worker.returncode} after SIGTERM")
        took = time.monotonic() - begin
        status = json.loads(call(work, "guazhi", "status", "--json", *cluster, code=0).stdout)
        [lag] = [stage["lag"] for stage in status["stages"] if stage["group"].endswith(name)]
        if not lag:
            break
        seconds.append(took)
    check(len(seconds) >= LEAST_ENDS, f"{name} had work left after {len(seconds)} ends only: {count} pages are too few")
    check(max(seconds) < DRAIN_SECONDS, f"{name} took {max(seconds):.1f} s to end")
    call(work, name, *cluster, "--exit-when-idle", "1", code=0)
    records = work.broker.multiplicity(namespace, [output.rsplit(".", 1)[1]])
    check(records == count // 5 * 11, f"{records} records of {count} pages in {output}")
    return f"{len(seconds)} ends, the slowest took {max(seconds):.2f} s; {records} records, each once"


@case(f"Kafka: guazhi-parse ends with 0 within {DRAIN_SECONDS} s of SIGTERM under full load, nothing is lost or twice", kafka=True)
def parse_terminated(work):
    return ended_under_load(work, "guazhi-parse", "parse-load", 4000)


@case(f"Kafka: guazhi-enrich ends with 0 within {DRAIN_SECONDS} s of SIGTERM under full load, nothing is lost or twice", kafka=True)
def enrich_terminated(work):
    return ended_under_load(work, "guazhi-enrich", "enrich-load", 2000)


@case("Kafka: topics made anew under an archive: refused with 74 until --new-stream", kafka=True)
def recreated(work):
    cluster = on_kafka(work, "anew")
    archive = work.folder / "anew"
    call(work, "guazhi", "topics", "apply", *cluster, code=0)
    call(work, "guazhi-ingest", SEEDS, *cluster, code=0)
    end_when_idle(work, cluster, archive)
    before = sha256(archive / "archive.json")
    names = ["anew.reports.enriched", "anew.reports.dead"]
    for name in names:
        work.broker.tool("kafka-topics.sh", "--bootstrap-server", work.broker.bootstrap, "--delete", "--topic", name)
    idle = [*cluster, "--exit-when-idle", "1"]
    wait_for("the topics made anew", lambda: subprocess.run(
        [work.bin / "guazhi", "topics", "apply", *cluster], cwd=work.folder, env=environment(True),
        capture_output=True, timeout=60).returncode == 0)
    call(work, "guazhi-archive", "--archive", archive, *idle, code=74, words=["another stream", "--new-stream"])
    check(sha256(archive / "archive.json") == before, "a refused stream changed archive.json")
    call(work, "guazhi-archive", "--archive", archive, *idle, "--new-stream", code=0)
    check(sha256(archive / "archive.json") == before, "a new stream without records changed archive.json")
    sound(work, archive)


def main(cases=CASES, description=__doc__):
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options.add_argument("--bin", metavar="DIR", help="the folder of the executables, instead of the build's")
    options.add_argument("--only", default="", metavar="WORD", help="only the cases whose name or title holds WORD")
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    passed, skipped, failed = 0, 0, 0
    with Workspace(options.configuration, options.keep, options.bin) as work:
        for title, kafka, function in cases:
            if options.only not in title and options.only not in function.__name__:
                continue
            if kafka and not os.environ.get("KAFKA_HOME"):
                skipped += 1
                print(f"skipped  {title}: KAFKA_HOME is not set", flush=True)
                continue
            begin = time.monotonic()
            try:
                figures = function(work)
            except (Wrong, OSError, subprocess.SubprocessError, SystemExit) as wrong:
                failed += 1
                print(f"FAILED   {title} ({time.monotonic() - begin:.1f} s)\n{wrong}", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED   {title}\n{traceback.format_exc()}", flush=True)
            else:
                passed += 1
                print(f"ok       {title} ({time.monotonic() - begin:.1f} s)" + (f"\n         {figures}" if figures else ""),
                      flush=True)
    print(f"{pathlib.Path(sys.argv[0]).stem}: {passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
