"""The document language: what is written reads back the same, and what is wrong is said with its place."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import document, gallery
from schemas.document import Unreadable
from schemas.messages.problem_words import say
from schemas.model.flow import Move
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import LANGUAGES, words
from tests.schemas.strategies import processes

BROKEN = json.loads((Path(__file__).parent.parent / "data/flawed/shapes.json").read_text())
PLAIN = json.loads((Path(__file__).parent.parent / "data/flawed/plain.json").read_text())

JUNK = st.recursive(
    st.sampled_from((None, True, 0, -1, 1.5, "", "x", "*", "date", "board", "#/properties/days", 10**30)),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(("type", "key", "en", "var", "oneOf", "items", "$ref")), inner, max_size=2)
    ),
    max_leaves=4,
)

thorough = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def changed(base: Any, changes: dict[str, Any]) -> Any:
    """The document with values put at JSON Pointers; a pointer with a "-" before it takes one away."""
    made = deepcopy(base)
    for place, value in changes.items():
        away, path = place.startswith("-"), place.removeprefix("-")
        *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]
        at = made
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]
        where: Any = (len(at) if last == "+" else int(last)) if isinstance(at, list) else last
        if away:
            del at[where]
        elif isinstance(at, list) and where == len(at):
            at.append(value)
        else:
            at[where] = value
    return made


def complaints(raw: Any) -> list[list[str]]:
    return sorted([one.code, one.path] for one in read(raw)[1])


@given(processes())
@thorough
def test_what_is_written_reads_back_the_same(process: Process) -> None:
    written = document.dump(process)
    assert document.load(written) == process
    assert document.loads(document.dumps(process)) == process
    assert document.dump(document.load(written)) == written
    assert document.fingerprint(document.load(written)) == document.fingerprint(process)


@pytest.mark.parametrize("key", gallery.keys())
def test_the_gallery_reads_and_its_writing_is_stable(key: str) -> None:
    process = document.load(gallery.document(key))
    text = document.dumps(process)
    assert document.dumps(document.loads(text)) == text
    assert document.loads(text) == process


def test_every_wrong_shape_is_said_at_its_place() -> None:
    for case in BROKEN["cases"]:
        assert complaints(changed(BROKEN["document"], case["changes"])) == sorted(case["problems"]), case["changes"]


def test_all_problems_are_said_at_once() -> None:
    raw = changed(BROKEN["document"], {"/key": 5, "/flow/states/0/kind": "dance", "/form/ui": [], "/color": "red"})
    assert complaints(raw) == [
        ["document.choice", "/flow/states/0/kind"],
        ["document.type", "/form/ui"],
        ["document.type", "/key"],
        ["document.unknown-key", "/color"],
    ]


def test_a_key_that_is_made_up_is_one() -> None:
    raw = changed(BROKEN["document"], {"/form/ui/elements/0/options/key": "x" * 64})
    process = document.load(raw)
    assert document.load(document.dump(process)) == process


@given(st.sampled_from((BROKEN["document"], PLAIN["document"])), st.data())
@thorough
def test_whatever_is_put_in_it_is_read_or_refused(document_: Any, data: st.DataObject) -> None:
    raw = changed(document_, {data.draw(st.sampled_from(list(pointers(document_)))): data.draw(JUNK)})
    process, problems = read(raw)
    assert (process is None) == bool(problems)
    assert all("…" not in say(one, lang) for one in problems for lang in LANGUAGES)
    if process:
        assert document.load(document.dump(process)) == process


def read(raw: Any) -> tuple[Process | None, tuple[Problem, ...]]:
    try:
        return document.load(raw), ()
    except Unreadable as unreadable:
        return None, unreadable.problems


def pointers(value: Any, path: str = "") -> Iterator[str]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        here = f"{path}/{key}"
        yield here
        yield from pointers(one, here)


@pytest.mark.parametrize("key", PLAIN["fields"])
def test_plain_json_schema_is_read_by_its_looks(key: str) -> None:
    field = document.load(PLAIN["document"]).form.fields[key]
    assert [field.type, field.title.in_("en")] == PLAIN["fields"][key]


def test_a_plain_schema_has_pages_and_keeps_its_bounds() -> None:
    form = document.load(PLAIN["document"]).form
    assert [page.key for page in form.pages] == ["page-1"]
    assert form.fields["age"].options == {"minimum": 0, "decimals": 0}
    assert [one.const for one in form.fields["size"].options["choices"]] == ["s", "m"]
    assert form.fields["price"].compute == {"*": [{"var": "age"}, 2]}
    assert form.fields["rows"].columns[0].required
    assert form.fields["home"].options == form.fields["work"].options == {"max_length": 80}


def test_a_field_that_a_rule_hides_is_not_required_by_the_schema_alone() -> None:
    raw = changed(PLAIN["document"], {"/form/rules/+": {"field": "name", "show": {"var": "agree"}}})
    written = document.dump(document.load(raw))["form"]["schema"]
    assert "name" not in written["required"]
    assert written["properties"]["name"]["x-formloom"]["required"] is True
    assert document.load(raw).form.fields["name"].required


def test_no_text_is_written_twice() -> None:
    process = document.load(PLAIN["document"])
    page = process.form.pages[0]
    field = page.sections[0].fields[0].with_(title=words("Name", "姓名"), help=words("", "全名"))
    section = page.sections[0].__class__("s", fields=(field,))
    form = process.form.__class__((page.__class__("p", sections=(section,)),))
    written = document.dump(Process("k", words("T"), form, process.flow))["form"]["schema"]["properties"][field.key]
    assert written["title"] == "Name"
    assert written["x-formloom"]["title"] == {"zh-Hans": "姓名"}
    assert "description" not in written
    assert written["x-formloom"]["help"] == {"zh-Hans": "全名"}


@pytest.mark.parametrize(
    ("kind", "key", "said", "vote"),
    [
        ("approval", "approve", None, "for"),
        ("approval", "agree", None, "for"),
        ("approval", "reject", None, "against"),
        ("approval", "refuse", None, "against"),
        ("approval", "send_back", None, ""),
        ("approval", "approve", "", ""),
        ("approval", "send_back", "against", "against"),
        ("task", "approve", None, ""),
    ],
)
def test_what_a_move_counts_as(kind: str, key: str, said: str | None, vote: str) -> None:
    move = {"key": key, "from": "one", "to": "done"} | ({} if said is None else {"vote": said})
    raw = changed(BROKEN["document"], {"/flow/states/0/kind": kind, "/flow/moves/0": move})
    loaded = document.load(raw)
    assert loaded.flow.moves[0] == Move(key, "one", "done", vote=vote)  # type: ignore[arg-type]
    assert document.load(document.dump(loaded)) == loaded


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("{", "document.not-json", ""),
        ('{"a": NaN}', "document.not-json", ""),
        ('{"a": Infinity}', "document.not-json", ""),
        ('{"a": 1e400}', "document.not-json", "/a"),
        ('{"a": "\\u0000"}', "document.character", "/a"),
        ('{"a": "\\ud800"}', "document.character", "/a"),
        ('{"a": {"b": 1, "c": [{"d": 1, "d": 2}]}}', "key.duplicate", "/a/c/0/d"),
        ("[" * 100_000, "document.not-json", ""),
        ("[" * 200 + "]" * 200, "document.too-deep", "/0" * 61),
        ("[" + "1," * 200_000 + "1]", "document.too-large", ""),
        ("[]", "document.type", ""),
        ("{}", "document.format", "/format"),
        ('{"format": "formloom/99"}', "document.format", "/format"),
        ('{"format": {}}', "document.format", "/format"),
    ],
)
def test_what_is_no_document_at_all(text: str, code: str, path: str) -> None:
    with pytest.raises(Unreadable) as raised:
        document.loads(text)
    assert [(one.code, one.path) for one in raised.value.problems] == [(code, path)]


def test_an_older_document_is_carried_forward() -> None:
    new = BROKEN["document"]
    steps = [{**one, "assignees": one["who"]} if "who" in one else one for one in new["flow"]["states"]]
    flow = {key: value for key, value in new["flow"].items() if key != "states"}
    old = {key: value for key, value in new.items() if key != "title"} | {
        "format": "formloom/0",
        "name": new["title"],
        "flow": {**flow, "steps": [{k: v for k, v in one.items() if k != "who"} for one in steps]},
    }
    assert document.load(old) == document.load(new)
    assert document.dump(document.load(old))["format"] == "formloom/1"


def test_the_same_process_said_in_another_order_has_the_same_fingerprint() -> None:
    raw = BROKEN["document"]
    turned = dict(reversed(raw.items())) | {"title": {"zh-Hans": "休假", "en": "Leave"}}
    straight = raw | {"title": {"en": "Leave", "zh-Hans": "休假"}}
    assert document.fingerprint(document.load(turned)) == document.fingerprint(document.load(straight))
    assert document.fingerprint(document.load(raw)) != document.fingerprint(document.load(straight))


def test_a_written_document_begins_with_what_a_person_looks_for() -> None:
    written = document.dump(document.load(BROKEN["document"]))
    assert list(written) == ["format", "key", "title", "number", "summary", "form", "flow"]
    assert list(written["flow"]["moves"][0])[:3] == ["key", "from", "to"]
