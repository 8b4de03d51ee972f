"""The canvas as a browser without a script meets it: it reads, opens the panel of the cards, and its forms change the flow."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.edits import ChangeProcess
from builder.gallery import gallery
from schemas.document import dumps, fingerprint
from tests.builder.conftest import NOW
from tests.builder.web.test_designer_pages import ON_ONE, Browser, browser_of, designer, draft, now_of
from tests.journeys.large_flow import large_flow

__all__ = ["browser_of", "designer", "draft"]
pytestmark = ON_ONE

SVG = "{http://www.w3.org/2000/svg}"


def picture(page: str) -> Element:
    drawing = page[page.index('<svg class="canvas-flow"') :]
    return fromstring(drawing[: drawing.index("</svg>") + len("</svg>")])  # noqa: S314 -- our own


def steps_of(page: str) -> dict[str, Element]:
    return {one.attrib["data-key"]: one for one in picture(page).iter(f"{SVG}g") if "data-key" in one.attrib}


Frame = tuple[float, float, float, float]


def frames_of(page: str) -> list[Frame]:
    boxes = [[float(part) for part in one.attrib["data-box"].split()] for one in steps_of(page).values()]
    return [(x, y, x + width, y + height) for x, y, width, height in boxes]


def pieces_of(page: str) -> Iterator[Frame]:
    """The straight pieces of all ways."""
    for way in picture(page).iter(f"{SVG}path"):
        if way.get("class") != "way":
            continue
        numbers = [float(part) for part in re.findall(r"[-.\d]+", way.attrib["d"])]
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        for (x, y), (to_x, to_y) in pairwise(corners):
            yield min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def hides(box: Frame, piece: Frame) -> bool:
    within = 0.5
    return (
        piece[0] < box[2] - within
        and piece[2] > box[0] + within
        and piece[1] < box[3] - within
        and piece[3] > box[1] + within
    )


def ways(found: Draft) -> set[tuple[str, str]]:
    return {(move.source, move.target) for move in found.process.flow.moves}


def test_whoever_listens_hears_the_steps_as_a_list_with_their_ways(designer: Browser, draft: Draft) -> None:
    page = designer.get(f"/design/{draft.id}/canvas")
    flow, drawn_steps = draft.process.flow, steps_of(page)
    assert set(drawn_steps) == set(flow.by_key)
    assert all(one.attrib["role"] == "listitem" for one in drawn_steps.values())
    said = drawn_steps["board"].find(f"{SVG}a")
    assert said is not None
    for move in flow.moves_from("board"):
        sentence = f"“{move.title.in_('en')}” leads to {flow.by_key[move.target].title.in_('en')}"
        assert sentence in said.attrib["aria-label"]
    assert page.count('class="canvas-road') == len(flow.moves) + 1


@pytest.mark.parametrize("key", ["customer-change", "purchase", "large"])
def test_no_way_hides_behind_a_step(designer: Browser, team: Any, key: str) -> None:
    with team.database.writing() as tx:
        process = large_flow(300) if key == "large" else gallery.ready(key)
        made = drafts.add(tx, team.designer, replace(process, key="shown"), "import", NOW)
    page = designer.get(f"/design/{made.id}/canvas")
    frames, pieces = frames_of(page), list(pieces_of(page))
    assert (len(frames), len(pieces) > len(process.flow.moves)) == (len(process.flow.states), True)
    assert not [piece for piece in pieces for box in frames if hides(box, piece)]
    assert not [one for one, other in combinations(frames, 2) if hides(one, other)]


def test_a_step_opens_the_panel_that_the_cards_have(designer: Browser, draft: Draft) -> None:
    def panel(view: str) -> str:
        page = designer.get(f"/design/{draft.id}/{view}?state=board").partition('id="panel"')[2]
        return page.partition("</aside>")[0].replace(f"/{view}", "/VIEW")

    cards, canvas = ([line for line in panel(view).splitlines() if "csrf" not in line] for view in ("steps", "canvas"))
    assert canvas == cards
    assert len(cards) > 50


def test_what_is_saved_in_the_panel_leads_back_to_the_canvas(designer: Browser, draft: Draft, team: Any) -> None:
    here = f"/design/{draft.id}/canvas?state=review"
    answer = designer.post(f"/design/{draft.id}/states/review", here, do="save", title__en="Look", title__zh_Hans="看")
    assert (answer.status_code, answer.location) == (303, here)
    assert now_of(team, draft).process.flow.by_key["review"].title.in_("en") == "Look"


def test_two_steps_are_connected(designer: Browser, draft: Draft, team: Any) -> None:
    here = f"/design/{draft.id}/canvas"
    answer = designer.post(f"{here}/ways", here, source="analysis", target="plan", title__en="At once")
    assert (answer.status_code, answer.location) == (303, here)
    now = now_of(team, draft)
    assert ways(now) - ways(draft) == {("analysis", "plan")}
    assert now.process.flow.moves_from("analysis")[-1].title.in_("en") == "At once"


def test_a_step_is_moved_onto_a_way_and_back_by_undo(designer: Browser, draft: Draft, team: Any) -> None:
    here = f"/design/{draft.id}/canvas"
    assert designer.post(f"{here}/places", here, state="grading", way="/").status_code == 303
    moved = now_of(team, draft)
    assert moved.process.flow.initial == "grading"
    assert designer.post(f"/design/{draft.id}/undo", here, do="undo").location == here
    assert dumps(now_of(team, draft).process) == dumps(draft.process)


@pytest.mark.parametrize(("way", "target"), [("analysis/", "plan"), ("/", "grading")])
def test_the_end_of_a_way_comes_to_another_step_and_back_by_undo(
    designer: Browser, draft: Draft, team: Any, way: str, target: str
) -> None:
    here, flow = f"/design/{draft.id}/canvas", draft.process.flow
    first = flow.moves_from("analysis")[0]
    way = way if way == "/" else f"{way}{first.key}"
    answer = designer.post(f"{here}/ends", here, way=way, target=target)
    assert (answer.status_code, answer.location) == (303, here)
    now = now_of(team, draft).process.flow
    led = (now.initial, now.moves_from("analysis")[0].target)
    assert led == ((target, first.target) if way == "/" else (flow.initial, target))
    designer.post(f"/design/{draft.id}/undo", here, do="undo")
    assert dumps(now_of(team, draft).process) == dumps(draft.process)


@pytest.mark.parametrize(("after", "way"), [("board", "approve"), (":begin", "")])
def test_a_step_is_added_on_a_way(designer: Browser, draft: Draft, team: Any, after: str, way: str) -> None:
    flow = draft.process.flow
    key = way and next(move.key for move in flow.moves_from(after))
    here = f"/design/{draft.id}/canvas?after={after}&way={key}"
    answer = designer.post(f"/design/{draft.id}/states", here, kind="task", after=after, way=key, title__en="New one")
    assert answer.location.startswith(f"/design/{draft.id}/canvas?state=new-one")
    now = now_of(team, draft).process.flow
    leads = next(move.target for move in now.moves_from(after) if move.key == key) if way else now.initial
    assert leads == "new-one"


def test_a_step_is_removed(designer: Browser, draft: Draft, team: Any) -> None:
    here = f"/design/{draft.id}/canvas"
    answer = designer.post(f"{here}/removed", here, state="grading")
    assert "Undo brings it back" in designer.get(answer.location)
    assert "grading" not in now_of(team, draft).process.flow.by_key


@pytest.mark.parametrize(
    ("form", "said", "sentence"),
    [
        ("ways", {"source": "closed", "target": "plan"}, "is an end; nothing leads on from it"),
        ("places", {"state": "closed", "way": "/"}, "cannot be put there"),
        ("ways", {"source": "", "target": "plan"}, "is not there any more"),
        ("removed", {"state": "nobody"}, "is not there any more"),
        ("ends", {"way": "analysis/none", "target": "plan"}, "is not there any more"),
        ("ends", {"way": "/", "target": "nowhere"}, "is not there any more"),
    ],
)
def test_what_cannot_be_is_said_on_the_canvas(
    designer: Browser, draft: Draft, team: Any, form: str, said: dict[str, str], sentence: str
) -> None:
    here = f"/design/{draft.id}/canvas"
    answer = designer.post(f"{here}/{form}", here, **said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'class="canvas-flow"' in answer.text
    assert now_of(team, draft).revision == draft.revision


def test_a_panel_alone_draws_no_canvas(designer: Browser, draft: Draft) -> None:
    answer = designer.client.get(f"/design/{draft.id}/canvas?state=board", headers={"HX-Target": "panel"})
    assert 'id="panel"' in answer.text
    assert 'class="canvas-flow"' not in answer.text


def test_places_are_worked_out_and_never_kept(designer: Browser, draft: Draft, team: Any) -> None:
    """So that looking at a flow and arranging it leaves nothing in the document that is not the flow."""
    here = f"/design/{draft.id}/canvas"
    designer.post(f"{here}/places", here, state="grading", way="/")
    now = now_of(team, draft)
    with team.database.writing() as tx:
        again = drafts.add(tx, team.designer, now.process, "import", NOW)
    assert fingerprint(again.process) == fingerprint(now.process)
    assert (
        steps_of(designer.get(here))["grading"].attrib["data-box"]
        == steps_of(designer.get(f"/design/{again.id}/canvas"))["grading"].attrib["data-box"]
    )


def test_what_no_test_comes_by_is_dashed_and_said(designer: Browser, draft: Draft, team: Any) -> None:
    """On the canvas and in the picture; with no test at all, nothing is marked."""
    board = draft.process.flow.moves_from("board")[0]
    walk = next(test for test in draft.process.tests if "board" not in test["expect"]["visits"])
    for tests, missed in (((walk,), True), (draft.process.tests, False), ((), False)):
        with team.database.writing() as tx:
            now = drafts.get(tx, team.designer, draft.id)
            drafts.edit(tx, team.designer, draft.id, ChangeProcess({"tests": tests}), revision=now.revision, now=NOW)
        page = designer.get(f"/design/{draft.id}/canvas")
        step = steps_of(page)["board"]
        road = next(one for one in picture(page).iter(f"{SVG}g") if one.get("data-way") == f"board/{board.key}")
        assert ("is-untested" in step.attrib["class"], "is-untested" in road.attrib["class"]) == (missed, missed)
        said = step.find(f"{SVG}a")
        assert said is not None
        leads = f"leads to {draft.process.flow.by_key[board.target].title.in_('en')} (not tested yet)"
        assert ["; not tested yet" in said.attrib["aria-label"], leads in said.attrib["aria-label"]] == [missed] * 2
        assert ("Dashed: not tested yet." in page) == bool(tests)
        shown = designer.get(f"/design/{draft.id}/picture")
        assert (f"“{board.title.in_('en')}”: " in shown) == missed
        drawn = designer.get(f"/design/{draft.id}/export/svg?tests=1")
        assert ('class="box untested"' in drawn, "Dashed: no test comes by" in drawn) == (missed, bool(tests))
        assert "untested" not in designer.get(f"/design/{draft.id}/export/svg").partition("</style>")[2]
