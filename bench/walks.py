"""How the case goes in each house: the same ten commits, each asked for by whoever has the to-do."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from the_case import ANSWERS, BOARD, CLERK, STEPS, WRITTEN
from traffic import Answer, Line

Tokens = Mapping[str, str]
Walk = Callable[[Line, Tokens, str], None]

SUBMITTED = json.dumps({"answers": ANSWERS}).encode()
FORM = "application/x-www-form-urlencoded"


def ours(line: Line, tokens: Tokens, name: str) -> None:
    """By the API."""
    answer = line.say("POST", "/api/v1/processes/bench/cases", SUBMITTED, _bearer(tokens[CLERK], name)).json()
    tasks: dict[tuple[str, str], str] = {}
    for step in STEPS:
        for who in BOARD if step == "board" else (CLERK,):
            tasks |= {(one["state"], person): one["id"] for one in answer["opened"] for person in one["asked"]}
            body = json.dumps({"answers": WRITTEN.get(step, {})}).encode()
            key = f"{name}-{step}-{who}"
            told = f"{_bearer(tokens[who], key)}Prefer: return=minimal\r\n"
            answer = line.say("POST", f"/api/v1/tasks/{tasks[step, who.title()]}/moves/go", body, told).json()
    _at_the_end(answer["ended"] == "done", answer)


def by_hand(line: Line, tokens: Tokens, name: str) -> None:
    """The bare house."""
    seen = line.say("POST", "/cases", SUBMITTED, _bearer(tokens[CLERK], name)).json()
    for step in STEPS:
        for who in BOARD if step == "board" else (CLERK,):
            body = json.dumps({"answers": WRITTEN.get(step, {})}).encode()
            key = f"{name}-{step}-{who}"
            seen = line.say("POST", f"/tasks/{seen['task']}", body, _bearer(tokens[who], key)).json()
    _at_the_end(seen["state"] == "done", seen)


def in_viewflow(line: Line, tokens: Tokens, name: str) -> None:
    """Forms, with the token against forged ones, which is not looked up anywhere."""
    del name
    listed = {key: json.dumps(value) if isinstance(value, list) else value for key, value in ANSWERS.items()}
    form = {**listed, "urgent": "on"}
    answer = line.say("POST", "/flow/start/", urlencode(form).encode(), _session(tokens[CLERK]))
    for step in STEPS:
        for who in BOARD if step == "board" else (CLERK,):
            process, opened = _opened(answer)
            node = who if step == "board" else step
            path = f"/flow/{process}/{node}/{opened[node]}/execute/"
            body = urlencode(WRITTEN.get(step, {})).encode()
            answer = line.say("POST", path, body, _session(tokens[who]))
    _at_the_end(_opened(answer)[1] == {}, answer.head)


def _opened(answer: Answer) -> tuple[str, dict[str, str]]:
    said = dict(line.split(": ", 1) for line in answer.head.split("\r\n")[1:])
    names = (one.split(":") for one in said["X-Open"].split(",") if one)
    return said["X-Process"], dict(names)


def _at_the_end(ended: bool, seen: Any) -> None:  # noqa: FBT001 -- what is asserted
    if not ended:
        raise RuntimeError(f"the case has not come to its end: {seen}")


def _bearer(token: str, key: str = "") -> str:
    asked = f"Idempotency-Key: {key}\r\n" if key else ""
    return f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n{asked}"


def _session(session: str) -> str:
    forged = "x" * 32
    return f"Cookie: sessionid={session}; csrftoken={forged}\r\nX-CSRFToken: {forged}\r\nContent-Type: {FORM}\r\n"
