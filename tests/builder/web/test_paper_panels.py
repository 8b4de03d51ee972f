"""A paper in the designer: what the panel shows it reads back, and what a way accepts."""

from werkzeug.datastructures import MultiDict

from builder.web.steps.step_lines import read_deeds
from builder.web.steps.step_panels import move_changes
from schemas.document import load
from schemas.model.flow import State
from schemas.model.paper_deeds import Issue
from tests.runtime.papers.test_issuing import AGREEMENT, document

PROCESS = load(document())
DRAWN: State = PROCESS.flow.by_key["draw_up"]


def posted(**changes: str) -> MultiDict[str, str]:
    """What the panel posts when nobody has touched it, but for these."""
    said = {
        "what": "paper:",
        "was": "0",
        "title.en": "Service agreement",
        "title.zh-Hans": "服务协议",
        "number": "SA-{yyyy}-{seq:3}",
        "about": "",
        "text.en": AGREEMENT["text"]["en"],
        "text.zh-Hans": AGREEMENT["text"]["zh-Hans"],
        **changes,
    }
    return MultiDict([*((f"deed.0.{name}", value) for name, value in said.items()), *FIELDS])


FIELDS = [("deed.0.fields", "wish"), ("deed.0.fields", "price"), ("deed.1.what", "")]


def issue(**changes: str) -> Issue | None:
    (deed,) = read_deeds(posted(**changes), DRAWN, PROCESS.form)
    return deed.issue


def test_what_nobody_touches_stays() -> None:
    assert issue() == DRAWN.deeds[0].issue


def test_what_is_changed_is_kept_and_what_cannot_be_is_not() -> None:
    made = issue(number="no count", about="wish")
    assert made
    assert (made.number, made.about, made.key) == ("SA-{yyyy}-{seq:3}", "wish", "agreement")
    assert (issue(about="nothing") or made).about == ""


def test_a_new_paper_gets_a_key_of_its_own() -> None:
    made = issue(was="")
    assert made
    assert made.key == "paper"


def test_a_way_accepts_what_is_chosen() -> None:
    move = next(one for one in PROCESS.flow.moves if one.accepts)
    changes = move_changes(PROCESS.flow, move, MultiDict({"title.en": "Yes", "accepts": "agreement"}))
    assert changes["accepts"] == "agreement"
    assert move_changes(PROCESS.flow, move, MultiDict({"accepts": "no key!"}))["accepts"] == ""
    assert "accepts" not in move_changes(PROCESS.flow, move, MultiDict({"title.en": "Yes"}))
