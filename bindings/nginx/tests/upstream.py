#!/usr/bin/env python3
"""A server behind nginx that answers as a real one may: upstream.py SOCKET PAGE.

The path says how PAGE is served; see CASES. It answers until it is killed.
"""
import gzip
import socket
import socketserver
import sys
import time

PAGE = open(sys.argv[2], "rb").read()
HTML = "Content-Type: text/html; charset=utf-8\r\n"


def whole(headers=HTML, body=PAGE, status="200 OK"):
    return (f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n").encode() + body


def chunked():
    out = f"HTTP/1.1 200 OK\r\n{HTML}Transfer-Encoding: chunked\r\n\r\n".encode()
    for at in range(0, len(PAGE), 7):
        part = PAGE[at:at + 7]
        out += b"%x\r\n%s\r\n" % (len(part), part)
    return out + b"0\r\n\r\n"


CASES = {
    "/whole": lambda: whole(),
    "/chunked": chunked,
    "/close": lambda: f"HTTP/1.0 200 OK\r\n{HTML}\r\n".encode() + PAGE,
    "/gzip": lambda: whole(HTML + "Content-Encoding: gzip\r\n", gzip.compress(PAGE, mtime=0)),
    "/no-transform": lambda: whole(HTML + "Cache-Control: no-transform, max-age=9\r\n"),
    "/cached": lambda: whole(HTML + "Cache-Control: private, max-age=9\r\nVary: Cookie\r\n"
                             "Expires: Thu, 01 Jan 2099 00:00:00 GMT\r\n"
                             'ETag: "old"\r\nDigest: md5=x\r\nAccept-Ranges: bytes\r\n'
                             "Last-Modified: Thu, 02 May 2024 10:00:00 GMT\r\n"),
    "/latin1": lambda: whole("Content-Type: text/html; charset=iso-8859-1\r\n"),
    "/already": lambda: whole(HTML + "X-Encart: rendered\r\n"),
    "/partial": lambda: whole(HTML + "Content-Range: bytes 0-9/999\r\n", PAGE[:10],
                              "206 Partial Content"),
    "/missing": lambda: whole(status="404 Not Found"),
    "/empty": lambda: whole(body=b""),
    "/cut": lambda: whole()[:-20],
    "/large": lambda: (f"HTTP/1.0 200 OK\r\n{HTML}\r\n".encode() + PAGE +
                       b"<p>0123456789</p>\n" * 200000),
}


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        reply = CASES[path]()
        for at in range(0, len(reply), 65536):
            self.wfile.write(reply[at:at + 65536])
        if path == "/chunked":
            self.wfile.flush()
            time.sleep(0.01)


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64


socket.setdefaulttimeout(20)
Server(sys.argv[1], Handler).serve_forever()
