"""Requests that are stuck, and requests of an old version, for the screens about them."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from builder.drafts import drafts
from builder.editing.edits import SetTitle
from builder.editing.flow_edits import ChangeState, SetRights
from builder.editing.form_edits import AddField, ChangeField
from builder.publishing import publishing_later, versions
from runtime import lifecycle
from runtime.access import Actor
from runtime.lifecycle import Rescue, Submission
from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.cases import cases
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.people import absences
from runtime.store.people.absences import Absence
from runtime.store.people.people import Person
from runtime.store.processes import publications
from schemas.document import load
from schemas.model.flow import Deadline
from schemas.words import words


def titled(en: str, zh: str) -> Mapping[str, str]:
    return {"en": en, "zh-Hans": zh}


LOAN: Mapping[str, Any] = {
    "format": "formloom/1",
    "key": "loan",
    "title": titled("Loan of a device", "设备借用"),
    "number": "LN-{seq:3}",
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "what": {"type": "string", "title": "Device", "x-formloom": {"title": {"zh-Hans": "设备"}}},
                "until": {"type": "string", "title": "Until when", "x-formloom": {"title": {"zh-Hans": "归还日期"}}},
            },
            "required": ["what"],
        }
    },
    "flow": {
        "initial": "ask",
        "states": [
            {
                "key": "ask",
                "kind": "task",
                "title": titled("Look for it", "查找设备"),
                "who": [{"person": "wang.min"}],
                "deadlines": [{"after": "P2D"}],
            },
            {
                "key": "lend",
                "kind": "approval",
                "title": titled("May it go out?", "出借审批"),
                "who": [{"person": "liu.yang"}, {"person": "li.na"}],
            },
            {"key": "done", "kind": "end", "title": titled("Lent", "已借出"), "outcome": "closed"},
        ],
        "moves": [
            {"key": "on", "from": "ask", "to": "lend", "title": titled("Found", "已找到")},
            {"key": "yes", "from": "lend", "to": "done", "title": titled("Agree", "同意"), "vote": "for"},
            {"key": "no", "from": "lend", "to": "ask", "title": titled("Refuse", "不同意"), "vote": "against"},
        ],
    },
}


def loans(tx: Connection, admin: Actor, now: datetime) -> str:
    """Some at each step of the first version of the loan, and a second one that differs in everything. Gives the report's path."""
    deployment.deploy(tx, admin.workspace, load(LOAN), admin.party, now)
    for number, what in enumerate(("Camera", "Projector", "Laptop with the long name that nobody remembers", "Tripod")):
        kept = lifecycle.submit(tx, Submission(admin, "loan", {"what": what, "until": "Friday"}), now)
        if number % 2:
            lifecycle.rescue(tx, Rescue(admin, kept.case_id, "place", "It was found", to="lend"), now)
    other = deepcopy(dict(LOAN))
    del other["form"]["schema"]["properties"]["until"]
    other["form"]["schema"]["properties"]["where"] = {
        "type": "string",
        "title": "Where to",
        "x-formloom": {"title": {"zh-Hans": "地点"}},
    }
    other["form"]["schema"]["required"] = ["what", "where"]
    other["flow"]["states"][1]["decide"] = {"rule": "all"}
    other["flow"]["states"][0] |= {"key": "seek", "title": titled("Seek it", "寻找设备")}
    other["flow"]["initial"] = other["flow"]["moves"][0]["from"] = other["flow"]["moves"][2]["to"] = "seek"
    deployment.deploy(tx, admin.workspace, load(other), admin.party, now)
    return "/processes/loan/running?from=1&to=2&state=&name-ask=seek"


def planned(tx: Connection, designer: Actor, now: datetime) -> str:
    """The loan is to be published once more tomorrow, from a draft with changes of every kind. Gives the path of its versions."""
    draft = drafts.open_version(tx, designer, "loan", now)
    late = (Deadline("P1D", "escalate"), Deadline("PT4WH"))
    for edit in (
        AddField(draft.process.form.pages[0].key, "date", words("Back on", "归还于")),
        ChangeField(
            "where", {"show": {"==": [{"var": "what"}, "Camera"]}, "help": words("City and house", "城市和地点")}
        ),
        ChangeState("lend", {"deadlines": late, "help": words("Look twice", "请仔细核对")}),
        SetRights("lend", {"what": "edit"}),
        SetTitle(words("Loan of a device or of anything else that can be carried", "设备与物品借用")),
    ):
        draft = drafts.edit(tx, designer, draft.id, edit, revision=draft.revision, now=now)
    publishing_later.plan(tx, designer, draft.process, now + timedelta(days=1), now, "We ask when it comes back.")
    return "/processes/loan/versions"


def refused(tx: Connection, designer: Actor, now: datetime) -> str:
    """A process that is retired, and was to be published once more. Gives the path of its versions."""
    document = deepcopy(dict(LOAN)) | {"key": "lease", "title": titled("Lease of a car", "车辆租用")}
    deployment.deploy(tx, designer.workspace, load(document), designer.party, now - timedelta(days=90), "The first")
    versions.take_requests(tx, designer, "lease", now, is_open=False)
    other = load(document | {"category": "cars"})
    asked = publishing_later.plan(tx, designer, other, now - timedelta(days=1), now - timedelta(days=2))
    taken = publications.take(tx, designer.workspace, asked.id, now - timedelta(days=1))
    assert taken
    nobody = words("Nobody is found for the step “Look for it”.", "步骤“查找设备”找不到办理人。")
    publications.settle(tx, taken, "refused", (nobody, publishing_later.NOT_ALLOWED))
    return "/processes/lease/versions"


def stuck(tx: Connection, admin: Actor, late: str, now: datetime) -> None:
    """Two at a step for which nobody was found, and ``late``, the deadline of which could not be carried out."""
    document = deepcopy(dict(LOAN))
    document |= {"key": "archive", "title": titled("Key to the archive", "档案室钥匙"), "number": "K-{seq:3}"}
    document["flow"]["states"][0]["who"] = [{"group": "archivists"}]
    deployment.deploy(tx, admin.workspace, load(document), admin.party, now)
    for what in ("The big one", "The small one"):
        lifecycle.submit(tx, Submission(admin, "archive", {"what": what}), now)
    cases.put_off(tx, admin.workspace, late, now, now, "deadline.failed: ConnectionError: no route to host")


def plans(tx: Connection, mine: Person, colleagues: tuple[Person, Person], now: datetime) -> None:
    """Away now and once more next month, and acting for one of the colleagues."""
    one, other = colleagues
    if absences.of_person(tx, mine.workspace, mine.id, now):
        return
    for who, begins, ends, deputy in ((mine, -1, 1, one), (mine, 4, 6, other), (other, 2, 3, mine)):
        since, until = (now + timedelta(weeks=count) for count in (begins, ends))
        by = accounts.actor_of(who).party
        absences.add(tx, Absence(who.workspace, who.id, new_id(now), since, until, deputy.id, by))
