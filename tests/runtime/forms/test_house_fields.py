"""What the house fills in by itself: counts that are its own, and how a form was filled in."""

from datetime import timedelta
from typing import Any

import pytest

from runtime import lifecycle
from runtime.asking import Rejected, Submission
from runtime.processes import deployment
from schemas.document import load
from tests.runtime.forms.test_references import FOLLOW_UP
from tests.runtime.office import MONDAY, World


def given(kind: str, /, **options: Any) -> dict[str, Any]:
    return {"type": "string", "readOnly": True, "x-formloom": {"type": kind, **options}}


ASKED = {
    "wish": {"type": "string", "title": "Wish", "maxLength": 10},
    "invoice": given("serial", numbering="INV-{yyyy}-{seq:3}"),
    "parcel": given("serial", numbering="P"),
    **{kind: given("metadata", kind=kind) for kind in ("start", "end", "channel", "language", "user", "link")},
}


@pytest.fixture
def office(world: World) -> World:
    document = {**FOLLOW_UP, "key": "counted", "form": {"schema": {"type": "object", "properties": ASKED}}}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", MONDAY)
    return world


def sent(world: World, raw: dict[str, Any], **more: Any) -> dict[str, Any]:
    with world.database.writing() as tx:
        receipt = lifecycle.submit(tx, Submission(world.actor("lea"), "counted", raw, **more), world.now)
    return dict(world.case(receipt.case_id).answers)


def test_every_field_has_its_own_count(office: World) -> None:
    numbers = [(one["invoice"], one["parcel"]) for one in (sent(office, {}) for _ in range(2))]
    year = office.now.year
    assert numbers == [(f"INV-{year}-001", "P-1"), (f"INV-{year}-002", "P-2")]


def test_a_count_by_the_year_begins_anew(office: World) -> None:
    sent(office, {})
    office.now += timedelta(days=366)
    answers = sent(office, {})
    assert answers["invoice"] == f"INV-{office.now.year}-001"
    assert answers["parcel"] == "P-2"


def test_what_was_not_kept_is_not_counted(office: World) -> None:
    with pytest.raises(Rejected):
        sent(office, {"wish": "far more than may be said"})
    assert sent(office, {})["parcel"] == "P-1"


def test_nobody_types_what_the_house_fills_in(office: World) -> None:
    answers = sent(office, {"invoice": "INV-1", "user": "Somebody else"})
    assert (answers["invoice"][:4], answers["user"]) == ("INV-", "Lea")


def test_how_it_was_filled_in(office: World) -> None:
    opened = office.now - timedelta(minutes=12)
    answers = sent(office, {}, told={"start": opened.isoformat(), "language": "zh-CN"})
    assert {key: answers.get(key) for key in ("start", "end", "channel", "language", "link")} == {
        "start": f"{opened:%Y-%m-%dT%H:%M}",
        "end": f"{office.now:%Y-%m-%dT%H:%M}",
        "channel": "web",
        "language": "zh-CN",
        "link": None,
    }


@pytest.mark.parametrize("start", ["", "yesterday", "2999-01-01T00:00:00+00:00", "1999-01-01T00:00:00+00:00"])
def test_what_a_browser_cannot_know_is_not_believed(office: World, start: str) -> None:
    assert "start" not in sent(office, {}, told={"start": start})
