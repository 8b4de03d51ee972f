"""What is counted with each change is what the journal says afterwards."""

import random
from copy import deepcopy

import pytest

from runtime import counting_anew
from runtime.access import Denied
from runtime.lifecycle import NotAllowedHere, Rejected
from runtime.store import counts
from runtime.store.counts import CaseFigures, StepFigures
from runtime.store.missing import Missing
from tests.runtime.office import World
from tests.runtime.test_whatever_is_done import ALL, DRAWN, SEED, Office, permissive, settle_in

COUNTED = [act for act in ALL if act is not Office.carry]


def counted(world: World, case_id: str) -> tuple[CaseFigures, list[StepFigures]]:
    with world.database.reading() as tx:
        return counts.of_cases(tx, world.workspace, [case_id])[0], counts.steps_of(tx, world.workspace, [case_id])


@pytest.mark.parametrize("number", DRAWN)
def test_whatever_is_done_is_counted_as_the_journal_tells_it(world: World, number: int) -> None:
    document = permissive(deepcopy(DRAWN[number]))
    office = Office(world, random.Random(SEED * 1000 + number), document["key"], settle_in(world, document))  # noqa: S311 -- no secret
    done: list[str] = []
    for act in [Office.submit, *office.rng.choices(COUNTED, k=25)]:
        done.append(act.__name__)
        try:
            act(office)
        except (NotAllowedHere, Rejected, Denied, Missing):
            done[-1] += " refused"
    found = counting_anew.recount(world.database, write=False)
    assert found.cases > 0
    assert found.wrong == (), done
