"""The public contract of the format: the JSON Schema of a process document, generated from what reads it.

It describes documents as they are written today. `document` reads more than this (older formats, shorter spellings) and
refuses more (keys that name nothing): what one sentence of JSON Schema cannot say, a problem says in words.

``python -m schemas.metaschema`` writes process.schema.json anew; a test checks that somebody did.
"""

import json
from pathlib import Path
from typing import Any, Final

from schemas.document import FIGURES, OPTIONAL, REQUIRED
from schemas.fields.kind import EXTRA
from schemas.fields.parts.alternatives import PICTURE
from schemas.format.definitions import DIALECT
from schemas.format.metaschema_flow import flow_definitions
from schemas.format.metaschema_form import closed, form_definitions, listed, refer
from schemas.format.reading import KEY, LONGEST_NUMBER, NUMBER
from schemas.format.script_reading import ACTS, ASKED_BEFORE, KINDS, SPECIAL, STEP, THEN, WHERE
from schemas.model.process import CHANNELS, CONTACT, FORMAT
from schemas.words import TAG

PATH: Final = Path(__file__).with_name("process.schema.json")

TEXT: Final = {"type": "string"}


def process_schema() -> dict[str, Any]:
    """The JSON Schema 2020-12 of a document."""
    said = {
        "format": {"const": FORMAT},
        "key": refer("key"),
        **dict.fromkeys(("title", "about"), refer("words")),
        **dict.fromkeys(("$schema", "category"), TEXT),
        "number": {"type": "string", "maxLength": LONGEST_NUMBER, "pattern": NUMBER},
        "contact": closed(**dict.fromkeys(CONTACT, TEXT)),
        "summary": listed(TEXT),
        "figures": closed(**dict.fromkeys(FIGURES, TEXT), by=listed(TEXT)),
        "follows": listed(_follow()),
        "reports": listed(_report()),
        "groups": _keyed(refer("words")),
        "form": refer("form"),
        "flow": refer("flow"),
        "tests": listed(refer("test")),
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:{FORMAT.replace('/', ':')}",
        "title": "A process of Formloom: a form and a flow under one key",
        **closed(REQUIRED, **{name: said[name] for name in (*REQUIRED, *OPTIONAL)}),
        "$defs": {**_words(), **form_definitions(), **flow_definitions(), **_tests()},
    }


def written() -> str:
    """The file, byte for byte."""
    return json.dumps(process_schema(), ensure_ascii=False, indent=1) + "\n"


def _words() -> dict[str, Any]:
    texts = {"type": "object", "propertyNames": {"pattern": TAG}, "additionalProperties": TEXT}
    beside = {EXTRA: closed(title=refer("words"), image={"type": "string", "pattern": f"^{PICTURE}$"})}
    offered = closed(("const",), const=TEXT, title=refer("words"), **beside)
    other = closed(("not",), title=refer("words"), not_=closed(("enum",), enum=listed(TEXT)))
    return {
        "key": {"type": "string", "pattern": KEY},
        "words": {"description": "A text: in the first language, or in several.", "anyOf": [TEXT, texts]},
        "logic": {"description": "JSON Logic, as plain JSON."},
        "keyed": closed(key=refer("key")),
        "alternative": {"description": "A choice; or whatever is none of the others.", "anyOf": [offered, other]},
    }


def _tests() -> dict[str, Any]:
    answers = {"type": "object"}
    texts = {**dict.fromkeys((*STEP, *SPECIAL, *KINDS["returned"]), TEXT), "answers": answers}
    of_acts = {
        "to": listed(TEXT),
        "raises": {"type": "boolean"},
        "where": {"enum": [*WHERE]},
        "then": {"enum": [*THEN]},
    }
    known = {**texts, **of_acts}
    steps = [
        closed((kind,), **{kind: {"enum": [*ACTS]} if kind == "act" else TEXT, **{name: known[name] for name in more}})
        for kind, more in KINDS.items()
    ]
    expect = closed(visits=listed(TEXT), ends=TEXT, answers=answers, open={"type": "array"})
    begins = {"type": "string", "format": "date-time"}
    lately = {ASKED_BEFORE: {"type": "integer", "minimum": 0}}
    said = {"title": refer("words"), "begins": begins, "answers": answers, "expect": expect, **lately}
    test = closed(as_=TEXT, steps=listed(refer("step")), **said)
    return {"test": test, "step": {"oneOf": steps}}


def _follow() -> dict[str, Any]:
    given = {"type": "object", "additionalProperties": refer("logic")}
    return closed(("process",), process=refer("key"), title=refer("words"), given=given, channel={"enum": [*CHANNELS]})


def _report() -> dict[str, Any]:
    section = closed(title=refer("words"), fields=listed(TEXT))
    return closed(("key",), key=refer("key"), title=refer("words"), sections=listed(section), votes={"type": "boolean"})


def _keyed(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "propertyNames": {"pattern": KEY}, "additionalProperties": value}


if __name__ == "__main__":
    PATH.write_text(written(), encoding="utf-8")
