"""Whoever alters what was written is found out."""

from dataclasses import replace
from pathlib import Path

import pytest

from runtime.background import clock
from runtime.files.storeroom import Folder
from runtime.lifecycle import Decision
from runtime.proof import proofs, verify
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.operations.audit import Kept, everything
from tests.runtime.office import World

UNGUARD = {
    True: ["DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"],
    False: ["DROP TRIGGER journal_no_change ON journal"],
}


def alter(world: World, *lines: str) -> None:
    """As somebody who has the database in their hands would."""
    with world.database.writing() as tx:
        for line in (*UNGUARD[world.database.is_sqlite], *lines):
            tx.exec_driver_sql(line)


def violations(world: World, root: Path) -> list[str]:
    with world.database.reading() as tx:
        found = verify.verify(tx, Folder(root))
    assert found["ok"] == (not found["violations"])
    return [said[:2] for said in found["violations"]]


@pytest.fixture
def lived(world: World, tmp_path: Path) -> World:
    """A case that has been through everything, and another on its way."""
    case_id = world.at_board()
    world.decide(case_id, "bo", "back")
    world.decide(case_id, "lea", "send", raw={"price": 9}, key="k")
    world.wait(days=1)
    clock.fire_due(world.database, world.now)
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    client = world.contact(case_id)
    world.carry_out(Decision(client, world.task(case_id, client.party).id, "accept"))
    world.submit(key="kept")
    assert violations(world, tmp_path) == []
    return world


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE journal SET by_name = 'Eve' WHERE seq = 2", "I3"),
        ("""UPDATE journal SET body = '{"by": ""}' WHERE kind = 'entered'""", "I3"),
        ("UPDATE journal SET at = '2026-01-01 00:00:00.000000+00:00' WHERE seq = 4", "I3"),
        ("DELETE FROM journal WHERE seq = 2", "I3"),
        ("DELETE FROM journal WHERE seq = (SELECT MAX(seq) FROM journal)", "I3"),
        ("DELETE FROM journal WHERE seq > 5", "I3"),
        ("DELETE FROM journal", "I3"),
        ("UPDATE journal SET seq = seq + 100 WHERE seq = 3", "I3"),
        ("UPDATE case_file SET state = 'board' WHERE ended <> ''", "I3"),
        ("UPDATE case_file SET ended = '' WHERE ended <> ''", "I3"),
        ("UPDATE case_file SET journal_count = journal_count - 1", "I3"),
        ("DELETE FROM case_file WHERE ended = ''", "I1"),
        ("DELETE FROM case_file WHERE ended = ''", "I5"),
        ("UPDATE outbox SET sent_at = made_at", "I5"),
        ("UPDATE task SET open = (1 = 0)", "I7"),
        ("UPDATE task SET open = (1 = 1)", "I7"),
    ],
)
def test_what_was_altered_is_found(lived: World, tmp_path: Path, change: str, broken: str) -> None:
    more = [] if broken != "I7" else ["UPDATE case_file SET timers = '[]', next_due = NULL"]
    beside = ("journal", "task", "figure_step", "figure_case", "archive_word")
    of_it = "DELETE FROM {} WHERE case_id IN (SELECT id FROM case_file WHERE ended = '')"
    foreign = [of_it.format(table) for table in beside]
    alter(lived, *more, *(foreign if change.startswith("DELETE FROM case_file") else ()), change)
    assert broken in violations(lived, tmp_path)


@pytest.mark.parametrize("happening", ["written", "missing", "altered"])
def test_files_and_rows_match(world: World, tmp_path: Path, happening: str) -> None:
    seal = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of abc, from FIPS 180-2
    kept = File(world.workspace, "F1", "a.txt", 3, "text/plain", seal, "person:x", world.now)
    with world.database.writing() as tx:
        files.add(tx, kept)
    place = tmp_path / world.workspace / "F1"
    place.parent.mkdir()
    if happening != "missing":
        place.write_bytes(b"abc" if happening == "written" else b"abd")
    assert violations(world, tmp_path) == ([] if happening == "written" else ["I6"])


def test_everything_is_counted(lived: World, tmp_path: Path) -> None:
    with lived.database.reading() as tx:
        checked = verify.verify(tx, Folder(tmp_path))["checked"]
    assert checked == {"I1": 1, "I2": 2, "I3": 2, "I4": 2, "I5": checked["I5"], "I6": 0, "I7": 2}
    assert checked["I5"] > 5


def test_a_deadline_twice_or_early_is_found(lived: World) -> None:
    """A line forged with its chain whole still tells on itself."""
    with lived.database.reading() as tx:
        kept = next(one for one in everything(tx) if one.case.ended)
    reminded = next(entry for entry in kept.journal if entry.kind == "reminded")
    twice = Kept(kept.case, [*kept.journal, reminded], kept.tasks)
    assert any(said.startswith("I4") for said in proofs.deadlines(twice))
    early = replace(reminded, at=kept.case.opened_at)
    assert any(said.startswith("I4") for said in proofs.deadlines(Kept(kept.case, [early], [])))
    decided = next(entry for entry in kept.journal if entry.kind == "voted")
    assert any(said.startswith("I2") for said in proofs.decisions(Kept(kept.case, [decided] * 2, [])))
