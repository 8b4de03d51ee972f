"""A request is always shown with the version that it was filled in with, and what the journal says stays said."""

from dataclasses import replace
from typing import Any

import pytest

from runtime import lifecycle
from runtime.asking import Rejected, Submission
from runtime.processes import deployment
from runtime.store.ids import new_id
from runtime.store.people import departments, people
from runtime.store.people.departments import Department
from runtime.views import worklist
from runtime.views.dossier import CasePage
from schemas.document import load
from schemas.words import Words
from tests.runtime.office import MONDAY, World


def survey(**properties: Any) -> dict[str, Any]:
    return {
        "format": "formloom/1",
        "key": "survey",
        "title": {"en": "Survey"},
        "number": "S-{seq}",
        "summary": ["colour"] if "colour" in properties else [],
        "form": {"schema": {"type": "object", "properties": properties}},
        "flow": {
            "initial": "look",
            "states": [
                {
                    "key": "look",
                    "kind": "task",
                    "title": {"en": "Look"},
                    "who": [{"group": "leads"}],
                    "fields": {"*": "edit"},
                },
                {"key": "done", "kind": "end", "title": {"en": "Done"}, "outcome": "closed"},
            ],
            "moves": [
                {"key": "keep", "from": "look", "to": "look", "title": {"en": "Keep"}},
                {"key": "finish", "from": "look", "to": "done", "title": {"en": "Finish"}},
            ],
        },
    }


BEFORE = survey(
    colour={"title": "Colour", "oneOf": [{"const": "r", "title": "Red"}, {"const": "b", "title": "Blue"}]},
    size={"type": "number", "title": "Size"},
    lead={"type": "string", "title": "Lead", "x-formloom": {"type": "person"}},
    unit={"type": "string", "title": "Unit", "x-formloom": {"type": "department"}},
)
AFTER = survey(
    colour={"title": "Paint", "oneOf": [{"const": "r", "title": "Crimson"}]},
    size={"type": "string", "title": "Dimensions"},
    hue={"type": "string", "title": "Hue"},
)


@pytest.fixture
def office(world: World) -> World:
    with world.database.writing() as tx:
        departments.add(
            tx, Department(world.workspace, new_id(MONDAY), "sales", Words({"en": "Sales", "zh-Hans": "销售部"}))
        )
        deployment.deploy(tx, world.workspace, load(BEFORE), "person:x", MONDAY)
    return world


def ask(world: World, **raw: Any) -> str:
    with world.database.writing() as tx:
        return lifecycle.submit(tx, Submission(world.actor("lea"), "survey", raw), world.now).case_id


def change_everything(world: World) -> None:
    """A new version, new names for the people, the department and the group."""
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(AFTER), "person:x", MONDAY)
        people.keep(tx, replace(world.people["bo"], name="Boris Renamed", email="boris@team.example"))
        people.keep(tx, replace(world.people["lea"], name="Leonore Renamed"))
        [sales] = departments.departments(tx, world.workspace)
        departments.keep(tx, replace(sales, title=Words({"en": "Revenue"})))


def page(world: World, case_id: str, who: str = "lea") -> CasePage:
    with world.database.reading() as tx:
        return worklist.case_page(tx, world.actor(who), case_id)


def told(found: CasePage) -> list[Any]:
    """What the journal says to a person, in both languages, with its answers."""
    return [
        (line.by_name, dict(line.sentence), [(one.field.title["en"], *one.texts(lang)) for one in line.corrections])
        for line in found.lines
        for lang in ("en", "zh-Hans")
    ]


def shown(found: CasePage) -> list[tuple[str, str]]:
    return [(one.field.title["en"], one.text("en")) for part in found.parts for one in part.answers]


GIVEN = {"colour": "b", "size": "12", "lead": "bo@team.example", "unit": "sales"}


def test_a_request_keeps_its_form_and_its_history(office: World) -> None:
    case_id = ask(office, **GIVEN)
    before = page(office, case_id)
    journal, answers = told(before), shown(before)
    assert ("Lead", "", "Bo") in journal[0][2]
    assert ("Unit", "", "销售部") in journal[1][2]
    change_everything(office)
    after = page(office, case_id)
    assert told(after) == journal
    assert shown(after) == answers
    assert answers[:2] == [("Colour", "Blue"), ("Size", "12")]
    assert after.called == {"person:bo@team.example": "Bo", "department:sales": {"en": "Sales", "zh-Hans": "销售部"}}


def test_the_next_step_is_still_asked_with_the_old_form(office: World) -> None:
    case_id = ask(office, **GIVEN)
    change_everything(office)
    with pytest.raises(Rejected) as caught:
        office.decide(case_id, "lea", "keep", raw={"hue": "dark"})
    assert [one.code for one in caught.value.problems] == ["answer.unknown-field"]
    office.decide(case_id, "lea", "keep", raw={"colour": "r", "size": 13, "lead": "boris@team.example"})
    found = page(office, case_id)
    assert dict(found.case.answers) == {"colour": "r", "size": 13, "lead": "boris@team.example", "unit": "sales"}
    [change] = [line for line in found.lines if line.kind == "answered" and len(line.corrections) == 3]
    texts = [("Blue", "Red"), ("12", "13"), ("Bo", "Boris Renamed")]
    assert [one.texts("en") for one in change.corrections] == texts


def test_lists_tracking_and_a_new_request_each_have_their_own_version(office: World) -> None:
    old = ask(office, **GIVEN)
    change_everything(office)
    new = ask(office, colour="r", size="large")
    with office.database.reading() as tx:
        rows = {row.case_id: row.figures for row in worklist.inbox(tx, office.actor("lea"), "mine").rows}
        _, tracked = worklist.tracking(tx, office.tracking_token(tx, old))
    assert [(one.field.title["en"], one.text("en")) for one in rows[old]] == [("Colour", "Blue")]
    assert [(one.field.title["en"], one.text("en")) for one in rows[new]] == [("Paint", "Crimson")]
    assert shown(tracked)[:2] == [("Colour", "Blue"), ("Size", "12")]
    assert shown(page(office, new)) == [("Paint", "Crimson"), ("Dimensions", "large")]
