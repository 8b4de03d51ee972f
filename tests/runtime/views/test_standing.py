"""Where a request stands, when it stands in several places; what its people may do, and what is told of it afterwards."""

from datetime import timedelta
from typing import Any

import pytest

from builder.gallery import gallery
from runtime.access import Actor
from runtime.lifecycle import NotAllowedHere, Rejected
from runtime.processes import deployment
from runtime.store.cases import copies
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.views.dossier import CasePage
from runtime.visibility import forecast
from tests.runtime.acts import draw, permissive, side_by_side, wish
from tests.runtime.office import World


def page(world: World, who: str | Actor, case_id: str) -> CasePage:
    actor = world.actor(who) if isinstance(who, str) else who
    with world.database.reading() as tx:
        return worklist.case_page(tx, actor, case_id)


def told(world: World, who: str | Actor, case_id: str, lang: str = "en") -> list[str]:
    return [line.sentence.in_(lang) for line in page(world, who, case_id).lines]


@pytest.fixture
def permitted(world: World) -> World:
    draw(world, permissive())
    return world


@pytest.fixture
def checks(world: World) -> str:
    draw(world, side_by_side())
    return world.submit(world.actor("dan"), {"client_email": "mia@client.example", "wish": "A door"}).case_id


def test_every_place_is_shown_with_who_is_asked(world: World, checks: str) -> None:
    shown = page(world, "dan", checks)
    assert [(place.state, [one.name for one in place.voters]) for place in shown.places] == [
        ("law", ["Lea"]),
        ("money", ["Bo"]),
        ("safety", ["Lea"]),
    ]
    assert all(place.due for place in shown.places)
    assert shown.sentence["en"] == "Now: Law, Money and Safety. Then: Closed."
    assert shown.sentence["zh-Hans"] == "当前：law、money和safety；接下来：已完成。"
    assert [(step.state, step.mark) for step in shown.steps] == [
        ("law", "now"),
        ("money", "now"),
        ("safety", "now"),
        ("closed", "next"),
    ]


def test_a_place_falls_due_when_its_to_dos_do(world: World) -> None:
    """By the last of its deadlines, also when the first has passed: the list, the path and the place say the same."""
    drawn = side_by_side()
    for state in drawn["flow"]["states"][1:4]:
        state["deadlines"].append({"after": "P4D", "do": "escalate"})
    draw(world, drawn)
    case_id = world.submit(world.actor("dan"), {"client_email": "mia@client.example", "wish": "A door"}).case_id
    due = world.now + timedelta(days=4)
    shown = page(world, "lea", case_id)
    assert {place.due for place in shown.places} == {step.due for step in shown.steps[:3]} == {due}
    assert {task.due_at for task in world.tasks(case_id)} == {due}


def test_there_is_a_bar_for_every_place_that_is_mine(world: World, checks: str) -> None:
    shown = page(world, "lea", checks)
    assert [bar.task.state for bar in shown.bars] == ["law", "safety"]
    with world.database.reading() as tx:
        other = worklist.task_page(tx, world.actor("lea"), shown.bars[1].task.id)
    assert [bar.task.state for bar in other.bars] == ["safety", "law"]


@pytest.mark.parametrize(
    ("here", "ahead"),
    [
        ("feedback", ["closed"]),
        ("implementation", ["feedback", "closed"]),
        ("question", ["analysis", "board", "client", "plan", "implementation", "feedback", "closed"]),
        ("analysis", ["board", "client", "plan", "implementation", "feedback", "closed"]),
    ],
)
def test_a_way_back_is_not_what_comes_next(here: str, ahead: list[str]) -> None:
    change = deployment.compiled(gallery.ready("customer-change"))
    assert [state.key for state in forecast.ahead(change, [here])] == ahead


def test_branches_that_stopped_are_marked_and_told(world: World, checks: str) -> None:
    for who in ("lea", "bo"):
        world.decide(checks, who, "fine")
    shown = page(world, "dan", checks)
    assert shown.case.ended == "closed"
    marks = {step.state: step.mark for step in shown.steps}
    assert sorted(marks.values()) == ["done", "done", "done", "stopped"]
    assert any(one.startswith("Stopped: “") for one in told(world, "dan", checks))


