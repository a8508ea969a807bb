#!/usr/bin/env python3
"""An HTTP server on loopback that serves the files of a folder, and misbehaves as its addresses ask it to.

    fault_server.py FOLDER [SECONDS]

Prints {"port": n, "other": m} when it listens on both; a redirect leads from one to the other. It ends when its
standard input does, and at the latest after SECONDS (120).

The first part of a path names the faults, joined by `_`: `half1_norange`. The file is FOLDER/NAME/FILE for the paths
    /FAULTS/NAME/resolve/REVISION/FILE              a file of a repository, as the Hub has it
    /api/models/FAULTS/NAME/revision/REVISION       its listing
    /raw/FAULTS/NAME/FILE                           a file at a plain address
    /simple/NAME/                                   the page of a package whose wheel is FOLDER/NAME/NAME.whl, version 1;
                                                    NAME-html has it as HTML, NAME-bare as HTML without a hash
    /log                                            all requests so far, as JSON
"""
import hashlib
import json
import pathlib
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER = pathlib.Path(sys.argv[1])
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 120
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PORTS = {}
LOG = []
COUNTS = Counter()
LOCK = threading.Lock()
BLOCK = 1 << 14


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.close_connection = True
        parts = self.path.split("?")[0].strip("/").replace("%2F", "/").split("/")
        with LOCK:
            number = COUNTS[self.path] = COUNTS[self.path] + 1
            if parts != ["log"]:
                LOG.append({"path": self.path, "host": self.headers["Host"], "range": self.headers["Range"],
                            "if_range": self.headers["If-Range"], "if_none_match": self.headers["If-None-Match"],
                            "authorization": self.headers["Authorization"]})
        try:
            if parts == ["log"]:
                return self.send(200, json.dumps(LOG).encode())
            if parts[0] == "simple":
                return self.index(*(parts[1].split("-") + [""])[:2])
            if parts[:2] == ["api", "models"]:
                return self.listing(set(parts[2].split("_")), parts[3])
            if parts[0] == "raw":
                return self.file(set(parts[1].split("_")), parts[2], "/".join(parts[3:]), number)
            if "resolve" in parts:
                at = parts.index("resolve")
                return self.file(set(parts[0].split("_")), parts[at - 1], parts[-1], number)
            self.send(404, b"no such path")
        except (BrokenPipeError, ConnectionResetError):
            pass

    def send(self, status, body=b"", fields=()):
        self.send_response(status)
        names = [name for name, _ in fields]
        if "Content-Length" not in names:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def index(self, name, kind):
        wheel = (FOLDER / name / f"{name}.whl").read_bytes()
        url = f"../../raw/ok/{name}/{name}.whl"
        sha256 = hashlib.sha256(wheel).hexdigest()
        full = f"{name}_{kind}" if kind else name
        names = [f"{full}-{version}-py3-none-any.whl" for version in ("0.9", "1")]
        if kind:
            fragment = "" if kind == "bare" else f"#sha256={sha256}"
            rows = "".join(f'<a data-x="1 &lt; 2" href="{url}?a=1&amp;b=2{fragment}">{n}</a><br/>\n' for n in names)
            page = f"<!DOCTYPE html><html><body><h1>Links</h1>{rows}</body></html>"
            return self.send(200, page.encode(), [("Content-Type", "text/html")])
        files = [{"filename": n, "url": url, "size": len(wheel), "hashes": {"sha256": sha256}} for n in names]
        self.send(200, json.dumps({"meta": {"api-version": "1.1"}, "name": name, "files": files}).encode(),
                  [("Content-Type", "application/vnd.pypi.simple.v1+json")])

    def listing(self, faults, name):
        folder = FOLDER / name
        if "nolist" in faults or not folder.is_dir():
            fields = [] if "nolist" in faults else [("X-Error-Code", "RepoNotFound")]
            return self.send(404, b"{}", fields)
        if "oddlist" in faults:
            return self.send(200, b'{"siblings": "all"}')
        names = sorted(p.name for p in folder.iterdir())
        if "hostile" in faults:
            names += ["../tokenizer.json", "/etc/x.tiktoken", "..", "a/../../merges.txt", "\u0000.tiktoken"]
        body = {"sha": COMMIT, "tags": ["license:apache-2.0"], "siblings": [{"rfilename": n} for n in names]}
        self.send(200, json.dumps(body).encode())

    def file(self, faults, name, file, number):
        path = FOLDER / name / file
        for status in (401, 403, 404):
            if str(status) in faults:
                return self.send(status, b"<html>no</html>")
        if not path.is_file():
            return self.send(404, b"<html>no such file</html>", [("X-Error-Code", "EntryNotFound")])
        if "429" in faults and number <= 2:
            return self.send(429, b"slower", [("Retry-After", "1")])
        if "429long" in faults:
            return self.send(429, b"slower", [("Retry-After", "3600")])
        if "500" in faults and number <= 2 or "500always" in faults:
            return self.send(500, b"broken")
        if "drop" in faults and number <= 2:
            return
        if "loop" in faults:
            return self.send(302, b"", [("Location", self.path)])
        if "filescheme" in faults:
            return self.send(302, b"", [("Location", "file:///etc/hostname")])
        data = path.read_bytes()
        linked = [("X-Repo-Commit", COMMIT), ("X-Linked-Size", str(len(data))),
                  ("X-Linked-ETag", '"%s"' % hashlib.sha256(data).hexdigest())]
        if "redirect" in faults:
            rest = "_".join(sorted(faults - {"redirect"})) or "ok"
            target = f"http://localhost:{PORTS['other']}/raw/{rest}/{name}/{file}"
            return self.send(302, b"moved", [("Location", target)] + linked)
        if "wrong" in faults:
            data = bytes(b ^ 1 if 0x61 <= b <= 0x7A else b for b in data)
        if "page" in faults:
            return self.send(200, b"<!DOCTYPE html><html>Sign in</html>")
        if "416always" in faults:
            return self.send(416, b"", [("Content-Range", "bytes */5")])
        if "endless" in faults:
            return self.endless()
        self.contents(faults, data, number)

    def endless(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(4096):
            self.wfile.write(b"x" * BLOCK)

    def contents(self, faults, data, number):
        tag = '"%s"' % hashlib.sha1(data).hexdigest()
        fields = [] if "notag" in faults else [("ETag", tag)]
        if self.headers["If-None-Match"] == tag and fields:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.send_header("Connection", "close")
            self.end_headers()
            return
        start = 0
        wanted = self.headers["Range"]
        if wanted and "norange" not in faults and self.headers["If-Range"] in (None, tag):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(data) or "416" in faults:
                return self.send(416, b"", [("Content-Range", f"bytes */{len(data)}")])
            fields.append(("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}"))
        body = data[start:]
        status = 206 if start else 200
        length, sent = len(body), body
        if "half" in faults or "half1" in faults and number == 1 or "stall" in faults and number == 1:
            sent = body[: len(body) // 2 if len(body) > BLOCK else len(body)]
        if "longlie" in faults:
            length += 1000
        if "shortlie" in faults:
            length = (length + 1) // 2
            sent = body[:length]
            if start:
                fields[-1] = ("Content-Range", f"bytes {start}-{start + length - 1}/{start + length}")
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()
        for at in range(0, len(sent), BLOCK):
            self.wfile.write(sent[at: at + BLOCK])
            self.wfile.flush()
            if "throttle" in faults:
                time.sleep(0.05)
        if "stall" in faults and number == 1:
            time.sleep(20)


def wait_for_the_end():
    sys.stdin.read()
    done.set()


done = threading.Event()
servers = {}
for key in ("port", "other"):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    PORTS[key] = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps(PORTS), flush=True)
threading.Thread(target=wait_for_the_end, daemon=True).start()
done.wait(SECONDS)
