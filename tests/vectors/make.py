#!/usr/bin/env python3
"""Writes the vectors anew: make update-vectors, then read git diff tests/vectors.

The cases stand below as compact calls; what they are expected to give is asked of
`encart serve --stdio`. tests/test_vectors.c and the bindings then hold their own results
against it. README.md tells the format.

    make.py ENCART [FOLDER]     the command; where to write, beside this file otherwise
"""
import base64
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from documents import (ARABIC, ARTICLE, ENGLISH, HTML, PAGE,  # noqa: E402
                       PARAGRAPHS, PAYLOADS, RELATED, TEXT)

HERE = os.path.dirname(os.path.abspath(__file__))
BUNDLED = os.path.join(HERE, "..", "..", "plugins")
LISTS = ["lire-aussi", "related"]
DEFAULT = [*LISTS, "footer-controls"]
FIELDS = ("html", "explain", "saved", "text")  # strings of a reply; the rest is JSON
VECTORS = {}


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def add(group, name, op="render", document=None, **more):
    """A vector. plugins, config, load, options, answers, holes as README.md has them."""
    vector = {"name": f"{group}: {name}", "op": op}
    if isinstance(document, bytes):
        vector["document_base64"] = base64.b64encode(document).decode()
    elif document is not None:
        vector["document"] = document if isinstance(document, str) else dump(document)
    for member in ("config", "answers"):
        if member in more and not isinstance(more[member], str):
            more[member] = dump(more[member])
    vector.update(more)
    VECTORS.setdefault(group, []).append(vector)


# ---- the cases ---------------------------------------------------------------------------------

def inputs():
    kinds = {"text": TEXT, "html": HTML, "page": PAGE, "json": ARTICLE, "english": ENGLISH,
             "arabic": ARABIC, "short": "<p>Un.</p>"}
    for kind, document in kinds.items():
        for form in ("fragment", "page") if kind in ("html", "json") else ("fragment",):
            add("inputs", f"{kind}, {form}, no plugins", document=document,
                options={"format": form})
            add("inputs", f"{kind}, {form}, the usual plugins", document=document,
                plugins=DEFAULT, answers={"related": RELATED}, options={"format": form})
    add("inputs", "no title, then words", document="\n\n\nUn seul paragraphe sans titre.\n")
    add("inputs", "text: CRLF", document="Titre\r\n\r\nUn.\r\n\r\nDeux.\r\n")
    add("inputs", "text named html", document="Un & deux", load={"format": "html"})
    add("inputs", "html named text", document="<p>Un</p>", load={"format": "text"})
    add("inputs", "windows-1252", document="<p>L\x92été à 5 \x80</p>".encode("latin-1"))
    add("inputs", "UTF-8 with a mark", document=b"\xef\xbb\xbf<p>\xc3\xa9t\xc3\xa9</p>")
    add("inputs", "UTF-16 with a mark", document="<p>été</p>".encode("utf-16"))
    add("inputs", "broken UTF-8", document=b"<p>\xc3\xa9 \xe2\x82 \xff</p>")
    add("inputs", "page, its body between marks", document=PAGE,
        load={"body_begin": "</h1>", "body_end": "</article>"})
    add("inputs", "page, its body between marks that are not there", document=PAGE,
        load={"body_begin": "<main>", "body_end": "</main>"})
    add("inputs", "page, a mark alone", document=PAGE, load={"body_begin": "</h1>"})
    add("inputs", "body as text", document={"title": "T", "body": {"format": "text",
                                                                 "value": "Un.\n\nDeux <b>."}})
    add("inputs", "members of the host's own", document={**ENGLISH, "mine": {"a": [1]}})
    add("inputs", "null members", document={"title": None, "lang": None, "tags": None,
                                            "body": {"value": "<p>Un.</p>"}})
    add("inputs", "flag no-insert", document={**ARTICLE, "flags": ["no-insert"]},
        plugins=DEFAULT, answers={"related": RELATED})
    add("inputs", "rendered once, rendered again", plugins=DEFAULT, answers={"related": RELATED},
        document='<p>Un.</p><section class="encart encart-related" data-encart="related/cards">'
                 "<h2>Articles similaires</h2></section>")


