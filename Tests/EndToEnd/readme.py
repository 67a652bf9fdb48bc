#!/usr/bin/env python3
"""Runs the consumer that README shows another archive, on the topics of a run over the sample pages.

usage: readme.py [--configuration debug|release]       KAFKA_HOME names a distribution; needs confluent-kafka from PyPI
"""
import argparse
import re
import subprocess
import sys
import threading

from harness import ROOT, Workspace, fail


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--configuration", default="release", choices=["debug", "release"])
    options = options.parse_args()
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S).group(1)
    with Workspace(options.configuration) as work:
        broker = work.start_broker()
        pages = work.folder / "pages"
        pages.mkdir()
        for seed in (ROOT / "seeds").glob("*.txt"):
            (pages / seed.name).write_bytes(seed.read_bytes())
        (pages / "empty.txt").write_bytes(b"")
        work.run("guazhi", "run", "pages", "--archive", "archive", "--bootstrap-servers", broker.bootstrap, expect=(65,))
        follower = subprocess.Popen(
            [sys.executable, "-c", code, broker.bootstrap], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        stopper = threading.Timer(60, follower.kill)
        stopper.start()
        said = []
        for line in follower.stdout:
            said.append(line)
            # Five pages with eleven reports, and the empty one with its refusal.
            if line.strip() == "6 locations, 12 records":
                break
        else:
            fail("the consumer never held 6 locations and 12 records; it said:\n" + "".join(said[-5:]))
        stopper.cancel()
        follower.kill()
        print("README's consumer holds 6 locations and 12 records")


if __name__ == "__main__":
    main()
