"""A clone is brought up to what its template has become: what was changed here stays, and what both changed is asked."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from builder.drafts import conflicts, drafts
from builder.editing.adapting import Choices, languages_in
from builder.editing.edits import Edit, apply
from builder.editing.flow_edits import ChangeState, RemoveState
from builder.editing.form_edits import AddField, ChangeField, RemoveField
from builder.gallery import gallery, own_templates, updating
from builder.gallery.own_templates import Label
from builder.gallery.updating import Unsettled
from runtime.access import Denied
from runtime.processes import deployment
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.store.people.people import Group
from schemas.document import dump, dumps, load
from schemas.model.process import Process
from schemas.words import words
from tests.builder.conftest import NOW

OURS, THEIRS = {"title": words("Why?", "为什么？")}, {"title": words("What for?", "用途？")}
LABEL = Label(words("Travel costs", "差旅费"), words("For trips."), "travel")


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


class Shelf:
    """A template of the workspace, and a clone of it."""

    def __init__(self, tx: Any, team: Any, choices: Choices | None = None) -> None:
        self.tx, self.who = tx, team.designer
        self.source = gallery.clone(tx, self.who, "expense", NOW).id
        self.name = own_templates.save(tx, self.who, self.source, LABEL, NOW).name
        self.clone = gallery.clone(tx, self.who, self.name, NOW, choices)
        self.key = self.clone.process.key

    def renew(self, *edits: Edit, minutes: int = 1) -> None:
        self._edit(self.source, edits, minutes)
        own_templates.save(self.tx, self.who, self.source, LABEL, later(minutes), self.name)

    def change(self, *edits: Edit) -> None:
        self._edit(self.clone.id, edits, 2)

    def _edit(self, draft_id: str, edits: tuple[Edit, ...], minutes: int) -> None:
        for one in edits:
            draft = drafts.get(self.tx, self.who, draft_id)
            drafts.edit(self.tx, self.who, draft_id, one, revision=draft.revision, now=later(minutes))

    def news(self, said: Any = None) -> Any:
        return updating.news(self.tx, self.who, self.key, said)

    def update(self, said: Any = None, minutes: int = 5) -> drafts.Draft:
        seal = gallery.template(self.tx, self.who, self.name).fingerprint
        return updating.update(self.tx, self.who, self.key, seal, said or {}, later(minutes))


def test_what_was_changed_on_both_sides_comes_together(team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        assert shelf.news() is None
        assert updating.with_news(tx, team.designer) == frozenset()
        shelf.change(ChangeField("purpose", OURS))
        shelf.renew(ChangeField("reference", THEIRS), AddField("claim", "text", words("Where")))
        assert updating.with_news(tx, team.designer) == {shelf.key}
        news = shelf.news()
        assert "What for?" in str(news.said)
        assert "Why?" not in str(news.said)
        assert news.joined.is_settled
        after = shelf.update()
        fields = after.process.form.fields
        assert (fields["purpose"].title, fields["reference"].title) == (OURS["title"], THEIRS["title"])
        assert "where" in fields
        assert after.process.key == shelf.key
        assert shelf.news() is None
        assert updating.with_news(tx, team.designer) == frozenset()
        with pytest.raises(Missing):
            shelf.update()


CONFLICTS = [
    (ChangeField("purpose", OURS), ChangeField("purpose", THEIRS), "/form/schema/properties/purpose/title"),
    (RemoveField("purpose"), ChangeField("purpose", THEIRS), "purpose"),
    (ChangeField("purpose", OURS), RemoveField("purpose"), "purpose"),
    (RemoveState("director"), ChangeState("director", THEIRS), "director"),
    (ChangeState("director", OURS), RemoveState("director"), "director"),
]


@pytest.mark.parametrize(("ours", "theirs", "place"), CONFLICTS)
def test_what_both_have_changed_is_asked_and_either_can_be_taken(
    team: Any, ours: Edit, theirs: Edit, place: str
) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        source = drafts.get(tx, team.designer, shelf.source).process
        shelf.change(ours)
        own = drafts.get(tx, team.designer, shelf.clone.id).process
        process = replace(apply(source, theirs), title=LABEL.title, about=LABEL.about, category=LABEL.category)
        _put(tx, team, shelf.name, process)
        (question,) = shelf.news().joined.questions
        assert question.place.endswith(place)
        assert question.said
        assert not shelf.news().joined.is_settled
        with pytest.raises(Unsettled):
            shelf.update()
        for side, wanted in (("mine", own), ("theirs", replace(process, key=own.key))):
            assert shelf.news({question.place: side}).joined.process == _in_order(wanted, shelf, question.place, side)
        assert shelf.update({question.place: "theirs"}).process == _in_order(
            replace(process, key=own.key), shelf, question.place, "theirs"
        )


def test_a_question_that_no_sentence_holds_says_what_it_is_about() -> None:
    """A field has become a number here and a choice there: either fits, but half of one with half of the other does not."""
    base = gallery.shipped()[0].process
    key, field = next((key, one) for key, one in base.form.fields.items() if one.type == "text")
    number = {"type": "number", "title": "Any", "minimum": 3}
    choice = {
        "type": "string",
        "title": "Any",
        "oneOf": [{"const": "a", "title": "A"}],
        "x-formloom": {"type": "choice"},
    }

    def with_field(said: Any) -> Process:
        document = dump(base)
        document["form"]["schema"]["properties"][key] = {**said, "title": field.title["en"]}
        return load(document)

    (question,) = conflicts.joined(base, with_field(number), with_field(choice)).questions
    assert [one["en"] for one in question.said] == [f"Field “{field.title['en']}” differs in the template."]


def _in_order(wanted: Any, shelf: Shelf, place: str, side: str) -> Any:
    """The order of what came back is not what is asked here."""
    found = (
        shelf.news({place: side}).joined.process
        if shelf.news()
        else drafts.get(shelf.tx, shelf.who, shelf.clone.id).process
    )
    assert found.form.fields == wanted.form.fields
    assert found.flow.by_key == wanted.flow.by_key
    assert {(one.source, one.key): one for one in found.flow.moves} == {
        (one.source, one.key): one for one in wanted.flow.moves
    }
    return found


def _put(tx: Any, team: Any, name: str, process: Any) -> None:
    """Saved from a draft of its own."""
    draft = drafts.add(tx, team.designer, replace(process, key="other"), "", later(1))
    old = gallery.template(tx, team.designer, name)
    own_templates.templates.put(
        tx, team.workspace, replace(old.kept, document=dumps(process), fingerprint=own_templates.fingerprint(process))
    )
    drafts.remove(tx, team.designer, draft.id)


def test_an_update_that_is_undone_is_offered_again(team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        shelf.renew(ChangeField("reference", THEIRS))
        before = drafts.get(tx, team.designer, shelf.clone.id).process
        shelf.update()
        assert drafts.undo(tx, team.designer, shelf.clone.id, by=-1, now=later(6)).process == before
        assert shelf.news()
        drafts.undo(tx, team.designer, shelf.clone.id, by=1, now=later(7))
        assert shelf.news() is None
        drafts.undo(tx, team.designer, shelf.clone.id, by=-1, now=later(8))
        shelf.change(ChangeField("purpose", OURS))
        assert shelf.news(), "another step stands in the place of the one that was undone"
        shelf.update(minutes=9)
        assert shelf.news() is None


def test_choices_hold_for_what_comes_later(team: Any) -> None:
    with team.database.writing() as tx:
        people.add_group(tx, Group(team.workspace, new_id(NOW), "board", words("Our board")))
        choices = Choices(("en",), {"group:directors": "group:board"}, {}, words("Costs"))
        shelf = Shelf(tx, team, choices)
        shelf.renew(ChangeField("reference", THEIRS), ChangeState("director", OURS))
        assert not shelf.news().joined.questions
        process = shelf.update().process
        assert process.title == words("Costs")
        assert languages_in(process) == ("en",)
        assert "directors" not in process.groups
        assert process.flow.by_key["director"].title == words("Why?")
        assert process.flow.by_key["director"].who == shelf.clone.process.flow.by_key["director"].who


def test_ours_are_brought_up_too(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it would be after an upgrade of the product."""
    with team.database.writing() as tx:
        draft = gallery.clone(tx, team.designer, "expense", NOW)
        newer = apply(load(gallery.shelf.document("expense")), ChangeField("purpose", THEIRS))
        monkeypatch.setattr(gallery, "ready", lambda _key: newer)
        monkeypatch.setattr(gallery, "_seal", lambda _key: "newer")
        assert "expense" in updating.with_news(tx, team.designer)
        news = updating.news(tx, team.designer, draft.process.key)
        assert news
        after = updating.update(tx, team.designer, draft.process.key, "newer", {}, later(1))
        assert after.process == newer