def plugins():
    for name in sorted(os.listdir(BUNDLED)):
        if not os.path.exists(os.path.join(BUNDLED, name, "manifest.lua")):
            continue
        for document in (ARTICLE, ENGLISH, ARABIC):
            add("plugins", f"{name}, {document['lang']}", document=document, plugins=[name],
                answers={"related": RELATED})
    settings = [
        ("lire-aussi", {"boxes": 2, "count": 2, "label": "À lire"}),
        ("related", {"count": 2, "min": 1, "images": True, "dates": False, "title": "Voir"}),
        ("related", {"same_language": True, "min": 1}),
        ("footer-controls", {"comments": "link", "top": False}),
        ("footer-controls", {"comments": "form", "csrf": True, "consent": False}),
        ("footer-controls", {"comments": "none"}),
        ("reading-time", {"least": 1, "speed": 100}),
        ("tags", {"count": 1, "label": "Mots"}),
        ("tags", {"unlinked": True, "kinds": ["place"]}),
        ("breadcrumbs", {"current": True, "home_name": "Une"}),
        ("author-box", {"unlinked": True, "profile": False}),
        ("newsletter", {"action": "/abonner", "least": 1, "privacy": "/vie-privee"}),
        ("ad-slot", {"slots": 2, "gap": 20}),
        ("prev-next", {"titles": False}),
    ]
    for i, (name, values) in enumerate(settings, 1):
        add("plugins", f"{name}, settings {i}", document=ARTICLE, answers={"related": RELATED},
            config={"plugins": {name: values}})
    own = os.path.join(HERE, "plugins")
    for name in sorted(os.listdir(own)):
        add("plugins", f"{name}, of the tests", document=HTML, plugins=[name])
        add("plugins", f"{name}, of the tests, in English", document=ENGLISH, plugins=[name])
    everything = DEFAULT + ["reading-time", "tags", "breadcrumbs", "author-box", "prev-next",
                            "hollow", "cutter", "broken"]
    for document in (ARTICLE, ENGLISH, ARABIC):
        add("plugins", f"many together, {document['lang']}", document=document,
            plugins=everything, answers={"related": RELATED}, options={"format": "page"})
    add("plugins", "absent", document="<p>Un.</p>", plugins=["absent"])


def options():
    divided = "<p>Un.<br><br>Deux.</p><h4>Trois</h4><p><img src=/a.png><a href=/b></a></p>"
    for name, value in [("paragraphs", True), ("paragraphs", False), ("accessible", True),
                        ("accessible", False), ("heading_base", 1), ("heading_base", 6),
                        ("heading_base", 7), ("profile", "strict"), ("profile", "embeds"),
                        ("profile", "open"), ("repair", "always"), ("repair", "never"),
                        ("lang", "en"), ("lang", "fr-CH"), ("url", "https://example.org/a/b"),
                        ("source", "article.html"), ("site", "autre"), ("max_bytes", 10),
                        ("max_bytes", 100000), ("format", "html"), ("format", "pdf")]:
        add("options", f"load, {name} {value}", document=divided, load={name: value})
    for name, value in [("format", "page"), ("format", "pdf"), ("lang", "en"), ("lang", "ar"),
                        ("lang", "??"), ("site", "autre"), ("now", "2024-06-01T12:00:00+02:00"),
                        ("now", "hier"), ("no_plugins", True), ("explain", "text"),
                        ("explain", "html"), ("overrides", '{"plugins": {"related": false}}'),
                        ("overrides", '{"plugins": {"realted": false}}'),
                        ("overrides", '{"plugins": {"related": {"count": 2}}}'),
                        ("overrides", "{"), ("overrides", "[]"), ("channel", "feed"),
                        ("channel", "amp"), ("channel", "mail"), ("channel", "app"),
                        ("channel", "other")]:
        add("options", f"render, {name} {value}", document=ARTICLE, plugins=LISTS,
            answers={"related": RELATED}, options={name: value})
    sites = {"plugins": {"reading-time": {"least": 1}},
             "sites": {"autre": {"plugins": {"reading-time": False, "tags": {}}}}}
    for site in (None, "autre", "absent"):
        add("options", f"a site's own configuration: {site}", document=ARTICLE, config=sites,
            load={"site": site} if site else {}, options={"site": site} if site else {})
    placement = {"plugins": {"lire-aussi": {"boxes": 3}},
                 "placement": {"min_words": 0, "min_before": 0, "tail_blocks": 0, "box_words": 0}}
    add("options", "placement", document=HTML, config=placement, answers={"related": RELATED})
    add("options", "pins", config=placement, answers={"related": RELATED},
        document=f"<p>{PARAGRAPHS[0]}</p><!--encart:here lire-aussi--><p>{PARAGRAPHS[1]}</p>"
                 "<!--encart:none related-->")
    add("options", "typography", document=ARTICLE, answers={"related": RELATED},
        config={"plugins": {"related": {}}, "typography": {"mode": "all"}})


