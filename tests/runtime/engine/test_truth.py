"""The truth table: each row is played by the engine, worked out by the naive vote, and read by you.

A row of truth/*.json says who is asked by which rule and what they do (``acts``, in order); then the ``outcome``, who is
still ``asked``, and what is shown: how the count stands in English and Chinese, and ``rule`` and ``rule_zh`` who decides.

``people`` are the board, in their order, or ``groups`` of it; ``order``: in turn; ``late``: everybody is heard before it is
decided; ``ends``: one refusal ends it; ``weights``, ``veto``, ``quorum``; ``absent``: a=d means that d acts for a;
``before``: who has agreed in the step before; ``to``: whom it is handed over to.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.engine.ballot import Played
from tests.runtime.engine.naive_row import Row, acts_of, counted

TABLE = Path(__file__).parent / "truth"
ROWS = [row for path in sorted(TABLE.glob("*.json")) for row in json.loads(path.read_text(encoding="utf-8"))]


def _named(row: Row) -> str:
    asked = "/".join(row["groups"].values()) if "groups" in row else row["people"]
    drawn = [f"{key}={row[key]}" for key in row if key in DRAWN]
    return "-".join([row["rule"], asked, *drawn, row.get("acts", "") or "begins"])


DRAWN = ("order", "late", "ends", "weights", "veto", "quorum", "absent", "before", "to", "if_acted", "if_requester")


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_row(row: dict[str, Any]) -> None:
    played, vote = Played(row), counted(row)

    assert (played.outcome, vote.outcome) == (row["outcome"], row["outcome"])
    if row["outcome"] == "open":
        assert (" ".join(played.asked), " ".join(vote.asked)) == (row["asked"], row["asked"])
    if "en" in row:
        assert dict(played.sentence) == {"en": row["en"], "zh-Hans": row["zh"]}
    if "rule_zh" in row:
        assert dict(played.rule or {}) == {"en": row["rule_en"], "zh-Hans": row["rule_zh"]}


def test_the_table_is_large_and_says_everything_once() -> None:
    told = Counter(json.dumps({key: row[key] for key in row if key not in SHOWN}, sort_keys=True) for row in ROWS)

    assert len(ROWS) >= 300
    assert [row for row, times in told.items() if times > 1] == []
    assert {row["rule"].split()[0] for row in ROWS} == {"any", "all", "at_least", "share", "majority", "each_group"}
    assert {verb for row in ROWS for act in acts_of(row) for verb in act} >= DONE


SHOWN = ("outcome", "asked", "en", "zh", "rule_en", "rule_zh")
DONE = {
    *("agrees", "refuses", "abstains", "adds", "before", "after", "beside", "opinion", "removes", "transfers"),
    *("delegates", "advises", "back", "closed", "handed", "reassigned"),
}
