"""How the customer change grades its impact, and what else its analysis has to say before anybody decides."""

from typing import Any

import pytest

from builder.gallery import gallery
from schemas.fields.registry import type_of
from schemas.filling import rights
from schemas.filling.answers import Checker

CHANGE = gallery.ready("customer-change")
CHECKER = Checker(CHANGE.form)
ANALYSIS = rights.writable(rights.of(CHANGE.flow, CHANGE.form, "analysis"))
GRADED = {"extra_cost_percent": 0, "delay_weeks": 0, "resource_change": "minor", "risk_level": "controllable"}
DELAY = {"delay_cause": "Frozen ledger", "delay_scope": "March", "delay_remedy": "Two people more"}
SAID: dict[str, Any] = {
    **GRADED,
    "analysis": "The invoice run has to change.",
    "scope_functions": ["process", "data"],
    "scope_departments": ["sales", "finance"],
    "scope_resources": ["people", "licences"],
    "feasibility": "yes",
    "cost_labour": 12000,
    "cost_material": 250.5,
    "cost_time": 3000,
    "expected_satisfaction": "4",
    "offer_text": "Invoices by department.",
    "offer_price": 15000,
    "offer_date": "2027-03-01",
}


def read(**said: Any) -> tuple[dict[str, Any], set[str]]:
    """What is kept, and the fields at which something is wrong."""
    reading = CHECKER.read({**SAID, **said}, ANALYSIS, {"urgency": "normal"})
    return reading.answers, {one.path.strip("/") for one in reading.problems}


@pytest.mark.parametrize(
    ("field", "criterion", "bands"),
    [
        ("extra_cost_percent", "cost", {"4.999999": "low", "5": "mid", "15": "mid", "15.0001": "high"}),
        ("delay_weeks", "time", {"0.999999": "low", "1": "mid", "3": "mid", "3.000001": "high"}),
    ],
)
def test_what_stands_on_a_threshold_falls_in_the_middle(field: str, criterion: str, bands: dict[str, str]) -> None:
    for said, band in bands.items():
        answers, wrong = read(**{field: said}, **(DELAY if field == "delay_weeks" else {}))
        assert not wrong
        assert answers["impact"][f"{criterion}_band"] == answers["impact"]["grade"] == answers["grade"] == band


@pytest.mark.parametrize(
    ("field", "grades"),
    [
        ("resource_change", {"minor": "low", "new": "mid", "major": "high"}),
        ("risk_level", {"controllable": "low", "watch": "mid", "high": "high"}),
    ],
)
def test_resources_and_risk_have_three_bands_each(field: str, grades: dict[str, str]) -> None:
    assert {said: read(**{field: said})[0]["grade"] for said in grades} == grades


def test_the_grade_decides_the_priority_and_the_worst_band_the_grade() -> None:
    found = {percent: read(extra_cost_percent=percent)[0]["priority"] for percent in (1, 10, 20)}
    assert found == {1: "third", 10: "second", 20: "first"}
    answers, _ = read(extra_cost_percent=1, risk_level="high")
    assert answers["grade"] == "high"


def test_costs_are_split_and_totalled() -> None:
    assert read()[0]["cost_total"] == 15250.5


def test_a_delay_needs_cause_scope_and_remedy() -> None:
    assert read(delay_weeks=1)[1] == set(DELAY)
    for left in DELAY:
        rest = {key: said for key, said in DELAY.items() if key != left}
        assert read(delay_weeks=1, **rest)[1] == {left}
    assert read(delay_weeks=1, **DELAY)[1] == set()
    assert read()[1] == set()


@pytest.mark.parametrize("kind", ["technical", "market", "operational"])
def test_every_risk_has_a_kind_and_a_mitigation(kind: str) -> None:
    risk = {"kind": kind, "risk": "Nobody knows the ledger", "mitigation": "Ask its maker"}
    assert read(risks=[risk])[1] == set()
    for left in risk:
        rest = {key: said for key, said in risk.items() if key != left}
        assert read(risks=[rest])[1] == {f"risks/0/{left}"}
    assert read(risks=[{**risk, "kind": "weather"}])[1] == {"risks/0/kind"}


def test_over_budget_and_affecting_delivery_follow_from_the_numbers() -> None:
    assert not ANALYSIS & {"over_budget", "affects_delivery"}
    for percent, weeks in ((0, 0), (0.1, 0), (0, 0.5), (9, 2)):
        answers, _ = read(extra_cost_percent=percent, delay_weeks=weeks, **DELAY)
        assert (answers["over_budget"], answers["affects_delivery"]) == (percent > 0, weeks > 0)


def test_scope_feasibility_value_and_satisfaction_are_asked() -> None:
    fields = CHANGE.form.fields
    several = ("scope_functions", "scope_departments", "scope_resources")
    assert {type_of(fields[key]).value for key in several} == {"list"}
    assert {*several, "feasibility", "feasibility_by", "extra_revenue", "expected_satisfaction"} <= ANALYSIS
    assert fields["feasibility_by"].options["groups"] == "tech"
    for needed in ("scope_functions", "feasibility", "expected_satisfaction"):
        assert read(**{needed: ""})[1] == {needed}
    assert read(feasibility="conditions")[1] == {"feasibility_conditions"}
