"""A process that is mirrored in a tracker, and what a test does on both sides of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from runtime.background import postman
from runtime.lifecycle import Submission, submit
from runtime.mirrors import mirror_news, mirror_settling, mirror_setup, mirroring
from runtime.mirrors.sides import Side
from runtime.processes import deployment, equivalence
from runtime.settings import Settings
from runtime.store.cases.cases import Case
from runtime.store.mirrors import mirrors, twins
from runtime.store.mirrors.mirrors import Mirror
from runtime.store.mirrors.twins import Twin
from runtime.store.notices import channels, outbox
from runtime.store.notices.channels import Channel, Kind
from runtime.store.notices.outbox import Message
from schemas.document import load
from tests.runtime.mirrors.trackers import Item, Jira, Tracker, Trello, serving
from tests.runtime.office import World
from tests.runtime.receiving_ends import HERE

BASE = "https://forms.example"
SETTINGS = Settings("s", base_url=BASE, private_hosts=(HERE,))
LEADS = [{"group": "leads"}]


def _move(key: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "from": source, "to": target, "title": {"en": key.title(), "zh-Hans": key}, **more}


def _step(key: str, title: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "task", "title": {"en": title, "zh-Hans": title}, "who": LEADS, **more}


WORK: Mapping[str, Any] = {
    "format": "formloom/1",
    "key": "work",
    "title": {"en": "Work", "zh-Hans": "工作"},
    "number": "W-{seq:4}",
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "wish": {"type": "string", "title": "Wish"},
                "margin": {"type": "string", "title": "Our margin"},
                "result": {"type": "string", "title": "Result"},
            },
            "required": ["wish"],
        }
    },
    "flow": {
        "initial": "todo",
        "fill": {"margin": "hide", "result": "hide"},
        "states": [
            _step("todo", "To do"),
            _step("doing", "In progress"),
            _step("review", "In review"),
            {"key": "parked", "kind": "wait", "title": {"en": "Waiting", "zh-Hans": "等待"}, "who": LEADS},
            {"key": "done", "kind": "end", "title": {"en": "Done", "zh-Hans": "完成"}, "outcome": "closed"},
            {"key": "dropped", "kind": "end", "title": {"en": "Won't do", "zh-Hans": "不做"}, "outcome": "rejected"},
        ],
        "moves": [
            _move("start", "todo", "doing"),
            _move("submit", "doing", "review"),
            _move("halt", "doing", "todo"),
            _move("park", "doing", "parked"),
            _move("resume", "parked", "doing", message="resumed"),
            _move("approve", "review", "done"),
            _move("rework", "review", "doing"),
            _move("drop", "review", "dropped"),
        ],
    },
}
OUT = {"todo": "1", "doing": "2", "review": "3", "parked": "5", "done": "4", "dropped": "6"}
INTO = {
    "todo/start": "2",
    "doing/submit": "3",
    "doing/halt": "1",
    "doing/park": "5",
    "parked/resume": "2",
    "review/approve": "4",
    "review/rework": "2",
    "review/drop": "6",
}
SECRETS = {"jira": ("bot@team.example", "jira-token"), "trello": ("trello-key", "trello-token")}


@dataclass
class Office:
    """The world with one connection; time is the world's."""

    world: World
    tracker: Tracker
    kind: Kind
    key: str = ""
    settings: Settings = SETTINGS

    @property
    def now(self) -> datetime:
        return self.world.now

    @property
    def admin(self) -> Any:
        return self.world.actor("ada")

    def connect(self, **more: Any) -> None:
        account, token = SECRETS[self.kind]
        raw = {"title": "Eng", "url": self.tracker.url, "account": account, "token": token}
        raw |= {"secret": self.tracker.secret} if self.kind == "trello" else {}
        with self.world.database.writing() as tx:
            deployment.deploy(tx, self.world.workspace, load(WORK), "person:x", self.now)
            self.key, reading = mirror_setup.add(tx, self.admin, self.kind, raw, SETTINGS.private_hosts, self.now)
            assert not reading.problems
        place, sort = ("ENG", "10") if self.kind == "jira" else ("board1", "")
        wanted = Mirror(self.world.workspace, self.key, "work", place=place, sort=sort, fields=("wish",))
        with self.world.database.writing() as tx:
            mirror_setup.arrange(tx, self.admin, replace(wanted, **more))
        found = mirror_setup.asked(self.side())
        with self.world.database.writing() as tx:
            mirror_setup.keep_asked(tx, self.admin, found)
            assert mirror_setup.match(tx, self.admin, self.key, OUT, INTO) == ()
            self.tracker.hook, self.tracker.secret = mirror_setup.hook(tx, self.admin, self.key, BASE)

    def side(self) -> Side:
        with self.world.database.reading() as tx:
            return mirror_setup.opened(tx, self.admin, self.key, SETTINGS.private_hosts)

    def mirror(self) -> Mirror:
        with self.world.database.reading() as tx:
            return mirror_setup.one(tx, self.admin, self.key)[1]

    def channel(self) -> Channel:
        with self.world.database.reading() as tx:
            found = channels.one(tx, self.world.workspace, self.key)
        assert found is not None
        return found

    def begin(self, wish: str = "A red door") -> str:
        with self.world.database.writing() as tx:
            return submit(tx, Submission(self.world.actor("lea"), "work", {"wish": wish}), self.now).case_id

    def ours(self, case_id: str, move: str) -> None:
        self.world.decide(case_id, "lea", move)

    def theirs(self, case_id: str, status: str) -> None:
        self.tracker.move(self.item(case_id), status)

    def item(self, case_id: str) -> Item:
        twin = self.twin(case_id)
        assert twin is not None
        return self.tracker.items[twin.there_id]

    def twin(self, case_id: str) -> Twin | None:
        with self.world.database.reading() as tx:
            return twins.one(tx, self.world.workspace, case_id, self.key)

    def case(self, case_id: str) -> Case:
        return self.world.case(case_id)

    def hear(self) -> int:
        """Every webhook that went out comes in, once and in order. How many had something to tell."""
        out, self.tracker.out = self.tracker.out, []
        return sum(self.hear_one(one) for one in out)

    def hear_one(self, one: Any) -> bool:
        return mirror_news.heard(self.world.database, self.settings, self.key, one.headers, one.body, self.now)

    def look(self) -> int:
        return mirror_news.look(self.world.database, self.settings, self.now)

    def work(self) -> int:
        """One round of the worker."""
        return postman.deliver(self.world.database, self.settings, self.now)

    def settle(self, case_id: str, do: str) -> None:
        with self.world.database.writing() as tx:
            mirror_settling.settle(tx, self.admin, case_id, self.key, do, self.now)

    def messages(self, state: str = "") -> list[Message]:
        with self.world.database.reading() as tx:
            return outbox.latest(tx, self.world.workspace, None, 500, channel=self.key, state=state)

    def are_equal(self, case_id: str) -> bool:
        wanted = equivalence.wanted(self.mirror(), self.case(case_id))
        return wanted == self.item(case_id).status

    def quiet(self) -> int:
        """How many requests it takes to say and hear everything, once and again."""
        before = len(self.tracker.asked)
        for _ in range(50):
            self.hear()
            if not self.work() and not self.tracker.out:
                break
        return len(self.tracker.asked) - before


@contextmanager
def office(world: World, kind: Kind, **more: Any) -> Iterator[Office]:
    tracker = (Jira if kind == "jira" else Trello)(lambda: world.now)
    with serving(tracker):
        there = Office(world, tracker, kind)
        there.connect(**more)
        tracker.asked.clear()
        yield there
    assert tracker.wrong == []


__all__ = ["INTO", "OUT", "SETTINGS", "WORK", "Office", "mirroring", "mirrors", "office"]
