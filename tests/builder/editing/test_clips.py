"""A field or a step goes from one process into another: with keys of its own, and with everything named that is not there."""

from typing import Any

import pytest

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing import clips
from builder.editing.blank import blank
from builder.editing.clips import PasteFields, PasteState, told
from builder.editing.edits import Edit, apply
from builder.editing.flow_edits import AddMove
from builder.editing.form_edits import AddField, ChangeField
from builder.editing.new_steps import AddState
from schemas.document import dump, load
from schemas.model.process import Process
from schemas.words import words
from tests.builder.web.test_designer_pages import NOW, ON_ONE, Browser, browser_of, designer, draft, now_of

__all__ = ["browser_of", "designer", "draft"]
LEAVE = words("Leave", "请假")


def made(*edits: Edit) -> Process:
    process = blank("leave", LEAVE)
    for edit in edits:
        process = apply(process, edit)
    return process


def carried(clip: clips.Clip) -> clips.Clip:
    """As it comes off the clipboard."""
    again = clips.read(clips.written(clip))
    assert again == clip
    return again


DAYS, WHY, NOTE = (
    AddField("page", kind, words(title)) for kind, title in (("number", "Days"), ("text", "Why"), ("text", "Note"))
)
LONG = ChangeField("why", {"show": {">": [{"var": "days"}, 3]}})


def test_fields_that_look_at_each_other_still_do_under_their_new_keys() -> None:
    clip = carried(clips.clip_fields(made(DAYS, WHY, LONG), ["days", "why"]))
    target = made(DAYS)
    pasted = apply(target, PasteFields(clip, "page"))
    assert list(pasted.form.fields) == ["days", "days_2", "why"]
    assert pasted.form.fields["why"].show == {">": [{"var": "days_2"}, 3]}
    assert told(target, PasteFields(clip, "page")) == ()


def test_what_a_field_looks_at_and_is_not_there_is_named_and_stays() -> None:
    clip = carried(clips.clip_fields(made(DAYS, WHY, LONG), ["why"]))
    target = made(NOTE)
    pasted = apply(target, PasteFields(clip, "page", after="note"))
    assert list(pasted.form.fields) == ["note", "why"]
    assert pasted.form.fields["why"].show == {">": [{"var": "days"}, 3]}
    (said,) = told(target, PasteFields(clip, "page"))
    assert "“Days”" in said["en"]
    assert "“Days”" in said["zh-Hans"]


def test_what_stands_over_the_rows_of_a_list_keeps_its_names() -> None:
    rule = {">": [{"reduce": [{"var": "days"}, {"+": [{"var": "days"}, 1]}, 0]}, 3]}
    clip = clips.clip_fields(made(DAYS, WHY, ChangeField("why", {"require": rule})), ["days", "why"])
    pasted = apply(made(DAYS), PasteFields(clip, "page"))
    there = {"reduce": [{"var": "days_2"}, {"+": [{"var": "days"}, 1]}, 0]}
    assert pasted.form.fields["why"].require == {">": [there, 3]}


def test_a_step_is_wired_in_and_where_it_led_is_said() -> None:
    source = made(
        AddState("approval", words("Board", "委员会"), "review"), AddState("task", words("Archive", "归档"), "board")
    )
    source = apply(source, AddMove("board", "archive", words("Put away", "存档")))
    clip = carried(clips.clip_state(source, "board"))
    target = made()
    paste = PasteState(clip, "review")
    pasted = apply(target, paste)
    assert list(pasted.flow.by_key)[:2] == ["review", "board"]
    assert next(one.target for one in pasted.flow.moves_from("review") if one.vote == "for") == "board"
    assert {one.target for one in pasted.flow.moves_from("board")} <= set(pasted.flow.by_key)
    said = [one["en"] for one in told(target, paste)]
    assert said == [
        "“Agree” led to “Archive”, which is not in this process: it leads to “Done” now.",
        "“Put away” led to “Archive”, which is not in this process: it leads to “Done” now.",
    ]


def test_a_step_at_the_very_beginning_is_where_requests_begin() -> None:
    clip = clips.clip_state(made(), "review")
    pasted = apply(made(), PasteState(clip, clips.BEGIN))
    assert pasted.flow.initial == "review-2"


@ON_ONE
def test_a_field_and_a_step_are_copied_from_one_draft_into_another(designer: Browser, draft: Draft, team: Any) -> None:
    with team.database.writing() as tx:
        other = drafts.begin(tx, team.designer, LEAVE, NOW)
    here, there = f"/design/{draft.id}", f"/design/{other.id}"
    assert "Paste" not in designer.get(there)
    designer.post(f"{here}/copy", f"{here}?field=urgent_reason", of="field", key="urgent_reason")
    assert "is copied. Paste it into any process." in designer.get(here)
    assert "Paste “What happens if it comes later?” here" in designer.get(there)
    assert designer.post(f"{there}/paste", there).status_code == 303
    assert "It looks at “How urgent is it?”, which is not in this process" in designer.get(there)
    assert now_of(team, other).process.form.fields["urgent_reason"] == draft.process.form.fields["urgent_reason"]
    designer.post(f"{here}/copy", f"{here}/steps?state=board", of="state", key="board")
    assert "Paste “Change board” here" in designer.get(f"{there}/steps?after=review")
    assert designer.post(f"{there}/paste", f"{there}/steps", after="review").status_code == 303
    pasted = now_of(team, other).process
    assert pasted.flow.by_key["board"] == draft.process.flow.by_key["board"]
    assert pasted.groups["ccb"] == draft.process.groups["ccb"]
    assert now_of(team, draft).process == draft.process
    for _ in range(2):
        designer.post(f"{there}/undo", there, do="undo")
    assert now_of(team, other).process == other.process


@ON_ONE
def test_every_field_and_step_of_a_ready_process_can_be_pasted_into_an_empty_one(draft: Draft) -> None:
    for key in draft.process.form.fields:
        pasted = apply(made(), PasteFields(carried(clips.clip_fields(draft.process, [key])), "page"))
        assert load(dump(pasted)).form.fields[key] == draft.process.form.fields[key]
    for key in draft.process.flow.by_key:
        paste = PasteState(carried(clips.clip_state(draft.process, key)), "review")
        pasted = apply(made(), paste)
        assert {one.target for one in pasted.flow.moves} <= set(pasted.flow.by_key), told(made(), paste)


@pytest.mark.parametrize("of", ["field", "state"])
@ON_ONE
def test_what_is_not_there_cannot_be_copied(designer: Browser, draft: Draft, of: str) -> None:
    page = f"/design/{draft.id}"
    designer.post(f"{page}/copy", page, of=of, key="nothing")
    assert "notice-error" in designer.get(page)
