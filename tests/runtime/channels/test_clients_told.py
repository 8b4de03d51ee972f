"""A client is heard, told of the end, and nothing is done against their word."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime import lifecycle
from runtime.channels import letters
from runtime.store.notices import outbox
from runtime.views import worklist
from schemas.document import load
from schemas.model.flow import Flow
from tests.runtime.office import World
from tests.runtime.papers.test_issuing import answer, at_client

GALLERY = Path(__file__).parents[3] / "schemas" / "gallery"
REFUSED = frozenset({"refuse", "reject", "decline"})


def told(world: World, kind: str) -> list[str]:
    with world.database.reading() as tx:
        return [one.payload["to"] for one in outbox.latest(tx, world.workspace, None, 100) if one.kind == kind]


def test_a_question_reaches_those_who_had_it_last(world: World) -> None:
    """Nobody inside has it just now: the client themselves are asked."""
    case_id = at_client(world)
    with world.database.writing() as tx:
        lifecycle.comment(tx, world.contact(case_id), case_id, "Is it oak?", world.now)
    assert set(told(world, "comment")) == {world.party("bo"), world.party("bea")}
    assert world.case(case_id).state == "client"


def test_a_client_is_told_when_it_is_done_and_may_still_say_something(world: World) -> None:
    case_id = at_client(world)
    answer(world, case_id, "accept")
    client = world.contact(case_id)
    assert told(world, "ended") == [client.party]
    with world.database.reading() as tx:
        message = next(one for one in outbox.latest(tx, world.workspace, None, 100) if one.kind == "ended")
        written = letters.write(tx, message, "https://forms.example")
    assert written.address == "mia@client.example"
    assert "https://forms.example/t/" in written.body
    with world.database.writing() as tx:
        lifecycle.comment(tx, client, case_id, "One more thing: it squeaks.", world.now)
    with world.database.reading() as tx:
        said = [line.comment for line in worklist.case_page(tx, world.actor("ada"), case_id).lines]
    assert said[-1] == "One more thing: it squeaks."


def flows() -> Iterator[tuple[str, Flow]]:
    for path in sorted(GALLERY.glob("*.json")):
        flow = load(json.loads(path.read_text(encoding="utf-8"))).flow
        if any(who.kind == "contact" for state in flow.states for who in state.who):
            yield path.stem, flow


@pytest.mark.parametrize(("name", "flow"), list(flows()))
def test_after_a_refusal_nothing_is_done_without_asking_the_client_again(name: str, flow: Flow) -> None:
    """From where a client's refusal leads, every way to what their agreement would have begun leads past them."""
    asks = {state.key for state in flow.states if state.who and all(who.kind == "contact" for who in state.who)}
    for move in flow.moves:
        if move.source not in asks or move.key not in REFUSED:
            continue
        agreed = {one.target for one in flow.moves_from(move.source) if one.key not in REFUSED and not one.asks}
        reached, ahead = set[str](), [move.target]
        while ahead:
            here = ahead.pop()
            if here not in reached and here not in asks:
                reached.add(here)
                ahead += [one.target for one in flow.moves_from(here)]
        assert not reached & agreed, f"{name}: {move.source}/{move.key}"
