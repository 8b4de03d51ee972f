"""What one client can reach of another, and of what is internal: nothing, by any route that there is.

The routes come from the map of addresses, so a new one is tried as soon as it exists; one that names a thing which
nobody here has said what it is fails.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from runtime import lifecycle
from runtime.channels import letters
from runtime.files import attachments, storeroom
from runtime.files.attachments import Sent
from runtime.lifecycle import Decision
from runtime.people import portal_keys
from runtime.processes import deployment
from runtime.settings import Settings
from runtime.store import keys
from runtime.store.cases import cases
from runtime.store.customers import customers, portal_passes
from runtime.store.files import paper_rows
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.tables.tables import CASE_FILE
from runtime.web.frame.doors import Door, declared
from schemas.document import load
from tests.runtime.office import ANSWERS, World
from tests.runtime.papers.test_issuing import document
from tests.runtime.web.conftest import Visitor

OPEN_DOORS = (Door.EVERYONE, Door.LINK_HOLDER, Door.CLIENT)
INSIDE = "Zinnober"
"""Stands in all that is internal."""
THINGS = {
    *("case_id", "task_id", "file_id", "paper_id"),  # of a client: the matrix below tries another's
    *("token", "tracking", "upload"),  # secrets: whoever holds one was given it
    *("process_key", "key", "country", "province", "colour", "fingerprint", "seal", "hash", "workspace", "filename"),
}
"""What the addresses that are open to clients name. One that is not here has to be thought about first."""


@dataclass
class Theirs:
    """One client: how to come in as them, what there is of theirs by kind, and the word that stands in all of it."""

    email: str
    mark: str
    ids: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def internal() -> dict[str, Any]:
    """The office's process, with internal fields that lines would show, and notices to the client."""
    made = document()
    asked = made["form"]["schema"]["properties"]
    asked["secret"]["x-formloom"] = {"internal": True}
    asked["evidence"] = {"type": "array", "title": "Evidence", "x-formloom": {"type": "file", "internal": True}}
    flow = made["flow"]
    flow["fill"] = {"price": "hide", "secret": "hide", "evidence": "hide"}
    flow["tracking"] = {"*": "read"}
    flow["states"][0]["fields"] = {"price": "edit", "secret": "edit", "evidence": "edit"}
    for state in flow["states"]:
        if state["key"] == "client":
            state["fields"] = {"*": "read"}
            state["notices"] = [{"to": [{"contact": True}], "text": "See {field:secret} and {field:wish}"}]
    return made


@pytest.fixture
def two(world: World, app: Flask) -> tuple[Theirs, Theirs]:
    """Two clients of whom each has everything that a client can have."""
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(internal()), "person:x", world.now)
    settings = app.extensions["formloom.settings"]
    mia = furnished(world, settings, "mia@client.example", "Marigold")
    return mia, furnished(world, settings, "tim@other.example", "Tourmaline")


def furnished(world: World, settings: Settings, email: str, mark: str) -> Theirs:
    made = Theirs(email, mark)
    said = {
        "client_email": email,
        "client_name": f"{mark} Name",
        "client_company": f"{mark} Ltd",
        "wish": f"{mark} wish",
    }
    case_id = world.submit(raw={**ANSWERS, **said}).case_id
    evidence = sent_by(world, settings, f"{INSIDE} {mark} bytes")
    raw = {"price": 100, "secret": f"{INSIDE} margin", "evidence": [evidence]}
    world.decide(case_id, "lea", "send", raw=raw, comment=f"{INSIDE} remark of the desk")
    world.decide(case_id, "bo", "approve", comment=f"{INSIDE} remark of a vote")
    with world.database.writing() as tx:
        lifecycle.comment(tx, world.actor("bo"), case_id, f"{INSIDE} among us", world.now, internal=True)
        lifecycle.comment(tx, world.actor("bo"), case_id, f"{mark} comment", world.now)
    world.decide(case_id, "bea", "approve")
    with world.database.writing() as tx:
        tx.execute(update(CASE_FILE).where(CASE_FILE.c.id == case_id).values(incident=f"rule.failed: {INSIDE} broke"))
        paper = paper_rows.latest(tx, world.workspace, case_id, "agreement")
        task = world.task(case_id, world.contact(case_id).party)
        made.links = {
            "tracking": keys.token(tx, "tracking", case_id),
            "question": keys.token(tx, "task", task.id),
        }
    assert paper
    made.ids = {"case": case_id, "task": task.id, "paper": paper.id, "file": evidence}
    return made


