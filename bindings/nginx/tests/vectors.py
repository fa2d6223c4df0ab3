#!/usr/bin/env python3
"""The vectors of tests/vectors through nginx.

vectors.py write DIR: the documents, locations.conf with one location for each vector, and
    wrong.conf with those whose configuration is wrong.
vectors.py check DIR SOCKET: fetches and compares; the last line tells how many did not differ.
vectors.py told DIR: what nginx -t said of wrong.conf, on standard input.
A vector that says what no directive can is left out; what fails must come as it was.
"""
import base64
import http.client
import json
import os
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VECTORS = os.path.join(HERE, "..", "..", "..", "tests", "vectors")
OPTIONS = {"format", "lang", "site", "channel", "now", "overrides", "explain", "report_timings"}
SUFFIX = {"json": "json", "text": "txt", "html": "html"}


def text(value):
    return "".join(value) if isinstance(value, list) else value


def kind(vector, document):
    """What the vector's document is loaded as; None: no header says so."""
    told = vector.get("load", {}).get("format")
    if not told:
        begin = document.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower()
        report = json.loads(text(vector["expect"].get("report", "{}")) or "{}")
        told = report.get("article", {}).get("format")
        if begin.startswith((b"<!doctype", b"<html", b"<?xml")):
            return None
        if not told and "error" in vector["expect"]:
            return "json" if begin.startswith(b"{") else "text"
    return told if told in SUFFIX else None


def vectors():
    for name in sorted(os.listdir(VECTORS)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(VECTORS, name), encoding="utf-8") as file:
            for vector in json.load(file):
                yield vector


def usable(vector):
    if vector["op"] != "render":
        return None
    document = (base64.b64decode(text(vector["document_base64"]))
                if "document_base64" in vector else text(vector["document"]).encode())
    options, load = vector.get("options", {}), vector.get("load", {})
    if set(options) - OPTIONS or set(load) - {"format", "lang", "url", "site"}:
        return None
    if options.get("format", "fragment") not in ("fragment", "page"):
        return None
    if "absent" in vector.get("plugins", []):  # nginx does not start then
        return None
    if not kind(vector, document) or "config" in vector.get("expect", {}).get("error", {}):
        return None
    values = list(options.values()) + list(load.values())
    if any(isinstance(v, str) and ("$" in v or "\n" in v) for v in values):
        return None
    both = [(options.get(name), load.get(name)) for name in ("lang", "site")]
    if any(a != b for a, b in both) or "\n" in text(vector.get("answers", "")).strip():
        return None
    if options.get("format", "fragment") == "page" and kind(vector, document) == "html" \
            and load.get("format"):
        return None
    return document


def location(number, vector, folder, name):
    said = dict(vector.get("load", {}))
    said.update(vector.get("options", {}))
    lines = [f"location = /{name} {{ encart on; encart_types text/plain "
             "application/json; encart_answers $http_x_answers; encart_budget 20s;",
             "encart_overrides $http_x_overrides;",
             f"encart_format {said.get('format') if said.get('format') == 'page' else 'fragment'};"
             ]
    for key in ("lang", "site", "channel", "url", "now"):
        if said.get(key):
            lines.append(f"encart_{key} {json.dumps(said[key])};")
    lines.append(f"encart_plugins {' '.join(vector.get('plugins') or ['none'])};")
    if "config" in vector:
        path = os.path.join(folder, f"{number}.config")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text(vector["config"]))
        lines.append(f"encart_config {path};")
    return "\n".join(lines) + "\n}\n"


def cases(folder):
    for number, vector in enumerate(vectors()):
        document = usable(vector)
        if document is not None:
            page = vector.get("options", {}).get("format") == "page"
            load = vector.get("load", {}).get("format")
            vector.setdefault("load", {}).pop("format", None)
            suffix = SUFFIX[load or kind(vector, document)]
            yield number, vector, document, f"{number}.{suffix}", page


def write(folder):
    with open(os.path.join(folder, "locations.conf"), "w", encoding="utf-8") as conf:
        for number, vector, document, name, _ in cases(folder):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(document)
            conf.write(location(number, vector, folder, name))
    with open(os.path.join(folder, "wrong.conf"), "w", encoding="utf-8") as conf:
        for number, vector in enumerate(vectors()):
            if vector["op"] == "engine":
                conf.write(location(number, vector, folder, f"wrong{number}"))


def told(folder, said):
    """Each wrong configuration with its place and what is wrong there."""
    count, missing = 0, 0
    for number, vector in enumerate(vectors()):
        if vector["op"] != "engine":
            continue
        expect = vector["expect"]
        fault = expect.get("error") or json.loads(text(expect["diagnostics"]))[0]
        where = fault["source"]
        if where == "config":
            where = f"{os.path.join(folder, str(number))}.config"
        if "line" in fault:
            where += f":{fault['line']}"
        want = ": ".join(filter(None, ["encart", where, fault.get("path"), fault["message"]]))
        count += 1
        if want not in said:
            missing += 1
            print(f"not told: {vector['name']}: {want}")
    print(f"{count - missing} told, {missing} not")
    return 1 if missing or not count else 0


def fetch(path, name, answers, overrides):
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(path)
    headers = {"X-Answers": answers.strip().encode()} if answers else {}
    if overrides:
        headers["X-Overrides"] = overrides.encode()
    connection.request("GET", f"/{name}", headers=headers)
    reply = connection.getresponse()
    return reply.read(), reply.getheader("X-Encart")


def check(folder, path):
    same, other = 0, 0
    for _, vector, document, name, _ in cases(folder):
        body, rendered = fetch(path, name, text(vector.get("answers", "")),
                               vector.get("options", {}).get("overrides"))
        want = text(vector["expect"].get("html", "")).encode()
        if body == want and rendered or body == document and not rendered and (
                "error" in vector["expect"] or b" data-encart=" in document or not want
                or b"\0" in document):
            same += 1
        else:
            other += 1
            at = next((i for i, (a, b) in enumerate(zip(want, body)) if a != b), 0)
            print(f"differs: {vector['name']} ({name}, X-Encart: {rendered}) at {at}\n"
                  f"wanted: {want[max(at - 60, 0):at + 200]}\ngot:    {body[max(at - 60, 0):at + 200]}")
    print(f"{same} as expected, {other} differ")
    return 1 if other or same < 100 else 0


if sys.argv[1] == "write":
    sys.exit(write(sys.argv[2]))
if sys.argv[1] == "told":
    sys.exit(told(sys.argv[2], sys.stdin.read()))
sys.exit(check(sys.argv[2], sys.argv[3]))
