"""Versions: compared, brought back, published at a date, retired; and what runs keeps the version it began with."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import create_app
from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.edits import ChangeProcess
from builder.publishing import publishing, publishing_later, versions
from builder.publishing.publishing import CannotPublish
from builder.publishing.publishing_later import NotAhead
from runtime import lifecycle
from runtime.access import Denied
from runtime.background import worker
from runtime.channels import letters
from runtime.lifecycle import Rejected, Submission
from runtime.notices import noticeboard, version_notices
from runtime.people import accounts
from runtime.settings import Settings
from runtime.store.cases import cases, tasks
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.people import people
from runtime.store.processes import processes, publications
from schemas.document import load, loads
from schemas.model.process import Process
from schemas.words import words
from tests.builder.web.test_designer_pages import PASSWORD, Browser

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MORNING = NOW + timedelta(days=1)
KEY = "leave"

LEAVE: dict[str, Any] = {
    "format": "formloom/1",
    "key": KEY,
    "title": {"en": "Leave", "zh-Hans": "请假"},
    "number": "LV-{seq:3}",
    "form": {
        "schema": {
            "type": "object",
            "properties": {"why": {"type": "string", "title": "Why", "x-formloom": {"title": {"zh-Hans": "事由"}}}},
        }
    },
    "flow": {
        "initial": "check",
        "states": [
            {
                "key": "check",
                "kind": "approval",
                "title": {"en": "Check", "zh-Hans": "审核"},
                "who": [{"person": "zhang.wei"}],
            },
            {"key": "done", "kind": "end", "title": {"en": "Done", "zh-Hans": "完成"}},
        ],
        "moves": [
            {
                "key": "yes",
                "from": "check",
                "to": "done",
                "title": {"en": "Agree", "zh-Hans": "同意"},
                "vote": "for",
            },
            {
                "key": "no",
                "from": "check",
                "to": "done",
                "title": {"en": "Refuse", "zh-Hans": "不同意"},
                "vote": "against",
            },
        ],
    },
}


def leave(title: str = "Leave") -> Process:
    return replace(load(LEAVE), title=words(title, "请假"))


@pytest.fixture
def draft(team: Any) -> Draft:
    """Published once as it stands, and once more under another title, by which the draft is called now."""
    with team.database.writing() as tx:
        made = drafts.add(tx, team.designer, leave(), "", NOW)
        publishing.publish(tx, team.designer, made.process, NOW, "The first")
        edit = ChangeProcess({"title": words("Holiday", "休假")})
        made = drafts.edit(tx, team.designer, made.id, edit, revision=made.revision, now=NOW)
        publishing.publish(tx, team.designer, made.process, NOW, "Another name")
    return made


def submit(team: Any) -> str:
    with team.database.writing() as tx:
        return lifecycle.submit(tx, Submission(team.member, KEY, {"why": "Rest"}), NOW).case_id


def version_of(team: Any, case_id: str) -> int:
    with team.database.reading() as tx:
        found = processes.version(tx, team.workspace, cases.case(tx, team.workspace, case_id).version_id)
    assert found
    return found.number


def test_what_stands_in_the_list(team: Any, draft: Draft) -> None:
    for _ in range(2):
        submit(team)
    with team.database.reading() as tx:
        there = versions.history(tx, team.designer, KEY)
    assert [(one.version.number, one.version.note, one.by_name, one.running) for one in there.listed] == [
        (2, "Another name", "zhang.wei", 2),
        (1, "The first", "zhang.wei", 0),
    ]
    assert there.draft_id == draft.id


def test_an_old_version_is_brought_back_as_one_step_that_can_be_undone(team: Any, draft: Draft) -> None:
    case = submit(team)
    with team.database.writing() as tx:
        restored = versions.restore(tx, team.designer, KEY, 1, NOW)
        assert restored.process == leave()
        undone = drafts.undo(tx, team.designer, draft.id, by=-1, now=NOW)
    assert undone.process == draft.process
    assert version_of(team, case) == 2


def test_without_a_draft_one_is_begun(team: Any, draft: Draft) -> None:
    with team.database.writing() as tx:
        drafts.remove(tx, team.designer, draft.id)
        restored = versions.restore(tx, team.designer, KEY, 1, NOW)
        assert restored.process == leave()
        assert drafts.undo(tx, team.designer, restored.id, by=-1, now=NOW).process == draft.process
        with pytest.raises(Missing):
            versions.restore(tx, team.designer, KEY, 3, NOW)


def test_how_many_could_move(team: Any, draft: Draft) -> None:
    cases_there = [submit(team), submit(team)]
    without = draft.process
    other = tuple(replace(one, key="look") if one.key == "check" else one for one in without.flow.states)
    ways = tuple(replace(one, source="look") for one in without.flow.moves)
    elsewhere = replace(without, flow=replace(without.flow, initial="look", states=other, moves=ways))
    with team.database.writing() as tx:
        same = versions.prospects(tx, team.designer, KEY, "2", "draft", NOW)
        none = versions.prospects(tx, team.designer, KEY, "1", "2", NOW)
        now = drafts.get(tx, team.designer, draft.id)
        drafts.change(tx, team.designer, draft.id, lambda _: elsewhere, revision=now.revision, now=NOW)
        moved = versions.prospects(tx, team.designer, KEY, "2", "draft", NOW)
        assert versions.prospects(tx, team.designer, KEY, "draft", "2", NOW) is None
    assert same
    assert none
    assert moved
    assert (same.running, same.looked, same.can, same.stay) == (2, 2, 2, ())
    assert (none.running, none.can) == (0, 0)
    assert (moved.running, moved.can, [case for _, case, _ in moved.stay]) == (2, 0, sorted(cases_there))


def plan(team: Any, process: Process, due: datetime = MORNING, now: datetime = NOW, note: str = "") -> Any:
    with team.database.writing() as tx:
        return publishing_later.plan(tx, team.designer, process, due, now, note)


def current(team: Any) -> tuple[int, str]:
    with team.database.reading() as tx:
        found = processes.current(tx, team.workspace, KEY)
    assert found
    return found.number, loads(found.document).title["en"]


def told(team: Any) -> list[tuple[str, str]]:
    with team.database.reading() as tx:
        board = noticeboard.board(tx, team.designer, "en")
    return [(one.heading, one.text) for one in board.lines if one.kind == version_notices.KIND and one.process == KEY]


@pytest.mark.usefixtures("draft")
def test_it_is_published_when_its_time_has_come_and_not_before(team: Any) -> None:
    case = submit(team)
    plan(team, leave("Vacation"), note="At last")
    assert publishing_later.carry_out_due(team.database, MORNING - timedelta(seconds=1)) == 0
    assert current(team) == (2, "Holiday")
    assert publishing_later.carry_out_due(team.database, MORNING) == 1
    assert publishing_later.carry_out_due(team.database, MORNING) == 0
    assert current(team) == (3, "Vacation")
    assert told(team) == [("“Vacation” is published: version 3", "")]
    assert [version_of(team, one) for one in (case, submit(team))] == [2, 3]
    with team.database.reading() as tx:
        there = versions.history(tx, team.designer, KEY)
    assert there.listed[0].version.note == "At last"
    assert there.publication
    assert there.publication.outcome == "published"


def test_what_is_asked_for_is_what_stood_there_then(team: Any, draft: Draft) -> None:
    plan(team, draft.process)
    with team.database.writing() as tx:
        now = drafts.get(tx, team.designer, draft.id)
        edit = ChangeProcess({"title": words("Later thoughts", "后来的想法")})
        drafts.edit(tx, team.designer, draft.id, edit, revision=now.revision, now=NOW)
    publishing_later.carry_out_due(team.database, MORNING)
    assert current(team) == (2, "Holiday")


@pytest.mark.parametrize(
    ("hinder", "why"),
    [
        pytest.param({"active": False}, "nobody", id="nobody is left at a step"),
        pytest.param({"role": "member"}, "may not publish", id="they may not any more"),
    ],
)
def test_what_is_refused_then_is_told_to_whoever_asked(team: Any, draft: Draft, hinder: Any, why: str) -> None:
    other = draft.process.flow.states[0]
    asked = "role" in hinder
    who = replace(other.who[0], key="anna.berg") if not asked else other.who[0]
    flow = replace(draft.process.flow, states=(replace(other, who=(who,)), *draft.process.flow.states[1:]))
    plan(team, replace(draft.process, title=words("Vacation", "年假"), flow=flow))
    with team.database.writing() as tx:
        somebody = people.person(tx, team.workspace, (team.designer if asked else team.member).id)
        assert somebody
        people.keep(tx, replace(somebody, **hinder))
    publishing_later.carry_out_due(team.database, MORNING)
    assert current(team) == (2, "Holiday")
    ((heading, text),) = told(team)
    assert heading == "“Vacation” was not published"
    with team.database.reading() as tx:
        found = publications.latest(tx, team.workspace, KEY)
        message = outbox.latest(tx, team.workspace, None, 1)[0]
        letter = letters.write(tx, message, "https://house.example")
    assert found
    assert (found.outcome, [one["en"] for one in found.why]) == ("refused", [text])
    assert found.why[0]["zh-Hans"]
    assert why in text.lower() or "Check" in text
    assert text in letter.body
    assert f"https://house.example/processes/{KEY}/versions" in letter.body


@pytest.mark.usefixtures("draft")
def test_it_can_be_called_off(team: Any) -> None:
    plan(team, leave("Vacation"))
    with team.database.writing() as tx:
        assert publishing_later.call_off(tx, team.designer, KEY, NOW)
        assert not publishing_later.call_off(tx, team.designer, KEY, NOW)
    assert publishing_later.carry_out_due(team.database, MORNING) == 0
    assert current(team) == (2, "Holiday")


@pytest.mark.usefixtures("draft")
def test_the_last_wish_counts(team: Any) -> None:
    plan(team, leave("One"))
    plan(team, leave("Other"), now=NOW + timedelta(hours=1))
    assert publishing_later.carry_out_due(team.database, MORNING) == 1
    assert current(team) == (3, "Other")


@pytest.mark.usefixtures("draft")
def test_what_breaks_is_said_and_not_tried_for_ever(
    team: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise ConnectionError("no route")

    plan(team, leave("Vacation"))
    monkeypatch.setattr(publishing, "publish", broken)
    assert publishing_later.carry_out_due(team.database, MORNING) == 1
    assert publishing_later.carry_out_due(team.database, MORNING) == 0
    assert "no route" in told(team)[0][1]
    assert "could not be carried out" in caplog.text


@pytest.mark.usefixtures("draft")
def test_what_cannot_be_asked_for(team: Any) -> None:
    with pytest.raises(NotAhead):
        plan(team, leave(), due=NOW)
    with pytest.raises(CannotPublish):
        plan(team, replace(leave(), flow=replace(leave().flow, initial="nowhere")))
    with team.database.writing() as tx:
        for attempt in (
            lambda: publishing_later.plan(tx, team.member, leave(), MORNING, NOW),
            lambda: publishing_later.call_off(tx, team.member, KEY, NOW),
            lambda: versions.restore(tx, team.member, KEY, 1, NOW),
            lambda: versions.history(tx, team.member, KEY),
            lambda: versions.take_requests(tx, team.member, KEY, NOW, is_open=False),
        ):
            with pytest.raises(Denied):
                attempt()


@pytest.mark.usefixtures("draft")
def test_the_worker_does_it(team: Any, database_url: str) -> None:
    plan(team, leave("Vacation"))
    worker.Seldom(team.database, Settings("x", database_url)).turn(MORNING)
    assert current(team) == (3, "Vacation")


@pytest.mark.usefixtures("draft")
def test_a_retired_process_takes_nothing_new_and_what_runs_goes_on(team: Any) -> None:
    case = submit(team)
    with team.database.writing() as tx:
        versions.take_requests(tx, team.designer, KEY, NOW, is_open=False)
    with pytest.raises(Rejected) as refused:
        submit(team)
    assert [one.code for one in refused.value.problems] == ["process.closed"]
    with team.database.writing() as tx:
        (task,) = [one for one in tasks.of_case(tx, team.workspace, case) if one.open]
        lifecycle.decide(tx, lifecycle.Decision(team.designer, task.id, "yes"), NOW)
        assert cases.case(tx, team.workspace, case).ended
        publishing.publish(tx, team.designer, leave("Vacation"), NOW)
        assert not versions.history(tx, team.designer, KEY).published.open  # type: ignore[union-attr]
        versions.take_requests(tx, team.designer, KEY, NOW, is_open=True)
    assert version_of(team, submit(team)) == 3


@pytest.mark.usefixtures("draft")
def test_who_did_it_stays_on_record(team: Any) -> None:
    later = [NOW + timedelta(minutes=n) for n in range(5)]
    with team.database.writing() as tx:
        for is_open, now in zip((False, False, True), later, strict=False):
            versions.take_requests(tx, team.designer, KEY, now, is_open=is_open)
        publishing_later.plan(tx, team.designer, leave("Vacation"), MORNING, later[3])
        publishing_later.call_off(tx, team.designer, KEY, later[4])
        there = versions.history(tx, team.designer, KEY)
    done = [("called_off", later[4]), ("planned", later[3]), ("reopened", later[2]), ("retired", later[0])]
    assert [(one.did, one.at) for one, _ in there.acts] == done
    assert {(one.by, name) for one, name in there.acts} == {(team.designer.party, team.designer.name)}


@pytest.fixture
def designer(team: Any, database_url: str) -> Iterator[Browser]:
    app = create_app(Settings(secret_key="x" * 40, database_url=database_url, base_url="http://localhost"))
    with team.database.writing() as tx:
        person = people.person(tx, team.workspace, team.designer.id)
        assert person
        accounts.set_password(tx, person, PASSWORD)
    browser = Browser(app.test_client())
    browser.post("/signin", "/signin", email=person.email, password=PASSWORD)
    yield browser
    app.extensions["formloom.database"].close()


PAGE = f"/processes/{KEY}/versions"


@pytest.mark.usefixtures("draft")
def test_the_pages(designer: Browser, team: Any) -> None:
    submit(team)
    assert "Another name" in designer.get(PAGE)
    shown = designer.get(f"{PAGE}/compare?old=1&new=2")
    assert "The process is now called “Holiday” (was “Leave”)." in shown
    assert "No request runs by" in shown
    assert "They say the same" in designer.get(f"{PAGE}/compare?old=2&new=draft")
    designer.get(f"{PAGE}/compare?old=9&new=draft", 404)
    designer.get("/processes/nothing/versions", 404)


def test_brought_back_and_retired_by_hand(designer: Browser, draft: Draft) -> None:
    answer = designer.post(f"{PAGE}/1/restore", PAGE)
    assert answer.location == f"/design/{draft.id}/publish"
    assert "1 change since version 2" in re.sub(r"\s+", " ", designer.get(answer.location))
    designer.post(f"{PAGE}/requests", PAGE, do="retire")
    assert "is retired" in designer.get(PAGE)
    assert f"/new/{KEY}" not in designer.get("/new")
    assert designer.client.get(f"/new/{KEY}").location == "/new"
    assert "takes no new requests" in designer.get("/new")
    designer.post(f"{PAGE}/requests", PAGE, do="open")
    assert f"/new/{KEY}" in designer.get("/new")


@pytest.mark.usefixtures("draft")
def test_the_links_of_a_retired_process_are_closed_and_open_again_with_it(designer: Browser, team: Any) -> None:
    with team.database.writing() as tx:
        path = f"/f/{publishing.open_link(tx, team.designer, KEY, NOW).token}"
        versions.take_requests(tx, team.designer, KEY, NOW, is_open=False)
    designer.get(path, 404)
    with team.database.writing() as tx:
        versions.take_requests(tx, team.designer, KEY, NOW, is_open=True)
    designer.get(path)


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [("", "08:00", "Say the day and the hour."), ("2001-01-01", "08:00", "has passed"), ("x", "y", "Say the day")],
)
def test_a_time_that_is_none(designer: Browser, draft: Draft, day: str, hour: str, said: str) -> None:
    designer.post(f"{PAGE}/1/restore", PAGE)
    page = f"/design/{draft.id}/publish"
    answer = designer.post(page, page, do="later", day=day, hour=hour)
    assert answer.status_code == 422
    assert said in answer.text


def test_planned_and_called_off_by_hand(designer: Browser, draft: Draft) -> None:
    designer.post(f"{PAGE}/1/restore", PAGE)
    page = f"/design/{draft.id}/publish"
    assert designer.post(page, page, do="later", day="2099-01-02", hour="08:30", note="New year").status_code == 303
    for shown in (designer.get(page), designer.get(PAGE)):
        assert "Jan 2, 2099 08:30" in shown
        assert "New year" in shown
    designer.post(f"{PAGE}/call-off", PAGE)
    assert "Jan 2, 2099" not in designer.get(PAGE)
