"""People and programs who come to the house while it burns, and write down what they were told.

What each of them does is drawn from the seed; when it happens is the machine's own affair. Whoever gets no answer asks
again under the same key, until there is one.
"""

import http.client
import json
import random
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any, Final
from urllib.parse import urlencode

from tests.chaos.story import GROUPS, LINK, PASSWORD, PROCESS, Stage

CUT: Final = 0.12
"""So many requests hang up before they hear the answer."""
WRONG: Final = 500
FINE: Final = 200
OURS: Final = 400
AGAIN: Final = 0.05
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Decided:
    """Somebody was told that it is done."""

    key: str
    who: str
    task: str
    case: str
    move: str


@dataclass
class Ledger:
    """What was acknowledged, from the outside. ``submitted``: the mark of a request to every id that was told for it.

    ``sent`` are the marks of everything that was asked for, acknowledged or not; ``failed`` what no house should say.
    """

    submitted: dict[str, set[str]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    decided: list[Decided] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    heard: int = 0
    refused: int = 0
    cut: int = 0
    silent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    cookies: str = ""

    @property
    def said(self) -> Any:
        return json.loads(self.body)


class Client(threading.Thread):
    """One connection at a time, one thing after the other, until it is ``enough``."""

    def __init__(self, number: int, stage: Stage, port: int, ledger: Ledger, seed: str) -> None:
        super().__init__(daemon=True)
        self.number, self.stage, self.port, self.ledger = number, stage, port, ledger
        self.enough = threading.Event()
        self.chance = random.Random(f"{seed}-client-{number}")
        self.counted = 0
        self.cookie = ""
        self.broken: BaseException | None = None

    def run(self) -> None:
        acts = [self.submit, self.by_link, self.decide, self.double, self.race, self.comment, self.with_file]
        weights = [22, 10, 40, 8, 10, 6, 4]
        try:
            while not self.enough.is_set():
                self.chance.choices(acts, weights)[0]()
        except BaseException as broken:  # noqa: BLE001 -- said by whoever waits for us
            self.broken = broken

    def submit(self) -> None:
        self._submit(f"/api/v1/processes/{PROCESS}/cases", self._token(self._anybody()), {})

    def by_link(self) -> None:
        name = f"client{self.chance.randrange(20)}"
        who = {"client_name": name, "client_email": f"{name}@client.example"}
        self._submit(f"/api/v1/links/{LINK}/cases", {}, who)

    def with_file(self) -> None:
        bearer, key = self._token(self._anybody()), self._key("file")
        text = f"The paper {key}, of which there is one.\n".encode()
        told = {**bearer, "Idempotency-Key": key, "Content-Type": "application/octet-stream"}
        kept = self._insist("POST", "/api/v1/files?name=paper.txt", text, told)
        if kept and kept.status < OURS:
            self._submit(f"/api/v1/processes/{PROCESS}/cases", bearer, {"papers": [kept.said]})

    def decide(self) -> None:
        who = self._anybody()
        if task := self._task(who):
            self._take([(who, task, self._move(task), self._key("decide"))])

    def double(self) -> None:
        """The same person presses twice, and each press is a decision of its own."""
        who = self._anybody()
        if task := self._task(who):
            move = self._move(task)
            self._take([(who, task, move, self._key("double")), (who, task, move, self._key("double"))])

    def race(self) -> None:
        """Two of a pool, or of a board, at the same moment."""
        first, second = self.chance.sample(GROUPS[self.chance.choice(("leads", "board"))], 2)
        mine = self._task(first)
        theirs = self._task(second, mine["case"]) if mine else None
        if mine and theirs:
            self._take(
                [
                    (first, mine, self._move(mine), self._key("race")),
                    (second, theirs, self._move(theirs), self._key("race")),
                ]
            )

    def comment(self) -> None:
        task = self._task(self._anybody())
        if task is None or not self._signed_in():
            return
        page, text = f"/requests/{task['case']}", self._key("comment")
        seen = self._insist("GET", page, b"", {"Cookie": self.cookie})
        token = re.search(rb'name="csrf_token" value="([^"]+)"', seen.body) if seen else None
        if seen and token:
            self.cookie = seen.cookies or self.cookie
            said = urlencode({"csrf_token": token[1].decode(), "text": text}).encode()
            told = self._ask("POST", f"{page}/comments", said, {"Cookie": self.cookie, "Content-Type": FORM})
            if told and told.status == http.client.SEE_OTHER:
                with self.ledger.lock:
                    self.ledger.comments.append((task["case"], text))

    def _submit(self, path: str, headers: Mapping[str, str], answers: Mapping[str, Any]) -> None:
        mark = self._key("mark")
        with self.ledger.lock:
            self.ledger.sent.add(mark)
        body = json.dumps({"answers": {"mark": mark, **answers}}).encode()
        told = {**headers, "Idempotency-Key": mark, "Content-Type": "application/json"}
        for _ in range(self.chance.choice((1, 1, 1, 2))):  # one of four asks again although it has been answered
            kept = self._insist("POST", path, body, told)
            if kept and kept.status < OURS:
                with self.ledger.lock:
                    self.ledger.submitted.setdefault(mark, set()).add(kept.said["id"])

    def _take(self, asked: list[tuple[str, Any, str, str]]) -> None:
        """All at once: nobody hears an answer before everybody has spoken."""
        calls = []
        for who, task, move, key in asked:
            body = json.dumps({"answers": {"price": 5} if task["writable"] else {}}).encode()
            told = {**self._token(who), "Idempotency-Key": key, "Content-Type": "application/json"}
            calls.append(("POST", f"/api/v1/tasks/{task['id']}/moves/{move}", body, told))
        opened = [self._speak(*call) for call in calls]
        for call, line, (who, task, move, key) in zip(calls, opened, asked, strict=True):
            heard = self._hear(line) or self._insist(*call)
            if heard and heard.status == FINE:
                with self.ledger.lock:
                    self.ledger.decided.append(Decided(key, who, task["id"], task["case"], move))
            elif heard:
                with self.ledger.lock:
                    self.ledger.refused += 1

    def _task(self, who: str, case: str = "") -> Any:
        heard = self._insist("GET", "/api/v1/tasks", b"", self._token(who))
        there = heard.said["tasks"] if heard and heard.status == FINE else []
        there = [one for one in there if case in ("", one["case"])]
        return self.chance.choice(there) if there else None

    def _move(self, task: Any) -> str:
        keys = [move["key"] for move in task["moves"] if move["key"] != "expire"]
        return self.chance.choices(keys, [1 if key == "back" else 5 for key in keys])[0]

    def _signed_in(self) -> bool:
        if not self.cookie:
            page = self._ask("GET", "/signin", b"", {})
            token = re.search(rb'name="csrf_token" value="([^"]+)"', page.body) if page else None
            if page and token:
                who = {
                    "email": f"{self._anybody()}@team.example",
                    "password": PASSWORD,
                    "csrf_token": token[1].decode(),
                }
                told = self._ask(
                    "POST", "/signin", urlencode(who).encode(), {"Cookie": page.cookies, "Content-Type": FORM}
                )
                self.cookie = told.cookies if told and told.status == http.client.FOUND else ""
        return bool(self.cookie)

    def _insist(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer | None:
        """Until there is an answer, or the house has long had time to give one."""
        patience = monotonic() + 30
        while monotonic() < patience:
            if self.chance.random() < CUT and method != "GET":
                self._hang_up(self._speak(method, path, body, headers))
            elif heard := self._ask(method, path, body, headers):
                return heard
            sleep(AGAIN)
        return None

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer | None:
        return self._hear(self._speak(method, path, body, headers))

    def _speak(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> http.client.HTTPConnection:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        with suppress(OSError, http.client.HTTPException):
            line.request(method, path, body, dict(headers))
        return line

    def _hear(self, line: http.client.HTTPConnection) -> Answer | None:
        """None where there is no answer: whoever asked cannot know what has become of it."""
        try:
            if line.sock is None:  # nobody has opened
                raise ConnectionError
            heard = line.getresponse()
            cookies = "; ".join(one.partition(";")[0] for one in heard.headers.get_all("Set-Cookie", []))
            answer = Answer(heard.status, heard.read(), cookies)
        except (OSError, http.client.HTTPException):
            with self.ledger.lock:
                self.ledger.silent += 1
            return None
        finally:
            line.close()
        with self.ledger.lock:
            self.ledger.heard += 1
        if answer.status >= WRONG:
            with self.ledger.lock:
                self.ledger.failed.append(f"{answer.status} {answer.body[:200]!r}")
            return None
        return answer

    def _hang_up(self, line: http.client.HTTPConnection) -> None:
        sleep(self.chance.random() * 0.03)
        line.close()
        with self.ledger.lock:
            self.ledger.cut += 1

    def _anybody(self) -> str:
        return self.chance.choice(GROUPS[self.chance.choice(("leads", "board"))])

    def _token(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.stage.tokens[who]}"}

    def _key(self, what: str) -> str:
        self.counted += 1
        return f"{what}-{self.number}-{self.counted}"
