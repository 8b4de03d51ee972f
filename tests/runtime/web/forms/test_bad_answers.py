"""Ten thousand bad answers to every type of field: refused in words, in time, and nothing of them is kept."""

import json
import re
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.operations import audit
from schemas.document import load
from schemas.messages.problem_words import CODES
from schemas.words import LANGUAGES
from tests.runtime import bad_answers
from tests.runtime.office import World
from tests.runtime.web.api.program import Program
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]

DOCUMENT = json.loads((Path(__file__).parents[3] / "data" / "specimens.json").read_text("utf-8"))["document"]
FORM = bad_answers.questions(DOCUMENT)
POSTS = 40
SECONDS = "\n%d bad answers; %.2f s for the slowest request\n"
CODE = re.compile("|".join(map(re.escape, sorted(CODES))))


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    """With a question that nonsense can never answer, so that every post is refused."""
    document: dict[str, Any] = deepcopy(DOCUMENT)
    document["form"]["schema"]["properties"]["never"] = {"type": "boolean", "title": "Never"}
    document["form"].setdefault("rules", []).append({"field": "never", "refuse": True, "text": {"en": "No."}})
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)


def kept(world: World) -> int:
    with world.database.reading() as tx:
        return sum(one.case.process_key == "specimens" for one in audit.everything(tx))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_posted_by_a_page(world: World, sign_in: SignIn, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = sign_in("lea")
    random, slowest, answers = bad_answers.seeded(lang), 0.0, 0
    page.get(f"/new/specimens?lang={lang}")
    for _ in range(POSTS):
        nonsense = bad_answers.posted(FORM, random)
        answers += len(nonsense)
        before = time.perf_counter()
        answer = page.post("/new/specimens", MultiDict({**nonsense, "never": ["true"]}))
        slowest = max(slowest, time.perf_counter() - before)
        assert answer.status_code == 422, (answer.text[:300], nonsense)
        assert not CODE.search(re.sub(r"<(script|input|textarea)\b.*?>", "", answer.text)), "a code without its words"
    assert kept(world) == 0
    with capsys.disabled():
        sys.stdout.write(SECONDS % (answers, slowest))


def test_sent_by_a_program(world: World, app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    with world.database.writing() as tx:
        program = Program(app, accounts.new_token(tx, world.people["lea"], "test", world.now))
    random, slowest, answers = bad_answers.seeded("json"), 0.0, 0
    for _ in range(POSTS):
        nonsense = bad_answers.sent(FORM, random)
        answers += len(nonsense)
        before = time.perf_counter()
        answer = program.post("/api/v1/processes/specimens/cases", {"answers": {**nonsense, "never": True}})
        slowest = max(slowest, time.perf_counter() - before)
        assert answer.status_code == 422, (answer.text[:300], nonsense)
        said = answer.json["problems"]
        assert said
        assert all(one["message"] and one["message"] != one["code"] and "…" not in one["message"] for one in said), said
    assert kept(world) == 0
    with capsys.disabled():
        sys.stdout.write(SECONDS % (answers, slowest))


def test_there_are_more_than_ten_thousand() -> None:
    random = bad_answers.seeded("")
    one = len(bad_answers.posted(FORM, random)) * len(LANGUAGES) + len(bad_answers.sent(FORM, random))
    assert one * POSTS > 10_000
