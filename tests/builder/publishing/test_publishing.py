"""From the gallery to a version: what is refused, and what comes with publishing."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from builder.drafts import drafts
from builder.editing.edits import ChangeProcess
from builder.editing.flow_edits import ChangeFlow, ChangeMove, ChangeState
from builder.gallery import gallery
from builder.publishing import publishing
from builder.publishing.publishing import CannotPublish
from runtime.access import Denied
from runtime.store.connection.database import Connection
from runtime.store.people import people
from schemas.document import loads
from schemas.model.assignment import Who
from schemas.model.process import ContactFields

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def cloned(tx: Connection, team: Any, key: str = "customer-change") -> drafts.Draft:
    return gallery.clone(tx, team.designer, key, NOW)


def codes(problems: tuple[Any, ...], severity: str = "error") -> set[str]:
    return {problem.code for problem in problems if problem.severity == severity}


@pytest.mark.parametrize("card", gallery.cards(), ids=lambda card: card.key)
def test_every_ready_process_counts_what_it_holds(card: gallery.Card) -> None:
    assert card.fields > 0
    assert card.steps > 0
    assert card.languages == ("en", "zh-Hans")


def test_a_clone_has_a_key_of_its_own_and_brings_its_groups_along_empty(team: Any) -> None:
    with team.database.writing() as tx:
        first, second = cloned(tx, team), cloned(tx, team)
        groups = people.groups(tx, team.workspace)
    assert [first.process.key, second.process.key] == ["customer-change", "customer-change-2"]
    assert {group.key for group in groups} == set(first.process.groups)
    assert not any(group.members for group in groups)


def test_a_step_whose_group_is_empty_cannot_be_published(team: Any) -> None:
    with team.database.writing() as tx:
        draft = cloned(tx, team)
        process = draft.process
        process = drafts.edit(
            tx, team.designer, draft.id, ChangeFlow({"fallback": ()}), revision=draft.revision, now=NOW
        ).process
    with pytest.raises(CannotPublish) as refused, team.database.writing() as tx:
        publishing.publish(tx, team.designer, process, NOW)
    assert "step.nobody" in codes(refused.value.problems)
    with team.database.reading() as tx:
        assert publishing.standing(tx, team.workspace, process.key).versions == ()


def test_a_fallback_makes_it_a_warning(team: Any) -> None:
    with team.database.writing() as tx:
        draft = cloned(tx, team)
        fallback = ChangeFlow({"fallback": (Who("person", "zhang.wei"),)})
        process = drafts.edit(tx, team.designer, draft.id, fallback, revision=draft.revision, now=NOW).process
        version = publishing.publish(tx, team.designer, process, NOW)
    assert version.number == 1


def test_publishing_keeps_the_document_and_makes_a_link_once(team: Any) -> None:
    with team.database.writing() as tx:
        draft = cloned(tx, team)
    team.fill_groups()
    with team.database.writing() as tx:
        first = publishing.publish(tx, team.designer, draft.process, NOW, "The first")
        standing = publishing.standing(tx, team.workspace, draft.process.key)
    assert loads(first.document) == draft.process
    assert standing.holds(draft.process)
    assert standing.link is not None
    with team.database.writing() as tx:
        edit = ChangeProcess({"category": "other"})
        draft = drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
        second = publishing.publish(tx, team.designer, draft.process, NOW)
        again = publishing.standing(tx, team.workspace, draft.process.key)
    assert [version.number for version in again.versions] == [2, 1]
    assert second.fingerprint != first.fingerprint
    assert again.link == standing.link


def test_a_process_without_the_clients_address_has_no_public_link(team: Any) -> None:
    with team.database.writing() as tx:
        draft = cloned(tx, team, "expense")
    team.fill_groups()
    with team.database.writing() as tx:
        publishing.publish(tx, team.designer, draft.process, NOW)
        assert publishing.standing(tx, team.workspace, draft.process.key).link is None


def test_a_version_without_the_clients_address_closes_the_link(team: Any) -> None:
    with team.database.writing() as tx:
        draft = cloned(tx, team)
    team.fill_groups()
    with team.database.writing() as tx:
        publishing.publish(tx, team.designer, draft.process, NOW)
        nameless = replace(draft.process, contact=ContactFields(), tests=())
        publishing.publish(tx, team.designer, nameless, NOW)
        link = publishing.standing(tx, team.workspace, draft.process.key).link
    assert link is not None
    assert not link.open


def test_a_failing_test_of_its_own_stops_it(team: Any) -> None:
    with team.database.writing() as tx:
        draft = cloned(tx, team, "expense")
    team.fill_groups()
    tests = ({**draft.process.tests[0], "expect": {"ends": "nowhere"}},)
    with pytest.raises(CannotPublish) as refused, team.database.writing() as tx:
        publishing.publish(tx, team.designer, replace(draft.process, tests=tests), NOW)
    assert codes(refused.value.problems) == {"test.failed"}


def test_a_flow_that_never_ends_is_refused_before_it_is_rehearsed(team: Any) -> None:
    with team.database.writing() as tx:
        draft = drafts.begin(tx, team.designer, gallery.ready("expense").title, NOW)
        for edit in (
            ChangeState("review", {"who": (Who("person", "zhang.wei"),)}),
            ChangeMove("review", "approve", {"target": "review"}),
            ChangeMove("review", "reject", {"target": "review"}),
        ):
            draft = drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
    with pytest.raises(CannotPublish) as refused, team.database.writing() as tx:
        publishing.publish(tx, team.designer, draft.process, NOW)
    assert codes(refused.value.problems) & {"flow.no-end", "flow.endless-loop", "state.dead-end"}


def test_who_may_not_design_publishes_nothing(team: Any) -> None:
    process = gallery.ready("expense")
    with team.database.writing() as tx:
        for attempt in (
            lambda: gallery.clone(tx, team.member, "expense", NOW),
            lambda: publishing.publish(tx, team.member, process, NOW),
            lambda: publishing.open_link(tx, team.member, "expense", NOW),
            lambda: publishing.close_link(tx, team.member, "expense"),
        ):
            with pytest.raises(Denied):
                attempt()
