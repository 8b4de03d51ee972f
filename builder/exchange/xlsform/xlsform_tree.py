"""The survey of an XLSForm as groups within groups, and what kind of question each line asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from builder.exchange.conversion_report import Ledger
from builder.exchange.xlsform.xlsform_lines import Line
from builder.exchange.xlsform.xlsform_types import PLAIN_LOOKS, Likeness, likeness
from schemas.words import words

DEEPEST: Final = 20
"""Groups within groups."""
SPELLINGS: Final[Mapping[str, str]] = {
    "select one from": "select_one",
    "select one using": "select_one",
    "select multiple from": "select_multiple",
    "select multiple using": "select_multiple",
    "select all that apply from": "select_multiple",
    "select one": "select_one",
    "select1": "select_one",
    "select multiple": "select_multiple",
    "select all that apply": "select_multiple",
    "add select one prompt using": "select_one",
    "add select multiple prompt using": "select_multiple",
    "phone number": "phonenumber",
    "select_one_external": "select_one_from_file",
    "select one external": "select_one_from_file",
}
UNLIKE_QUESTIONS: Final = ("hint", "guidance_hint", "required", "constraint", "calculation", "default", "read_only")
"""Columns that say nothing of a group."""
KINDS: Final = frozenset({"group", "repeat", "loop"})


@dataclass
class Group:
    """Lines under one heading; a ``repeat`` has rows of them. The survey itself is a group without a line."""

    kind: str
    line: Line | None
    inside: list["Group | Question"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.line["name"] if self.line else ""

    def groups(self) -> Iterator["Group"]:
        return (one for one in self.inside if isinstance(one, Group))


@dataclass(frozen=True)
class Question:
    """A line that asks something: its type as an XLSForm calls it, the list of its choices, and what it is here."""

    line: Line
    kind: str
    listed: str
    or_other: bool
    like: Likeness

    @property
    def name(self) -> str:
        return self.line["name"]


def grown(lines: list[Line], ledger: Ledger) -> Group:
    """The survey. What ends without having begun, and what never ends, is said and closed."""
    root = Group("group", None)
    open_ones = [root]
    for line in lines:
        kind, _, rest = _normal(line["type"]).partition(" ")
        rest = "loop" if rest.startswith("loop ") else rest
        if kind == "begin" and rest in KINDS:
            _begin(open_ones, rest, line, ledger)
        elif kind == "end" and rest in KINDS:
            if len(open_ones) > 1:
                open_ones.pop()
            else:
                ledger.note("import.cell", *line.place("type"), value=line["type"], name="type")
        elif question := _question(line, ledger):
            open_ones[-1].inside.append(question)
    for left in open_ones[1:]:
        if left.line:
            ledger.note("import.changed", *left.line.place("type"), name=left.name, what=NEVER_ENDS)
    return root


NEVER_ENDS: Final = words("it never ends, so it was ended with the survey.", "没有结束行，已在问卷末尾结束。")


def _begin(open_ones: list[Group], kind: str, line: Line, ledger: Ledger) -> None:
    made = Group(kind, line)
    if kind == "loop":
        ledger.note(
            "import.type", *line.place("type"), type=line["type"], name=line["name"], became=words("a group", "分组")
        )
    if len(open_ones) <= DEEPEST:
        open_ones[-1].inside.append(made)
    else:
        ledger.note("import.left-out", *line.place("type"), name=line["name"], what=words("too deep", "层级过深"))
    for column in UNLIKE_QUESTIONS:
        if line[column]:
            ledger.note("import.cell", *line.place(column), value=line[column], name=column)
    left = [word for word in line["appearance"].lower().split() if word not in PLAIN_LOOKS]
    if left:
        ledger.note("import.cell", *line.place("appearance"), value=" ".join(left), name="appearance")
    if line.media():
        ledger.note("import.media", *line.place("name"), name=line["name"])
    open_ones.append(made)


def _normal(said: str) -> str:
    """``Begin_Group`` and ``begin  group`` are the same; so are the older names of selecting."""
    text = " ".join(said.split())
    lowered = text.lower()
    for beginning in ("begin", "end"):
        if lowered.replace("_", " ").startswith(f"{beginning} "):
            return lowered.replace("_", " ")
    for old, new in SPELLINGS.items():
        if f"{lowered} ".startswith(f"{old} "):
            return f"{new} {text[len(old) + 1 :]}".strip()
    return text


def _question(line: Line, ledger: Ledger) -> Question | None:
    said = _normal(line["type"])
    if not said:
        if line["name"] or line["label"]:
            ledger.note(
                "import.left-out", *line.place("type"), name=line["name"], what=words("without a type", "没有题型")
            )
        return None
    kind, _, rest = said.partition(" ")
    kind = kind.lower()
    listed, _, tail = rest.partition(" ")
    or_other = tail.strip().replace("_", " ").lower() in ("or other", "or specify other")
    like, unread = likeness(kind, line["appearance"])
    if like is None:
        if not kind.endswith("_from_file"):
            ledger.note("import.left-out", *line.place("type"), name=line["name"], what=line["type"])
            return None
        like = Likeness(("text",), alike=False)
    if unread:
        ledger.note("import.cell", *line.place("appearance"), value=" ".join(unread), name="appearance")
    return Question(line, kind, listed, or_other, like)
