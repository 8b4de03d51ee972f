"""What was handed out twice, and what only looks so on a slow machine."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tests.chaos import ordeal
from tests.chaos.chaos import Asked, Result
from tests.chaos.handouts import HandOut, complaints
from tests.postgres import NotInstalled

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEASE = timedelta(seconds=2)


def out(attempt: int, seconds: float, line: int, back: int | None = None) -> HandOut:
    return HandOut(attempt, NOON + timedelta(seconds=seconds), line, back)


@pytest.mark.parametrize(
    ("there", "sent", "wrong"),
    [
        ([out(1, 0, 1, back=2)], 1, ""),
        ([out(1, 0, 1, back=2), out(2, 0.5, 3)], 2, ""),  # it was refused, and tried again soon
        ([out(1, 0, 1), out(2, 2, 2)], 2, ""),  # whoever had it was killed or stopped until the lease was over
        ([out(1, 0, 3, back=4), out(2, 2, 2)], 2, ""),  # and was too slow even to write down that it had it
        ([out(1, 0, 1), out(2, 3600, 2, back=3)], 2, ""),  # the clock was put forward, and no lease outlives that
        ([out(1, 0, 1), out(3, 1, 2)], 2, "at the same time"),
        ([out(1, 0, 1, back=3), out(2, 1.9, 2)], 2, "at the same time"),
        ([out(1, 0, 1), out(1, 0, 2)], 0, "at the same time"),
        ([out(1, 0, 1, back=2)], 2, "sent 2 times"),
        ([], 1, "sent 1 times"),
    ],
)
def test_who_had_it_in_hand(there: Sequence[HandOut], sent: int, wrong: str) -> None:
    found = [*complaints({"m": [*there]}, Counter({"m": sent}), LEASE)]
    assert len(found) == bool(wrong)
    assert all(wrong in one for one in found)


@pytest.mark.parametrize(("in_ci", "status"), [("", 0), ("1", 1)])
def test_what_this_machine_lacks_is_said_and_the_others_follow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], in_ci: str, status: int
) -> None:
    def run(asked: Asked) -> Result:
        if asked.celery:
            raise NotInstalled("no redis-server")
        return Result(asked, "", ("I1 lost",) if asked.bug else (), 1.0, 0, "")

    monkeypatch.setattr(ordeal, "run", run)
    monkeypatch.setattr(sys, "argv", ["ordeal", "--seed", "7", "--every-bug"])
    monkeypatch.setenv("CI", in_ci)
    monkeypatch.setattr(ordeal, "BUGS", {"key_ignored": ""})
    monkeypatch.setattr(Result, "fine", True)
    assert ordeal.main() == status
    said = capsys.readouterr().out
    assert "NOT RUN: postgresql with Celery, seed 7, no bug: no redis-server" in said
    assert "sqlite, seed 7, key_ignored" in said
