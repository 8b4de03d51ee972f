"""Every problem that any room can raise has a sentence in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from schemas.messages.problem_words import CODES, say
from schemas.problem import Problem
from schemas.words import LANGUAGES, words

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(path for room in ("schemas", "runtime", "builder") for path in (ROOT / room).rglob("*.py"))
RAISED = {"Problem", "Refused", "cannot"}
CODE = re.compile(r"(answer|document|edit)\.[a-z]+(-[a-z]+)*")
DESIGN = [
    "key.duplicate",
    "text.missing-language",
    "field.unknown",
    "field.hidden-but-required",
    "field.asked-too-late",
    "rule.cycle",
    "rule.type",
    "rule.unknown-name",
    "move.unknown-target",
    "state.unreachable",
    "state.dead-end",
    "flow.no-end",
    "flow.endless-loop",
    "choice.gap",
    "choice.overlap",
    "choice.dead-branch",
    "join.never",
    "step.nobody",
    "step.cannot-decide",
    "deadline.never",
    "test.failed",
]


def codes_in(path: Path) -> Iterator[str]:
    """Codes given to a problem as they are, and every text that looks like a code of the commonest areas."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED and node.args:
            yield from (
                one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant) and type(one.value) is str
            )
        elif isinstance(node, ast.Constant) and type(node.value) is str and CODE.fullmatch(node.value):
            yield node.value


def test_every_code_in_the_source_has_words() -> None:
    used = {code: path.relative_to(ROOT) for path in SOURCES for code in codes_in(path)}
    assert len(used) > 40
    assert {code: str(path) for code, path in used.items() if code not in CODES} == {}


@pytest.mark.parametrize("code", DESIGN)
def test_every_code_that_was_promised_has_words(code: str) -> None:
    assert code in CODES


@pytest.mark.parametrize("code", CODES)
def test_both_languages_say_the_same_things(code: str) -> None:
    places = [{name for _, name, _, _ in Formatter().parse(CODES[code][lang]) if name} for lang in LANGUAGES]
    assert places[0] == places[1]


def test_a_problem_is_said_in_the_language_of_the_reader() -> None:
    problem = Problem("document.type", "/title", {"expected": words("a text", "文本")})
    assert say(problem, "en") == "This must be a text."
    assert say(problem, "zh-Hans") == "此处须为文本。"


def test_braces_in_what_somebody_wrote_are_only_braces() -> None:
    assert say(Problem("field.unknown", params={"field": "{lang}{0}"}), "en") == "The form has no field “{lang}{0}”."
    assert "{seq:4}" in say(Problem("document.number", params={"number": "x"}), "en")


def test_a_page_never_breaks_over_a_sentence() -> None:
    assert say(Problem("nobody.knows-this"), "en") == "nobody.knows-this"
    assert say(Problem("field.unknown"), "en") == "The form has no field “…”."
