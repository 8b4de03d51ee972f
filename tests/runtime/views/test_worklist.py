"""What the pages show, and to whom."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from runtime import lifecycle
from runtime.access import Actor
from runtime.cases.applying import UNHURRIED
from runtime.changes import one_time
from runtime.lifecycle import Decision
from runtime.store import keys
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.forms import links
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.views.dossier import CasePage
from runtime.views.worklist import Greeting
from runtime.visibility import sight
from tests.runtime.acts import draw
from tests.runtime.office import ANSWERS, CHANGE, World


def page(world: World, actor: Actor, case_id: str) -> CasePage:
    with world.database.reading() as tx:
        return worklist.case_page(tx, actor, case_id)


def answers(shown: CasePage) -> dict[str, str]:
    return {answer.field.key: answer.text("en") for part in shown.parts for answer in part.answers}


def test_the_inbox_has_what_is_asked_the_most_pressing_first(world: World) -> None:
    first = world.at_board()
    world.wait(hours=1)
    second = world.at_board()
    with world.database.reading() as tx:
        todo = worklist.inbox(tx, world.actor("bo"))
        none = worklist.inbox(tx, world.actor("dan"))
    assert [row.case_id for row in todo.rows] == [first, second]
    assert none.rows == ()
    row = todo.rows[0]
    assert (row.number, row.state["en"], row.requester) == ("CR-2026-0001", "Board", "Mia")
    assert {figure.field.key: figure.text("en") for figure in row.figures} == {"wish": "A red door", "price": "100"}
    assert row.due_at == world.now - timedelta(hours=1) + timedelta(days=3)
    later = world.now + timedelta(days=3)
    assert todo.overdue(later) == 1
    with world.database.reading() as tx:
        counted = worklist.greeting(tx, world.actor("bo"), later)
        assert counted == worklist.greeting(tx, world.actor("bo"), later, todo)
        assert worklist.greeting(tx, world.actor("dan"), later) == Greeting(0, 0, more=False)
    assert (counted.todo, counted.overdue, counted.more) == (2, 1, False)


def test_the_tabs_follow_what_somebody_does(world: World) -> None:
    case_id = world.submit(world.actor("bo")).case_id
    world.decide(case_id, "lea", "send", raw={"price": 5})
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    with world.database.reading() as tx:
        tabs = {
            who: {tab: worklist.inbox(tx, world.actor(who), tab).rows for tab in ("todo", "mine", "done")}
            for who in ("bo", "ben")
        }
    assert {tab: len(rows) for tab, rows in tabs["bo"].items()} == {"todo": 0, "mine": 1, "done": 1}
    assert tabs["bo"]["mine"][0].sentence["en"] == "Now: Client. Then: Closed."
    assert tabs["bo"]["done"][0].by_me
    [lost] = tabs["ben"]["done"]
    assert not lost.by_me
    assert lost.why


@pytest.mark.parametrize("tab", ["todo", "mine", "done"])
def test_pages_follow_one_another_without_gap_or_double(world: World, tab: str) -> None:
    made = []
    for _ in range(7):
        case_id = world.submit(world.actor("lea")).case_id
        if tab == "done":
            world.decide(case_id, "lea", "send", raw={"price": 1})
        made.append(case_id)
    seen, after = [], ""
    with world.database.reading() as tx:
        for _ in range(3):
            shown = worklist.inbox(tx, world.actor("lea"), tab, after, limit=3)
            seen += [row.case_id for row in shown.rows]
            after = shown.after
        with pytest.raises(Missing):
            worklist.inbox(tx, world.actor("lea"), tab, "nonsense")
    assert sorted(seen) == sorted(made)
    assert after == ""


def test_without_a_deadline_it_is_ranked_as_if_there_were_time(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    [task] = world.tasks(case_id)
    assert (task.due_at, task.rank) == (None, world.now + UNHURRIED)


def test_who_is_nothing_to_a_case_does_not_know_of_it(world: World) -> None:
    case_id = world.at_board()
    for actor in (world.actor("dan"), world.visitor, replace(world.actor("ada"), workspace="elsewhere")):
        with pytest.raises(Missing):
            page(world, actor, case_id)


def test_another_workspaces_administrator_is_nothing_to_it(world: World) -> None:
    case_id = world.at_board()
    shown = page(world, world.actor("ada"), case_id)
    with pytest.raises(Missing):
        sight.rights(replace(world.actor("ada"), workspace="elsewhere"), shown.compiled, shown.case, [])


def test_everybody_sees_the_fields_that_are_theirs_to_see(world: World) -> None:
    case_id = world.at_board()
    everything = {"client_name", "client_email", "client_company", "wish", "price", "secret"}
    assert set(answers(page(world, world.actor("ada"), case_id))) == everything
    assert set(answers(page(world, world.actor("bo"), case_id))) == everything - {"secret"}
    assert set(answers(page(world, world.actor("lea"), case_id))) == everything
    assert set(answers(page(world, world.contact(case_id), case_id))) == everything - {"secret"}
    assert "edit" not in page(world, world.actor("lea"), case_id).rights.values()


def test_the_journal_shows_no_more_than_the_fields_do(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve", comment="Only because of the margin")
    seen = {who: page(world, world.actor(who), case_id).lines for who in ("bo", "lea")}
    changed = {who: {one.field.key for line in lines for one in line.corrections} for who, lines in seen.items()}
    assert "secret" not in changed["bo"]
    assert "secret" in changed["lea"]
    told = page(world, world.contact(case_id), case_id).lines
    assert {line.kind for line in told} == {"began", "answered", "moved"}
    assert not any(line.comment for line in told)
    assert any(line.comment for line in seen["lea"])


def test_what_is_internal_stays_inside(world: World) -> None:
    case_id = world.at_board()
    with world.database.writing() as tx:
        lifecycle.comment(tx, world.actor("bo"), case_id, "Ask Lea", world.now, internal=True)
        lifecycle.comment(tx, world.actor("bo"), case_id, "Is it oak?", world.now)
    said = [line.comment for line in page(world, world.actor("bea"), case_id).lines if line.kind == "commented"]
    told = [line.comment for line in page(world, world.contact(case_id), case_id).lines if line.kind == "commented"]
    assert (said, told) == (["Ask Lea", "Is it oak?"], ["Is it oak?"])


def test_the_bar_says_who_decides_and_how_it_stands(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    bar = page(world, world.actor("bea"), case_id).bar
    assert bar is not None
    assert [choice.move.key for choice in bar.choices] == ["approve", "reject", "back"]
    assert [choice.asks_comment for choice in bar.choices] == [False, True, False]
    assert all(choice.ready for choice in bar.choices)
    assert bar.rule["en"] == "At least 2 of 3 must agree."
    assert bar.standing is not None
    assert bar.standing["en"] == "1 of 3 has agreed; one more decides."
    assert [(voter.name, voter.move and voter.move["en"]) for voter in bar.voters] == [
        ("Bea", None),
        ("Ben", None),
        ("Bo", "Agree"),
    ]
    assert page(world, world.actor("bo"), case_id).bar is None
    assert page(world, world.actor("ada"), case_id).bar is None


def test_the_path_has_what_is_done_what_is_now_and_what_comes(world: World) -> None:
    case_id = world.at_board()
    steps = page(world, world.actor("bo"), case_id).steps
    assert [(step.state, step.mark, step.who) for step in steps] == [
        ("analysis", "done", ("Lea",)),
        ("board", "now", ("Bea", "Ben", "Bo")),
        ("client", "next", ()),
        ("closed", "next", ()),
    ]
    world.decide(case_id, "bo", "back")
    marks = [(step.state, step.mark) for step in page(world, world.actor("bo"), case_id).steps]
    assert marks == [("analysis", "now"), ("board", "next"), ("client", "next"), ("closed", "next")]


def test_in_a_second_round_what_changed_is_marked(world: World) -> None:
    case_id = world.at_board()
    first = page(world, world.actor("bo"), case_id)
    assert not any(answer.changed for part in first.parts for answer in part.answers)
    world.decide(case_id, "bo", "back")
    world.decide(case_id, "lea", "send", raw={"price": 80})
    second = page(world, world.actor("bo"), case_id)
    changed = [(one.field.key, one.before, one.value) for part in second.parts for one in part.answers if one.changed]
    assert changed == [("price", 100, 80)]


def test_a_to_dos_page_is_its_holders_also_when_it_is_closed(world: World) -> None:
    case_id = world.at_board()
    task = world.task(case_id, world.party("bo"))
    with world.database.reading() as tx:
        assert worklist.task_page(tx, world.actor("bo"), task.id).bar is not None
        with pytest.raises(Missing):
            worklist.task_page(tx, world.actor("ada"), task.id)
    world.decide(case_id, "bo", "approve")
    with world.database.reading() as tx:
        assert worklist.task_page(tx, world.actor("bo"), task.id).bar is None


def test_tracking_shows_and_decides_nothing(world: World) -> None:
    receipt = world.submit()
    with world.database.reading() as tx:
        actor, shown = worklist.tracking(tx, receipt.tracking)
        assert actor.party == world.case(receipt.case_id).requester
        assert shown.bar is None
        with pytest.raises(Missing):
            worklist.tracking(tx, receipt.tracking[:-1])


def test_a_one_time_link_is_used_by_deciding_and_by_nothing_else(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    [task] = world.tasks(case_id)
    with world.database.reading() as tx:
        token = keys.token(tx, "task", task.id)
        for _ in range(3):
            actor, asked, shown = worklist.one_time(tx, token, world.now)
            assert asked.open
            assert shown.bar is not None
        with pytest.raises(Missing):
            worklist.one_time(tx, token, world.now + one_time.lasts("contact:") + timedelta(seconds=1))
    world.carry_out(Decision(actor, asked.id, "accept"))
    with world.database.reading() as tx:
        _, asked, shown = worklist.one_time(tx, token, world.now)
    assert not asked.open
    assert shown.bar is None


def test_a_file_opens_for_who_may_read_an_answer_that_names_it(world: World) -> None:
    sent = File(world.workspace, "F1", "plan.pdf", 3, "application/pdf", "0" * 64, world.visitor.party, world.now)
    with world.database.writing() as tx:
        files.add(tx, sent)
        assert worklist.file(tx, world.visitor, "F1") == sent
        with pytest.raises(Missing):
            worklist.file(tx, world.actor("ada"), "F1")
    case_id = world.submit(raw={**ANSWERS, "papers": [{"id": "F1"}]}).case_id
    with world.database.reading() as tx:
        for actor in (world.actor("lea"), world.actor("ada"), world.contact(case_id)):
            assert worklist.file(tx, actor, "F1").case_id == case_id
        for actor in (world.actor("bo"), world.visitor):
            with pytest.raises(Missing):
                worklist.file(tx, actor, "F1")
    assert [file["name"] for file in page(world, world.actor("lea"), case_id).files] == ["plan.pdf"]
    world.decide(case_id, "lea", "send", raw={"price": 1})
    assert page(world, world.actor("bo"), case_id).files == ()
    with world.database.reading() as tx, pytest.raises(Missing):
        worklist.file(tx, world.actor("bo"), "F1")


def test_a_one_time_link_opens_its_own_case_only(world: World) -> None:
    sent = File(world.workspace, "F1", "plan.pdf", 3, "application/pdf", "0" * 64, world.visitor.party, world.now)
    with world.database.writing() as tx:
        files.add(tx, sent)
    other = world.submit(raw={**ANSWERS, "papers": [{"id": "F1"}]}).case_id
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    [task] = world.tasks(case_id)
    with world.database.reading() as tx:
        actor, _, _ = worklist.one_time(tx, keys.token(tx, "task", task.id), world.now)
        assert actor.party == world.contact(other).party
        with pytest.raises(Missing):
            worklist.file(tx, actor, "F1")


def test_the_catalogue_has_what_is_open(world: World) -> None:
    with world.database.reading() as tx:
        assert [process.key for process in worklist.catalogue(tx, world.workspace)] == ["change"]
        assert worklist.catalogue(tx, "elsewhere") == []
        assert [link.token for link in links.of_process(tx, world.workspace, "change")] == ["front-door"]


def test_to_dos_of_one_step_for_several_rows_say_which_row(world: World, statements: list[str]) -> None:
    document = deepcopy(dict(CHANGE))
    document["form"] = {
        "schema": {
            "type": "object",
            "properties": {
                "wish": {"type": "string", "title": "Wish"},
                "parts": {
                    "type": "array",
                    "title": "Parts",
                    "items": {"type": "object", "properties": {"what": {"type": "string", "title": "What"}}},
                    "x-formloom": {"type": "table"},
                },
            },
        }
    }
    lea = [{"person": "lea@team.example"}]
    document["contact"], document["summary"] = {}, ["wish"]
    document["flow"] = {
        "initial": "each",
        "states": [
            {"key": "each", "kind": "loop", "title": {"en": "Each"}, "each": {"over": "parts"}},
            {"key": "look", "kind": "task", "title": {"en": "Look"}, "who": lea},
            {"key": "closed", "kind": "end", "title": {"en": "Closed"}, "outcome": "closed"},
        ],
        "moves": [
            {"key": "start", "from": "each", "to": "look", "branch": True},
            {"key": "looked", "from": "look", "to": "each", "title": {"en": "Looked at"}},
            {"key": "on", "from": "each", "to": "closed"},
        ],
    }
    draw(world, document)
    rows = [{"what": "Oak door"}, {"what": "Lock"}]
    world.submit(world.actor("dan"), {"wish": "Doors", "parts": rows})
    with world.database.reading() as tx:
        statements.clear()
        shown = worklist.inbox(tx, world.actor("lea")).rows
        assert len(statements) <= 2, statements  # the rows, and once in a process's life the version
    said = {lang: [row.about.in_(lang) for row in shown if row.about] for lang in ("en", "zh-Hans")}
    assert sorted(said["en"]) == ["No. 1: Oak door", "No. 2: Lock"]
    assert sorted(said["zh-Hans"]) == ["第 1 项：Oak door", "第 2 项：Lock"]
