#!/usr/bin/env python3
"""The pages of WordPress with nginx and without: wordpress.py DIR ENCART.

In DIR: addresses.json, the sockets `nginx` and `origin`, site.db, encart.json, logs/site.log.
What is expected comes from `encart serve`: the page's own metadata, and the article between the
theme's markers, rendered with the same collection. Writes a line for each check.
"""
import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse

DIR, ENCART = sys.argv[1:]
BEGIN = b'<div class="entry-content">'
END = b"</div><!-- .entry-content -->"
LOSSY = {"secret": "a form for its password", "formulaire": "a form of its own"}


def check(sentence, holds, more=""):
    print(f"ok: {sentence}" if holds else f"FAILED: {sentence} {more}"[:2000], flush=True)


class Reply:
    """What a server says to one request."""

    def __init__(self, server, path, headers=None, method="GET", body=None):
        connection = http.client.HTTPConnection("journal.example", timeout=60)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(os.path.join(DIR, server))
        connection.request(method, path, body, headers or {})
        reply = connection.getresponse()
        self.status, self.body, self.header = reply.status, reply.read(), reply.getheader
        self.cookies = [v.split(";")[0] for k, v in reply.getheaders()
                        if k.lower() == "set-cookie"]
        connection.close()


class Serve:
    """`encart serve`, asked line by line."""

    def __init__(self):
        command = [ENCART, "serve", "--stdio", "--collection", f"{DIR}/site.db", "--config",
                   f"{DIR}/encart.json"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        assert reply["ok"], reply
        return reply


def logged():
    with open(f"{DIR}/logs/site.log", encoding="utf-8") as log:
        return [line.split() for line in log]


def status_of(path, before):
    """What the log says of a request, and of its boxes."""
    for _ in range(100):
        lines = logged()
        if len(lines) > before:
            assert lines[-1][1] == path.split("?")[0], (lines[-1], path)
            return lines[-1][3], lines[-1][4]
        time.sleep(0.05)
    return "nothing", "0"


def get(path, **more):
    before = len(logged())
    reply = Reply("nginx", path, **more)
    reply.told, reply.boxes = status_of(path, before)
    return reply


def divide(page):
    """Before the article, the article, after it; None where the theme has not one."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        return None
    begin = page.index(BEGIN) + len(BEGIN)
    return page[:begin], page[begin:page.index(END)], page[page.index(END):]


def document(serve, page):
    """The article document of a page: what the page tells of it, and the article."""
    doc = serve.ask(op="article", document=page.decode(), load={"format": "page"})["document"]
    doc.pop("load", None)
    doc["body"] = {"format": "html", "value": divide(page)[1].decode()}
    return doc


def visit(serve, name, path, page):
    """One post: the article as Encart renders it, all else as WordPress wrote it."""
    before, _, after = divide(page)
    want = serve.ask(op="render", document=document(serve, page))
    placed = [box for box in want["report"]["boxes"] if box["placed"]]
    reply = get(path)
    check(f"{name}: rendered", reply.told == "rendered", reply.told)
    check(f"{name}: before and after the article not a byte is another",
          reply.body.startswith(before) and reply.body.endswith(after))
    got = reply.body[len(before):len(reply.body) - len(after)]
    check(f"{name}: the article is what the library renders", got == want["html"].encode(),
          f"{got[:300]} … {want['html'][:300]}")
    names = [box["box"] for box in placed]
    check(f"{name}: the report's {len(names)} boxes are there: {' '.join(names)}",
          all(got.count(f'data-encart="{n}"'.encode()) == names.count(n) for n in names)
          and reply.boxes == str(len(names)))
    check(f"{name}: the length is right", reply.header("Content-Length") == str(len(reply.body)))
    etag = reply.header("ETag")
    known = get(path, headers={"If-None-Match": etag})
    check(f"{name}: who has it gets 304", known.status == 304 and not known.body
          and known.told == "not-modified" and known.header("ETag") == etag)
    packed = get(path, headers={"Accept-Encoding": "gzip"})
    check(f"{name}: nginx compresses it", packed.header("Content-Encoding") == "gzip"
          and gzip.decompress(packed.body) == reply.body)
    return names


def visit_all(serve, posts):
    pages = {}
    for post in posts:
        address = urllib.parse.urlsplit(post["url"])
        path = address.path + ("?" + address.query if address.query else "")
        pages[path] = post["name"], Reply("origin", path).body
    whole = {p: v for p, v in pages.items() if divide(v[1])}
    for _, page in whole.values():
        serve.ask(op="put", document=document(serve, page))
    seen = [visit(serve, name, path, page) for path, (name, page) in whole.items()
            if name not in LOSSY]
    placed = [name for names in seen for name in names]
    for path, (name, _) in whole.items():
        if name in LOSSY:
            untouched(path, "lossy", f"{name}, {LOSSY[name]}: ")
    check(f"all {len(pages)} posts and pages were visited, {len(seen)} are rendered",
          len(whole) == len(pages) and len(seen) == len(pages) - len(LOSSY) > 10)
    check(f"they have {len(placed)} boxes", placed.count("lire-aussi/links") > 5)
    return whole


def untouched(path, told, name=""):
    reply, origin = get(path), Reply("origin", path)
    check(f"{name}{path} stays as it is: {told}", reply.body == origin.body and reply.told == told
          and reply.status == origin.status and not reply.header("X-Encart")
          and reply.header("Content-Type") == origin.header("Content-Type"), reply.told)


def visit_others(path):
    """What is no article."""
    for other, told in (("/?feed=rss2", "type"), ("/?feed=atom", "type"), ("/", "markers"),
                        ("/?rest_route=/wp/v2/posts", "type"), ("/wp-login.php", "markers"),
                        ("/?p=99999", "status"), ("/wp-admin/", "status"),
                        ("/wp-includes/css/dashicons.min.css", "type")):
        untouched(other, told)
    raw = get("/as-it-comes" + path, headers={"Accept-Encoding": "gzip"})
    check("what comes compressed stays as it is", raw.told == "encoding"
          and raw.header("Content-Encoding") == "gzip"
          and b"data-encart" not in gzip.decompress(raw.body), raw.told)


def comment(page, path):
    """The theme's own form, through nginx."""
    number = re.search(rb"name='comment_post_ID' value='(\d+)'", page).group(1).decode()
    form = urllib.parse.urlencode({"comment": "Vu par nginx.", "author": "Aline",
                                   "email": "aline@journal.example", "comment_post_ID": number})
    reply = get("/wp-comments-post.php", method="POST", body=form,
                headers={"Content-Type": "application/x-www-form-urlencoded"})
    check("a comment is posted", reply.status == 302 and reply.told == "method", reply.told)
    check("and stands on the page", b"Vu par nginx." in get(path).body)


def administer():
    form = urllib.parse.urlencode({"log": "redaction", "pwd": "secret", "testcookie": "1"})
    reply = get("/wp-login.php", method="POST", body=form, headers={
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "wordpress_test_cookie=WP%20Cookie%20check"})
    cookies = "; ".join(reply.cookies)
    for path in ("/wp-admin/index.php", "/wp-admin/edit.php", "/wp-admin/options-general.php"):
        page = get(path, headers={"Cookie": cookies})
        check(f"{path} is the administration's and stays so", page.status == 200
              and b'id="wpadminbar"' in page.body and b"data-encart" not in page.body
              and not page.header("X-Encart"), f"{page.status} {page.told}")


def main():
    with open(f"{DIR}/addresses.json", encoding="utf-8") as file:
        posts = json.load(file)
    serve = Serve()
    whole = visit_all(serve, posts)
    path, (_, page) = next((p, v) for p, v in whole.items() if v[0] == "bus")
    visit_others(path)
    comment(page, path)
    administer()
    print("all pages seen")


main()
