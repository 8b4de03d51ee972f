"""Who is asked, in words. What the votes decide is in the truth table."""

from datetime import UTC, datetime

import pytest

from runtime.engine.position import Seat, Token, Vote
from runtime.engine.votes import tally, tally_words
from schemas.model.flow import State
from schemas.model.voting import Decide

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def _asking(seats: int) -> Token:
    return Token("board", NOON, seats=tuple(Seat(f"p{number}") for number in range(seats)))


def test_who_voted_out_of_order_is_not_asked_again() -> None:
    votes = (Vote("p2", "agree", NOON, "for"),)
    token = Token("board", NOON, seats=(Seat("p1"), Seat("p2"), Seat("p3")), votes=votes)

    assert tally.pending(State("board", "approval", decide=Decide("all")), token) == ("p1", "p3")


@pytest.mark.parametrize(
    ("decide", "seats", "en", "zh"),
    [
        (Decide("any"), 3, "One of 3 must agree.", "3 人中任意 1 人同意即通过。"),
        (Decide("any"), 1, "One person decides.", "仅需 1 人决定。"),
        (Decide("any"), 0, "Nobody was found for this step.", "这一步没有找到可以处理的人。"),
        (
            Decide("all", order="sequential"),
            2,
            "All 2 must agree; they are asked one after another.",
            "2 人须全部同意，依次征求意见。",
        ),
        (Decide("at_least", 2), 3, "At least 2 of 3 must agree.", "3 人中至少 2 人同意方可通过。"),
        (
            Decide("at_least", 2, one_rejection_ends=True),
            3,
            "At least 2 of 3 must agree; one refusal ends it.",
            "3 人中至少 2 人同意方可通过；1 人不同意即不通过。",
        ),
        (
            Decide("any", order="sequential", one_rejection_ends=True),
            3,
            "One of 3 must agree; they are asked one after another, and one refusal ends it.",
            "3 人中任意 1 人同意即通过，依次征求意见；1 人不同意即不通过。",
        ),
    ],
)
def test_rule_in_words(decide: Decide, seats: int, en: str, zh: str) -> None:
    assert dict(tally_words.rule(State("board", "approval", decide=decide), _asking(seats))) == {
        "en": en,
        "zh-Hans": zh,
    }


@pytest.mark.parametrize(("seats", "en"), [(1, "One person does it."), (4, "Any one of 4 may do it.")])
def test_a_task_in_words(seats: int, en: str) -> None:
    assert tally_words.rule(State("work"), _asking(seats))["en"] == en
