"""The world outside: a mail server and a server for webhooks that write down every id, take their time, and refuse some."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from time import sleep
from typing import Any, Final

HERE: Final = "127.0.0.1"
HOLDS: Final = 0.02
"""Seconds that a receiver takes for a message: time enough for two senders to meet."""
REFUSES: Final = 0.1
"""So many of all messages, the first time or again."""


@dataclass
class World:
    """``tried``: how often each message came in. ``taken`` are those that we said yes to."""

    smtp_url: str = ""
    hook_url: str = ""
    tried: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    _chance: random.Random = field(default_factory=random.Random)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self, message: str) -> bool:
        with self._lock:
            self.tried[message] += 1
            refused = self._chance.random() < REFUSES
        sleep(HOLDS)
        if not refused:
            with self._lock:
                self.taken[message] += 1
        return not refused


@contextmanager
def world(seed: str) -> Iterator[World]:
    there = World()
    there._chance = random.Random(f"{seed}-world")

    class Letterbox(_Letterbox):
        outside = there

    class Hook(_Hook):
        outside = there

    servers = [_Letters((HERE, 0), Letterbox), ThreadingHTTPServer((HERE, 0), Hook)]
    for one in servers:
        one.daemon_threads = True
        threading.Thread(target=one.serve_forever, daemon=True).start()
    there.smtp_url = f"smtp://{HERE}:{servers[0].server_address[1]}"
    there.hook_url = f"http://{HERE}:{servers[1].server_address[1]}"
    yield there
    for one in servers:
        one.shutdown()
        one.server_close()


class _Letters(ThreadingTCPServer):
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """Whoever was killed in the middle of a word has said nothing."""


class _Letterbox(StreamRequestHandler):
    outside: World

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                return
            self.take() if word == b"DATA" else self.say("250 fine")

    def take(self) -> None:
        self.say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line)
        message = message_from_bytes(b"".join(lines))["Message-ID"].strip("<>").partition("@")[0]
        self.say("250 taken" if self.outside.takes(message) else "451 later")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Hook(BaseHTTPRequestHandler):
    outside: World

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204 if self.outside.takes(self.headers["webhook-id"]) else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""
