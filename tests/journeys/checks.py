"""In the demo's workspace: a contract that is checked in three places at once, where people may do everything."""

from collections.abc import Mapping
from typing import Any, Final

from runtime import lifecycle
from runtime.background import worker
from runtime.changes import one_time
from runtime.lifecycle import Submission, Wish
from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.cases import tasks
from schemas.document import load
from tests.journeys.house import House

KEY: Final = "contract"
EVERYTHING: Final = ["return", "transfer", "delegate", "add", "take_back", "claim", "remind", "copy"]


def _asked(kind: str, en: str, zh: str) -> dict[str, Any]:
    return {"type": kind, "title": en, "x-formloom": {"title": {"zh-Hans": zh}}}


def _who(*names: str) -> list[dict[str, str]]:
    return [{"person": f"{name}@formloom.example"} for name in names]


DOCUMENT: Final[Mapping[str, Any]] = {
    "format": "formloom/1",
    "key": KEY,
    "title": {"en": "Contract", "zh-Hans": "合同审批"},
    "number": "CT-{yyyy}-{seq:4}",
    "summary": ["subject", "amount"],
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "subject": _asked("string", "What is it about?", "合同内容"),
                "amount": _asked("number", "Amount", "金额"),
            },
            "required": ["subject"],
        }
    },
    "flow": {
        "initial": "draft",
        "withdraw": "always",
        "states": [
            {
                "key": "draft",
                "kind": "task",
                "title": {"en": "Draft", "zh-Hans": "起草"},
                "who": _who("zhao.lei"),
                "permits": EVERYTHING,
            },
            {"key": "checks", "kind": "parallel", "title": {"en": "Checks", "zh-Hans": "并行审核"}},
            {
                "key": "law",
                "kind": "approval",
                "title": {"en": "Legal check", "zh-Hans": "法务审核"},
                "who": _who("liu.yang", "li.na", "wang.min"),
                "decide": {"rule": "at_least", "count": 2},
                "permits": EVERYTHING,
                "deadlines": [{"after": "P2D", "do": "remind"}],
            },
            {
                "key": "money",
                "kind": "task",
                "title": {"en": "Finance check", "zh-Hans": "财务审核"},
                "who": _who("liu.yang"),
                "permits": EVERYTHING,
            },
            {"key": "signing", "kind": "task", "title": {"en": "Signing", "zh-Hans": "签署"}, "who": _who("li.na")},
            {"key": "closed", "kind": "end", "title": {"en": "Signed", "zh-Hans": "已签署"}, "outcome": "closed"},
            {"key": "dropped", "kind": "end", "title": {"en": "Dropped", "zh-Hans": "未通过"}, "ends": "all"},
        ],
        "moves": [
            {"key": "send", "from": "draft", "to": "checks", "title": {"en": "Send", "zh-Hans": "提交"}},
            {"key": "to-law", "from": "checks", "to": "law", "branch": True},
            {"key": "to-money", "from": "checks", "to": "money", "branch": True},
            {"key": "agree", "from": "law", "to": "checks", "vote": "for", "title": {"en": "Agree", "zh-Hans": "同意"}},
            {
                "key": "refuse",
                "from": "law",
                "to": "dropped",
                "vote": "against",
                "asks": ["comment", "file"],
                "title": {"en": "Refuse", "zh-Hans": "不同意"},
            },
            {
                "key": "fine",
                "from": "money",
                "to": "checks",
                "asks": ["signature"],
                "title": {"en": "Release", "zh-Hans": "放行"},
            },
            {"key": "on", "from": "checks", "to": "signing"},
            {"key": "done", "from": "signing", "to": "closed", "title": {"en": "Signed", "zh-Hans": "完成签署"}},
        ],
    },
}
SUBJECTS: Final = ("Cleaning of the office", "Software for the warehouse, three years", "A van")


def begin(house: House) -> list[str]:
    """The ids of three requests at their checks; the first is shown to two colleagues, one voted on, and has been added to."""
    now = worker.now()
    with house.database.writing() as tx:
        deployment.deploy(tx, house.workspace, load(DOCUMENT), "person:x", now)
    made = [_begun(house, subject, number * 4200) for number, subject in enumerate(SUBJECTS, 1)]
    first, *_ = made
    _wish(house, "wang.min", first, "add", to=("zhang.wei@formloom.example",), where="before", comment="Ask Wei first.")
    _wish(house, "li.na", first, "copy", to=("tom.hill@formloom.example", "zhao.lei@formloom.example"))
    _decide(house, "li.na", first, "agree", "Fine with me, if the notice period stays at three months.")
    return made


def link(house: House, case_id: str, who: str) -> str:
    """The one-time link by which they decide from the mail."""
    party = f"person:{house.people[who].id}"
    with house.database.reading() as tx:
        mine = [one for one in tasks.of_case(tx, house.workspace, case_id) if one.party == party and one.open]
        return f"/c/{one_time.token(tx, mine[0].id, party)}"


def _begun(house: House, subject: str, amount: float) -> str:
    who = accounts.actor_of(house.people["zhao.lei"])
    with house.database.writing() as tx:
        receipt = lifecycle.submit(tx, Submission(who, KEY, {"subject": subject, "amount": amount}), worker.now())
    _decide(house, "zhao.lei", receipt.case_id, "send")
    return receipt.case_id


def _decide(house: House, who: str, case_id: str, move: str, comment: str = "") -> None:
    actor = accounts.actor_of(house.people[who])
    with house.database.writing() as tx:
        mine = [one for one in tasks.of_case(tx, house.workspace, case_id) if one.party == actor.party and one.open]
        lifecycle.decide(tx, lifecycle.Decision(actor, mine[0].id, move, comment=comment), worker.now())


def _wish(house: House, who: str, case_id: str, do: Any, **more: Any) -> None:
    actor = accounts.actor_of(house.people[who])
    with house.database.writing() as tx:
        lifecycle.wish(tx, Wish(actor, case_id, do, "law", 1, **more), worker.now())
