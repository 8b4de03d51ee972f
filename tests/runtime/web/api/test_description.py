"""The description of the JSON API says the truth."""

import re

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from schemas.messages.problem_words import CODES
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.api.program import CASES, Program, count


def test_the_description_is_openapi_and_names_every_address(lea: Program, visitor: Program) -> None:
    public, own = visitor.get("/api/v1/openapi.json").json, lea.get("/api/v1/openapi.json").json
    assert public is not None
    assert own is not None
    for described in (public, own):
        assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in lea.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, methods in public["paths"].items() for method in methods} == routes
    assert own["paths"].keys() - public["paths"].keys() == {CASES}


def test_the_form_of_a_process_is_described_as_it_is_read(lea: Program, world: World) -> None:
    described = lea.get("/api/v1/openapi.json").json
    assert described is not None
    body = described["paths"][CASES]["post"]["requestBody"]["content"]["application/json"]["schema"]
    asked = body["properties"]["answers"]
    assert asked["properties"].keys() == {*ANSWERS, "papers"}  # what is hidden when a case begins is nobody's business
    assert asked["required"] == ["wish"]
    check = Draft202012Validator(body)
    version = body["properties"]["version"]["const"]
    assert check.is_valid({"answers": ANSWERS, "version": version})
    assert lea.post(CASES, {"answers": ANSWERS, "version": version}).status_code == 201
    for wrong in ({"answers": {}}, {"answers": ANSWERS, "version": "?"}, {"answers": ANSWERS, "more": 1}, {}):
        assert not check.is_valid(wrong)
        assert lea.post(CASES, wrong).status_code == 422
    assert count(world) == 1


def test_every_code_of_the_api_is_said_in_both_languages() -> None:
    assert all(
        CODES[code].keys() == {"en", "zh-Hans"}
        for code in CODES
        if code.startswith(("body.", "query.", "idempotency."))
    )
