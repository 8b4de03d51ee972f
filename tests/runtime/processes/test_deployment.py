"""Publishing makes a version, and a version never changes."""

from dataclasses import replace

import pytest

from runtime.processes import deployment
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.store.processes import processes
from schemas.words import words
from tests.runtime.office import World


def test_the_same_document_is_not_published_twice(world: World) -> None:
    with world.database.writing() as tx:
        again = deployment.deploy(tx, world.workspace, world.process, "person:x", world.now)
        other = deployment.deploy(
            tx, world.workspace, replace(world.process, title=words("New")), "person:y", world.now, "Better"
        )
        back = deployment.deploy(tx, world.workspace, world.process, "person:x", world.now)
        kept = processes.versions(tx, world.workspace, "change")
    assert (again.number, other.number, back.number) == (1, 2, 3)
    assert [(version.number, version.note) for version in kept] == [(3, ""), (2, "Better"), (1, "")]
    assert kept[0].fingerprint == kept[2].fingerprint != kept[1].fingerprint


def test_a_version_is_compiled_once(world: World, statements: list[str]) -> None:
    with world.database.reading() as tx:
        first = deployment.published(tx, world.workspace, "change")
        assert first is not None
        statements.clear()
        assert deployment.version(tx, world.workspace, first.id) is first
        assert statements == []
        with pytest.raises(Missing):
            deployment.version(tx, "elsewhere", first.id)
        assert deployment.published(tx, world.workspace, "unheard-of") is None
        assert deployment.keys(tx, world.workspace) == {"change"}


def test_the_shelf_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "SHELF", 2)
    with world.database.writing() as tx:
        for number in range(5):
            process = replace(world.process, title=words(str(number)))
            made = deployment.deploy(tx, world.workspace, process, "person:x", world.now)
            deployment.version(tx, world.workspace, made.id)
    assert len(deployment._shelf._kept) == 2


def test_groups_that_the_flow_names_are_made(world: World) -> None:
    with world.database.reading() as tx:
        assert {group.key for group in people.groups(tx, world.workspace)} == {"board", "leads"}
