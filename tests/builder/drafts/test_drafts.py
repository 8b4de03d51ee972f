"""Drafts: two people at once lose nothing, and everything can be undone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from builder.drafts import drafts
from builder.drafts.drafts import Draft, Outdated
from builder.editing.edits import SetTitle
from builder.editing.form_edits import AddField, ChangeField, RemoveField
from runtime.access import Denied
from runtime.store.missing import Missing
from runtime.store.people import people
from schemas.words import Words, words

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAVE = words("Leave", "请假")


def begun(team: Any, *titles: str) -> Draft:
    with team.database.writing() as tx:
        draft = drafts.begin(tx, team.designer, LEAVE, NOW)
        for title in titles:
            edit = AddField("page", "text", words(title))
            draft = drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
    return draft


def test_a_new_process_takes_a_key_that_is_free(team: Any) -> None:
    assert [begun(team).process.key, begun(team).process.key] == ["leave", "leave-2"]


def test_the_slower_of_two_is_told_and_keeps_what_was_typed(team: Any) -> None:
    draft = begun(team, "Reason")
    with team.database.writing() as tx:
        other = ChangeField("reason", {"title": words("What for?"), "help": words("In a word")})
        drafts.edit(tx, team.designer, draft.id, other, revision=draft.revision, now=NOW)
    change = ChangeField("reason", {"title": words("Why?")})
    with pytest.raises(Outdated) as late, team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, change, revision=draft.revision, now=NOW)
    shown = late.value.draft
    assert late.value.merged
    assert shown.process.form.fields["reason"].help == words("In a word")
    assert shown.process.form.fields["reason"].title == words("Why?")
    with team.database.reading() as tx:
        kept = drafts.get(tx, team.designer, draft.id)
    assert kept.process.form.fields["reason"].title == words("What for?")
    with team.database.writing() as tx:
        again = drafts.edit(tx, team.designer, draft.id, change, revision=shown.revision, now=NOW)
    assert again.process.form.fields["reason"].title == words("Why?")


def test_what_two_have_changed_apart_is_joined(team: Any) -> None:
    draft = begun(team, "Reason")
    with team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, SetTitle(words("Holiday")), revision=draft.revision, now=NOW)
        change = ChangeField("reason", {"title": words("Why?")})
        kept = drafts.edit(tx, team.designer, draft.id, change, revision=draft.revision, now=NOW)
    assert kept.joined == team.designer.name
    assert (kept.process.title, kept.process.form.fields["reason"].title) == (words("Holiday"), words("Why?"))
    with team.database.writing() as tx:
        assert drafts.undo(tx, team.designer, draft.id, by=-1, now=NOW).process.title == words("Holiday")


def test_an_edit_of_what_is_gone_is_shown_as_not_fitting(team: Any) -> None:
    draft = begun(team, "Reason")
    with team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, RemoveField("reason"), revision=draft.revision, now=NOW)
    change = ChangeField("reason", {"required": True})
    with pytest.raises(Outdated) as late, team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, change, revision=draft.revision, now=NOW)
    assert not late.value.merged


def test_every_edit_can_be_undone_and_redone(team: Any) -> None:
    draft = begun(team, "One", "Two", "Three")
    seen = []
    with team.database.writing() as tx:
        for by in (-1, -1, -1, -1, 1, 1, 1, 1):
            draft = drafts.undo(tx, team.designer, draft.id, by=by, now=NOW)
            seen.append(len(draft.process.form.fields))
    assert seen == [2, 1, 0, 0, 1, 2, 3, 3]
    assert draft.can_undo
    assert not draft.can_redo


def test_an_edit_after_undo_forgets_what_was_undone(team: Any) -> None:
    draft = begun(team, "One", "Two")
    with team.database.writing() as tx:
        draft = drafts.undo(tx, team.designer, draft.id, by=-1, now=NOW)
        edit = AddField("page", "text", words("Other"))
        draft = drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
    assert list(draft.process.form.fields) == ["one", "other"]
    assert not draft.can_redo


def test_an_edit_that_changes_nothing_writes_nothing(team: Any) -> None:
    draft = begun(team)
    with team.database.writing() as tx:
        again = drafts.edit(tx, team.designer, draft.id, SetTitle(LEAVE), revision=draft.revision, now=NOW)
    assert again == draft


def test_who_may_not_design_sees_no_drafts(team: Any) -> None:
    draft = begun(team)
    with team.database.writing() as tx:
        for attempt in (
            lambda: drafts.begin(tx, team.member, Words(), NOW),
            lambda: drafts.listed(tx, team.member),
            lambda: drafts.get(tx, team.member, draft.id),
            lambda: drafts.undo(tx, team.member, draft.id, by=-1, now=NOW),
            lambda: drafts.remove(tx, team.member, draft.id),
        ):
            with pytest.raises(Denied):
                attempt()


def test_a_draft_thrown_away_is_gone_with_its_history(team: Any) -> None:
    draft = begun(team, "One")
    with team.database.writing() as tx:
        drafts.remove(tx, team.designer, draft.id)
        with pytest.raises(Missing):
            drafts.get(tx, team.designer, draft.id)
        assert drafts.listed(tx, team.designer) == ()
        assert people.groups(tx, team.workspace) == []
