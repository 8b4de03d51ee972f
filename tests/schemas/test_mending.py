"""A repair that is offered takes its problem away and brings no other; it says before what it does."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from schemas import document
from schemas.lint import lint
from schemas.problem import Problem
from schemas.repair.mending import KINDS, patched
from schemas.repair.mending_words import AWAY, SENTENCES, what_it_does
from schemas.words import LANGUAGES
from tests.schemas.proof.documents import made
from tests.schemas.proof.flaws import KINDS_OF_FLAW
from tests.schemas.test_document import changed

FLOWS = json.loads((Path(__file__).parent.parent / "data/flawed/flows.json").read_text())
FLAWED = [changed(FLOWS["document"], case["changes"]) for case in FLOWS["flawed"]]
FLAWED += [made(base, changes) for flaws in KINDS_OF_FLAW.values() for base, changes, _ in flaws]
MENDED = 20
"""So many kinds of problem at the least are mended in one step, by what these documents show."""


def test_every_repair_mends_and_breaks_nothing() -> None:
    mended: Counter[str] = Counter()
    for raw in FLAWED:
        found = _found(raw)
        for problem in (one for one in found if one.repair):
            after = _found(patched(raw, problem.repair))
            assert _count(after)[problem.code] < _count(found)[problem.code], (problem, raw)
            assert not _count(after, "error") - _count(found, "error"), (problem, raw)
            assert all(_said(problem, raw, lang) for lang in LANGUAGES)
            mended[problem.code] += 1
    assert len(mended) >= MENDED, mended


def test_every_kind_says_what_it_does() -> None:
    assert not KINDS.keys() - SENTENCES.keys() - {"part.idle"}


def test_a_name_that_is_not_there_becomes_the_one_most_like_it() -> None:
    raw = changed(FLOWS["document"], {"/flow/moves/0/when": {">": [{"var": "amont"}, 1]}})
    (problem,) = [one for one in _found(raw) if one.code == "rule.unknown-name"]
    assert problem.repair == ({"op": "add", "path": "/flow/moves/0/when/>/0/var", "value": "amount"},)
    assert what_it_does(problem, document.load(raw)).in_("en") == "The rule reads “Amount” instead."


def _said(problem: Problem, raw: Any, lang: str) -> bool:
    said = what_it_does(problem, document.load(raw)).in_(lang)
    return (
        bool(said) and "…" not in said and "{" not in said and (said != AWAY.in_(lang) or problem.code == "part.idle")
    )


def _found(raw: Any) -> tuple[Problem, ...]:
    return lint(document.load(raw), raw)


def _count(problems: tuple[Problem, ...], severity: str = "") -> Counter[str]:
    return Counter(one.code for one in problems if severity in ("", one.severity))
