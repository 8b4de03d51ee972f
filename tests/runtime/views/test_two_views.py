"""One record, two views: what a client is shown is what a colleague sees marked, and never what is internal."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Actor
from runtime.portal import portal
from runtime.processes import deployment
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.views.dossier import CasePage
from runtime.visibility import sight
from schemas.document import load
from schemas.filling import rights
from schemas.lint import lint
from tests.runtime.office import ANSWERS, CHANGE, World

MARGIN = "a third of it all"


def marked(**fields: Any) -> dict[str, Any]:
    """The office's process, with what is said of fields in their ``x-formloom``."""
    document = deepcopy(dict(CHANGE))
    for key, said in fields.items():
        document["form"]["schema"]["properties"][key].setdefault("x-formloom", {}).update(said)
    return document


@pytest.fixture
def shown(world: World) -> World:
    """The margin may be read by everybody everywhere, were it not internal."""
    document = marked(secret={"internal": True})
    document["flow"]["tracking"] = {"*": "read"}
    document["flow"]["states"][2]["fields"] = {"*": "read", "secret": "edit"}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)
    return world


def at_client(world: World) -> str:
    case_id = world.submit().case_id
    world.decide(case_id, "lea", "send", raw={"price": 100, "secret": MARGIN})
    world.decide(case_id, "bo", "approve", comment="Between us: too cheap")
    world.decide(case_id, "bea", "approve")
    return case_id


def pages(world: World, case_id: str) -> dict[str, CasePage]:
    """Whose page: of a colleague, of the client, and of the client as a colleague looks at it."""
    with world.database.reading() as tx:
        return {
            "inside": worklist.case_page(tx, world.actor("ada"), case_id),
            "client": worklist.case_page(tx, world.contact(case_id), case_id),
            "looked at": portal.as_client(tx, world.actor("ada"), case_id),
        }


def told(page: CasePage) -> list[tuple[str, str]]:
    return [(line.sentence["en"], line.comment) for line in page.lines]


def test_what_is_internal_is_shown_and_asked_of_no_client(shown: World) -> None:
    case_id = at_client(shown)
    found = pages(shown, case_id)
    assert "secret" in sight.readable(found["inside"].rights)
    assert {found[one].rights["secret"] for one in ("client", "looked at")} == {"hide"}
    assert MARGIN not in str(found["client"].parts) + str(found["client"].lines)
    with shown.database.reading() as tx:
        compiled = deployment.published(tx, shown.workspace, "change")
    assert compiled
    assert "secret" not in rights.readable(sight.fillable(shown.visitor, compiled))


def test_what_is_marked_is_what_the_client_sees(shown: World) -> None:
    case_id = at_client(shown)
    with shown.database.writing() as tx:
        lifecycle.comment(tx, shown.actor("bo"), case_id, "For us alone", shown.now, internal=True)
        lifecycle.comment(tx, shown.actor("bo"), case_id, "Dear Mia", shown.now)
    found = pages(shown, case_id)
    inside, client = found["inside"], found["client"]
    assert inside.client
    assert inside.client.party == client.case.requester
    assert inside.shared == sight.readable(client.rights)
    shared = [line.shared for line in inside.lines if line.shared]
    assert [(one.sentence["en"], one.comment) for one in shared] == told(client)
    assert told(found["looked at"]) == told(client)
    assert "For us alone" not in str(told(client))
    assert ("Bo wrote:", "Dear Mia") in told(client)


def test_a_field_of_which_no_line_speaks_stays_inside() -> None:
    document = deepcopy(dict(CHANGE))
    document["form"]["schema"]["properties"]["later"] = {"type": "string", "title": "Thought of later"}
    document["flow"]["fill"]["later"] = "hide"
    process = load(document)
    flow, form = process.flow, process.form
    assert rights.of(flow, form, "client")["later"] == "read"
    given = rights.for_clients(flow, form, "client")
    assert (given["later"], given["wish"], given["price"]) == ("hide", "read", "read")


def test_who_may_not_read_it_themselves_sees_it_on_no_view(shown: World) -> None:
    case_id = at_client(shown)
    with shown.database.reading() as tx:
        page = portal.as_client(tx, shown.actor("ben"), case_id)
    assert page.rights["papers"] == "hide"  # the board does not see them, the client does


def test_nobody_looks_through_the_eyes_of_a_client_whom_there_is_not(world: World) -> None:
    case_id = world.submit(world.actor("lea"), {"wish": "A desk"}).case_id
    for name in ("lea", "ada"):
        with world.database.reading() as tx:
            assert worklist.case_page(tx, world.actor(name), case_id).client is None
            with pytest.raises(Missing):
                portal.as_client(tx, world.actor(name), case_id)


def test_a_client_is_not_told_what_is_in_the_way(world: World) -> None:
    with world.database.writing() as tx:
        document = deepcopy(dict(CHANGE))
        document["flow"]["states"][2]["who"] = [{"group": "nobody"}]
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)
    case_id = at_client(world)
    found = pages(world, case_id)
    assert found["inside"].places[0].incident
    assert found["client"].places[0].incident is None
    assert found["client"].sentence["en"] == "Now: Client. Then: Closed."
    assert "nobody" in found["inside"].sentence["en"].lower()


@pytest.mark.parametrize(
    ("said", "code", "severity"),
    [
        ({"tracking": {"secret": "read"}}, "field.internal-shown", "warning"),
        ({"tracking": {"*": "read"}}, "", ""),
        ({"tracking": {"secret": "hide"}}, "", ""),
    ],
)
def test_a_line_that_says_nothing_is_warned_of(said: Mapping[str, Any], code: str, severity: str) -> None:
    document = marked(secret={"internal": True})
    document["flow"] = {**document["flow"], **said}
    found = [(one.code, one.severity) for one in lint(load(document), document) if "internal" in one.code]
    assert found == ([(code, severity)] if code else [])


def test_a_table_is_internal_as_a_whole() -> None:
    document = deepcopy(dict(CHANGE))
    column = {"type": "number", "title": "Margin", "x-formloom": {"internal": True}}
    document["form"]["schema"]["properties"]["lines"] = {
        "type": "array",
        "title": "Lines",
        "items": {"type": "object", "properties": {"margin": column}},
    }
    found = [one for one in lint(load(document), document) if one.code == "field.internal-column"]
    assert [one.path for one in found] == ["/form/schema/properties/lines/items/properties/margin"]


def test_an_answer_of_a_client_to_what_is_internal_is_not_kept(shown: World) -> None:
    receipt = shown.submit(raw={**ANSWERS, "secret": "typed by hand"})
    assert "secret" not in shown.case(receipt.case_id).answers


def test_the_link_of_a_colleagues_request_shows_nothing_internal(shown: World) -> None:
    case_id = shown.submit(shown.actor("lea"), {"wish": "A desk"}).case_id
    shown.decide(case_id, "lea", "send", raw={"price": 1, "secret": MARGIN})
    holder = Actor(shown.workspace, f"link:{case_id}", "", within=case_id, tracks=True)
    with shown.database.reading() as tx:
        assert MARGIN not in str(worklist.case_page(tx, holder, case_id).parts)
