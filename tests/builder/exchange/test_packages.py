"""A package comes out as it went in, and nothing else comes in by one."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings

from builder.drafts import drafts
from builder.exchange import exporting, formats
from builder.exchange.packages import FORMAT, LARGEST, Package, Sample, read_package, samples_of, write_package
from builder.gallery import gallery
from cli import main
from schemas.document import Unreadable, dump, fingerprint
from schemas.filling import rights
from schemas.filling.answers import Checker
from schemas.model.process import Process
from schemas.words import words
from tests.builder.conftest import NOW
from tests.front import cards
from tests.schemas.strategies import processes

EXPENSE = gallery.ready("expense")
PACKAGE = Package(EXPENSE, samples_of(EXPENSE))


@given(processes())
@settings(max_examples=30)
def test_whatever_goes_in_comes_out(process: Process) -> None:
    package = Package(process, samples_of(process))
    text = write_package(package)
    back = read_package(text.encode())
    assert back.process == process
    assert fingerprint(back.process) == fingerprint(process) == json.loads(text)["fingerprint"]
    assert json.loads(write_package(back)) == json.loads(text)


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.key)
def test_the_samples_are_answers_of_the_form(card: gallery.Card) -> None:
    process = gallery.ready(card.key)
    samples = samples_of(process)
    assert samples
    for one in samples:
        assert one.answers.keys() <= process.form.fields.keys()


def test_a_process_without_tests_has_a_sample_that_its_form_takes() -> None:
    process = gallery.ready("expense")
    bare = type(process)(process.key, process.title, process.form, process.flow)
    (sample,) = samples_of(bare)
    files = {key for key, one in bare.form.fields.items() if one.type in ("file", "image")}
    writable = rights.writable(rights.of(bare.flow, bare.form, None))
    wrong = Checker(bare.form).read(sample.answers, writable).problems
    assert {one.path.strip("/").partition("/")[0] for one in wrong} <= files


def _broken(change: Any) -> bytes:
    raw = json.loads(write_package(PACKAGE))
    change(raw)
    return json.dumps(raw).encode()


REFUSED = {
    "package.too-new": lambda raw: raw.update(format="formloom-package/2"),
    "package.none": lambda raw: raw.update(format="formloom/1"),
    "package.damaged": lambda raw: raw["process"].update(key="other"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_was_changed_or_is_newer_is_refused(code: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_package(_broken(REFUSED[code]))
    assert [one.code for one in unreadable.value.problems] == [code]


@pytest.mark.parametrize("name", ["samples", "seal", "fingerprint", "process"])
def test_what_lacks_a_part_is_damaged(name: str) -> None:
    with pytest.raises(Unreadable, match=r"package\.damaged"):
        read_package(_broken(lambda raw: raw.pop(name)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"[]",
        b"{}",
        b'{"format": "' + FORMAT.encode() + b'", "process": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b" " * (LARGEST + 1),
    ],
    ids=["nothing", "zip", "list", "empty", "deep", "large"],
)
def test_what_is_none_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_package(content)
    assert unreadable.value.problems


def test_any_cut_is_noticed() -> None:
    content = write_package(PACKAGE).encode()
    for at in range(0, len(content) - 2, len(content) // 40):
        with pytest.raises(Unreadable):
            read_package(content[:at])


def test_a_sample_that_is_none_is_refused() -> None:
    text = write_package(Package(EXPENSE, (Sample(words("A"), {"a": 1}),)))
    assert read_package(text.encode()).samples == (Sample(words("A"), {"a": 1}),)
    many = Package(EXPENSE, tuple(Sample(words(str(n)), {}) for n in range(51)))
    with pytest.raises(Unreadable, match=r"package\.samples"):
        read_package(write_package(many).encode())


def run(*said: str, **environment: str) -> Result:
    return CliRunner().invoke(main, list(said), env=environment, catch_exceptions=False)


def test_the_commands_take_it_in_and_out(team: Any, database_url: str, tmp_path: Path) -> None:
    with team.database.writing() as tx:
        gallery.clone(tx, team.designer, "expense", NOW)
    team.fill_groups()
    document, package = tmp_path / "expense.json", tmp_path / "expense.formloom.json"
    document.write_text(formats.export_text(EXPENSE), "utf-8")
    house = {"FORMLOOM_DATABASE_URL": database_url, "FORMLOOM_SECRET_KEY": "x" * 40}
    assert run("publish", str(document), **house).exit_code == 0
    given = run("export", "expense", "--format", "package", **house)
    package.write_bytes(given.stdout_bytes)
    assert package.read_bytes() == exporting.EXPORTS["package"](EXPENSE, "en").content
    printed = json.loads(run("import", "package", str(package), "--json").stdout)
    assert printed == {"document": dump(EXPENSE), "problems": []}
    package.write_bytes(package.read_bytes().replace(b"directors", b"dictators"))
    refused = run("import", "package", str(package), "--json")
    assert refused.exit_code == 1
    assert [one["code"] for one in json.loads(refused.stdout)["problems"]] == ["package.damaged"]


def test_a_package_is_known_without_being_named(team: Any) -> None:
    file = formats.File("x", write_package(PACKAGE).encode())
    assert formats.recognised(file) == "package"
    carried = formats.bring_in("package", file)
    with team.database.writing() as tx:
        draft = drafts.take_in(tx, team.designer, carried.process, NOW)
    assert fingerprint(draft.process) == fingerprint(EXPENSE)
