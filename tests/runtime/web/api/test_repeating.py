"""Asking the JSON API twice does it once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from runtime.store.tables.tables import JOURNAL
from runtime.web.api import api_body
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.api.program import BY_LINK, CASES, Program, case_of, count, problems, way


@pytest.mark.parametrize("way", ["account", "link"])
def test_the_same_key_gets_the_same_answer_and_does_it_once(
    lea: Program, visitor: Program, world: World, way: str
) -> None:
    program, path = (lea, CASES) if way == "account" else (visitor, BY_LINK)
    first = program.post(path, {"answers": ANSWERS}, Idempotency_Key="k1")
    again = program.post(path, {"answers": ANSWERS}, Idempotency_Key="k1")
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert (again.headers["Location"], count(world)) == (first.headers["Location"], 1)
    other = program.post(path, {"answers": {**ANSWERS, "wish": "Another"}}, Idempotency_Key="k1")
    assert (other.status_code, problems(other)) == (422, [("idempotency.reused", "")])
    assert program.post(path, {"answers": ANSWERS}, Idempotency_Key="k2").json != first.json
    assert count(world) == 2


def test_a_key_is_its_callers_own(lea: Program, enter: Callable[[str], Program], world: World) -> None:
    mine = lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="k")
    theirs = enter("bo").post(CASES, {"answers": ANSWERS}, Idempotency_Key="k")
    assert (case_of(mine.json) != case_of(theirs.json), count(world)) == (True, 2)


def test_what_was_refused_may_be_mended_under_the_same_key(lea: Program) -> None:
    assert lea.post(CASES, {"answers": {}}, Idempotency_Key="k").status_code == 422
    answer = lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="k")
    assert (answer.status_code, "Idempotency-Replayed" in answer.headers) == (201, False)


def test_a_key_has_an_end(lea: Program) -> None:
    answer = lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="k" * 201)
    assert (answer.status_code, problems(answer)) == (400, [("idempotency.key", "")])


def test_a_move_repeated_under_its_key_is_taken_once(enter: Callable[[str], Program], world: World) -> None:
    case_id = world.at_board()
    bo = enter("bo")
    path = way(bo, "approve")
    first = bo.post(path, {}, Idempotency_Key="vote")
    lines = count(world, JOURNAL)
    again = bo.post(path, {}, Idempotency_Key="vote")
    assert (again.status_code, again.json) == (200, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count(world, JOURNAL) == lines
    reused = bo.post(path.replace("approve", "back"), {}, Idempotency_Key="vote")
    assert (reused.status_code, problems(reused)) == (422, [("idempotency.reused", "")])
    assert bo.post(path, {}).status_code == 409
    assert world.case(case_id).state == "board"


def test_a_reply_that_never_arrives_costs_nothing(lea: Program, world: World) -> None:
    """The line breaks after the commit, before a byte of the answer: asked again, the program gets that very case."""
    whole = lea.app.wsgi_app

    def cut(environ: Any, _start_response: Any) -> Any:
        whole(environ, lambda *_: lambda _: None)
        raise ConnectionResetError

    lea.app.wsgi_app = cut  # type: ignore[method-assign]  # the middleware's own place
    with pytest.raises(ConnectionResetError):
        lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="k")
    lea.app.wsgi_app = whole  # type: ignore[method-assign]
    assert count(world) == 1
    answer = lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="k")
    assert (answer.status_code, answer.headers["Idempotency-Replayed"], count(world)) == (201, "true", 1)
    assert world.case(case_of(answer.json)).answers == ANSWERS


def test_sent_twice_at_the_same_moment_it_is_one_case(
    lea: Program, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have been read before either is written."""
    barrier, found = threading.Barrier(2, timeout=60), []
    parse = api_body.parse
    monkeypatch.setattr(api_body, "parse", lambda *said: (barrier.wait(), parse(*said))[1])

    def send() -> None:
        found.append(lea.post(CASES, {"answers": ANSWERS}, Idempotency_Key="k"))

    both = [threading.Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.status_code for one in found] == [201, 201]
    assert (found[0].json, count(world)) == (found[1].json, 1)
