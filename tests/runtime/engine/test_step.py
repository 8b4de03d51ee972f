"""Beginning, acting and waiting: one small flow at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from runtime.engine.acts import rescue
from runtime.engine.acts.step import Act, NotAllowedHere, Outcome, available, begin, offered, take, unmet
from runtime.engine.acts.timing import elapse
from runtime.engine.effects import CancelTimers, CloseTasks, OpenTask, SetTimer, Tell
from runtime.engine.events import Began, Ended, Entered, Escalated, Moved, Reminded, Stuck, Voted
from runtime.engine.facts import Facts
from runtime.engine.position import Position
from runtime.engine.tokens.machine import Course
from schemas.model.assignment import Who
from schemas.model.flow import Deadline, Flow, Move, State
from schemas.model.voting import Decide
from schemas.problem import Problem
from schemas.words import words

MakeFacts = Callable[..., Facts]
BOARD, LEADS = Who("group", "board"), Who("group", "leads")
END = State("done", "end", outcome="closed")
NO = State("no", "end")


def approval(decide: Decide | None = None, **rest: Any) -> State:
    return State("board", "approval", who=(BOARD,), decide=decide or Decide("at_least", 2), **rest)


def drawn(*states: State, moves: tuple[Move, ...], fallback: tuple[Who, ...] = ()) -> Course:
    return Course(Flow(states[0].key, (*states, END, NO), moves, fallback=fallback))


AGREE = Move("agree", "board", "done", vote="for")
REFUSE = Move("refuse", "board", "no", vote="against")
BACK = Move("back", "board", "work", asks=("comment",))
WORK = State("work", who=(LEADS,), deadlines=(Deadline("P1WD"), Deadline("P3D", "escalate")))
SUBMIT = Move("submit", "work", "board", when={">": [{"var": "cost"}, 0]})
COURSE = drawn(WORK, approval(), moves=(SUBMIT, AGREE, REFUSE, BACK))


def act(course: Course, at: Outcome, facts: Facts, by: str, move: str, now: datetime, comment: str = "") -> Outcome:
    state = at.position.tokens[0].state if at.position.tokens else "board"
    return take(course, at.position, facts, Act(by, move, state, comment), now)


@pytest.fixture
def at_board(facts: MakeFacts, now: datetime) -> Outcome:
    begun = begin(COURSE, facts(), now, "person:r")
    return act(COURSE, begun, facts({"cost": 1}), "person:x", "submit", now)


def refusal(raised: pytest.ExceptionInfo[NotAllowedHere]) -> tuple[str, str]:
    return raised.value.problem.code, raised.value.state


def test_a_case_begins(facts: MakeFacts, now: datetime) -> None:
    begun = begin(COURSE, facts(), now, "person:agent")

    people = ("person:x", "person:y")
    assert begun.events == (
        Began("person:agent"),
        Entered("work", people, words("Any one of 2 may do it.", "2 人中任意 1 人处理即可。")),
    )
    assert begun.effects == (
        Tell("received", ("person:r",), "work"),
        OpenTask("work", people),
        Tell("task", people, "work"),
        SetTimer("work", 1, 0, now + timedelta(days=1)),
        SetTimer("work", 1, 1, now + timedelta(days=3)),
    )
    assert begun.position.visits == {"work": 1}


def test_one_of_the_pool_does_it(at_board: Outcome) -> None:
    assert at_board.events[0] == Moved("work", "board", "submit", "person:x", words())
    assert at_board.effects[:2] == (
        CloseTasks(words("Done: “submit”.", "已处理：“submit”。"), "work", 1),
        CancelTimers("work", 1),
    )
    assert [effect.parties for effect in at_board.effects if isinstance(effect, OpenTask)] == [
        ("person:a",),
        ("person:b",),
        ("person:c",),
    ]
    assert at_board.position.acted == {"work": ("person:x",)}


def test_votes_are_counted_until_they_decide(at_board: Outcome, facts: MakeFacts, now: datetime) -> None:
    first = act(COURSE, at_board, facts(), "person:b", "agree", now)
    assert first.events == (
        Voted(
            "board",
            "person:b",
            "agree",
            words("1 of 3 has agreed; one more decides.", "3 人中已有 1 人同意，再有 1 人同意即通过。"),
        ),
    )
    assert [type(effect) for effect in first.effects] == [CloseTasks]
    assert first.position.tokens[0].state == "board"

    second = act(COURSE, first, facts(), "person:a", "agree", now)
    assert [type(event) for event in second.events] == [Voted, Moved, Ended]
    assert second.events[1] == Moved(
        "board", "done", "agree", None, words("2 of 3 have agreed, so it is agreed.", "3 人中已有 2 人同意，通过。")
    )
    assert second.effects[-1] == Tell("ended", ("person:r",), "done")
    assert (second.position.ended, second.position.tokens) == ("closed", ())


def test_an_end_without_an_outcome_is_called_by_its_key(at_board: Outcome, facts: MakeFacts, now: datetime) -> None:
    first = act(COURSE, at_board, facts(), "person:b", "refuse", now)
    second = act(COURSE, first, facts(), "person:a", "refuse", now)

    assert second.position.ended == "no"


def test_sent_back_by_one_and_then_everything_again(at_board: Outcome, facts: MakeFacts, now: datetime) -> None:
    voted = act(COURSE, at_board, facts(), "person:a", "agree", now)
    back = act(COURSE, voted, facts(), "person:b", "back", now, "what does it cost?")
    assert back.position.tokens[0].visit == 2

    again = act(COURSE, back, facts({"cost": 2}), "person:y", "submit", now)
    token = again.position.tokens[0]
    assert (token.visit, token.votes) == (2, ())
    assert again.position.acted == {"work": ("person:x", "person:y"), "board": ("person:a", "person:b")}


def test_asked_one_after_another(facts: MakeFacts, now: datetime) -> None:
    course = drawn(approval(Decide("all", order="sequential")), moves=(AGREE, REFUSE))
    begun = begin(course, facts(), now, "person:r")
    assert begun.effects[1:] == (OpenTask("board", ("person:a",)), Tell("task", ("person:a",), "board"))

    with pytest.raises(NotAllowedHere) as early:
        act(course, begun, facts(), "person:b", "agree", now)
    assert refusal(early) == ("step.not-your-turn", "board")

    first = act(course, begun, facts(), "person:a", "agree", now)
    assert first.effects[1:] == (OpenTask("board", ("person:b",)), Tell("task", ("person:b",), "board"))


@pytest.mark.parametrize(
    ("tried", "code"),
    [
        (Act("person:z", "agree", "board"), "step.not-asked"),
        (Act("person:x", "agree", "board"), "step.not-asked"),
        (Act("person:b", "agree", "board"), "step.voted"),
        (Act("person:a", "approve", "board"), "move.unknown"),
        (Act("person:a", "submit", "board"), "move.unknown"),
        (Act("person:a", "back", "board", "  "), "comment.required"),
        (Act("person:x", "submit", "work"), "step.elsewhere"),
        (Act("person:a", "agree", "nowhere"), "step.elsewhere"),
    ],
)
def test_what_is_refused(at_board: Outcome, facts: MakeFacts, now: datetime, tried: Act, code: str) -> None:
    voted = act(COURSE, at_board, facts(), "person:b", "agree", now)
    with pytest.raises(NotAllowedHere) as raised:
        take(COURSE, voted.position, facts(), tried, now)

    assert refusal(raised) == (code, "board")


def test_nothing_is_done_after_the_end(facts: MakeFacts, now: datetime) -> None:
    with pytest.raises(NotAllowedHere) as raised:
        take(COURSE, Position(ended="closed"), facts(), Act("person:a", "agree", "board"), now)

    assert refusal(raised) == ("case.ended", "closed")


@pytest.mark.parametrize("cost", [0, None, "none"])
def test_a_move_whose_condition_fails_is_neither_available_nor_taken(
    facts: MakeFacts, now: datetime, cost: Any
) -> None:
    said = facts({"cost": cost})
    begun = begin(COURSE, said, now, "person:r")

    assert available(COURSE, begun.position, said, "person:x", now) == ()
    assert offered(COURSE, begun.position, "person:x") == (SUBMIT,)
    assert available(COURSE, begun.position, facts({"cost": 5}), "person:x", now) == (SUBMIT,)
    assert available(COURSE, begun.position, facts({"cost": 5}), "person:a", now) == ()
    with pytest.raises(NotAllowedHere) as raised:
        act(COURSE, begun, said, "person:x", "submit", now)
    assert refusal(raised) == ("move.not-now", "work")


def test_a_condition_without_a_result_does_not_hold(facts: MakeFacts, now: datetime) -> None:
    guarded = Move("go", "work", "done", when={"no-such-operator": [1]})
    course = drawn(WORK, moves=(guarded,))
    begun = begin(course, facts(), now, "person:r")

    assert available(course, begun.position, facts(), "person:x", now) == ()


@pytest.mark.parametrize(("value", "holds"), [({}, True), ([], False), ("0", True), ("", False), (None, False)])
def test_what_counts_as_true_is_what_json_logic_says(value: Any, *, holds: bool) -> None:
    assert COURSE.holds(Move("go", "work", "done", when={"var": "cost"}), {"cost": value}) is holds


def test_what_a_move_asks_for() -> None:
    assert [problem.code for problem in unmet(BACK, " ")] == ["comment.required"]
    assert unmet(BACK, "because") == unmet(AGREE, "") == ()


def test_a_move_that_may_leave_the_step_unfinished() -> None:
    wrong = (Problem("answer.required", "/cost"), Problem("answer.too-small", "/cost"))

    assert unmet(AGREE, "", wrong) == wrong
    assert unmet(Move("ask", "work", "done", unfinished=True), "", wrong) == wrong[1:]


class TestChoices:
    ROUTE = State("route", "choice")
    AGAIN = State("again", "choice")
    HIGH = Move("high", "route", "board", words("High", "高"), when={">": [{"var": "cost"}, 100]})
    SOME = Move("some", "route", "again", when={">": [{"var": "cost"}, 10]})
    REST = Move("rest", "route", "done")

    def course(self, *moves: Move) -> Course:
        return drawn(self.ROUTE, self.AGAIN, approval(), WORK, moves=moves)

    @pytest.mark.parametrize(("cost", "to"), [(101, "board"), (100, "work"), (10, "done")])
    @pytest.mark.parametrize("at", [0, 1, 2])
    def test_the_first_way_that_holds(self, facts: MakeFacts, now: datetime, cost: int, to: str, at: int) -> None:
        """The otherwise is for the rest, wherever it is drawn."""
        ways = [self.HIGH, self.SOME]
        ways.insert(at, self.REST)
        course = self.course(*ways, Move("on", "again", "work"))
        begun = begin(course, facts({"cost": cost}), now, "person:r")

        moves = [event for event in begun.events if isinstance(event, Moved)]
        assert moves[-1].to == to
        assert begun.position.visits[to] == 1
        assert all(event.by is None for event in moves)
        assert [bool(event.why) for event in moves] == [event.state != "again" for event in moves]

    def test_it_says_why(self, facts: MakeFacts, now: datetime) -> None:
        course = self.course(self.HIGH, self.REST)
        high = begin(course, facts({"cost": 101}), now, "person:r").events[1]
        rest = begin(course, facts({"cost": 1}), now, "person:r").events[1]

        assert high == Moved("route", "board", "high", None, words("The condition “High” holds.", "满足条件“高”。"))
        assert rest == Moved("route", "done", "rest", None, words("No other condition holds.", "不满足其他任何条件。"))

    @pytest.mark.parametrize(
        ("moves", "code"),
        [
            ((HIGH,), "choice.gap"),
            ((Move("wrong", "route", "done", when={"no-such-operator": []}), REST), "rule.failed"),
            ((Move("on", "route", "again"), Move("round", "again", "route")), "flow.endless-loop"),
        ],
    )
    def test_no_way_out(self, facts: MakeFacts, now: datetime, moves: tuple[Move, ...], code: str) -> None:
        """It stands at the choice, for somebody who looks after it: nothing is lost, and no way is guessed."""
        begun = begin(self.course(*moves), facts({"cost": 1}), now, "person:r")

        (token,) = begun.position.tokens
        assert (token.incident, begun.position.ended) == (code, "")
        assert [(event.state, event.code) for event in begun.events if isinstance(event, Stuck)] == [
            (token.state, code)
        ]


class TestWho:
    def asked(self, who: Who, facts: Facts, now: datetime, **rest: Any) -> Entered:
        course = drawn(State("work", who=(who,)), moves=(), **rest)
        (entered,) = (event for event in begin(course, facts, now, "person:r").events if isinstance(event, Entered))
        return entered

    @pytest.mark.parametrize(
        ("who", "asked"),
        [
            (BOARD, ("person:a", "person:b", "person:c")),
            (Who("person", "b"), ("person:b",)),
            (Who("requester"), ("person:r",)),
            (Who("manager"), ("person:boss",)),
            (Who("contact"), ("contact:c",)),
            (Who("field", "doer"), ("person:x",)),
        ],
    )
    def test_a_line_of_who(self, facts: MakeFacts, now: datetime, who: Who, asked: tuple[str, ...]) -> None:
        entered = self.asked(who, facts({"doer": "x"}), now)

        assert (entered.asked, entered.fallback) == (asked, False)

    @pytest.mark.parametrize(
        "who",
        [Who("group", "none"), Who("person", "none"), Who("contact"), Who("field", "doer"), Who("field", "number")],
    )
    def test_nobody_found(self, facts: MakeFacts, now: datetime, who: Who) -> None:
        said = facts({"number": 4}, contact=None)
        helped = self.asked(who, said, now, fallback=(LEADS,))
        assert (helped.asked, helped.fallback) == (("person:x", "person:y"), True)

        alone = self.asked(who, said, now, fallback=(Who("group", "none"),))
        assert (alone.asked, alone.fallback) == ((), True)
        assert alone.rule["en"] == "Nobody was found for this step."

    def test_everybody_once(self, facts: MakeFacts, now: datetime) -> None:
        course = drawn(State("work", who=(Who("person", "b"), BOARD, Who("person", "b"))), moves=())

        assert begin(course, facts(), now, "person:r").position.tokens[0].asked == ("person:b", "person:a", "person:c")

    def test_too_few_to_decide_is_not_made_easier(self, facts: MakeFacts, now: datetime) -> None:
        four = approval(Decide("at_least", 4))
        helped = begin(drawn(four, moves=(AGREE,), fallback=(LEADS,)), facts(), now, "person:r")
        assert len(helped.position.tokens[0].asked) == 5

        alone = begin(drawn(four, moves=(AGREE,)), facts(), now, "person:r")
        assert alone.position.tokens[0].asked == ()
        assert not [effect for effect in alone.effects if isinstance(effect, OpenTask)]

    def test_not_who_did_even_as_a_fallback(self, facts: MakeFacts, now: datetime) -> None:
        check = State("check", who=(Who("person", "x"),), not_who_did=("work",))
        course = drawn(WORK, check, moves=(Move("submit", "work", "check"),), fallback=(LEADS,))
        begun = begin(course, facts(), now, "person:r")

        checked = act(course, begun, facts(), "person:x", "submit", now)
        assert checked.position.tokens[0].asked == ("person:y",)


class TestTime:
    def test_a_reminder_goes_to_who_has_not_answered(self, facts: MakeFacts, now: datetime) -> None:
        course = drawn(approval(deadlines=(Deadline("PT1H"),)), moves=(AGREE, REFUSE))
        voted = act(course, begin(course, facts(), now, "person:r"), facts(), "person:b", "agree", now)
        late = elapse(course, voted.position, facts(), "board", 1, 0, now + timedelta(hours=1))

        assert late.position.tokens == (replace(voted.position.tokens[0], fired=(0,)),)
        assert late.events == (Reminded("board", ("person:a", "person:c")),)
        assert late.effects == (Tell("reminder", ("person:a", "person:c"), "board"),)

    @pytest.mark.parametrize(
        ("to", "fallback", "above"),
        [
            ((LEADS,), (), ("person:x", "person:y")),
            ((), (LEADS,), ("person:boss",)),
            ((Who("group", "none"),), (LEADS,), ("person:x", "person:y")),
            ((Who("group", "none"),), (), ()),
        ],
    )
    def test_escalation(
        self, facts: MakeFacts, now: datetime, to: tuple[Who, ...], fallback: tuple[Who, ...], above: tuple[str, ...]
    ) -> None:
        course = drawn(approval(deadlines=(Deadline("PT1H", "escalate", to),)), moves=(AGREE,), fallback=fallback)
        begun = begin(course, facts(), now, "person:r")
        late = elapse(course, begun.position, facts(), "board", 1, 0, now + timedelta(hours=1))

        assert late.events == (Escalated("board", above),)
        assert [effect.to for effect in late.effects if isinstance(effect, Tell) and effect.about == "escalation"] == (
            [above] if above else []
        )

    def test_a_timer_of_a_visit_that_is_over_does_nothing(
        self, at_board: Outcome, facts: MakeFacts, now: datetime
    ) -> None:
        assert elapse(COURSE, at_board.position, facts(), "work", 1, 0, now) == Outcome(at_board.position)
        assert elapse(COURSE, at_board.position, facts(), "board", 2, 0, now) == Outcome(at_board.position)

    def test_never_early(self, facts: MakeFacts, now: datetime) -> None:
        begun = begin(COURSE, facts(), now, "person:r")
        early = elapse(COURSE, begun.position, facts(), "work", 1, 0, now + timedelta(hours=23))

        assert (early.events, early.effects) == ((), (SetTimer("work", 1, 0, now + timedelta(days=1)),))


def test_asked_again_once_there_is_somebody(facts: MakeFacts, now: datetime) -> None:
    course = drawn(State("work", who=(Who("group", "new"),)), moves=())
    said = facts()
    begun = begin(course, said, now, "person:r")
    assert begun.position.tokens[0].incident == "step.nobody"
    with pytest.raises(NotAllowedHere) as raised:
        rescue.retry(course, begun.position, said, ("work", 1), "person:admin", now)
    assert refusal(raised) == ("step.nobody", "work")

    said.directory.groups["new"] = ("person:n",)  # type: ignore[attr-defined]
    again = rescue.retry(course, begun.position, said, ("work", 1), "person:admin", now)
    (token,) = again.position.tokens
    assert (token.asked, token.visit, token.incident) == (("person:n",), 2, "")
    assert [effect for effect in again.effects if isinstance(effect, OpenTask)] == [OpenTask("work", ("person:n",), 2)]


def test_a_move_into_a_choice_without_a_way_is_not_lost(facts: MakeFacts, now: datetime) -> None:
    route = State("route", "choice")
    moves = (Move("go", "work", "route"), Move("high", "route", "done", when={">": [{"var": "cost"}, 9]}))
    course = drawn(WORK, route, moves=moves)
    begun = begin(course, facts(), now, "person:r")

    stuck = act(course, begun, facts({"cost": 1}), "person:x", "go", now)
    assert [(token.state, token.incident) for token in stuck.position.tokens] == [("route", "choice.gap")]

    mended = rescue.retry(course, stuck.position, facts({"cost": 10}), ("route", 1), "person:admin", now)
    assert (mended.position.ended, mended.position.visits) == ("closed", {"work": 1, "route": 2, "done": 1})


def test_a_flow_with_a_move_to_nowhere_is_not_drawn() -> None:
    with pytest.raises(KeyError):
        Course(Flow("work", (WORK,), (Move("go", "work", "nowhere"),)))
