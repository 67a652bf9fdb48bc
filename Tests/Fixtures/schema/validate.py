#!/usr/bin/env python3
"""Validates JSON documents against a JSON Schema 2020-12.

Usage: validate.py SCHEMA FILE…      (pip install jsonschema) 0: all valid; 1: a line for each fault
A FILE ending in .jsonl holds one document a line.
"""
import json
import sys

import jsonschema


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            texts = file.read().splitlines() if path.endswith(".jsonl") else [file.read()]
        for number, text in enumerate(texts, 1):
            for fault in validator.iter_errors(json.loads(text)):
                place = "/".join(map(str, fault.absolute_path))
                print(f"{path}:{number}: {place}: {fault.message[:200]}")
                faults += 1
    sys.exit(1 if faults else 0)


main()
