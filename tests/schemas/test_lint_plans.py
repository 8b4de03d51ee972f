"""What an action brings into a plan is looked at before it is published."""

from collections.abc import Mapping
from typing import Any

import pytest

from schemas import document, lint
from tests.runtime.plans.test_plan_deeds import DEED
from tests.runtime.plans.test_plan_deeds import document as planned

HERE = "/flow/states/2/deeds/0/plan"
WRONG = [
    ({"project": "nothing"}, [("field.unknown", f"{HERE}/project")]),
    ({"project": "delay"}, [("deed.not-possible", f"{HERE}/project")]),
    ({"steps": "nothing"}, [("field.unknown", f"{HERE}/steps")]),
    ({"steps": "delay"}, [("deed.not-possible", f"{HERE}/steps")]),
    ({"columns": {"title": "step", "begins": "gone"}}, [("field.unknown", f"{HERE}/columns/begins")]),
    ({"columns": {"title": "step", "responsible": "days"}}, [("deed.not-possible", f"{HERE}/columns/responsible")]),
    ({"columns": {}}, [("deed.not-possible", f"{HERE}/columns")]),
    ({"steps": "", "delay": None}, [("deed.nothing", HERE)]),
    ({"delay": {"var": "dealy"}}, [("rule.unknown-name", f"{HERE}/delay/var")]),
]


def found(deed: Mapping[str, Any]) -> list[tuple[str, str]]:
    raw = planned({key: value for key, value in deed.items() if value is not None})
    return [(one.code, one.path) for one in lint.lint(document.load(raw)) if one.path.startswith(HERE)]


@pytest.mark.parametrize(("change", "problems"), WRONG)
def test_what_cannot_be_is_said(change: Mapping[str, Any], problems: list[tuple[str, str]]) -> None:
    assert found({**DEED, **change}) == problems


def test_what_can_be_is_let_through() -> None:
    assert found(DEED) == []
    assert found({"project": "project", "delay": 5}) == []


def test_it_is_written_as_it_was_read() -> None:
    for more in ({}, {"if_double_booked": "stop"}, {"delay": {"*": [{"var": "delay"}, 5]}}):
        process = document.load(planned({**DEED, **more}))
        assert document.load(document.dump(process)) == process
