"""What somebody has said on the pages of the guide, and which of it a case can be told by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from schemas.words import Words, words

Said = Mapping[str, Mapping[str, Any]]
"""Page to answers of its form by field, as they were typed."""

LONGEST: Final = 120
"""Characters of a title."""
MORE: Final = "more:"
"""How a condition begins that needs a number."""


@dataclass(frozen=True)
class Condition:
    """What the answer to a question (by its number) must be: more than some amount, yes, or a choice (by its number)."""

    said: Words
    question: int
    kind: Literal["more", "yes", "is"]
    choice: int = 0


def conditions_of(said: Said) -> Mapping[str, Condition]:
    """What can be asked of the answers. The key holds the words themselves: it fits nothing once the question has changed."""
    found: dict[str, Condition] = {}
    for number, row in enumerate(rows_of(said, "questions", "questions")):
        for key, one in _conditions(str(row.get("title") or ""), number, row):
            found.setdefault(key, one)
    return found


def _conditions(title: str, number: int, row: Mapping[str, Any]) -> Iterator[tuple[str, Condition]]:
    match row.get("kind"):
        case "number" | "money":
            more = words("“{title}” is more than…", "“{title}”大于…").formatted(title=title)
            yield f"{MORE}{title}", Condition(more, number, "more")
        case "yes_no":
            yes = words("“{title}” is yes", "“{title}”为“是”").formatted(title=title)
            yield f"yes:{title}", Condition(yes, number, "yes")
        case "choice":
            for at, choice in enumerate(choices_in(row)):
                one = words("“{title}” is “{choice}”", "“{title}”为“{choice}”").formatted(title=title, choice=choice)
                yield f"is:{title}: {choice}", Condition(one, number, "is", at)
        case _:
            pass


def choices_in(row: Mapping[str, Any]) -> tuple[str, ...]:
    lines = (line.strip() for line in str(row.get("choices") or "").splitlines())
    return tuple(dict.fromkeys(line[:LONGEST] for line in lines if line))


def rows_of(said: Said, page: str, name: str) -> list[Mapping[str, Any]]:
    rows = said.get(page, {}).get(name) or []
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