DOING: list[tuple[str, str, dict[str, Any], str]] = [
    ("bo", "transfer", {"to": ("lea@team.example",)}, "Bo handed “Board” to Lea."),
    ("bo", "delegate", {"to": ("lea@team.example",)}, "Bo asked Lea for an opinion first."),
    ("bo", "add", {"to": ("lea@team.example",), "where": "before"}, "Bo asked for Lea before themselves."),
    ("bo", "add", {"to": ("lea@team.example",), "where": "after"}, "Bo asked for Lea after themselves."),
    ("bo", "add", {"to": ("lea@team.example",), "where": "beside", "raises": False}, "Bo asked for Lea as well."),
    ("bo", "copy", {"to": ("dan@team.example",)}, "Bo showed it to Dan."),
    (
        "bo",
        "return",
        {"back_to": "analysis", "comment": "Cheaper"},
        "Bo sent it back from “Board” to “Analysis”; from there everything goes again.",
    ),
]


@pytest.mark.parametrize(
    ("who", "do", "more", "said"), DOING, ids=[f"{do}-{more.get('where', '')}" for _, do, more, _ in DOING]
)
def test_what_was_done_is_told(permitted: World, who: str, do: str, more: dict[str, Any], said: str) -> None:
    case_id = permitted.at_board()
    assert do in page(permitted, who, case_id).places[0].acts
    wish(permitted, case_id, who, do, **more)
    lines = told(permitted, "ada", case_id)
    assert any(one.startswith(said) for one in lines), lines
    chinese = told(permitted, "ada", case_id, "zh-Hans")
    assert all(ord(one[-1]) > 127 or one.endswith("。") for one in chinese), chinese


def test_a_pool_is_claimed_and_released(permitted: World) -> None:
    case_id = permitted.submit().case_id
    wish(permitted, case_id, "lea", "claim")
    shown = page(permitted, "lea", case_id)
    assert (shown.places[0].claimed, "release" in shown.places[0].acts) == ("Lea", True)
    assert page(permitted, "ada", case_id).bar is None
    wish(permitted, case_id, "lea", "release")
    assert page(permitted, "ada", case_id).bar is not None


def test_whoever_is_shown_it_sees_it_until_then_they_did_not(permitted: World) -> None:
    case_id = permitted.at_board()
    with pytest.raises(Missing):
        page(permitted, "dan", case_id)
    wish(permitted, case_id, "bo", "copy", to=("dan@team.example",), comment="For your plan")
    seen = page(permitted, "dan", case_id)
    assert (seen.unread, seen.bar, seen.rights["secret"], seen.rights["wish"]) == (True, None, "hide", "read")
    assert [(one.name, one.by, one.read_at) for one in seen.copies] == [("Dan", "Bo", None)]
    with permitted.database.writing() as tx:
        copies.read(tx, permitted.workspace, permitted.party("dan"), case_id, permitted.now)
    assert page(permitted, "bo", case_id).copies[0].read_at == permitted.now


def test_an_added_person_can_be_taken_off_by_who_added_them(permitted: World) -> None:
    case_id = permitted.at_board()
    wish(permitted, case_id, "bo", "add", to=("lea@team.example",), where="beside")
    (place,) = page(permitted, "bo", case_id).places
    assert [one.name for one in place.added] == ["Lea"]
    assert place.rule
    assert place.rule["en"].startswith("At least 3 of 4")
    wish(permitted, case_id, "bo", "remove", to=(place.added[0].party,))
    (place,) = page(permitted, "bo", case_id).places
    assert (place.added, sorted(one.name for one in place.voters)) == ((), ["Bea", "Ben", "Bo"])


def test_an_opinion_is_heard_and_no_vote(permitted: World) -> None:
    case_id = permitted.at_board()
    wish(permitted, case_id, "bo", "delegate", to=("lea@team.example",))
    bar = page(permitted, "lea", case_id).bar
    assert bar is not None
    assert bar.adviser
    wish(permitted, case_id, "lea", "advise", comment="Too dear")
    lines = page(permitted, "bo", case_id).lines
    assert ("Lea gave an opinion.", "Too dear") in [(line.sentence["en"], line.comment) for line in lines]
    assert page(permitted, "bo", case_id).bar is not None


