"""The gallery for programs: found, read, made one's own, saved, and by those alone who design."""

from collections.abc import Callable

import pytest

from tests.runtime.web.api.program import Program, problems

ALL = "/api/v1/templates"


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


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        (f"{ALL}/purchase/drafts", {"title": {"en": 1}}, ("body.kind", "/title")),
        (f"{ALL}/purchase/drafts", {"languages": [1]}, ("body.kind", "/languages")),
        (f"{ALL}/purchase/drafts", {"people": {"group:x": 1}}, ("body.kind", "/people")),
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