def answers():
    hostile = [{"url": "javascript:alert(1)", "title": "Un"},
               {"url": "/b", "title": "<script>alert(1)</script>"}, {"url": "/c", "title": "Trois"},
               {"url": '/d"onclick="x', "title": 'Quatre " \' &amp;'}]
    cases = {"none": None, "an empty list": {"related": []}, "five": {"related": RELATED},
             "the same twice": {"related": RELATED[:2] * 3}, "hostile": {"related": hostile},
             "one of another language": {"related": RELATED[4:]}, "no object": [1, 2],
             "a number": 5, "related no list": {"related": "x"}, "items no objects":
             {"related": [1, None, "x"]}, "without url": {"related": [{"title": "Un"}]},
             "no JSON": "{", "empty": "", "unknown service": {"weather": 1}}
    for name, value in cases.items():
        more = {} if value is None else {"answers": value}
        add("answers", name, document=ARTICLE, plugins=LISTS, **more)
        if name in ("five", "hostile", "no JSON"):
            add("answers", f"{name}, to a text", document=TEXT, plugins=LISTS, **more)
    title = "Le tramway fête ses vingt ans"
    add("answers", "a title", document=TEXT, plugins=LISTS,
        answers={"titles": {title: {"url": "/tram", "id": "v3"}}})
    add("answers", "a title's hostile link", document=TEXT, plugins=LISTS,
        answers={"titles": {title: {"url": "javascript:x"}}})
    for kind, document in {"json": ARTICLE, "text": TEXT, "short": "<p>Un.</p>"}.items():
        add("answers", f"plan, {kind}", op="plan", document=document, plugins=LISTS)
    add("answers", "plan, no plugins", op="plan", document=ARTICLE)
    add("answers", "plan, none shall run", op="plan", document=ARTICLE, plugins=LISTS,
        options={"no_plugins": True})