def test_a_published_process_gets_a_draft(team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        deployment.deploy(tx, team.workspace, shelf.clone.process, team.designer.party, later(1))
        drafts.remove(tx, team.designer, shelf.clone.id)
        shelf.renew(ChangeField("reference", THEIRS), minutes=2)
        assert shelf.news().draft is None
        after = shelf.update()
        assert after.process.form.fields["reference"].title == THEIRS["title"]
        drafts.remove(tx, team.designer, after.id)
        assert shelf.news(), "what was thrown away before it was published has not been"


def test_what_was_thrown_away_leaves_no_trace(team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        drafts.remove(tx, team.designer, shelf.clone.id)
        drafts.add(tx, team.designer, shelf.clone.process, "", later(1))
        assert updating.standing(tx, team.designer, shelf.key) is None


def test_a_template_that_is_gone_has_no_news(team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        shelf.renew(ChangeField("reference", THEIRS))
        own_templates.remove(tx, team.designer, shelf.name)
        there = updating.standing(tx, team.designer, shelf.key)
        assert there
        assert (there.template, there.has_news, shelf.news()) == (None, False, None)
        assert updating.with_news(tx, team.designer) == frozenset()


def test_what_was_not_looked_at_is_not_taken(team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        shelf.renew(ChangeField("reference", THEIRS))
        with pytest.raises(Unsettled):
            updating.update(tx, team.designer, shelf.key, "another", {}, later(5))
        for act in (
            lambda: updating.news(tx, team.member, shelf.key),
            lambda: updating.with_news(tx, team.member),
            lambda: updating.update(tx, team.member, shelf.key, "", {}, NOW),
        ):
            with pytest.raises(Denied):
                act()
