"""Two in the same draft see each other, and nobody is there a minute after their last sign."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from builder.drafts.drafts import Draft
from runtime.background import worker
from runtime.store.people import people
from runtime.web.frame import shell
from tests.builder.web.test_designer_pages import Browser, browser_of, designer, draft, now_of

__all__ = ["browser_of", "designer", "draft"]


def test_two_see_each_other_and_where_the_other_is(
    browser_of: Any, designer: Browser, draft: Draft, team: Any, monkeypatch: Any
) -> None:
    page = f"/design/{draft.id}"
    with team.database.writing() as tx:
        member = people.person(tx, team.workspace, team.member.id)
        assert member
        people.keep(tx, replace(member, role="designer"))
    anna = browser_of("member")
    assert "anna.berg" not in designer.post(f"{page}/here", page, at="form:").text
    assert "zhang.wei is here too" in anna.post(f"{page}/here", page, at="form:subject").text
    assert "anna.berg is at “In one line”" in designer.post(f"{page}/here", page, at="steps:board").text
    assert "zhang.wei is at “Change board”" in anna.post(f"{page}/here", page, at="form:").text
    assert now_of(team, draft) == draft  # looking on changes nothing
    later = worker.now() + timedelta(seconds=61)
    monkeypatch.setattr(shell, "now", lambda: later)
    assert not designer.post(f"{page}/here", page, at="form:").text.strip()


def test_who_may_not_design_is_not_let_in_to_look_on(browser_of: Any, draft: Draft) -> None:
    anna = browser_of("member")
    answer = anna.post(f"/design/{draft.id}/here", "/settings", at="form:")
    assert answer.status_code == 403
