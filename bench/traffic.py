"""So many people at once, each with a connection that stays open, who take one case after the other through a house."""

import json
import re
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any

WRONG = 400
LENGTH = re.compile(r"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Refused(Exception):
    """The house has answered, and not as a case goes."""


class Line:
    """One connection. Spelt out by hand: the library's own client costs more than some of the houses.

    ``times`` are those of its requests, in seconds.
    """

    def __init__(self, port: int) -> None:
        self.times: list[float] = []
        self._open = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._open.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def say(self, method: str, path: str, body: bytes = b"", headers: str = "") -> Answer:
        """``headers`` with a line break after each. Raises Refused."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        before = perf_counter()
        self._open.sendall(head.encode() + body)
        answer = self._heard()
        self.times.append(perf_counter() - before)
        if answer.status >= WRONG:
            raise Refused(f"{method} {path}: {answer.status} {answer.body[:300].decode(errors='replace')}")
        return answer

    def close(self) -> None:
        self._open.close()

    def _heard(self) -> Answer:
        read = b""
        while (end := read.find(b"\r\n\r\n")) < 0:
            read += self._more()
        head = read[:end].decode("latin-1")
        found = LENGTH.search(head)
        if found is None:
            raise Refused("an answer of unknown length")
        length = int(found[1])
        body = read[end + 4 :]
        while len(body) < length:
            body += self._more()
        return Answer(int(head[9:12]), head, body)

    def _more(self) -> bytes:
        got = self._open.recv(65536)
        if not got:
            raise Refused("the house has closed the connection")
        return got


@dataclass(frozen=True)
class House:
    """A house that is open on ``port``, and how a case goes in it. ``token`` by the name of a person."""

    name: str
    port: int
    walk: Callable[[Line, Mapping[str, str], str], None]
    tokens: Mapping[str, str]


@dataclass(frozen=True)
class Run:
    """``times`` are seconds a request."""

    cases: float
    times: tuple[float, ...]

    @property
    def p50(self) -> float:
        return median(self.times) * 1000

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1] * 1000


def run(house: House, connections: int, seconds: float) -> Run:
    """Cases a second, counting those that were at their end in time and, in part, those under way.

    A connection stays open for one case: those that stay open for good fall to the processes of a house by chance, and one
    process may have them all.
    """
    done, failed = [0.0] * connections, []
    times: list[float] = []
    begun = perf_counter()

    def work(number: int) -> None:
        try:
            while perf_counter() - begun < seconds:
                line = Line(house.port)
                house.walk(line, house.tokens, f"{begun}-{number}-{done[number]}")
                line.close()
                times.extend(line.times)
                done[number] += 1
        except Exception as broken:  # noqa: BLE001 -- said by whoever waits
            failed.append(broken)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = perf_counter() - begun
    if failed:
        raise failed[0]
    return Run(sum(done) / took, tuple(times))
