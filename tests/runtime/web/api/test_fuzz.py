"""Whatever is sent to the JSON API, nothing breaks."""

import json
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.web.api import api_body
from runtime.web.frame.problem_json import Garbled
from schemas.messages.problem_words import CODES
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.api.program import (
    BY_LINK,
    CASES,
    Program,
    way,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.sampled_from(["2026-11-22", "x@y.example"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)
BODIES = st.fixed_dictionaries(
    {"answers": st.dictionaries(st.sampled_from([*ANSWERS, "papers", "price", "secret"]) | ANY_TEXT, ANY_JSON)},
    optional={"channel": ANY_JSON, "on_behalf": st.booleans(), "version": ANY_JSON, "comment": ANY_JSON},
)


def test_whatever_is_sent_nothing_breaks(lea: Program, world: World) -> None:
    world.submit()
    path = way(lea, "send")
    segment = st.binary(min_size=1, max_size=12).map(lambda raw: quote(raw.replace(b"/", b"_"), safe=""))

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(BODIES | ANY_JSON, st.sampled_from([CASES, BY_LINK, path]), segment)
    def check(body: Any, where: str, wild: str) -> None:
        assert lea.post(where, body).status_code < 500
        assert lea.post(f"/api/v1/tasks/{wild}/moves/{wild}", body).status_code < 500
        assert lea.get(f"/api/v1/cases/{wild}").status_code == 404
        assert lea.get(f"/api/v1/tasks?after={wild}").status_code in {400, 404}

    check()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | ANY_JSON.map(lambda one: json.dumps(one).encode()))
def test_any_bytes_are_an_object_or_a_complaint(content: bytes) -> None:
    try:
        read: Any = api_body.parse(content)
    except Garbled as garbled:
        read = {garbled.problem.code: CODES[garbled.problem.code]}
    assert isinstance(read, dict)
