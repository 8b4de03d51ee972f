"""The gallery for programs: found, read, made one's own, saved, and by those alone who design."""

from collections.abc import Callable
from typing import Any

import pytest

from builder.gallery import gallery
from schemas.document import dump
from tests.runtime.web.api.program import Program, problems

ALL = "/api/v1/templates"


def gallery_document(key: str) -> dict[str, Any]:
    return dump(gallery.ready(key))


def without_moves(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "flow": {**document["flow"], "moves": []}, "tests": []}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Pages of both databases are asked the same elsewhere."""
    return sqlite_url


def test_a_template_is_found_read_and_made_ones_own(enter: Callable[[str], Program]) -> None:
    dan = enter("dan")
    found = dan.get(f"{ALL}?q=purchase&lang=en").json
    assert found is not None
    assert "purchase" in {one["name"] for one in found["templates"]}
    whole = dan.get(f"{ALL}/purchase").json
    assert whole is not None
    assert whole["document"]["key"] == whole["key"] == "purchase"
    body = {"title": {"en": "Buying", "zh-Hans": "买"}, "key": "buying"}
    answer = dan.post(f"{ALL}/purchase/drafts", body)
    made = answer.json
    assert made is not None
    assert (answer.status_code, made["key"], made["title"], made["revision"]) == (201, "buying", "Buying", 1)
    assert made["address"].endswith(f"/design/{made['id']}")
    again = dan.post(f"{ALL}/purchase/drafts", body)
    assert (again.status_code, problems(again)) == (422, [("template.key-taken", "")])

    saved = dan.post(ALL, {"draft": made["id"], "title": {"en": "Our buying"}, "category": "Money"})
    kept = saved.json
    assert kept is not None
    assert (saved.status_code, kept["title"], kept["category"], kept["own"]) == (201, "Our buying", "finance", True)
    assert saved.headers["Location"].endswith(f"{ALL}/{kept['name']}")
    anew = dan.post(ALL, {"draft": made["id"], "template": kept["name"]}).json
    assert anew is not None
    assert (anew["name"], anew["title"]) == (kept["name"], "Buying")
    first = (dan.get(ALL).json or {})["templates"][0]
    assert (first["name"], first["may_change"]) == (kept["name"], True)


def test_a_document_out_of_git_is_a_template_until_it_is_thrown_away(enter: Callable[[str], Program]) -> None:
    dan = enter("dan")
    document = (dan.get(f"{ALL}/purchase").json or {})["document"]
    made = dan.put(f"{ALL}/own.buying", {"document": document, "title": {"en": "Our buying"}, "category": "Money"})
    told = made.json or {}
    assert (made.status_code, told["name"], told["title"], told["category"]) == (
        201,
        "own.buying",
        "Our buying",
        "finance",
    )
    assert made.headers["Location"].endswith(f"{ALL}/own.buying")
    anew = dan.put(f"{ALL}/own.buying", {"document": {**document, "title": {"en": "Newer"}}})
    assert (anew.status_code, (anew.json or {})["title"]) == (200, "Newer")
    assert (dan.get(f"{ALL}/own.buying").json or {})["document"]["title"] == "Newer"
    other = dan.post(ALL, {"document": document})
    assert (other.status_code, (other.json or {})["name"]) == (201, "own.purchase")
    assert dan.send("DELETE", f"{ALL}/own.buying").status_code == 204
    assert dan.send("DELETE", f"{ALL}/own.buying").status_code == 404
    assert [one["name"] for one in (dan.get(ALL).json or {})["templates"] if one["own"]] == ["own.purchase"]


@pytest.mark.parametrize(
    ("path", "body"),
    [(f"{ALL}/purchase/drafts", {"key": "buying"}), (f"{ALL}", {"document": gallery_document("expense")})],
)
def test_what_is_made_under_a_key_is_made_once(enter: Callable[[str], Program], path: str, body: object) -> None:
    dan = enter("dan")
    first, again = (dan.post(path, body, Idempotency_Key="one") for _ in range(2))
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert again.headers["Location"] == first.headers["Location"]
    more = body if isinstance(body, dict) else {}
    reused = dan.post(path, {**more, "title": {"en": "Other"}}, Idempotency_Key="one")
    assert (reused.status_code, (reused.json or {})["code"]) == (422, "idempotency.reused")


@pytest.mark.parametrize(
    ("by", "who", "name", "status"),
    [
        ("dan", "dan", "own.mine", 204),
        ("dan", "ada", "own.mine", 204),
        ("dan", "lea", "own.mine", 403),
        ("ada", "dan", "own.mine", 403),
        ("dan", "ada", "purchase", 403),
        ("dan", "dan", "none-such", 404),
        ("dan", "dan", "own.none", 404),
    ],
)
def test_only_whom_it_belongs_to_throws_it_away(
    enter: Callable[[str], Program], by: str, who: str, name: str, status: int
) -> None:
    document = gallery_document("expense")
    assert enter(by).put(f"{ALL}/own.mine", {"document": document}).status_code == 201
    assert enter(who).send("DELETE", f"{ALL}/{name}").status_code == status
    assert enter("dan").get(f"{ALL}/own.mine").status_code == (404 if status == 204 else 200)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("own.mine", {}, ("body.missing", "/document")),
        ("own.mine", {"document": {}}, ("document.format", "/document/format")),
        ("own.mine", {"document": {**gallery_document("expense"), "key": 1}}, ("document.type", "/document/key")),
        ("own.mine", {"document": gallery_document("expense"), "title": {"en": 1}}, ("body.kind", "/title")),
        ("own.mine", {"document": gallery_document("expense"), "draft": "x"}, ("body.unknown-key", "/draft")),
        ("own.no key", {"document": gallery_document("expense")}, ("template.key", "")),
        ("own.mine", {"document": without_moves(gallery_document("expense"))}, ("template.broken", "")),
    ],
)
def test_what_is_no_template_is_not_put(
    enter: Callable[[str], Program], name: str, body: object, said: tuple[str, str]
) -> None:
    answer = enter("dan").put(f"{ALL}/{name}", body)
    assert answer.status_code == 422
    assert said in problems(answer)
    assert not [one for one in (enter("dan").get(ALL).json or {})["templates"] if one["own"]]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        (ALL, {"draft": "none", "document": {}}, ("body.either", "/document")),
        (f"{ALL}/purchase/drafts", {"title": {"en": 1}}, ("body.kind", "/title")),
        (f"{ALL}/purchase/drafts", {"languages": [1]}, ("body.kind", "/languages")),
        (f"{ALL}/purchase/drafts", {"people": {"group:x": 1}}, ("body.kind", "/people")),
        (f"{ALL}/purchase/drafts", {"title": {"en": "a\x06"}}, ("document.character", "/title")),
        (ALL, {"document": gallery_document("expense"), "title": {"en": "a\x06"}}, ("document.character", "/title")),
        (f"{ALL}/purchase/drafts", {"people": {"group:x": "person:nobody"}}, ("template.nobody", "")),
        (f"{ALL}/purchase/drafts", {"more": 1}, ("body.unknown-key", "/more")),
        (ALL, {}, ("body.missing", "/draft")),
    ],
)
def test_what_does_not_fit_is_refused(
    enter: Callable[[str], Program], path: str, body: object, said: tuple[str, str]
) -> None:
    answer = enter("dan").post(path, body)
    assert (answer.status_code, problems(answer)) == (422, [said])


def test_only_those_who_design_come_in(enter: Callable[[str], Program], visitor: Program) -> None:
    for who, status in ((enter("lea"), 403), (visitor, 401)):
        assert who.get(ALL).status_code == status
        assert who.get(f"{ALL}/purchase").status_code == status
        assert who.post(f"{ALL}/purchase/drafts", {}).status_code == status
        assert who.post(ALL, {"draft": "none"}).status_code == status
    assert enter("dan").get(f"{ALL}/none-such").status_code == 404
    assert enter("dan").post(ALL, {"draft": "none"}).status_code == 404