def failures():
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
    for name, document in {"empty": "", "blanks": " \n\t ", "binary": png, "NULs": b"\0\0\0\0",
                           "a PDF": b"%PDF-1.7\n1 0 obj", "only a comment": "<!-- x -->",
                           "only a script": "<script>x()</script>"}.items():
        add("failures", name, document=document)
    for name, document in {
            "no JSON": "{", "JSON: cut": '{"body": {"value": "<p>a', "JSON: a list": "[1]",
            "JSON: no body": "{}", "JSON: body a string": '{"body": "x"}',
            "JSON: body null": '{"body": null}', "JSON: value a number": '{"body": {"value": 1}}',
            "JSON: title a list": '{"title": [], "body": {"value": "<p>a</p>"}}',
            "JSON: author a number": '{"authors": ["a", 5], "body": {"value": "<p>a</p>"}}',
            "JSON: date wrong": '{"published": "hier", "body": {"value": "<p>a</p>"}}',
            "JSON: address wrong": '{"url": "javascript:x", "body": {"value": "<p>a</p>"}}',
            "JSON: member twice": '{"id": "a", "id": "b", "body": {"value": "<p>a</p>"}}',
            "JSON: markdown": '{"body": {"format": "markdown", "value": "# a"}}',
            "JSON: unknown format": '{"body": {"format": "rtf", "value": "a"}}',
            "JSON: overrides wrong": '{"overrides": {"plugins": {"x": 1}}, '
                                     '"body": {"value": "<p>a</p>"}}',
            "JSON: line and path": '{\n "title": "T",\n "tags": [{"name": 5}],\n'
                                   ' "body": {"value": "<p>a</p>"}\n}',
            "JSON: deep": '{"x": ' + "[" * 200 + "]" * 200 + ', "body": {"value": "<p>a</p>"}}',
    }.items():
        add("failures", name, document=document, load={"format": "json"})
    add("failures", "saved: no such thing", document="encart", load={"format": "saved"})
    add("failures", "saved: empty", document="", load={"format": "saved"})
    for name, config in {
            "no JSON": "{", "a list": [1], "unknown member": {"plugns": {}},
            "unknown setting": {"plugins": {"related": {"cuont": 2}}},
            "setting out of range": {"plugins": {"related": {"count": 200}}},
            "setting of another type": {"plugins": {"related": {"count": "two"}}},
            "unknown plugin": {"plugins": {"realted": {}}},
            "policy misspelt": {"sanitise": {"deny": {"elements": ["scirpt"]}}},
            "policy with script": {"sanitise": {"allow": {"elements": ["script"]}}},
            "profile unknown": {"sanitise": {"profile": "open"}},
    }.items():
        add("failures", f"configuration: {name}", op="engine", config=config)


def sanitiser():
    for i, payload in enumerate(PAYLOADS, 1):
        add("sanitise", f"{i}", op="sanitise", document=payload)
    for profile in ("strict", "article", "embeds"):
        add("sanitise", f"profile {profile}", op="sanitise", options={"profile": profile},
            document='<p>un <b>deux</b> <iframe src="https://www.youtube.com/embed/x"></iframe>'
                     '<img src="/a.png" alt="a"></p>')
    for name, value in [("url", "https://example.org/a/"), ("paragraphs", True),
                        ("accessible", True), ("heading_base", 3), ("max_bytes", 5),
                        ("repair", "always"), ("profile", "none")]:
        add("sanitise", f"option {name}", op="sanitise", options={name: value},
            document="<h1>un</h1><p>a<br><br>b <a href=x></a><b><i>c</b></i></p>")
    add("sanitise", "empty", op="sanitise", document="")
    add("sanitise", "bytes of any kind", op="sanitise", document=bytes(range(256)))
    add("sanitise", "a site's own policy", op="sanitise", document="<section><b>a</b></section>",
        config={"sanitise": {"allow": {"elements": ["section"]}, "deny": {"elements": ["b"]}}})


def small_functions():
    boxes = ('<p>un</p><section data-encart="related/cards"><p>x</p></section>'
             '<aside data-encart="author/read-also"><p>Lire aussi</p></aside>'
             '<div data-encart="other/box"><p>deux</p></div>')
    add("functions", "strip: boxes", op="strip", document=boxes, plugins=["related"])
    add("functions", "strip: of plugins that are not there", op="strip", document=boxes)
    add("functions", "strip: nothing", op="strip", document="<p>un</p>")
    add("functions", "strip: empty", op="strip", document="")
    holes = "<p>a<!--encart:hole csrf-->b<!--encart:hole reader eyJsb25nIjp0cnVlfQ-->c</p>"
    for name, values in {"none named": {}, "one": {"csrf": "<b>é</b>"},
                         "both": {"csrf": "1", "reader": "2"}, "empty": {"csrf": ""},
                         "a hole in a hole": {"csrf": "<!--encart:hole csrf-->"},
                         "others": {"absent": "x"}}.items():
        add("functions", f"fill_holes: {name}", op="fill_holes", document=holes, holes=values)
    add("functions", "fill_holes: almost holes", op="fill_holes", holes={"csrf": "x"},
        document="<!--encart:hole csrf--><!-- encart:hole csrf --><!--encart:hole CSRF-->"
                 "<!--encart:hole csrf !!!--><!--encart:hole csrf")
    for kind, document in {"text": TEXT, "html": HTML, "page": PAGE, "json": ARTICLE,
                           "arabic": ARABIC}.items():
        add("functions", f"article, {kind}", op="article", document=document)
        add("functions", f"save, {kind}", op="save", document=document)
        add("saved", kind, document=("saved", document), load={"format": "saved"},
            plugins=LISTS, answers={"related": RELATED})