def test_who_asked_may_take_it_back_and_is_told_so(permitted: World) -> None:
    case_id = permitted.submit(permitted.actor("dan"), {"client_email": "m@c.example", "wish": "A door"}).case_id
    assert "withdraw" in page(permitted, "dan", case_id).acts
    wish(permitted, case_id, "dan", "withdraw", comment="Not needed")
    ended = page(permitted, "dan", case_id)
    assert (ended.case.ended, ended.places, ended.acts) == ("withdrawn", (), ())
    assert told(permitted, "dan", case_id)[-1] == "Dan took the request back."


def test_a_client_is_told_where_it_is_and_not_who_did_what_inside(permitted: World) -> None:
    case_id = permitted.at_board()
    client = permitted.contact(case_id)
    wish(permitted, case_id, "bo", "add", to=("lea@team.example",), comment="Between us")
    wish(permitted, case_id, "lea", "transfer", to=("dan@team.example",))
    seen = page(permitted, client, case_id)
    assert {line.kind for line in seen.lines} <= {"began", "answered", "moved"}
    assert not any(place.voters or place.acts for place in seen.places)
    assert all(not line.comment for line in seen.lines)


@pytest.mark.parametrize(
    ("do", "more", "refused"),
    [
        ("transfer", {"to": ("nobody@team.example",)}, Rejected),
        ("transfer", {"to": ("bo@team.example",)}, NotAllowedHere),
        ("return", {"back_to": "analysis"}, NotAllowedHere),
        ("return", {"back_to": "closed", "comment": "No"}, NotAllowedHere),
        ("claim", {}, NotAllowedHere),
    ],
)
def test_what_is_not_possible_changes_nothing(permitted: World, do: str, more: dict[str, Any], refused: Any) -> None:
    case_id = permitted.at_board()
    before = permitted.case(case_id)
    with pytest.raises(refused):
        wish(permitted, case_id, "bo", do, **more)
    assert permitted.case(case_id) == before


def test_done_twice_under_one_key_it_is_done_once(permitted: World) -> None:
    case_id = permitted.at_board()
    versions = []
    for _ in range(2):
        wish(permitted, case_id, "bo", "copy", to=("dan@team.example",), key="k")
        versions.append(permitted.case(case_id).version)
    assert versions[0] == versions[1]


def test_what_was_said_stands_once_though_more_follows_from_it(world: World) -> None:
    document = permissive()
    board = document["flow"]["states"][1]
    board["who"], board["if_requester"] = [{"group": "board"}, {"group": "leads"}], "skip"
    draw(world, document)
    case_id = world.submit(world.actor("lea"), {"client_email": "m@c.example", "wish": "A door"}).case_id
    world.decide(case_id, "lea", "send", raw={"price": 3}, comment="In a hurry")
    lines = page(world, "ada", case_id).lines
    assert [line.kind for line in lines if line.comment] == ["moved"]
    assert any(line.sentence["en"].startswith("Lea counts as having agreed already.") for line in lines)


def test_what_one_is_shown_is_listed_the_unread_first(permitted: World) -> None:
    shown = []
    for _ in range(5):
        case_id = permitted.at_board()
        permitted.wait(minutes=1)
        wish(permitted, case_id, "bo", "copy", to=("dan@team.example",))
        shown.append(case_id)
    with permitted.database.writing() as tx:
        for case_id in (shown[4], shown[1]):
            copies.read(tx, permitted.workspace, permitted.party("dan"), case_id, permitted.now)
    expected = [(shown[n], n not in (1, 4)) for n in (3, 2, 0, 4, 1)]
    for limit in (1, 2, 3, 5):
        assert _walked(permitted, limit) == expected


def _walked(world: World, limit: int) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    after = ""
    with world.database.reading() as tx:
        while True:
            page = worklist.inbox(tx, world.actor("dan"), "watching", after, limit)
            found += [(row.case_id, row.unread) for row in page.rows]
            after = page.after
            if not after:
                return found
