"""Papers: numbered, each a version of what it is about, the same bytes for ever, and accepted by name."""

import hashlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from runtime.files.storeroom import of as room_of
from runtime.lifecycle import Decision
from runtime.papers.paper_words import Issued
from runtime.processes import deployment
from runtime.proof.verify import verify
from runtime.settings import Settings
from runtime.store.files import paper_rows
from runtime.store.people import calendars
from runtime.store.people.calendars import WorkingTime
from runtime.store.tables.tables import PAPER
from runtime.views import worklist
from schemas.document import dump, load
from schemas.lint import lint
from tests.runtime.office import ANSWERS, CHANGE, World

AGREEMENT: Mapping[str, Any] = {
    "key": "agreement",
    "title": {"en": "Service agreement", "zh-Hans": "服务协议"},
    "number": "SA-{yyyy}-{seq:3}",
    "text": {
        "en": "# Between us\n\nFor {requester}: {field:wish} for {field:price}.\n\nIt replaces {replaces}.",
        "zh-Hans": "# 双方约定\n\n{requester}：{field:wish}，{field:price}。",
    },
    "fields": ["wish", "price"],
}


def document(**issue: Any) -> dict[str, Any]:
    """The office's process, which issues an agreement before the client is asked."""
    made = deepcopy(dict(CHANGE))
    flow = made["flow"]
    agreement = {name: value for name, value in {**AGREEMENT, **issue}.items() if value is not None}
    flow["states"].insert(2, {"key": "draw_up", "kind": "action", "deeds": [{"issue": agreement}]})
    for move in flow["moves"]:
        if (move["from"], move["key"]) == ("board", "approve"):
            move["to"] = "draw_up"
        if (move["from"], move["key"]) == ("client", "accept"):
            move["accepts"] = "agreement"
    flow["moves"] += [
        {"key": "on", "from": "draw_up", "to": "client"},
        {"key": "again", "from": "client", "to": "analysis", "title": {"en": "Another offer", "zh-Hans": "重新报价"}},
    ]
    return made


@pytest.fixture
def issuing(world: World) -> Iterator[World]:
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document()), "person:x", world.now)
    yield world
    with world.database.reading() as tx:
        room = room_of(Settings("only for tests", "", "", files=Path("nowhere")))
        assert verify(tx, room)["violations"] == world.made.get("violations", [])


def at_client(world: World, case_id: str = "", **answers: Any) -> str:
    case_id = case_id or world.submit(raw={**ANSWERS, **answers}).case_id
    world.decide(case_id, "lea", "send", raw={"price": 100})
    world.wait(minutes=1)
    for name in ("bo", "bea"):
        world.decide(case_id, name, "approve")
    return case_id


def answer(world: World, case_id: str, move: str) -> None:
    client = world.contact(case_id)
    world.carry_out(Decision(client, world.task(case_id, client.party).id, move))


def papers(world: World, case_id: str) -> tuple[Issued, ...]:
    with world.database.reading() as tx:
        return worklist.case_page(tx, world.contact(case_id), case_id).papers


def lines(world: World, case_id: str) -> list[str]:
    with world.database.reading() as tx:
        return [line.sentence["en"] for line in worklist.case_page(tx, world.contact(case_id), case_id).lines]


def test_a_paper_is_there_before_the_client_is_asked_and_its_hash_is_in_the_journal(issuing: World) -> None:
    case_id = at_client(issuing)
    (paper,) = papers(issuing, case_id)
    assert (paper.number, paper.version, paper.replaces) == ("SA-2026-001", 1, "")
    with issuing.database.reading() as tx:
        row, content = paper_rows.one(tx, issuing.workspace, paper.id)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == row.sha256 == paper.sha256
    assert "“Service agreement” SA-2026-001 was issued, version 1." in lines(issuing, case_id)