# ---- asking --------------------------------------------------------------------------------------

class Encart:
    """One process for all."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            [command, "serve", "--stdio", "--plugins-dir", BUNDLED], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)

    def line(self, request):
        self.process.stdin.write(dump(request).encode() + b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().decode()

    def ask(self, request):
        return json.loads(self.line(request))


def raw_members(line):
    """The members of a reply, those that are JSON by their own bytes."""
    decoder, at, members = json.JSONDecoder(), 1, {}
    while line[at] != "}":
        name, at = decoder.raw_decode(line, at + (line[at] == ","))
        value, end = decoder.raw_decode(line, at + 1)
        members[name] = value if name in FIELDS else line[at + 1:end]
        at = end
    return members


def mask(text):
    """Fuel and memory are those of the Lua that is linked: README.md."""
    return re.sub(r'"(fuel|memory)":[0-9]+', r'"\1":0', text)


def expectation(encart, vector):
    engine = raw_members(encart.line({
        "op": "engine", "plugins": vector.get("plugins", []),
        "plugin_paths": [BUNDLED, os.path.join(HERE, "plugins")],
        **({"config": vector["config"]} if "config" in vector else {})}))
    if engine["ok"] != "true":
        return {"error": json.loads(engine["error"])}
    if vector["op"] == "engine":
        return {"diagnostics": engine["diagnostics"]}
    request = {k: v for k, v in vector.items() if k not in ("name", "plugins", "config")}
    number = int(engine["engine"])
    reply = raw_members(encart.line({**request, "engine": number}))
    encart.ask({"op": "free", "engine": number})
    if reply["ok"] != "true":
        return {"error": json.loads(reply["error"])}
    return {k: mask(v) for k, v in reply.items() if k not in ("id", "ok")}


def saved_first(encart, vector):
    """A document that has to be saved before it can be read."""
    if isinstance(vector.get("document"), str) and vector["document"].startswith('["saved",'):
        document = json.loads(vector["document"])[1]
        document = document if isinstance(document, str) else dump(document)
        vector["document"] = encart.ask({"op": "save", "document": document})["saved"]


# ---- writing -------------------------------------------------------------------------------------

def pieces(value):
    """A long string as an array of strings, so that a difference can be read."""
    if isinstance(value, dict):
        return {k: v if k in ("load", "options", "holes") else pieces(v)
                for k, v in value.items()}
    if not isinstance(value, str) or len(value) < 100:
        return value
    parts = re.split(r'(?<=\n)|(?<=>)(?=<(?:p|h[1-6]|section|aside|li|div|label|tr)\b)'
                     r'|(?<=[,\[])(?=\{)|(?<=,)(?="[a-z_]+":)', value)
    lines = [""]
    for part in parts:
        if lines[-1].endswith("\n") or len(lines[-1]) + len(part) > 120:
            lines.append("")
        lines[-1] += part
    return [line for line in lines if line]


def main():
    command = sys.argv[1]
    folder = sys.argv[2] if len(sys.argv) > 2 else HERE
    encart = Encart(command)
    for group in (inputs, plugins, options, answers, failures, sanitiser, small_functions):
        group()
    for group, vectors in VECTORS.items():
        for vector in vectors:
            saved_first(encart, vector)
            vector["expect"] = expectation(encart, vector)
        with open(os.path.join(folder, f"{group}.json"), "w", encoding="utf-8") as out:
            json.dump([pieces(v) for v in vectors], out, ensure_ascii=False, indent=1)
            out.write("\n")
    encart.process.stdin.close()
    encart.process.wait()
    print(f"{sum(map(len, VECTORS.values()))} vectors in {len(VECTORS)} files")


if __name__ == "__main__":
    main()
