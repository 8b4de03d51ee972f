"""Two designers at once: what each has changed is kept, and only where both have changed one thing somebody is asked."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.drafts import drafts
from builder.drafts.drafts import Draft, Outdated
from builder.drafts.merging import Crossed, merged
from builder.editing.blank import blank
from builder.editing.clips import PasteFields, PasteState, clip_fields, clip_state
from builder.editing.edits import Edit, SetTitle, Together, apply
from builder.editing.flow_edits import AddMove, ChangeMove, ChangeState, MoveState, RemoveState
from builder.editing.form_edits import AddField, ChangeField, DuplicateField, MoveField, RemoveField
from builder.editing.group_edits import AddPage, ChangePage
from builder.editing.new_steps import AddState
from builder.editing.refusal import CannotEdit
from builder.editing.texts import SetText, texts
from runtime.store.connection.database import Connection
from schemas import gallery
from schemas.document import dump, dumps, load
from schemas.model.process import Process
from schemas.words import words
from tests.builder.drafts.test_drafts import LEAVE, NOW

EXPENSE = load(gallery.document("expense"))
GIVEN = load(gallery.document("customer-change"))
WHY = {"title": words("Why?", "为什么？")}

APART: list[tuple[Edit, Edit]] = [
    (ChangeField("purpose", WHY), ChangeField("reference", WHY)),
    (ChangeField("purpose", WHY), ChangeField("purpose", {"required": False})),
    (
        ChangeField("purpose", {"title": words("Why?", EXPENSE.form.fields["purpose"].title["zh-Hans"])}),
        SetTitle(words("Costs", "费用")),
    ),
    (ChangeField("purpose", WHY), MoveField("purpose", 2)),
    (ChangeField("purpose", WHY), MoveField("purpose", page="payment")),
    (RemoveField("reference"), ChangeField("purpose", WHY)),
    (ChangeField("purpose", WHY), MoveField("purpose", page="payment", before="paid_on")),
    (SetText("title", "de", "Auslagen"), SetText("title", "fr", "Frais")),
    (SetText("title", "de", "Auslagen"), ChangeField("purpose", WHY)),
    (Together((RemoveField("reference"), ChangeField("purpose", WHY))), ChangeState("manager", WHY)),
    (PasteFields(clip_fields(GIVEN, ["urgency", "urgent_reason"]), "claim"), ChangeField("purpose", WHY)),
    (PasteState(clip_state(GIVEN, "board"), "manager"), ChangeState("director", WHY)),
    (AddField("claim", "text", words("Where")), AddField("claim", "date", words("Since"))),
    (AddField("claim", "text", words("Where"), after="purpose"), RemoveField("reference")),
    (DuplicateField("purpose"), DuplicateField("reference")),
    (AddPage(words("More", "更多")), ChangePage("claim", WHY)),
    (ChangeState("manager", WHY), ChangeState("director", WHY)),
    (ChangeState("manager", WHY), ChangeMove("manager", "approve", WHY)),
    (AddMove("manager", "pay", words("Pay at once")), AddMove("manager", "dropped", words("Drop"))),
    (AddState("task", words("File"), "pay"), ChangeState("manager", WHY)),
    (MoveState("director", 2), ChangeState("director", WHY)),
    (ChangeMove("amount", "to_directors", {"when": {">": [{"var": "total"}, 9]}}), ChangeField("total", WHY)),
]

ACROSS: list[tuple[Edit, Edit]] = [
    (ChangeField("purpose", WHY), ChangeField("purpose", {"title": words("What for?", "用途？")})),
    (RemoveField("purpose"), ChangeField("purpose", WHY)),
    (RemoveState("director"), ChangeState("director", WHY)),
    (MoveField("purpose", page="payment"), RemoveField("purpose")),
    (
        ChangeMove("amount", "to_directors", {"when": {">": [{"var": "total"}, 9]}}),
        ChangeMove("amount", "to_directors", {"when": {">": [{"var": "total"}, 8]}}),
    ),
    (AddField("claim", "text", words("Where")), AddField("claim", "date", words("Where"))),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_both_have_done_apart_is_as_if_done_one_after_the_other(one: Edit, other: Edit) -> None:
    mine, theirs = apply(EXPENSE, one), apply(EXPENSE, other)
    both = merged(EXPENSE, mine, theirs)
    assert _leaves(both) == _leaves(merged(EXPENSE, theirs, mine)) == _leaves(apply(theirs, one))


@pytest.mark.parametrize(("one", "other"), ACROSS)
def test_what_both_have_changed_is_asked(one: Edit, other: Edit) -> None:
    mine, theirs = apply(EXPENSE, one), apply(EXPENSE, other)
    for pair in ((mine, theirs), (theirs, mine)):
        with pytest.raises(Crossed):
            merged(EXPENSE, *pair)


def test_the_place_is_named() -> None:
    one, other = ACROSS[0]
    with pytest.raises(Crossed) as crossed:
        merged(EXPENSE, apply(EXPENSE, one), apply(EXPENSE, other))
    assert crossed.value.place == "/form/schema/properties/purpose/title"


@given(st.integers(0, 2**32))
@settings(max_examples=100)
def test_nothing_that_either_has_done_is_lost(seed: int) -> None:
    random = Random(seed)  # noqa: S311 -- what can be done again
    mine, theirs = _edited(random, EXPENSE), _edited(random, EXPENSE)
    try:
        both = merged(EXPENSE, mine, theirs)
    except Crossed:
        return
    before, after = _leaves(EXPENSE), _leaves(both)
    for mind in (_leaves(mine), _leaves(theirs)):
        assert {place: after.get(place) for place in mind if mind[place] != before.get(place)} == {
            place: said for place, said in mind.items() if said != before.get(place)
        }
        assert not {place for place in before if place not in mind} & after.keys()
    assert _leaves(merged(EXPENSE, theirs, mine)) == after


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_thousand_times_there_and_back_again(team: Any) -> None:
    """Undone to the start it is the first document, redone to the end the last."""
    random = Random(7)  # noqa: S311 -- the same every time
    with team.database.writing() as tx:
        draft = drafts.add(tx, team.designer, blank("leave", LEAVE), "", NOW)
        for _ in range(1000):
            draft = _there_and_back(tx, team, draft, random)


def _there_and_back(tx: Connection, team: Any, draft: Draft, random: Random) -> Draft:
    first, done = dumps(draft.process), 0
    for _ in range(random.randint(1, 3)):
        edit = _any(random, draft.process)
        try:
            after = drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
        except CannotEdit:
            continue
        done += after.revision != draft.revision
        draft = after
    last = dumps(draft.process)
    for by, end in ((-1, first), (1, last), (-1, first)):
        for _ in range(done):
            draft = drafts.undo(tx, team.designer, draft.id, by=by, now=NOW)
        assert dumps(draft.process) == end
    return draft


def test_two_who_write_by_turns_lose_nothing(team: Any) -> None:
    """Each works on what they saw last, which is always a little old; what is refused is told, and all else is there."""
    random = Random(11)  # noqa: S311 -- the same every time
    told = kept = 0
    with team.database.writing() as tx:
        draft = drafts.add(tx, team.designer, EXPENSE, "", NOW)
        seen = [draft, draft]
        for turn in range(100):
            who = turn % 2
            change = {"help": words(f"By {who}, at {turn}")}
            edit = ChangeField(random.choice(list(EXPENSE.form.fields)), change)
            try:
                after = drafts.edit(tx, team.designer, draft.id, edit, revision=seen[who].revision, now=NOW)
                assert after.process.form.fields[edit.key].help == change["help"]
                kept += after.joined != ""
            except Outdated:
                told += 1
            seen[who] = drafts.get(tx, team.designer, draft.id)
    assert kept > 25
    assert told > 2


def _edited(random: Random, process: Process) -> Process:
    for _ in range(random.randint(1, 4)):
        try:
            process = apply(process, _any(random, process))
        except CannotEdit:
            continue
    return process


def _any(random: Random, process: Process) -> Edit:
    title = words(f"T{random.randint(0, 99)}", "题")
    fields, states = [*process.form.fields, "gone"], [one.key for one in process.flow.states]
    page, move = random.choice(process.form.pages).key, random.choice(process.flow.moves)
    made: list[Edit] = [
        AddField(page, random.choice(("text", "number", "date")), title),
        ChangeField(random.choice(fields), {"title": title}),
        ChangeField(random.choice(fields), {"required": random.random() < 0.5}),
        MoveField(random.choice(fields), random.choice((-1, 1))),
        RemoveField(random.choice(fields)),
        AddPage(title),
        ChangeState(random.choice(states), {"title": title}),
        MoveState(random.choice(states), random.choice((-1, 1))),
        AddState("task", title, random.choice(states)),
        AddMove(random.choice(states), random.choice(states), title),
        ChangeMove(move.source, move.key, {"title": title}),
        SetTitle(title),
        MoveField(random.choice(fields), page=page, before=random.choice(fields)),
        SetText(random.choice(texts(process)).address, random.choice(("de", "en")), title["en"]),
        Together((ChangeField(random.choice(fields), {"width": "half"}), MoveField(random.choice(fields), 1))),
        PasteFields(clip_fields(GIVEN, random.sample(list(GIVEN.form.fields), 2)), page),
        PasteState(clip_state(GIVEN, random.choice(list(GIVEN.flow.by_key))), random.choice(states)),
    ]
    return random.choice(made)


def _leaves(process: Process) -> dict[str, Any]:
    """Everything that is said, by where it stands; what has a name stands under it, in whatever order."""
    return dict(_said(dump(process), ""))


def _said(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    match value:
        case dict():
            for key, one in value.items():
                yield from _said(one, f"{place}/{key}")
        case list() if value and all(isinstance(one, dict) and _name(one) for one in value):
            for one in value:
                yield from _said(one, f"{place}/{_name(one)}")
        case list() if all(isinstance(one, str) for one in value):
            yield from ((f"{place}/{one}", True) for one in value)
        case list():
            yield place, value
        case _:
            yield place, value


def _name(one: dict[str, Any]) -> str:
    options = one.get("options", {})
    return str([one[key] for key in ("from", "key", "const", "scope", "field") if key in one] or options.get("key", ""))
