"""Whatever the JSON API refuses is a problem of RFC 9457 that says what to mend, and nothing is written."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

from runtime import lifecycle
from runtime.people import accounts
from runtime.store.tables.tables import IDEMPOTENCY
from runtime.web.api import api_body
from runtime.web.frame import shell
from runtime.web.frame.guards import limiter
from runtime.web.frame.problem_json import Garbled
from schemas.messages.problem_words import CODES
from tests.runtime.office import ANSWERS, MONDAY, World
from tests.runtime.web.api.program import (
    BY_LINK,
    CASES,
    PROBLEM,
    Program,
    count,
    problems,
    take,
    way,
)

NOBODYS = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/api/v1/cases/{NOBODYS}", 404),
        ("/api/v1/cases/%00", 404),
        ("/api/v1/tasks?after=%00", 404),
        ("/api/v1/nothing", 404),
        ("/api/", 404),
        (CASES, 405),
    ],
)
def test_addresses_that_lead_nowhere(lea: Program, path: str, status: int) -> None:
    answer = lea.get(path)
    assert answer.status_code == status
    assert answer.mimetype == PROBLEM
    assert (answer.json or {})["code"] == {404: "http.not-found", 405: "http.method-not-allowed"}[status]
    if status == 405:
        assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("token", ["", "fl_nobodys", "\x7f", " "])
@pytest.mark.parametrize("path", ["/api/v1/tasks", "/api/v1/cases/x"])
def test_without_a_good_token_one_is_told_how_to_come_in(app: Flask, path: str, token: str) -> None:
    answer = Program(app, token).get(path)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="formloom"')
    assert ("invalid_token" in answer.headers["WWW-Authenticate"]) == bool(token.strip())


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("customers?kind=friend", "query.not-among"),
        ("customers?active=maybe", "query.not-among"),
        ("projects?state=gone", "query.not-among"),
        ("insights?tab=none", "query.not-among"),
        ("insights?process=none", "query.not-among"),
        ("insights?days=0", "query.number"),
        ("insights?days=10000", "query.number"),
        ("insights?days=many", "query.number"),
        ("insights?from=2026-13-01&to=2026-03-31", "query.period"),
        ("insights?from=2026-03-01", "query.period"),
        ("insights?from=2026-03-01&to=2026-01-31", "query.period"),
        ("insights?from2=x&to2=y", "query.period"),
    ],
)
def test_an_address_that_is_not_understood_is_not_answered_with_something_else(
    enter: Callable[[str], Program], query: str, code: str
) -> None:
    ada = enter("ada")
    answer = ada.get(f"/api/v1/{query}")
    assert (answer.status_code, problems(answer)) == (400, [(code, "")])
    understood = (
        "days=30&from=2026-01-01&to=2026-03-31&kind=supplier&active=false&state=closed&tab=steps&process=change"
    )
    assert ada.get(f"/api/v1/{query.partition('?')[0]}?{understood}").status_code == 200


def test_a_page_after_one_that_we_have_not_given_is_refused(enter: Callable[[str], Program]) -> None:
    ada = enter("ada")
    lists = ("tasks", "customers", "contacts", "projects", "incidents", "processes/change/running")
    answers = [ada.get(f"/api/v1/{path}?after=made-up") for path in lists]
    answers += [ada.get(f"/api/v1/customers?after={after}") for after in ("Mill", NOBODYS)]
    answers += [ada.post("/api/v1/processes/change/running", {"from": 1, "to": 2, "after": "made-up"})]
    said = [(answer.status_code, answer.mimetype, problems(answer)) for answer in answers]
    assert said == [(400, PROBLEM, [("query.after", "")])] * len(answers)


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 5000, "9" * 30, "²"])
def test_a_version_that_is_no_number_moves_nobody(enter: Callable[[str], Program], odd: str) -> None:
    ada, path = enter("ada"), "/api/v1/processes/change/running"
    for query in (f"from={odd}", f"to={odd}", f"from={odd}&to=2", f"from=1&to={odd}"):
        assert ada.get(f"{path}?{query}").status_code == 400
    assert ada.post(path, {"from": 10**30, "to": 2}).status_code == 404
    assert ada.post(path, {"from": -1, "to": -1}).status_code == 404


def test_a_role_that_may_do_nothing_is_refused(app: Flask, world: World) -> None:
    with world.database.writing() as tx:
        accounts.people.keep(tx, replace(world.people["lea"], role="guest"))
        lea = Program(app, accounts.new_token(tx, world.people["lea"], "", MONDAY))
    assert lea.post(CASES, {"answers": ANSWERS}).status_code == 403


MEDIA_TYPES = (None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json")


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_only_what_is_called_json_is_read(lea: Program, visitor: Program, world: World, media_type: str | None) -> None:
    case_id = world.submit().case_id
    for program, path in ((lea, CASES), (visitor, BY_LINK), (lea, way(lea, "send"))):
        answer = program.send("POST", path, json.dumps({"answers": {**ANSWERS, "price": 1}}), media_type)
        assert answer.status_code == 415
    assert (count(world), world.case(case_id).state) == (1, "analysis")


GARBLED = {
    b"": "body.not-json",
    b"{": "body.not-json",
    b'{"answers": {}} x': "body.not-json",
    b"\xff\xfe{\x00}\x00": "body.not-json",
    b"\xef\xbb\xbf{}": "body.not-json",
    b'{"answers": "\x00"}': "body.not-json",
    b"[]": "body.not-an-object",
    b"null": "body.not-an-object",
    b'"x"': "body.not-an-object",
    b'{"answers": {}, "answers": {}}': "body.key-twice",
    b'{"answers": {"wish": "a", "wish": "b"}}': "body.key-twice",
    b'{"answers": {"wish": NaN}}': "body.number",
    b'{"answers": {"wish": -Infinity}}': "body.number",
    b'{"answers": {"wish": 1e400}}': "body.number",
    b'{"answers": {"wish": ' + b"9" * 5000 + b"}}": "body.number",
    b'{"answers": {"wish": "a\\u0000b"}}': "body.character",
    b'{"answers": {"wish": "\\ud800"}}': "body.character",
    b'{"answers": {"wi\\u0000sh": ""}}': "body.character",
    b'{"answers": ' + b"[" * 21 + b"]" * 21 + b"}": "body.too-deep",
    b'{"answers": ' + b"[" * 100_000: "body.too-deep",
    b'{"a":' * 100_000: "body.too-deep",
}


@pytest.mark.parametrize(("content", "code"), GARBLED.items(), ids=range(len(GARBLED)))
def test_a_body_that_two_programs_might_read_differently_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Garbled) as garbled:
        api_body.parse(content)
    assert garbled.value.problem.code == code


def test_what_is_deep_but_not_too_deep_is_read() -> None:
    assert api_body.parse(b'{"a": ' + b"[" * 19 + b'"\xf0\x9f\x8c\xb1"' + b"]" * 19 + b"}")


def test_a_garbled_body_is_a_400_that_says_where(lea: Program, visitor: Program, world: World) -> None:
    for program, path in ((lea, CASES), (visitor, BY_LINK)):
        answer = program.send("POST", path, '{"answers":\n {"wish": "\\u0000"}}', "application/json")
        assert answer.status_code == 400
        assert problems(answer) == [("body.character", "/answers/wish")]
    answer = lea.send("POST", CASES, b'{"answers":\n {x', "application/json; charset=utf-8", {"Accept-Language": "zh"})
    assert (answer.json or {})["problems"][0]["message"] == "请求正文不是 UTF-8 编码的 JSON：第 2 行第 3 列。"
    assert count(world) == 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ("body.missing", "/answers")),
        (ANSWERS | {"answers": {}}, ("body.unknown-key", "/client_name")),
        ({"answers": []}, ("body.kind", "/answers")),
        ({"answers": None}, ("body.kind", "/answers")),
        ({"answers": ANSWERS, "channel": "pigeon"}, ("body.not-among", "/channel")),
        ({"answers": ANSWERS, "on_behalf": 1}, ("body.kind", "/on_behalf")),
        ({"answers": ANSWERS, "version": "v" * 101}, ("body.too-long", "/version")),
        ({"answers": ANSWERS, "version": "another"}, ("answer.other-version", "/version")),
        ({"answers": {**ANSWERS, "wish": ""}}, ("answer.required", "/answers/wish")),
        ({"answers": {**ANSWERS, "client_email": "?"}}, ("answer.not-an-email", "/answers/client_email")),
        ({"answers": {**ANSWERS, "papers": [{"id": "x"}]}}, ("answer.not-a-file", "/answers/papers")),
        ({"answers": {**ANSWERS, "a/b": 1}}, ("answer.unknown-field", "/answers/a~1b")),
    ],
)
def test_what_can_be_mended_is_named_with_its_place(
    lea: Program, world: World, body: Any, expected: tuple[str, str]
) -> None:
    answer = lea.post(CASES, body)
    assert answer.status_code == 422
    assert expected in problems(answer)
    assert (answer.json or {})["code"] in CODES
    assert count(world) == 0


def test_everything_that_can_be_mended_is_said_at_once(lea: Program) -> None:
    answer = lea.post(CASES, {"answers": {"wish": "", "client_email": "?", "price2": 1}})
    assert {path for _, path in problems(answer)} == {"/answers/wish", "/answers/client_email", "/answers/price2"}


def test_a_move_that_asks_for_a_reason_needs_one(enter: Callable[[str], Program], world: World) -> None:
    case_id = world.at_board()
    answer = take(enter("bo"), "reject")
    assert (answer.status_code, problems(answer)) == (422, [("comment.required", "/comment")])
    assert take(enter("bo"), "reject", comment="Too dear.").status_code == 200
    assert world.case(case_id).state == "board"


def test_the_slower_of_two_is_told_where_the_case_stands(lea: Program) -> None:
    lea.post(CASES, {"answers": ANSWERS})
    path = way(lea, "send")
    assert lea.post(path, {"answers": {"price": 1}}).status_code == 200
    answer = lea.post(path, {"answers": {"price": 2}}, Accept_Language="zh")
    assert answer.status_code == 409
    assert answer.json is not None
    assert (answer.json["code"], answer.json["state"], answer.json["state_title"]) == (
        "step.elsewhere",
        "board",
        "评审",
    )
    assert "最新状态" in answer.json["detail"]


def test_a_version_of_the_case_that_has_passed_is_a_conflict(enter: Callable[[str], Program], world: World) -> None:
    case_id = world.at_board()
    bea = enter("bea")
    path, version = way(bea, "approve"), world.case(case_id).version
    assert take(enter("bo"), "approve").status_code == 200
    answer = bea.post(path, {"version": version})
    assert (answer.status_code, (answer.json or {})["code"]) == (409, "case.changed")
    assert bea.post(path, {"version": (answer.json or {})["version"]}).status_code == 200


def test_an_unknown_move_is_a_conflict_and_changes_nothing(lea: Program, world: World) -> None:
    case_id = world.submit().case_id
    answer = take(lea, "fly")
    assert (answer.status_code, (answer.json or {})["code"]) == (409, "move.unknown")
    assert world.case(case_id).state == "analysis"


def test_a_body_that_is_too_large_is_not_read(lea: Program, world: World) -> None:
    huge = json.dumps({"answers": {**ANSWERS, "wish": "x" * api_body.LARGEST}})
    assert lea.send("POST", CASES, huge, "application/json").status_code == 413
    assert count(world) == 0


def test_a_public_link_is_not_a_hose(visitor: Program) -> None:
    limiter.enabled = True  # the house of the tests puts it back as it was
    limiter.reset()
    answers = (visitor.post(BY_LINK, {}) for _ in range(60))
    refused = next(answer for answer in answers if answer.status_code != 422)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 60


def test_a_bug_is_a_500_with_a_number_and_nothing_written(
    lea: Program, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kept = lifecycle.submit

    def broken(*asked: Any) -> Any:
        kept(*asked)
        raise RuntimeError("a bug")

    monkeypatch.setattr(lifecycle, "submit", broken)
    answer = lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="again")
    assert answer.status_code == 500
    assert (answer.json or {})["incident"] in caplog.text
    assert (count(world), count(world, IDEMPOTENCY)) == (0, 0)
    monkeypatch.undo()
    assert lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="again").status_code == 201


def test_a_database_that_is_away_is_a_problem_too(
    lea: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone() -> Any:
        raise OSError("no route to the database")

    monkeypatch.setattr(shell, "reading", gone)
    assert Program(lea.app).get("/api/v1/openapi.json").status_code == 200
    answer = lea.get("/api/v1/tasks")
    assert (answer.status_code, answer.mimetype) == (500, PROBLEM)
    assert "no route" in caplog.text
    assert "no route" not in answer.text


def test_a_refusal_that_nobody_foresaw_is_still_a_problem(lea: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> Any:
        raise ServiceUnavailable

    monkeypatch.setattr(lifecycle, "submit", away)
    answer = lea.app.test_client().post(
        CASES, json={"answers": ANSWERS}, headers={"Authorization": f"Bearer {lea.token}"}
    )
    assert (answer.status_code, answer.mimetype) == (503, PROBLEM)
