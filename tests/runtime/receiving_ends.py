"""Real receivers, started by a test on this machine: a mail server, and a server for webhooks and chats."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

HERE = "127.0.0.1"


@dataclass(frozen=True)
class Heard:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class Hook:
    """Answers with ``status`` (and ``answer``, ``extra`` headers); ``delay`` is waited for before that."""

    port: int = 0
    status: int = 200
    answer: bytes = b"{}"
    extra: dict[str, str] = field(default_factory=dict)
    delay: threading.Event | None = None
    heard: list[Heard] = field(default_factory=list)
    connects: int = 0
    choose: Callable[[Heard], int] | None = None

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}"


@contextmanager
def hook() -> Iterator[Hook]:
    """A server for webhooks and chats, for as long as the block lasts."""
    told = Hook()

    class Listener(BaseHTTPRequestHandler):
        def setup(self) -> None:
            told.connects += 1
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard = Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            told.heard.append(heard)
            if told.delay:
                told.delay.wait(30)
            self.send_response(told.choose(heard) if told.choose else told.status)
            for name, value in {**told.extra, "Content-Length": str(len(told.answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.answer)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer((HERE, 0), Listener)
    server.daemon_threads = True
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        if told.delay:
            told.delay.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Post:
    """``refuse`` is the answer to every recipient, instead of taking the letter; ``letters`` are those that were taken.

    ``connects`` counts who came; with ``slams`` the line is cut after the letter, before a word is said.
    """

    url: str = ""
    refuse: str = ""
    slams: bool = False
    letters: list[EmailMessage] = field(default_factory=list)
    connects: int = 0


@contextmanager
def post_office() -> Iterator[Post]:
    """A mail server, for as long as the block lasts."""
    post = Post()

    class Counter(_Counter):
        counted = post

    with ThreadingTCPServer((HERE, 0), Counter) as server:
        server.daemon_threads = True
        post.url = f"smtp://{HERE}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield post
        server.shutdown()
        thread.join()


class _Counter(StreamRequestHandler):
    """Where letters are handed in."""

    counted: Post

    def handle(self) -> None:
        self.counted.connects += 1
        self.say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT" or (word == b"DATA" and not self.take()):
                return
            if word != b"DATA":
                self.say(self.counted.refuse if word == b"RCPT" and self.counted.refuse else "250 fine")

    def take(self) -> bool:
        self.say("354 go on")
        lines = (line.replace(b"\r\n", b"\n") for line in iter(self.rfile.readline, b".\r\n"))
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.counted.letters.append(letter)
        if not self.counted.slams:
            self.say("250 taken")
        return not self.counted.slams

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
