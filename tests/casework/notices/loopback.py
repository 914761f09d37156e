"""Receivers on the loopback: one takes webhooks, one takes mail. Both keep what they were given."""

import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Taken(list):
    """What came in; ``status`` is what the next callers are answered."""

    status = 200


@contextmanager
def web():
    taken = Taken()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            taken.append((self.path, dict(self.headers), body))
            self.send_response(taken.status)
            if 300 <= taken.status < 400:
                self.send_header("location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with _running(server):
        yield f"http://127.0.0.1:{server.server_port}/hook", taken


@contextmanager
def mail():
    taken = Taken()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.say(220, "loopback")
            data = None
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                if data is not None:
                    if line == ".":
                        taken.append("\n".join(data))
                        data = None
                        self.say(250, "taken")
                    else:
                        data.append(line)
                elif line.upper() == "DATA":
                    if taken.status == 200:
                        data = []
                        self.say(354, "go on")
                    else:
                        self.say(451, "not now")
                elif line.upper() == "QUIT":
                    self.say(221, "bye")
                    return
                else:
                    self.say(250, "ok")

        def say(self, code, text):
            self.wfile.write(f"{code} {text}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with _running(server):
        yield f"smtp+plain://127.0.0.1:{server.server_address[1]}", taken


@contextmanager
def _running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
