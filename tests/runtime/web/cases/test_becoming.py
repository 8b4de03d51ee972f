"""A complaint becomes a change in one step, and both know of each other."""

from collections.abc import Callable
from typing import Any

import pytest

from runtime import lifecycle
from runtime.lifecycle import Submission
from runtime.processes import deployment
from runtime.store.cases import journal
from runtime.store.cases.cases import Case
from schemas.document import load
from tests.runtime.office import MONDAY, World
from tests.runtime.web.conftest import Visitor

Come = Callable[[str], Visitor]
FOLLOWS = {
    "process": "change",
    "title": {"en": "Make it a change", "zh-Hans": "转为变更"},
    "channel": "complaint",
    "given": {"wish": {"cat": ["From a complaint: ", {"var": "what"}]}, "nothing": 1},
}
COMPLAINT: dict[str, Any] = {
    "format": "formloom/1",
    "key": "grievance",
    "title": {"en": "Complaint", "zh-Hans": "投诉"},
    "number": "CP-{yyyy}-{seq:4}",
    "contact": {"name": "who", "email": "mail"},
    "follows": [FOLLOWS],
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "who": {"type": "string", "title": "Name"},
                "mail": {"type": "string", "format": "email", "title": "E-mail"},
                "what": {"type": "string", "title": "What happened"},
            },
            "required": ["what"],
        }
    },
    "flow": {
        "states": [
            {"key": "triage", "kind": "task", "who": [{"group": "leads"}], "fields": {"*": "read"}},
            {"key": "ignored", "kind": "end", "outcome": "ignored"},
        ],
        "moves": [{"key": "ignore", "from": "triage", "to": "ignored", "asks": ["comment"]}],
    },
}


@pytest.fixture
def complain(world: World) -> Callable[..., str]:
    """Somebody complains; the id of the request."""
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(COMPLAINT), "person:x", MONDAY)

    def send(**said: str) -> str:
        raw = {"what": "It squeaks.", **said}
        with world.database.writing() as tx:
            sent = Submission(world.actor("lea"), "grievance", raw, on_behalf="mail" in said)
            return lifecycle.submit(tx, sent, world.now).case_id

    return send


def entries(world: World, case_id: str, kind: str) -> list[journal.Entry]:
    with world.database.reading() as tx:
        return [one for one in journal.of_case(tx, world.workspace, case_id) if one.kind == kind]


def became(world: World, case_id: str) -> Case:
    return world.case(entries(world, case_id, "became")[0].body["id"])


def test_where_nothing_is_missing_it_is_sent_at_once(world: World, complain: Callable[..., str], sign_in: Come) -> None:
    case_id, lea = complain(who="Mia", mail="mia@client.example"), sign_in("lea")
    assert "Make it a change" in lea.get(f"/requests/{case_id}").text
    answer = lea.post(f"/requests/{case_id}/becomes/change")
    made = became(world, case_id)
    assert answer.location == f"/requests/{made.id}"
    assert made.answers["wish"] == "From a complaint: It squeaks."
    assert made.answers["client_email"] == "mia@client.example"
    assert (made.channel, made.requester_name, made.filer) == ("complaint", "Mia", world.party("lea"))
    assert entries(world, made.id, "came_from")[0].body["id"] == case_id
    assert made.number in lea.get(f"/requests/{case_id}").text
    assert "Comes from" in lea.get(f"/requests/{made.id}").text
    assert "Make it a change" not in lea.get(f"/requests/{case_id}").text


def test_it_becomes_one_of_a_process_only_once(world: World, complain: Callable[..., str], sign_in: Come) -> None:
    case_id, lea = complain(who="Mia", mail="mia@client.example"), sign_in("lea")
    path = f"/requests/{case_id}/becomes/change"
    lea.get(f"/requests/{case_id}")
    lea.post(path)
    assert lea.post(path).location == f"/requests/{case_id}"
    ada = sign_in("ada")
    ada.get(f"/requests/{case_id}")
    assert ada.post(path).location == f"/requests/{case_id}"
    assert len(entries(world, case_id, "became")) == 1


def test_what_is_missing_is_asked_for_in_the_other_form(
    world: World, complain: Callable[..., str], sign_in: Come
) -> None:
    strict = {**COMPLAINT, "follows": [{**FOLLOWS, "given": {}}]}
    case_id = complain(who="Mia", mail="mia@client.example")
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load({**strict, "key": "grievance"}), "person:x", MONDAY)
    fresh, lea = complain(who="Mia", mail="mia@client.example"), sign_in("lea")
    path = f"/requests/{fresh}/becomes/change"
    lea.get(f"/requests/{fresh}")
    assert lea.post(path).location == path
    page = lea.get(path).text
    assert 'value="mia@client.example"' in page
    assert '<option value="complaint" selected>' in page
    said = {"client_name": "Mia", "client_email": "mia@client.example", "wish": "Oil", "_channel": "complaint"}
    kept = {name: lea.hidden(name) for name in ("_key", "_version")}
    assert lea.post("/new/change?behalf=1", {**kept, **said}).status_code == 303
    made = became(world, fresh)
    assert (made.channel, made.answers["wish"]) == ("complaint", "Oil")
    assert entries(world, case_id, "became") == []


def test_only_whoever_sees_it_makes_it_another(world: World, complain: Callable[..., str], sign_in: Come) -> None:
    case_id, dan = complain(), sign_in("dan")
    dan.get("/")
    assert dan.post(f"/requests/{case_id}/becomes/change").status_code == 404
    assert sign_in("lea").get(f"/requests/{case_id}/becomes/grievance").status_code == 404
    assert entries(world, case_id, "became") == []


def test_sent_by_hand_it_counts_as_having_come_as_the_document_says(
    world: World, complain: Callable[..., str], sign_in: Come
) -> None:
    """No client is known, so nobody is asked how they came."""
    with world.database.writing() as tx:
        strict = {**COMPLAINT, "follows": [{**FOLLOWS, "given": {}}]}
        deployment.deploy(tx, world.workspace, load(strict), "person:x", MONDAY)
    case_id, lea = complain(), sign_in("lea")
    page = lea.get(f"/requests/{case_id}/becomes/change").text
    assert "_channel" not in page
    kept = {name: lea.hidden(name) for name in ("_key", "_version")}
    assert lea.post("/new/change", {**kept, "wish": "Oil", "_channel": "survey"}).status_code == 303
    assert became(world, case_id).channel == "complaint"


def test_what_the_document_leaves_open_is_chosen_on_the_form(
    world: World, complain: Callable[..., str], sign_in: Come
) -> None:
    plain = {key: value for key, value in FOLLOWS.items() if key not in ("channel", "given")}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load({**COMPLAINT, "follows": [plain]}), "person:x", MONDAY)
    lea = sign_in("lea")
    for chosen in ("web", "phone"):
        case_id = complain(who="Mia", mail="mia@client.example")
        page = lea.get(f"/requests/{case_id}/becomes/change").text
        assert '<option value="web" selected>' in page
        kept = {name: lea.hidden(name) for name in ("_key", "_version")}
        said = {"client_name": "Mia", "client_email": "mia@client.example", "wish": "Oil", "_channel": chosen}
        assert lea.post("/new/change?behalf=1", {**kept, **said}).status_code == 303
        assert became(world, case_id).channel == chosen