def sent_by(world: World, settings: Settings, content: str) -> str:
    """The id of a file that a colleague has sent, which no answer names yet."""
    settings.arriving.mkdir(parents=True, exist_ok=True)
    path = settings.arriving / "sent.txt"
    path.write_text(content)
    fit = attachments.examined(Sent(f"{INSIDE}.txt", path), settings)
    with world.database.writing() as tx:
        return attachments.keep(tx, storeroom.of(settings), world.actor("lea"), fit, "", world.now).id


def inside_portal(app: Flask, world: World, who: Theirs) -> Visitor:
    visitor = Visitor(app.test_client())
    with world.database.writing() as tx:
        contact = customers.by_email(tx, world.workspace, who.email)
        assert contact
        link_id = new_id(world.now)
        token = portal_keys.token(tx, link_id)
        portal_passes.add_link(tx, contact, link_id, keys.seal(token), world.now, world.now + portal_keys.LASTS)
    visitor.get(f"/portal/enter/{token}")
    assert visitor.post(f"/portal/enter/{token}").status_code == 303
    visitor.get("/portal")
    return visitor


def addresses(app: Flask, ids: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    """Method, path and door of every route with each of these ids in every place of it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        door = declared(app, rule.endpoint)
        methods = sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})
        numbers = re.findall(r"<int:(\w+)>", rule.rule)
        for one in ids.values() if rule.arguments else [""]:
            named = {part: 2026 if part in numbers else one for part in rule.arguments}
            for method in methods:
                yield method, adapter.build(rule.endpoint, {**named, **(rule.defaults or {})}, method), door


def read(answer: Any) -> str:
    """Whatever it is: a paper or a picture as well."""
    return str(answer.data.decode("latin-1"))


def answers(visitor: Visitor, method: str, path: str) -> Any:
    client = visitor.client
    if method == "GET":
        return client.get(path)
    data = {"csrf_token": visitor.hidden("csrf_token"), "text": "?", "_question": "?", "_move": "accept"}
    return client.open(path, method=method, data=data)


def test_every_thing_that_an_open_address_names_has_been_thought_about(app: Flask) -> None:
    named = {
        argument
        for rule in app.url_map.iter_rules()
        for argument in rule.arguments
        if declared(app, rule.endpoint) in OPEN_DOORS
    }
    assert named <= THINGS, f"What is {named - THINGS}, and may a client name another's?"
    assert [rule.rule for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None] == []


def test_no_route_shows_a_client_anything_of_another(app: Flask, world: World, two: tuple[Theirs, Theirs]) -> None:
    mine, other = two
    visitor = inside_portal(app, world, mine)
    before = world.case(other.ids["case"])
    wrong = []
    for method, path, door in addresses(app, other.ids):
        if path in ("/portal/signout", "/portal/signout/everywhere", "/signout"):
            continue
        answer = answers(visitor, method, path)
        names_theirs = any(one in path for one in other.ids.values())
        fine = {404} if door in OPEN_DOORS and method == "GET" else {302, 400, 401, 403, 404, 405, 415, 429}
        if names_theirs and answer.status_code not in fine:
            wrong.append((method, path, answer.status_code))
        if other.mark in read(answer) or answer.status_code >= 500:
            wrong.append((method, path, "shows theirs", answer.status_code))
    assert wrong == []
    assert world.case(other.ids["case"]) == before


def test_nothing_internal_is_in_any_answer_to_a_client(app: Flask, world: World, two: tuple[Theirs, Theirs]) -> None:
    mine, _other = two
    visitor = inside_portal(app, world, mine)
    wrong, shown = [], 0
    everything = {**mine.ids, **mine.links}
    for method, path, _door in addresses(app, everything):
        if method != "GET":
            continue
        answer = visitor.client.get(path)
        shown += mine.mark in read(answer)
        if INSIDE in read(answer) or INSIDE in str(answer.headers) or answer.status_code >= 500:
            wrong.append((path, answer.status_code))
    token = {"Authorization": f"Bearer {mine.links['question']}"}
    program = app.test_client()
    for path in (f"/api/v1/cases/{mine.ids['case']}", f"/api/v1/tasks/{mine.ids['task']}"):
        told = program.get(path, headers=token).text
        wrong += [(path, "api")] if INSIDE in told else []
    assert wrong == []
    assert shown >= 5, "their own pages were looked at: the portal, the request, what is asked, both links"


def test_nothing_internal_is_in_any_letter_to_a_client(world: World, two: tuple[Theirs, Theirs]) -> None:
    mine, _other = two
    with world.database.reading() as tx:
        party = f"contact:{cases.case(tx, world.workspace, mine.ids['case']).contact_id}"
        to_them = [one for one in outbox.latest(tx, world.workspace, None, 200) if one.payload.get("to") == party]
        written = []
        for message in to_them:
            try:
                written.append(letters.write(tx, message, "https://forms.example", goes_out=True))
            except Missing:
                continue
    assert len(written) >= 3
    assert not [one for one in written if INSIDE in one.subject + one.body]
    assert any(mine.mark in one.body for one in written)


def test_a_programs_token_of_one_question_opens_nothing_else(app: Flask, two: tuple[Theirs, Theirs]) -> None:
    """The link in the mail is a token to the API as well: for its own to-do and request."""
    mine, other = two
    token = {"Authorization": f"Bearer {mine.links['question']}"}
    program, wrong = app.test_client(), []
    for method, path, door in addresses(app, {**other.ids, "link": other.links["question"]}):
        if door is not Door.TOKEN_HOLDER:
            continue
        answer = program.open(path, method=method, headers=token, json={} if method != "GET" else None)
        if other.mark in read(answer) or INSIDE in read(answer) or answer.status_code >= 500:
            wrong.append((method, path, answer.status_code))
        if method == "GET" and answer.status_code == 200 and any(one in path for one in other.ids.values()):
            wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert mine.mark in program.get(f"/api/v1/cases/{mine.ids['case']}", headers=token).text


def test_the_link_of_one_request_opens_nothing_of_another_of_the_same_client(
    app: Flask, world: World, two: tuple[Theirs, Theirs]
) -> None:
    """Whoever names a client in a public form gets the link of that one request, and is nobody else by it."""
    mine, _other = two
    forged = world.submit(raw={**ANSWERS, "client_email": mine.email, "wish": "Let me in"})
    stranger = Visitor(app.test_client())
    assert stranger.get(f"/t/{forged.tracking}").status_code == 200
    for _method, path, _door in (one for one in addresses(app, mine.ids) if one[0] == "GET"):
        assert mine.mark not in read(stranger.client.get(path)), path


def test_no_link_of_a_contact_who_has_left_opens_anything(app: Flask, world: World, two: tuple[Theirs, Theirs]) -> None:
    mine, _other = two
    visitor = inside_portal(app, world, mine)
    token = {"Authorization": f"Bearer {mine.links['question']}"}
    case = f"/api/v1/cases/{mine.ids['case']}"
    links = [f"/t/{mine.links['tracking']}", f"/c/{mine.links['question']}", f"/papers/{mine.ids['paper']}"]
    assert [visitor.client.get(path).status_code for path in links] == [200] * 3
    assert app.test_client().get(case, headers=token).status_code == 200
    with world.database.writing() as tx:
        contact = customers.by_email(tx, world.workspace, mine.email)
        assert contact
        customers.keep(tx, replace(contact, active=False))
    assert [visitor.client.get(path).status_code for path in links] == [404] * 3
    assert visitor.post(links[1], {"_move": "accept"}).status_code == 404
    assert visitor.client.get("/portal").location == "/portal/signin"
    assert app.test_client().get(case, headers=token).status_code == 401


def test_a_colleague_sees_all_of_it(sign_in: Any, two: tuple[Theirs, Theirs]) -> None:
    """What was planted is there: nothing above is missing because it never was."""
    page = sign_in("ada").get(f"/requests/{two[0].ids['case']}").text
    for said in ("margin", "remark of the desk", "remark of a vote", "among us"):
        assert f"{INSIDE} {said}" in page
    assert f"{INSIDE}.txt" in page


def test_a_session_that_ends_opens_nothing_more(app: Flask, world: World, two: tuple[Theirs, Theirs]) -> None:
    mine, _other = two
    visitor = inside_portal(app, world, mine)
    world.carry_out(Decision(world.contact(mine.ids["case"]), mine.ids["task"], "accept"))
    assert visitor.client.get(f"/papers/{mine.ids['paper']}").status_code == 200
    visitor.get("/portal")
    visitor.post("/portal/signout")
    assert visitor.client.get(f"/papers/{mine.ids['paper']}").status_code == 404
    assert visitor.client.get(f"/portal/requests/{mine.ids['case']}").status_code == 302
