"""Meetings in the demo's workspace: one ahead, one under way, one whose minutes are finished."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from runtime import lifecycle
from runtime.lifecycle import Submission
from runtime.meetings import agenda, ballots, meeting_minutes, meeting_votes, meetings
from runtime.meetings.meeting_votes import Recording
from runtime.people import accounts
from runtime.processes import deployment
from runtime.relations import contact_log, opinions
from runtime.relations.opinions import Asking
from runtime.store import keys
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.meetings import agenda_rows, meeting_rows
from runtime.store.meetings.meeting_rows import Meeting, Series
from runtime.store.people.people import Person
from schemas.document import load

Sittings = dict[str, str]

PRICES = {
    "format": "formloom/1",
    "key": "price-change",
    "title": {"en": "Change of prices", "zh-Hans": "调价申请"},
    "number": "PR-{seq:3}",
    "summary": ["subject"],
    "form": {"schema": {"type": "object", "properties": {"subject": {"type": "string"}}, "required": ["subject"]}},
    "flow": {
        "initial": "board",
        "states": [
            {
                "key": "board",
                "kind": "approval",
                "title": {"en": "Change board", "zh-Hans": "变更委员会评审"},
                "who": [{"group": "ccb"}],
                "decide": {"rule": "at_least", "count": 2},
            },
            {"key": "agreed", "kind": "end", "title": {"en": "Agreed", "zh-Hans": "已通过"}},
            {"key": "refused", "kind": "end", "title": {"en": "Refused", "zh-Hans": "未通过"}, "outcome": "rejected"},
        ],
        "moves": [
            {
                "key": "agree",
                "from": "board",
                "to": "agreed",
                "vote": "for",
                "title": {"en": "Agree", "zh-Hans": "同意"},
            },
            {
                "key": "refuse",
                "from": "board",
                "to": "refused",
                "vote": "against",
                "title": {"en": "Refuse", "zh-Hans": "不同意"},
            },
        ],
    },
}


def held(tx: Connection, lead: Person, writes: Person, now: datetime) -> Sittings:
    """The series "Change board" of the group ``ccb``, with meetings by their state."""
    actor = accounts.actor_of(writes)
    first = date.fromisoformat(f"{now + timedelta(days=3):%Y-%m-%d}")
    series = Series(
        *(lead.workspace, new_id(now), "Change board", "ccb", 2, first, "14:00", 60, 2),
        *(f"person:{lead.id}", actor.party, "Room 4", "https://meet.example/change-board"),
    )
    meeting_rows.add_series(tx, series, now)
    ahead = meetings.arrange_next(tx, series, now)
    assert ahead
    made = {"series": series.id, "planned": ahead.id}
    for number, name in enumerate(("open", "finished"), 1):
        begins = now - timedelta(days=14 * number - 13, minutes=20)
        sitting = meetings.arrange(tx, meetings.of_series(series, f"{begins:%Y-%m-%d}", begins, now), now)
        assert sitting
        made[name] = sitting.id
    for suggestion in agenda.suggested(tx, ahead, agenda.asked_of(tx, ahead), (), now)[:2]:
        for name in ("planned", "open"):
            agenda.put_on(tx, actor, made[name], suggestion.case.id, 15, now)
    agenda.put_on_subject(tx, actor, made["open"], "Who stands in over the holidays?", 5, now)
    _open(tx, writes, made["open"])
    _finished(tx, writes, made["finished"], now)
    _asked(tx, lead, writes, made["open"], now)
    return made


def _asked(tx: Connection, lead: Person, writes: Person, meeting_id: str, now: datetime) -> None:
    """Two requests wait for the board: one stands on this agenda, the other is suggested."""
    asks = accounts.actor_of(lead)
    deployment.deploy(tx, lead.workspace, load(PRICES), asks.party, now)
    names = ("Three per cent more for deliveries on Saturdays", "Free samples for schools")
    first, _ = (lifecycle.submit(tx, Submission(asks, "price-change", {"subject": name}), now) for name in names)
    agenda.put_on(tx, accounts.actor_of(writes), meeting_id, first.case_id, 10, now)


def _open(tx: Connection, writes: Person, meeting_id: str) -> Meeting:
    actor = accounts.actor_of(writes)
    opened = meetings.begin(tx, actor, meeting_id)
    said = {one.party: ("present", "") for one in opened.people}
    return meetings.attend(tx, actor, meeting_id, said, "", opened.version)


def _finished(tx: Connection, writes: Person, meeting_id: str, now: datetime) -> None:
    actor = accounts.actor_of(writes)
    sitting = meeting_rows.meeting(tx, writes.workspace, meeting_id)
    waits = agenda.suggested(tx, sitting, agenda.asked_of(tx, sitting), (), now)
    agenda.put_on(tx, actor, meeting_id, waits[-1].case.id, 20, now)
    agenda.put_on_subject(tx, actor, meeting_id, "Prices of next year", 10, now)
    sitting = _open(tx, writes, meeting_id)
    decided, noted = (item for item, _ in agenda_rows.of_meeting(tx, writes.workspace, meeting_id))
    compiled = deployment.version(tx, writes.workspace, waits[-1].case.version_id)
    asked = ballots.question(compiled, waits[-1].case, sitting)
    assert asked
    votes = {one.party: next(move.key for move in one.moves if move.vote == "for") for one in asked.able}
    spoken = "The price is fair; the date holds if the test data come by Friday."
    agenda.write_down(tx, actor, meeting_id, decided.id, spoken, "")
    meeting_votes.record(tx, actor, Recording(meeting_id, decided.id, votes, "", asked.seen), now)
    agenda.write_down(tx, actor, meeting_id, noted.id, "Finance brings figures to the next meeting.", "noted")
    done = meeting_minutes.finish(tx, actor, meeting_id, now)
    meeting_minutes.add(tx, actor, replace(done).id, "Anna Berg left before the second item.", now)


def beside(tx: Connection, who: Person, case_id: str, now: datetime) -> list[str]:
    """A contact that was had about a request, and three people outside who were asked; their links, the first answered."""
    actor = accounts.actor_of(who)
    said = {
        "how": "phone",
        "who": "Chen Jie",
        "had_on": f"{now:%Y-%m-%d}",
        "reason": "The date of the first delivery",
        "content": "The invoices are needed by March; the colours can wait.",
        "effect": "The date holds",
        "next": "Send the new plan",
        "next_on": f"{now + timedelta(days=4):%Y-%m-%d}",
    }
    assert not contact_log.log(tx, actor, case_id, said, now).problems
    to = ("sam.long@supplier.example", "direction@holding.example", "partner@print.example")
    asked = Asking(case_id, to, "consent", "Could you deliver two weeks sooner?", ("subject", "description", "grade"))
    made = opinions.ask(tx, actor, asked, now)
    tokens = [keys.token(tx, "opinion", one.id) for one in made]
    opinions.answer(tx, tokens[0], "consents", "Sam Long", "Yes, if we know by Friday.", now)
    opinions.answer(tx, tokens[1], "objects", "The management", "Not before the new year.", now)
    return [f"/o/{token}" for token in tokens]
