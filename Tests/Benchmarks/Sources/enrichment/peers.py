#!/usr/bin/env python3
"""Times the libraries people use on the texts of a file, one JSON string a line.

usage: peers.py FILE

Prints one line for each library that is installed: its name, bytes of UTF-8, CPU seconds, what it was asked for. Dictionaries
are loaded and one text is read before the clock starts. pip install "setuptools<81" jieba cpca cn2an jionlp
"""
import contextlib
import io
import json
import logging
import sys
import time

texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
size = sum(len(text.encode("utf-8")) for text in texts)


def jieba():
    import jieba.posseg

    jieba.setLogLevel(logging.ERROR)
    return "words, people, places, units", lambda text: list(jieba.posseg.cut(text))


def cpca():
    import cpca

    return "places with codes", lambda text: cpca.transform_text_with_addrs(text)


def cn2an():
    import cn2an

    return "numerals", lambda text: cn2an.transform(text)


def jionlp_time():
    import jionlp

    return "dates", lambda text: jionlp.ner.extract_time(text, time_base={"year": 2024})


def jionlp_money():
    import jionlp

    return "money", lambda text: jionlp.ner.extract_money(text)


for name in (jieba, cpca, cn2an, jionlp_time, jionlp_money):
    # The libraries greet on standard output and print what they fail on.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            task, read = name()
        except ImportError:
            continue
        failed = 0
        start = 0.0
        for number, text in enumerate([texts[0]] + texts):
            if number == 1:
                start = time.process_time()
            try:
                read(text)
            except Exception:  # a peer that fails on a text has still taken its time
                failed += 1
        seconds = time.process_time() - start
    print(name.__name__, size, f"{seconds:.6f}", failed, task, sep="\t", flush=True)
