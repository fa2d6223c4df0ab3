#!/usr/bin/env python3
"""The vectors through `encart serve --stdio`, one process for all: serve.py ENCART.

Prints the names of those that differ, and how many were compared; exits with 1 if any does.
"""
import glob
import json
import os
import sys

sys.dont_write_bytecode = True
import make  # noqa: E402


def text(value):
    return "".join(value) if isinstance(value, list) else value


def main():
    encart = make.Encart(sys.argv[1])
    count, failed = 0, 0
    for path in sorted(glob.glob(os.path.join(make.HERE, "*.json"))):
        with open(path, encoding="utf-8") as file:
            vectors = json.load(file)
        for vector in vectors:
            expect = vector.pop("expect")
            asked = {k: text(v) if k in ("document", "document_base64", "config", "answers")
                     else v for k, v in vector.items()}
            want = {k: v if k == "error" else text(v) for k, v in expect.items()}
            got = make.expectation(encart, asked)
            count += 1
            if got != want:
                failed += 1
                print(f"differs: {vector['name']}\nwanted: {want}\ngot:    {got}")
    print(f"{count} vectors, {failed} differ")
    return 1 if failed or count < 200 else 0


sys.exit(main())
