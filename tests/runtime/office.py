"""A workspace with people in it, and a process in which all kinds of asking occur."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from runtime import lifecycle
from runtime.access import Actor
from runtime.lifecycle import Decided, Decision, Receipt, Submission
from runtime.people import accounts
from runtime.store import keys
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection, Database
from runtime.store.forms.links import PublicLink
from runtime.store.people.people import Person
from schemas.model.process import Process

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)

CHANGE: Mapping[str, Any] = {
    "format": "formloom/1",
    "key": "change",
    "title": {"en": "Change", "zh-Hans": "变更"},
    "number": "CR-{yyyy}-{seq:4}",
    "contact": {"name": "client_name", "email": "client_email", "company": "client_company"},
    "summary": ["wish", "price"],
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "client_name": {"type": "string", "title": "Name"},
                "client_email": {"type": "string", "format": "email", "title": "E-mail"},
                "client_company": {"type": "string", "title": "Company"},
                "wish": {"type": "string", "title": "Wish"},
                "papers": {"type": "array", "title": "Papers", "x-formloom": {"type": "file"}},
                "price": {"type": "number", "title": "Price"},
                "secret": {"type": "string", "title": "Our margin"},
            },
            "required": ["wish", "price"],
        },
    },
    "flow": {
        "initial": "analysis",
        "fill": {"price": "hide", "secret": "hide"},
        "tracking": {"price": "read"},
        "states": [
            {
                "key": "analysis",
                "kind": "task",
                "title": {"en": "Analysis", "zh-Hans": "分析"},
                "who": [{"group": "leads"}],
                "fields": {"price": "edit", "secret": "edit"},
                "deadlines": [{"after": "P2D", "do": "remind"}],
            },
            {
                "key": "board",
                "kind": "approval",
                "title": {"en": "Board", "zh-Hans": "评审"},
                "who": [{"group": "board"}],
                "decide": {"rule": "at_least", "count": 2},
                "fields": {"secret": "hide", "papers": "hide"},
                "deadlines": [{"after": "P1D", "do": "remind"}, {"after": "P3D", "do": "escalate"}],
            },
            {
                "key": "client",
                "kind": "task",
                "title": {"en": "Client", "zh-Hans": "客户确认"},
                "who": [{"contact": True}],
                "fields": {"secret": "hide"},
            },
            {"key": "closed", "kind": "end", "title": {"en": "Closed", "zh-Hans": "已完成"}, "outcome": "closed"},
            {"key": "refused", "kind": "end", "title": {"en": "Refused", "zh-Hans": "未通过"}, "outcome": "rejected"},
        ],
        "moves": [
            {"key": "send", "from": "analysis", "to": "board", "title": {"en": "Send", "zh-Hans": "提交"}},
            {"key": "approve", "from": "board", "to": "client", "title": {"en": "Agree", "zh-Hans": "同意"}},
            {"key": "reject", "from": "board", "to": "refused", "asks": ["comment"], "title": {"en": "Refuse"}},
            {"key": "back", "from": "board", "to": "analysis", "title": {"en": "Send back", "zh-Hans": "退回"}},
            {"key": "accept", "from": "client", "to": "closed", "title": {"en": "Accept", "zh-Hans": "接受"}},
            {"key": "decline", "from": "client", "to": "refused", "title": {"en": "Decline", "zh-Hans": "拒绝"}},
        ],
    },
}

ANSWERS = {"client_name": "Mia", "client_email": "mia@client.example", "client_company": "Mill", "wish": "A red door"}
STAFF = {"ada": "admin", "dan": "designer", "lea": "member", "bo": "member", "bea": "member", "ben": "member"}
GROUPS = {"leads": ["lea"], "board": ["bo", "bea", "ben"]}


@dataclass
class World:
    """What a test may do in words of the office, each in a transaction of its own, at ``now``."""

    database: Database
    workspace: str
    people: Mapping[str, Person]
    process: Process
    link: PublicLink
    now: datetime = MONDAY
    made: dict[str, Any] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return accounts.actor_of(self.people[name])

    def party(self, name: str) -> str:
        return f"person:{self.people[name].id}"

    @property
    def visitor(self) -> Actor:
        """Anybody who holds the public link."""
        return Actor(self.workspace, f"link:{self.link.id}", "")

    def submit(self, by: Actor | None = None, raw: Mapping[str, Any] | None = None, **more: Any) -> Receipt:
        submission = Submission(by or self.visitor, "change", raw or ANSWERS, **more)
        with self.database.writing() as tx:
            return lifecycle.submit(tx, submission, self.now)

    def case(self, case_id: str) -> Case:
        with self.database.reading() as tx:
            return cases.case(tx, self.workspace, case_id)

    def tasks(self, case_id: str, *, is_open: bool = True) -> list[Task]:
        with self.database.reading() as tx:
            return [task for task in tasks.of_case(tx, self.workspace, case_id) if task.open == is_open]

    def task(self, case_id: str, party: str) -> Task:
        return next(task for task in self.tasks(case_id) if task.party == party)

    def decide(self, case_id: str, who: str, move: str, **more: Any) -> Decided:
        task = self.task(case_id, self.party(who))
        return self.carry_out(Decision(self.actor(who), task.id, move, **more))

    def carry_out(self, decision: Decision) -> Decided:
        with self.database.writing() as tx:
            return lifecycle.decide(tx, decision, self.now)

    def at_board(self) -> str:
        """The id of a case that waits for the board's votes."""
        case_id = self.submit().case_id
        self.decide(case_id, "lea", "send", raw={"price": 100, "secret": "a third"})
        return case_id

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def contact(self, case_id: str) -> Actor:
        case = self.case(case_id)
        return Actor(self.workspace, f"contact:{case.contact_id}", case.requester_name)

    def tracking_token(self, tx: Connection, case_id: str) -> str:
        return keys.token(tx, "tracking", case_id)
