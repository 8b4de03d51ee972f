"""The public contract: fresh, a JSON Schema itself, kept by all that is written, and broken by what is broken."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from schemas import document, gallery
from schemas.metaschema import PATH, process_schema, written
from schemas.model.process import Process
from tests.schemas.strategies import processes
from tests.schemas.test_document import BROKEN, PLAIN, changed

FLOWS = json.loads((Path(__file__).parent.parent / "data/flawed/flows.json").read_text())
VALIDATOR = jsonschema_rs.Draft202012Validator(process_schema())
BEYOND = {"field.unknown", "key.duplicate", "document.reference", "document.pattern", "document.unknown-field-type"}
"""Problems that only somebody who knows the rest of the document, or looks at its meaning, can see."""


def wrong(raw: Any) -> list[str]:
    return [f"{'/'.join(map(str, one.instance_path))}: {one.message}" for one in VALIDATOR.iter_errors(raw)]


def test_the_committed_file_is_fresh() -> None:
    assert PATH.read_text(encoding="utf-8") == written(), "run: python -m schemas.metaschema"


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(process_schema())


@pytest.mark.parametrize("key", gallery.keys())
def test_the_gallery_keeps_it(key: str) -> None:
    raw = gallery.document(key)
    assert wrong(raw) == []
    assert wrong(document.dump(document.load(raw))) == []


def test_a_second_validator_says_the_same() -> None:
    assert Draft202012Validator(process_schema()).is_valid(FLOWS["document"])
    assert not Draft202012Validator(process_schema()).is_valid(changed(FLOWS["document"], {"/flow/states/0/kind": 1}))


@given(processes())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_keeps_it(process: Process) -> None:
    assert wrong(document.dump(process)) == []


@pytest.mark.parametrize(
    "raw", [BROKEN["document"], PLAIN["document"], FLOWS["document"]], ids=["shapes", "plain", "flows"]
)
def test_plain_documents_keep_it(raw: Any) -> None:
    assert wrong(raw) == []


@pytest.mark.parametrize("case", FLOWS["sound"] + FLOWS["flawed"], ids=lambda case: json.dumps(case["changes"])[:100])
def test_a_document_may_be_flawed_and_have_the_shape(case: dict[str, Any]) -> None:
    assert wrong(changed(FLOWS["document"], case["changes"])) == []


@pytest.mark.parametrize("case", BROKEN["cases"], ids=lambda case: json.dumps(case["changes"])[:100])
def test_a_broken_shape_breaks_it(case: dict[str, Any]) -> None:
    codes = {code for code, _ in case["problems"]}
    if not codes & BEYOND:
        assert bool(wrong(changed(BROKEN["document"], case["changes"]))) == bool(codes)
