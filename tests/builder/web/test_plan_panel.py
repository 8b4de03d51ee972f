"""The panel of an action that changes a plan: what is shown, and that saving it loses nothing."""

from collections.abc import Mapping
from typing import Any

import pytest

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.sentences.step_sentences import deed
from schemas import document
from schemas.model.flow import Deed, PlanDeed
from tests.builder.conftest import NOW
from tests.builder.web.test_designer_pages import ON_ONE, Browser, browser_of, designer
from tests.builder.web.test_flow_panels import state_of, step
from tests.runtime.plans.test_plan_deeds import document as planned

pytestmark = ON_ONE

__all__ = ["browser_of", "designer"]

FULL: Mapping[str, Any] = {
    "project": "project",
    "steps": "steps",
    "delay": {"*": [{"var": "delay"}, 5]},
    "columns": {"title": "step", "kind": "phase", "days": "days"},
    "if_double_booked": "stop",
}


@pytest.fixture
def draft(team: Any) -> Draft:
    with team.database.writing() as tx:
        return drafts.add(tx, team.designer, document.load(planned(FULL)), "import", NOW)


def test_saved_untouched_it_stays(designer: Browser, draft: Draft, team: Any) -> None:
    step(designer, draft, "put")
    assert state_of(team, draft, "put").deeds == draft.process.flow.by_key["put"].deeds


def test_it_is_set_without_a_script(designer: Browser, draft: Draft, team: Any) -> None:
    said = {"deed.0.column.days": "", "deed.0.delay": "name:delay", "deed.0.if_double_booked": "tell"}
    step(designer, draft, "put", **said)
    plan = PlanDeed("project", "steps", {"var": "delay"}, {"title": "step", "kind": "phase"})
    assert state_of(team, draft, "put").deeds == (Deed(plan=plan),)


def test_a_new_one_begins_with_what_the_form_has(designer: Browser, draft: Draft, team: Any) -> None:
    step(designer, draft, "put", **{"deed.1.what": "plan:"})
    made = state_of(team, draft, "put").deeds[1].plan
    assert made
    assert (made.project, made.steps) == ("project", "steps")
    assert made.columns == {
        "title": "step",
        "kind": "phase",
        "begins": "begins",
        "days": "days",
        "responsible": "who",
        "participants": "with",
        "after": "after",
    }


def test_it_is_said(draft: Draft) -> None:
    said = deed(draft.process, draft.process.flow.by_key["put"], 0)
    assert said.in_("en") == "“Steps” go into the plan of “Project”, unless somebody is booked twice"
    assert said.in_("zh-Hans") == "“Steps”写入“Project”的计划，有资源冲突时暂停"
