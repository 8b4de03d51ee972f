"""Jira and Trello as their documentation has them, each a real server on this machine, with faults where a test wants them."""

import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.runtime.receiving_ends import HERE

OURS, OTHERS = "acc-formloom", "acc-mia"
STATUSES = {
    "1": "To Do",
    "2": "In Progress",
    "3": "In Review",
    "4": "Done",
    "5": "Waiting",
    "6": "Won't Do",
    "7": "Blocked",
}
FIRST = "1"
ENDS = frozenset({"4", "6"})
ANSWER = tuple[int, Any]
GONE = {"errorMessages": ["Issue does not exist or you do not have permission to see it."], "errors": {}}
FAULTS = ("cut before", "cut after", "busy", "broken")


@dataclass
class Item:
    """An issue or card."""

    id: str
    name: str
    status: str
    at: datetime
    made: datetime
    said: dict[str, Any]
    remarks: list[tuple[str, str]] = field(default_factory=list)
    due: str | None = None
    has_it: str = ""


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    login: str


@dataclass(frozen=True)
class Posted:
    """A webhook as it goes out."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Tracker:
    """What both have. ``faults`` is the share of requests that go wrong, ``lag`` what a search does not know yet.

    ``ways`` are the statuses that are offered from each, if not all; ``only``: a step of which some issues know alone.
    ``fault_after``: what is asked after something was written goes wrong. ``asked`` are the requests that came, ``wrote`` those
    that changed something, ``out`` the webhooks that nobody has fetched yet.
    """

    now: Callable[[], datetime]
    random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 -- chance that can be repeated
    faults: float = 0.0
    lag: timedelta = timedelta()
    port: int = 0
    LOGIN: ClassVar[str] = ""
    ways: dict[str, set[str]] = field(default_factory=dict)
    only: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    no_dates: bool = False
    fault_after: tuple[str, str] = ("", "")
    items: dict[str, Item] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    wrote: list[tuple[str, str]] = field(default_factory=list)
    out: list[Posted] = field(default_factory=list)
    hook: str = ""
    secret: str = "shh"  # noqa: S105 -- a server of this test
    events: int = 0
    next_fault: str = ""
    wrong: list[str] = field(default_factory=list)
    patience: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}"

    def item(self, name: str) -> Item | None:
        return next((one for one in self.items.values() if name in (one.id, one.name)), None)

    def move(self, item: Item, status: str, by: str = OTHERS) -> None:
        """Somebody drags it; who listens is told."""
        if item.status == status:
            return
        was, item.status, item.at = item.status, status, self.now()
        self.tell(item, was, by)

    def tell(self, item: Item, was: str, by: str) -> None:
        """Each says it its own way."""

    def busy(self) -> tuple[int, Any, dict[str, str]]:
        return 429, None, {}

    def stranger(self) -> ANSWER:
        return 401, None

    def answer(self, asked: Asked) -> ANSWER:
        if asked.login != self.LOGIN:
            return self.stranger()
        for method, path, do in self.routes():
            if asked.method == method and (found := re.fullmatch(path, asked.path)):
                named = [unquote(one) for one in found.groups()]
                items = [self.item(one) for one in named]
                return do(asked, *items) if None not in items else (404, GONE)
        return 404, GONE

    def routes(self) -> list[tuple[str, str, Callable[..., ANSWER]]]:
        return []

    def fault(self, asked: Asked) -> str:
        """Of this request. Where something is made, three times as often: that is where most can go wrong."""
        if self.fault_after[0] and self.fault_after[0] in [what for what, _item in self.wrote[-1:]]:
            self.next_fault, self.fault_after = self.fault_after[1], ("", "")
        said, self.next_fault = self.next_fault, ""
        share = self.faults * (3 if asked.method == "POST" and asked.path.endswith(("/issue", "/cards")) else 1)
        return said or (self.random.choice(FAULTS) if self.random.random() < share else "")

    def event(self) -> str:
        self.events += 1
        return f"{self.events:024x}"


class Jira(Tracker):
    """Cloud, REST API 3: Basic with e-mail and API token; a workflow that offers ``ways``; webhooks with X-Hub-Signature."""

    LOGIN = "Basic " + base64.b64encode(b"bot@team.example:jira-token").decode()

    def busy(self) -> tuple[int, Any, dict[str, str]]:
        return (
            429,
            {"errorMessages": ["Rate limit exceeded"]},
            {"Retry-After": "7", "X-RateLimit-Reset": "2026-01-01T00:00Z"},
        )

    def stranger(self) -> ANSWER:
        return 401, {"errorMessages": ["Client must be authenticated to access this resource."], "errors": {}}

    def routes(self) -> list[tuple[str, str, Callable[..., ANSWER]]]:
        api = "/rest/api/3"
        return [
            ("GET", f"{api}/myself", lambda _: (200, {"accountId": OURS, "displayName": "Formloom", "active": True})),
            (
                "GET",
                f"{api}/project/search",
                lambda _: (200, {"isLast": True, "values": [{"key": "ENG", "name": "Engine"}]}),
            ),
            ("GET", f"{api}/project/ENG/statuses", lambda _: (200, self._sorts())),
            ("POST", f"{api}/search/jql", lambda asked: self._search(asked.body)),
            ("POST", f"{api}/issue", lambda asked: self._create(asked.body["fields"])),
            ("GET", f"{api}/issue/([^/]+)", lambda _, item: (200, self._told(item))),
            ("PUT", f"{api}/issue/([^/]+)", self._edit),
            (
                "GET",
                f"{api}/issue/([^/]+)/transitions",
                lambda _, item: (200, {"transitions": self._transitions(item)}),
            ),
            ("POST", f"{api}/issue/([^/]+)/transitions", self._transit),
            ("POST", f"{api}/issue/([^/]+)/comment", self._comment),
            ("GET", f"{api}/issue/([^/]+)/comment", self._comments),
            ("POST", "/rest/webhooks/1.0/webhook", self._register),
        ]

    def _register(self, asked: Asked) -> ANSWER:
        self.hook, self.secret = asked.body["url"], asked.body["secret"]
        return 201, {**asked.body, "self": f"{self.url}/rest/webhooks/1.0/webhook/7"}

    def _sorts(self) -> list[dict[str, Any]]:
        there = [self._status(key) for key in STATUSES]
        task = {"id": "10", "name": "Task", "subtask": False, "statuses": there}
        return [task, {"id": "11", "name": "Sub-task", "subtask": True, "statuses": there[:2]}]

    def _create(self, fields: dict[str, Any]) -> ANSWER:
        wrong = {}
        if not fields["summary"].strip() or "\n" in fields["summary"] or len(fields["summary"]) > 255:
            wrong["summary"] = "The summary is invalid because it contains newline characters."
        if fields["description"].get("type") != "doc" or not _is_document(fields["description"]):
            wrong["description"] = "Operation value must be an Atlassian Document"
        if any(" " in one for one in fields["labels"]):
            wrong["labels"] = "The label contains spaces which is invalid."
        if wrong:
            return 400, {"errorMessages": [], "errors": wrong}
        assert fields["project"] == {"key": "ENG"}
        assert fields["issuetype"] == {"id": "10"}
        number = len(self.items) + 1
        made = Item(str(10000 + number), f"ENG-{number}", FIRST, self.now(), self.now(), fields)
        self.items[made.id] = made
        self.wrote.append(("create", made.id))
        return 201, {"id": made.id, "key": made.name, "self": f"{self.url}/rest/api/3/issue/{made.id}"}

    def _transit(self, asked: Asked, item: Item) -> ANSWER:
        way = next((one for one in self._transitions(item) if one["id"] == str(asked.body["transition"]["id"])), None)
        if way is None:
            return 400, {"errorMessages": ["It seems that you have tried to perform an illegal workflow operation."]}
        self.wrote.append(("move", item.id))
        self.move(item, way["to"]["id"], OURS)
        return 204, None

    def _edit(self, asked: Asked, item: Item) -> ANSWER:
        [(name, value)] = asked.body["fields"].items()
        assert name == "duedate"
        assert value is None or re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        if self.no_dates:
            said = "Field 'duedate' cannot be set. It is not on the appropriate screen, or unknown."
            return 400, {"errorMessages": [], "errors": {"duedate": said}}
        self.wrote.append(("date", item.id))
        item.due = value
        return 204, None

    def give(self, item: Item, name: str) -> None:
        """Somebody has it from now on."""
        item.has_it = name
        self._changed(item, {"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "toString": name})

    def _comment(self, asked: Asked, item: Item) -> ANSWER:
        assert _is_document(asked.body["body"])
        comment = {"id": self.event(), "author": {"accountId": OURS, "displayName": "Formloom"}, **asked.body}
        item.remarks.append((comment["id"], json.dumps(asked.body["body"], ensure_ascii=False)))
        self.wrote.append(("comment", item.id))
        self.post({"webhookEvent": "comment_created", "comment": comment, "issue": self._told(item)})
        return 201, comment

    def _comments(self, asked: Asked, item: Item) -> ANSWER:
        assert asked.query == {"orderBy": "-created", "maxResults": "100"}
        return 200, {"comments": [{"id": key, "body": json.loads(body)} for key, body in reversed(item.remarks)]}

    def _transitions(self, item: Item) -> list[dict[str, Any]]:
        offered = self.ways.get(item.status, set(STATUSES)) - {item.status}
        offered = {one for one in offered if item.id in self.only.get((item.status, one), {item.id})}
        return [
            {"id": f"1{key}", "name": STATUSES[key], "to": self._status(key), "isAvailable": True}
            for key in sorted(offered)
        ]

    def _search(self, body: dict[str, Any]) -> ANSWER:
        """The index knows what was so a while ago, and no more."""
        jql, known = body["jql"], self.now() - self.lag
        found = [one for one in self.items.values() if one.made <= known]
        if label := re.search(r'labels = "([^"]+)"', jql):
            found = [one for one in found if label[1] in one.said["labels"]]
        if status := re.search(r"status = (\d+)", jql):
            found = [one for one in found if one.status == status[1]]
        if since := re.search(r"updated >= -(\d+)m", jql):
            found = [one for one in found if one.at >= self.now() - timedelta(minutes=int(since[1]))]
        assert 'project = "ENG"' in jql
        start = int(body.get("nextPageToken", "0"))
        page = sorted(found, key=lambda one: one.at)[start : start + body["maxResults"]]
        more = {"nextPageToken": str(start + len(page))} if start + len(page) < len(found) else {"isLast": True}
        return 200, {"issues": [self._told(one) for one in page], **more}

    def _status(self, key: str) -> dict[str, Any]:
        kind = "done" if key in ENDS else "new" if key == FIRST else "indeterminate"
        said = {"self": f"{self.url}/rest/api/3/status/{key}", "id": key, "name": STATUSES[key]}
        return {**said, "statusCategory": {"key": kind}}

    def _told(self, item: Item) -> dict[str, Any]:
        at = item.at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"
        has_it = {"accountId": OTHERS, "displayName": item.has_it} if item.has_it else None
        fields = {"status": self._status(item.status), "updated": at, "assignee": has_it}
        return {"id": item.id, "key": item.name, "self": f"{self.url}/rest/api/3/issue/{item.id}", "fields": fields}

    def tell(self, item: Item, was: str, by: str) -> None:
        changed = {
            "field": "status",
            "fieldtype": "jira",
            "fieldId": "status",
            "from": was,
            "fromString": STATUSES[was],
        }
        self._changed(item, changed | {"to": item.status, "toString": STATUSES[item.status]}, by)

    def _changed(self, item: Item, changed: dict[str, Any], by: str = OTHERS) -> None:
        said = {
            "timestamp": int(self.now().timestamp() * 1000),
            "webhookEvent": "jira:issue_updated",
            "issue_event_type_name": "issue_generic",
            "user": {"accountId": by, "displayName": "Mia"},
            "issue": self._told(item),
            "changelog": {"id": str(self.events), "items": [changed]},
        }
        self.post(said)

    def remark(self, item: Item, text: str, by: str = OTHERS) -> None:
        author = {"accountId": by, "displayName": "Mia"}
        words = {
            "type": "doc",
            "version": 1,
            "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
        }
        comment = {"id": self.event(), "author": author, "body": words}
        self.post({"webhookEvent": "comment_created", "comment": comment, "issue": self._told(item)})

    def post(self, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        made = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        head = {"X-Hub-Signature": f"sha256={made}", "X-Atlassian-Webhook-Identifier": self.event()}
        self.out.append(Posted({**head, "Content-Type": "application/json"}, body))


class Trello(Tracker):
    """REST API 1: OAuth header with key and token; lists are statuses; webhooks with X-Trello-Webhook."""

    LOGIN = 'OAuth oauth_consumer_key="trello-key", oauth_token="trello-token"'

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.actions: list[dict[str, Any]] = []
        self.checks: Callable[[str], int] = lambda _url: 200

    def busy(self) -> tuple[int, Any, dict[str, str]]:
        return 429, {"error": "API_TOKEN_LIMIT_EXCEEDED", "message": "Rate limit exceeded"}, {}

    def stranger(self) -> ANSWER:
        return 401, "invalid token"

    def routes(self) -> list[tuple[str, str, Callable[..., ANSWER]]]:
        lists = [{"id": key, "name": name} for key, name in STATUSES.items()]
        return [
            ("GET", "/1/members/me", lambda _: (200, {"id": OURS, "fullName": "Formloom"})),
            ("GET", "/1/members/me/boards", lambda _: (200, [{"id": "board1", "name": "Engineering"}])),
            ("GET", "/1/boards/board1/lists", lambda _: (200, lists)),
            ("GET", "/1/boards/board1/cards/all", lambda asked: (200, self._cards(asked.query))),
            ("GET", "/1/boards/board1/actions", lambda asked: self._actions(asked.query)),
            ("POST", "/1/cards", lambda asked: self._create(asked.body)),
            (
                "GET",
                "/1/cards/([^/]+)",
                lambda _, item: (200, self._told(item) | {"list": lists[int(item.status) - 1]} | _members(item)),
            ),
            ("PUT", "/1/cards/([^/]+)", self._drag),
            ("POST", "/1/cards/([^/]+)/actions/comments", self._comment),
            ("GET", "/1/cards/([^/]+)/actions", self._comments),
            ("POST", "/1/webhooks", self._register),
        ]

    def _cards(self, query: dict[str, str]) -> list[dict[str, Any]]:
        since = datetime.fromisoformat(query["since"])
        return [self._told(one) | {"desc": one.said["desc"]} for one in self.items.values() if one.made >= since]

    def _register(self, asked: Asked) -> ANSWER:
        if self.checks(asked.body["callbackURL"]) != 200:
            return 400, {"message": f"URL ({asked.body['callbackURL']}) did not return 200 status code, got 404"}
        self.hook = asked.body["callbackURL"]
        return 200, {"id": "hook1", "idModel": asked.body["idModel"], "active": True, "callbackURL": self.hook}

    def _create(self, body: dict[str, Any]) -> ANSWER:
        if body["idList"] not in STATUSES:
            return 400, "invalid value for idList"
        number = len(self.items) + 1
        made = Item(f"{number:024x}", f"Card{number:04}", body["idList"], self.now(), self.now(), body)
        self.items[made.id] = made
        self.wrote.append(("create", made.id))
        return 200, self._told(made)

    def give(self, item: Item, name: str) -> None:
        """Somebody has it from now on."""
        item.has_it = name
        self._act("addMemberToCard", {"card": {"id": item.id}, "member": {"name": name}}, OTHERS)

    def _drag(self, asked: Asked, item: Item) -> ANSWER:
        if "due" in asked.body:
            self.wrote.append(("date", item.id))
            item.due = asked.body["due"]
            return 200, self._told(item)
        if asked.body["idList"] not in STATUSES:
            return 400, "invalid value for idList"
        self.wrote.append(("move", item.id))
        self.move(item, asked.body["idList"], OURS)
        return 200, self._told(item)

    def _comment(self, asked: Asked, item: Item) -> ANSWER:
        text = asked.body["text"]
        item.remarks.append((self._act("commentCard", {"card": {"id": item.id}, "text": text}, OURS), text))
        self.wrote.append(("comment", item.id))
        return 200, {"id": item.remarks[-1][0], "type": "commentCard"}

    def _comments(self, asked: Asked, item: Item) -> ANSWER:
        assert asked.query["filter"] == "commentCard"
        return 200, [{"id": key, "data": {"text": text}} for key, text in reversed(item.remarks)]

    def _actions(self, query: dict[str, str]) -> ANSWER:
        """The newest first, at most ``limit``."""
        since = datetime.fromisoformat(query["since"])
        before = query.get("before", "~")
        found = [
            one for one in reversed(self.actions) if datetime.fromisoformat(one["date"]) >= since and one["id"] < before
        ]
        return 200, [
            {"id": one["id"], "data": one["data"], "date": one["date"]} for one in found[: int(query["limit"])]
        ]

    def _told(self, item: Item) -> dict[str, Any]:
        at = _zulu(item.at)
        return {
            "id": item.id,
            "idList": item.status,
            "idBoard": "board1",
            "dateLastActivity": at,
            "shortLink": item.name,
            "shortUrl": f"{self.url}/c/{item.name}",
        }

    def tell(self, item: Item, was: str, by: str) -> None:
        lists = {
            "listBefore": {"id": was, "name": STATUSES[was]},
            "listAfter": {"id": item.status, "name": STATUSES[item.status]},
        }
        data = {"card": {"id": item.id, "shortLink": item.name, "idList": item.status}, "old": {"idList": was}, **lists}
        self._act("updateCard", data, by)

    def remark(self, item: Item, text: str, by: str = OTHERS) -> None:
        self._act("commentCard", {"card": {"id": item.id}, "text": text}, by)

    def _act(self, kind: str, data: dict[str, Any], by: str) -> str:
        action = {"id": self.event(), "type": kind, "date": _zulu(self.now()), "idMemberCreator": by, "data": data}
        self.actions.append(action)
        said = {"model": {"id": "board1"}, "action": {**action, "memberCreator": {"id": by, "fullName": "Mia"}}}
        body = json.dumps(said).encode()
        made = hmac.new(self.secret.encode(), body + self.hook.encode(), hashlib.sha1).digest()
        head = {"X-Trello-Webhook": base64.b64encode(made).decode(), "Content-Type": "application/json"}
        self.out.append(Posted(head, body))
        return str(action["id"])


def _members(item: Item) -> dict[str, Any]:
    return {"members": [{"id": OTHERS, "fullName": item.has_it}] if item.has_it else []}


def _zulu(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _is_document(node: Any) -> bool:
    """As Jira checks it: no text may be empty, and a document has a version."""
    if node.get("type") == "text":
        return bool(node.get("text"))
    return (node.get("type") != "doc" or node.get("version") == 1) and all(map(_is_document, node.get("content", ())))


def _result(tracker: Tracker, asked: Asked, fault: str) -> tuple[int, Any, dict[str, str]]:
    """What would be answered, and what has come of it."""
    if fault == "busy":
        return tracker.busy()
    if fault in ("broken", "cut before"):
        return 500, {"errorMessages": ["Internal server error"]}, {}
    try:
        return *tracker.answer(asked), {}
    except Exception as broken:  # noqa: BLE001 -- the test shall see it
        tracker.wrong.append(f"{asked}: {broken!r}")
        return 500, None, {}


class _Listener(BaseHTTPRequestHandler):
    tracker: Tracker

    def any(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts, tracker = urlsplit(self.path), self.tracker
        tracker.asked.append((self.command, parts.path))
        login = self.headers.get("Authorization", "")
        asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), json.loads(raw or b"null"), login)
        fault = tracker.fault(asked)
        status, said, extra = _result(tracker, asked, fault)
        if fault == "slow":
            tracker.patience.wait(30)
        if fault.startswith("cut"):
            self.close_connection = True
            return
        body = b"" if said is None else said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in {**extra, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@contextmanager
def serving(tracker: Tracker) -> Iterator[None]:
    """For as long as the block lasts."""
    answers = dict.fromkeys(("do_GET", "do_POST", "do_PUT"), _Listener.any)
    server = ThreadingHTTPServer((HERE, 0), type("Listener", (_Listener,), {"tracker": tracker, **answers}))
    server.daemon_threads = True
    tracker.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        tracker.patience.set()
        server.shutdown()
        thread.join()
        server.server_close()