def test_its_day_is_that_of_the_workspace(issuing: World) -> None:
    """In the evening in London it is tomorrow in Shanghai."""
    text = {"en": "Drawn up on {date}.", "zh-Hans": "{date}"}
    with issuing.database.writing() as tx:
        calendars.keep(tx, WorkingTime(issuing.workspace, zone="Asia/Shanghai"), "person:x", issuing.now)
        deployment.deploy(tx, issuing.workspace, load(document(text=text)), "person:x", issuing.now)
    issuing.wait(hours=11)
    (paper,) = papers(issuing, at_client(issuing))
    with issuing.database.reading() as tx:
        _, content = paper_rows.one(tx, issuing.workspace, paper.id)
    assert "Drawn up on Mar 3, 2026." in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_a_new_version_takes_the_place_of_the_last_and_names_it(issuing: World) -> None:
    case_id = at_client(issuing)
    answer(issuing, case_id, "again")
    at_client(issuing, case_id)
    other = at_client(issuing, wish="A second door")
    stranger = at_client(issuing, client_email="tim@else.example", client_company="Else")
    newest, oldest = papers(issuing, case_id)
    assert [(one.number, one.version, one.replaces) for one in (oldest, newest)] == [
        ("SA-2026-001", 1, ""),
        ("SA-2026-002", 2, "SA-2026-001"),
    ]
    assert (oldest.replaced, newest.replaced) == (True, False)
    assert (papers(issuing, other)[0].version, papers(issuing, other)[0].replaces) == (3, "SA-2026-002")
    assert papers(issuing, stranger)[0].version == 1
    case = issuing.case(case_id)
    with issuing.database.reading() as tx:
        listed = paper_rows.of_customer(tx, issuing.workspace, case.customer_id or "", 10)
    assert [(one.paper.version, one.latest) for one in listed] == [(3, True), (2, False), (1, False)]


def test_who_accepts_accepts_a_paper_by_its_number_and_hash(issuing: World) -> None:
    case_id = at_client(issuing)
    answer(issuing, case_id, "again")
    at_client(issuing, case_id)
    answer(issuing, case_id, "accept")
    newest, oldest = papers(issuing, case_id)
    assert (newest.accepted_name, newest.accepted_at) == ("Mia", issuing.now)
    assert oldest.accepted_at is None
    assert any(line.endswith(" SA-2026-002, version 2, is accepted by it.") for line in lines(issuing, case_id))
    with issuing.database.reading() as tx:
        row, _content = paper_rows.one(tx, issuing.workspace, newest.id)
    assert (row.accepted_by, row.accepted_name) == (issuing.contact(case_id).party, "Mia")


def test_who_refuses_accepts_nothing(issuing: World) -> None:
    case_id = at_client(issuing)
    answer(issuing, case_id, "decline")
    assert papers(issuing, case_id)[0].accepted_at is None


@pytest.mark.parametrize("changes", [{"content": b"%PDF another"}, {"sha256": "0" * 64}])
def test_what_was_altered_is_found(issuing: World, changes: dict[str, Any]) -> None:
    case_id = at_client(issuing)
    (paper,) = papers(issuing, case_id)
    with issuing.database.writing() as tx:
        tx.execute(update(PAPER).values(**changes))
    issuing.made["violations"] = [f"I6 {paper.id}: the bytes of paper SA-2026-001 were altered"]


def test_a_paper_says_what_its_text_says(issuing: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr("runtime.papers.issuing.pdf", lambda paper, lang: told.append((paper, lang)) or b"%PDF")
    at_client(issuing, wish="{number} <b>{{7*7}}")
    ((paper, lang),) = told
    said = [getattr(block, "text", "") for block in paper.blocks]
    assert said[:2] == ["Between us", "For Mia: {number} <b>{{7*7}} for 100."]
    assert (paper.title, paper.number, lang) == ("Service agreement", "SA-2026-001", "en")
    assert [value for _title, value in paper.blocks[-1].rows] == ["{number} <b>{{7*7}}", "100"]


def test_it_is_written_as_it_is_read() -> None:
    process = load(document())
    assert load(dump(process)) == process
    issue = process.flow.by_key["draw_up"].deeds[0].issue
    assert issue
    assert issue.shown == ("wish", "price")


@pytest.mark.parametrize(
    ("issue", "found"),
    [
        ({}, []),
        ({"text": None, "fields": None}, ["paper.empty /flow/states/2/deeds/0/issue"]),
        ({"text": "{nothing}"}, ["paper.placeholder /flow/states/2/deeds/0/issue/text"]),
        ({"text": "{field:nothing}"}, ["field.unknown /flow/states/2/deeds/0/issue/text"]),
        ({"fields": ["nothing"]}, ["field.unknown /flow/states/2/deeds/0/issue/fields"]),
        ({"about": "nothing"}, ["field.unknown /flow/states/2/deeds/0/issue/about"]),
        ({"fields": ["secret"]}, ["paper.internal /flow/states/2/deeds/0/issue/fields"]),
        ({"key": "other"}, ["paper.unknown /flow/moves/4/accepts"]),
    ],
)
def test_what_is_wrong_with_a_paper_is_said_before_it_is_published(issue: dict[str, Any], found: list[str]) -> None:
    made = document(**issue)
    made["form"]["schema"]["properties"]["secret"]["x-formloom"] = {"internal": True}
    told = [f"{one.code} {one.path}" for one in lint(load(made), made) if one.severity == "error"]
    assert [one for one in told if one.startswith(("paper.", "field."))] == found
