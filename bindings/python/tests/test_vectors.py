"""The vectors of tests/vectors (its README.md tells the format): identical bytes."""
import base64
import glob
import json
import os
import re
import unittest

import encart

from .kit import PLUGINS, ROOT

FOLDER = os.path.join(ROOT, "tests", "vectors")


def text(value):
    return "".join(value) if isinstance(value, list) else value


def mask(value):
    return re.sub(r'"(fuel|memory)":[0-9]+', r'"\1":0', value)


def vectors():
    for path in sorted(glob.glob(os.path.join(FOLDER, "*.json"))):
        with open(path, encoding="utf-8") as file:
            yield from json.load(file)


def engine_of(vector):
    return encart.Engine(
        text(vector["config"]).encode() if "config" in vector else None,
        plugin_paths=[PLUGINS, os.path.join(FOLDER, "plugins")],
        plugins=vector.get("plugins", []))


def document_of(vector):
    if "document_base64" in vector:
        return base64.b64decode(text(vector["document_base64"]))
    return text(vector.get("document"))


def slots_are_those_of(test, result):
    for name in ("head", "before-title", "after-title", "after-lede", "after-body", "aside",
                 "footer"):
        test.assertEqual(result.slot(name), result.report["slots"].get(name, ""))


def run(test, vector):
    """The members that `expect` has."""
    engine, op, options = engine_of(vector), vector["op"], vector.get("options", {})
    if op == "engine":
        return {"diagnostics": engine._native.diagnostics()}
    document = document_of(vector)
    if op == "sanitise":
        return dict(zip(("html", "removed"), engine.sanitise_told(document, **options)))
    if op == "strip":
        return {"html": engine.strip(document)}
    if op == "fill_holes":
        holes = vector["holes"]
        return {"html": encart.fill_holes(document, lambda name, _: holes.get(name))}
    article = engine.load(document, **vector.get("load", {}))
    if op == "article":
        return {"document": article.json_text(), "text": article.text}
    if op == "save":
        return {"saved": article.save()}
    if "answers" in vector:
        options = {**options, "answers": text(vector["answers"])}
    if op == "plan":
        return {"plan": engine.plan_text(article, **options)}
    result = engine.render(article, **options)
    slots_are_those_of(test, result)
    told = {"explain": result.explain} if options.get("explain") else {}
    return {"html": result.html, "report": result.report_text, **told}


def failure(error):
    known = {name: getattr(error, name) for name in ("source", "path", "line", "column")}
    return {"error": {"code": error.code, "status": error.status, "message": error.message,
                      **{name: value for name, value in known.items() if value}}}


class Vectors(unittest.TestCase):
    def test_each_gives_its_bytes(self):
        count = 0
        for vector in vectors():
            count += 1
            expect = {k: v if k == "error" else text(v) for k, v in vector["expect"].items()}
            with self.subTest(vector["name"]):
                try:
                    got = {k: mask(v) for k, v in run(self, vector).items()}
                except encart.Error as error:
                    got = failure(error)
                self.assertEqual(got, expect)
        self.assertGreaterEqual(count, 200)
        print(f"{count} vectors")


if __name__ == "__main__":
    unittest.main()
