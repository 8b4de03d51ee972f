"""The gallery: what is found in it, what is made of a template, and what a workspace puts there itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.drafts import drafts
from builder.editing.adapting import (
    LATER,
    Choices,
    adapted,
    choices_of_json,
    choices_to_json,
    languages_in,
    named_people,
)
from builder.editing.refusal import CannotEdit
from builder.gallery import gallery, gallery_search, own_templates, taking_over
from builder.gallery.own_templates import Label
from builder.rehearsal import tests_run
from runtime.access import Actor, Denied, Permission
from runtime.rehearsal.rehearsal import run_tests
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import people, workspaces
from runtime.store.people.people import Group
from schemas.document import dump, fingerprint, load
from schemas.lint import lint
from schemas.model import categories
from schemas.model.assignment import Who
from schemas.model.process import Process
from schemas.words import Words, words
from tests.builder.conftest import NOW
from tests.schemas.strategies import processes

FOUND = [
    ("expense", "expense"),
    ("EXPENSE claim", "expense"),
    ("报销", "expense"),
    ("费用报销", "expense"),
    ("Buyers purchase", ""),
    ("客户变更", "customer-change"),
    ("采购", "purchase"),
    ("ｅｘｐｅｎｓｅ", "expense"),
]


@pytest.mark.parametrize(("query", "key"), FOUND)
def test_words_of_both_languages_are_found(query: str, key: str) -> None:
    found = {one.name for one in gallery.shipped() if gallery_search.fits(one.process, query)}
    assert key in found if key else not found


def test_nothing_is_found_by_what_stands_nowhere() -> None:
    for query in ("zebra crossing", "斑马线", "费斑"):
        assert not [one for one in gallery.shipped() if gallery_search.fits(one.process, query)]
    assert all(gallery_search.fits(one.process, "  ") for one in gallery.shipped())


def test_there_are_more_than_a_hundred_and_each_keeps_its_own_promises() -> None:
    ready = gallery.shipped()
    assert len(ready) > 100
    reports = {one.name: tests_run.report(one.process) for one in ready}
    assert not [name for name, report in reports.items() if report.failed]
    assert all(report.tests for report in reports.values())


def test_every_shelf_has_a_name_in_both_languages() -> None:
    for one in gallery.shipped():
        assert one.process.category in categories.SHELVES
    assert categories.called("Veterinary")["en"] == "Veterinary"


@given(processes())
@settings(max_examples=30)
def test_without_choices_it_stays_as_it_is(process: Process) -> None:
    assert adapted(process, Choices()) == process
    assert choices_of_json(choices_to_json(Choices())) == Choices()


@given(processes(), st.data())
@settings(max_examples=30)
def test_whatever_is_chosen_it_can_be_written_and_read(process: Process, data: st.DataObject) -> None:
    said = named_people(process)
    tags = languages_in(process)
    choices = Choices(
        languages=tuple(data.draw(st.lists(st.sampled_from(tags), unique=True))) if tags else (),
        people={who: data.draw(st.sampled_from(("", LATER, "group:here", "person:li.na"))) for who in said},
        called={"group:here": words("Here")},
        title=words("Own"),
        key="own-key",
    )
    assert choices_of_json(choices_to_json(choices)) == choices
    made = adapted(process, choices)
    assert load(dump(made)) == made
    assert (made.key, made.title) == ("own-key", words("Own"))
    gone = {who for who, one in choices.people.items() if one.startswith(("group:here", "person:li")) and who != one}
    assert not gone & {one for one in named_people(made) if not one.startswith("department:")} - set(
        choices.people.values()
    ) - _circles(made)


def _circles(process: Process) -> set[str]:
    """Of a question that is held to a group, nobody but a group takes the place."""
    plain = replace(process, flow=replace(process.flow, states=(), fallback=(), notices=(), moves=()), groups={})
    return set(named_people(plain))


def test_one_language_is_left_everywhere() -> None:
    process = gallery.ready("customer-change")
    made = adapted(process, Choices(languages=("zh-Hans",)))
    assert languages_in(made) == ("zh-Hans",)
    assert not [one for one in lint(made) if one.severity == "error"]
    assert made.tests[0]["title"] == process.tests[0]["title"].get("zh-Hans", made.tests[0]["title"]) or isinstance(
        made.tests[0]["title"], dict
    )


def test_others_take_the_places_of_whom_it_names() -> None:
    process = gallery.ready("customer-change")
    choices = Choices(people={"group:ccb": "group:board"}, called={"group:board": words("Board")})
    made = adapted(process, choices)
    assert "ccb" not in made.groups
    assert made.groups["board"] == words("Board")
    assert Who("group", "board") in made.flow.by_key["board"].who
    assert "group:ccb" not in str(dump(made))
    assert all(one.ok for one in run_tests(made).tests)


def test_a_clone_has_the_title_key_and_people_that_were_chosen(team: Any) -> None:
    with team.database.writing() as tx:
        people.add_group(tx, Group(team.workspace, new_id(NOW), "board", words("Our board")))
        choices = Choices(
            ("en",), {"group:directors": "group:board", "group:finance": LATER}, {}, words("Costs"), "costs"
        )
        draft = gallery.clone(tx, team.designer, "expense", NOW, choices)
        made = {one.key for one in people.groups(tx, team.workspace)}
    assert (draft.process.key, draft.process.title) == ("costs", words("Costs"))
    assert draft.process.groups["board"] == words("Our board")
    assert "directors" not in made
    assert "finance" not in made
    assert languages_in(draft.process) == ("en",)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (Choices(key="expense"), "template.key-taken"),
        (Choices(key="no key"), "template.key"),
        (Choices(key="x" * 65), "template.key"),
        (Choices(people={"group:directors": "group:nobody"}), "template.nobody"),
        (Choices(people={"group:directors": "person:nobody"}), "template.nobody"),
    ],
)
def test_what_does_not_fit_here_is_refused(team: Any, choices: Choices, code: str) -> None:
    with team.database.writing() as tx:
        gallery.clone(tx, team.designer, "expense", NOW)
        with pytest.raises(CannotEdit) as refused:
            gallery.clone(tx, team.designer, "purchase", NOW, choices)
        assert refused.value.problem.code == code
        assert len(drafts.listed(tx, team.designer)) == 1


LABEL = Label(words("Travel costs", "差旅费"), words("For trips."), "travel")


def _saved(tx: Any, actor: Actor, name: str = "") -> gallery.Template:
    draft = gallery.clone(tx, actor, "expense", NOW)
    return own_templates.save(tx, actor, draft.id, LABEL, NOW, name)


def test_a_process_of_ones_own_stands_in_the_gallery(team: Any) -> None:
    with team.database.writing() as tx:
        made = _saved(tx, team.designer)
        assert gallery.ours(tx, team.designer) == (made,)
        assert (made.process.title, made.process.about, made.process.category) == (
            LABEL.title,
            LABEL.about,
            LABEL.category,
        )
        assert (made.by, made.kept.number, made.mine) == (team.designer.name, 1, True)
        draft = gallery.clone(tx, team.designer, made.name, NOW)
        assert draft.origin == "gallery:own.expense"
        assert draft.process.title == LABEL.title
        own_templates.remove(tx, team.designer, made.name)
        assert not gallery.ours(tx, team.designer)
        assert drafts.get(tx, team.designer, draft.id).process == draft.process
        with pytest.raises(Missing):
            gallery.template(tx, team.designer, made.name)


def test_only_its_maker_and_administrators_change_it(team: Any) -> None:
    colleague = replace(team.designer, party="person:somebody-else")
    admin = replace(colleague, permissions=frozenset(Permission))
    with team.database.writing() as tx:
        made = _saved(tx, team.designer)
        assert not gallery.template(tx, colleague, made.name).mine
        assert own_templates.again(tx, colleague, made.process.key) is None
        for act in (own_templates.remove, _saved):
            with pytest.raises(Denied):
                act(tx, colleague, made.name)
        again = _saved(tx, admin, made.name)
        assert (again.kept.number, again.kept.made_by) == (2, team.designer.party)
        own_templates.remove(tx, admin, made.name)


def test_who_may_not_design_has_no_gallery(team: Any) -> None:
    with team.database.writing() as tx:
        made = _saved(tx, team.designer)
        draft = drafts.listed(tx, team.designer)[0]
        for act in (
            lambda: gallery.ours(tx, team.member),
            lambda: gallery.template(tx, team.member, made.name),
            lambda: gallery.clone(tx, team.member, made.name, NOW),
            lambda: own_templates.save(tx, team.member, draft.id, LABEL, NOW),
            lambda: own_templates.remove(tx, team.member, made.name),
            lambda: taking_over.everybody(tx, team.member),
        ):
            with pytest.raises(Denied):
                act()


def test_another_workspace_never_sees_it(team: Any) -> None:
    other = new_id(NOW + timedelta(seconds=1))
    stranger = replace(team.designer, workspace=other)
    with team.database.writing() as tx:
        workspaces.add(tx, workspaces.Workspace(other, "Other"), NOW)
        made = _saved(tx, team.designer)
        assert gallery.ours(tx, stranger) == ()
        for act in (
            lambda: gallery.template(tx, stranger, made.name),
            lambda: gallery.clone(tx, stranger, made.name, NOW),
            lambda: own_templates.remove(tx, stranger, made.name),
        ):
            with pytest.raises(Missing):
                act()
        assert gallery.ours(tx, team.designer) == (made,)


def test_what_cannot_run_is_no_template(team: Any) -> None:
    with team.database.writing() as tx:
        process = gallery.ready("expense")
        broken = replace(process, flow=replace(process.flow, moves=()))
        draft = drafts.add(tx, team.designer, broken, "", NOW)
        for label, code in ((LABEL, "template.broken"), (replace(LABEL, title=Words()), "template.title")):
            with pytest.raises(CannotEdit) as refused:
                own_templates.save(tx, team.designer, draft.id, label, NOW)
            assert refused.value.problem.code == code


def test_the_seal_of_a_template_is_that_of_its_document(team: Any) -> None:
    with team.database.writing() as tx:
        made = _saved(tx, team.designer)
    assert made.fingerprint == fingerprint(made.process)
    assert gallery.shipped()[0].fingerprint == fingerprint(gallery.shipped()[0].process)
