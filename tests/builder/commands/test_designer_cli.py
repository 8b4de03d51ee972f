"""The commands about documents, called on files as a script calls them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builder.comparison.comparison import grouped
from builder.gallery import gallery
from cli import main
from schemas.document import dump, dumps, fingerprint, loads
from schemas.words import LANGUAGES

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FILED = {"purpose": "Train to the client"}
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def called(*words: str, stdin: str = "", **environment: str) -> Result:
        return CliRunner().invoke(main, list(words), input=stdin, env=environment, catch_exceptions=False)

    return called


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    process = gallery.ready("expense")
    path = tmp_path / "broken.json"
    path.write_text(dumps(replace(process, flow=replace(process.flow, moves=()))), "utf-8")
    return path


def printed(result: Result, status: int = 0) -> Any:
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def test_lint_says_what_is_wrong_and_leaves_with_one(run: Run, expense: Path, broken: Path) -> None:
    assert not [one for one in printed(run("lint", str(expense), "--json"))["problems"] if one["severity"] == "error"]
    problems = printed(run("lint", str(broken), "--json"), 1)["problems"]
    assert {"severity", "code", "path", "message"} <= problems[0].keys()
    assert "state.dead-end" in {one["code"] for one in problems}
    assert "state.dead-end" in run("lint", str(broken)).stdout


def test_messages_are_in_the_language_asked_for(run: Run, broken: Path) -> None:
    by_option = printed(run("lint", str(broken), "--json", "--lang", "zh-Hans"), 1)
    by_environment = printed(run("lint", str(broken), "--json", FORMLOOM_LANG="zh-Hans"), 1)
    assert by_option == by_environment
    assert not by_option["problems"][0]["message"].isascii()


def test_a_documents_own_tests_are_counted(run: Run, expense: Path) -> None:
    report = printed(run("test", str(expense), "--json"))
    assert report["failed"] == 0
    assert report["passed"] == len(gallery.ready("expense").tests)
    assert report.keys() == {"passed", "failed", "tests", "coverage"}
    assert "0 failed" in run("test", str(expense)).stdout


def test_tests_are_suggested_for_what_none_covers(run: Run, expense: Path, tmp_path: Path) -> None:
    report = printed(run("test", str(expense), "--coverage", "--json"))
    assert report["coverage"]["moves"] != []
    document = json.loads(expense.read_text("utf-8"))
    covered = tmp_path / "covered.json"
    covered.write_text(json.dumps({**document, "tests": [*document["tests"], *report["suggested"]]}), "utf-8")
    again = printed(run("test", str(covered), "--coverage", "--json"))
    assert (again["failed"], again["coverage"], again["suggested"]) == (0, {"states": [], "moves": []}, [])
    assert "suggested: " in run("test", str(expense), "--coverage").stdout


def test_check_reads_answers_from_a_file_from_input_or_as_they_stand(run: Run, expense: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(FILED), "utf-8")
    calls = (
        run("check", str(expense), str(answers), "--json"),
        run("check", str(expense), "-", "--json", stdin=json.dumps(FILED)),
        run("check", str(expense), json.dumps(FILED), "--json"),
    )
    first, second, third = (printed(call, call.exit_code) for call in calls)
    assert first == second == third
    assert first.keys() == {"ok", "answers", "shown", "problems"}
    assert first["ok"] is (calls[0].exit_code == 0)


def test_check_finds_what_is_missing_and_what_nobody_knows(run: Run, expense: Path) -> None:
    found = printed(run("check", str(expense), '{"nonsense": 1}', "--json"), 1)
    codes = {problem["code"] for problem in found["problems"]}
    assert not found["ok"]
    assert {"answer.unknown-field", "answer.required"} <= codes


def test_check_in_a_step_reads_with_its_rights(run: Run, expense: Path) -> None:
    flow = gallery.ready("expense").flow
    step = next(state.key for state in flow.states if state.kind == "approval")
    read = printed(run("check", str(expense), json.dumps(FILED), "--state", step, "--json"))
    assert "purpose" not in read["answers"]
    assert run("check", str(expense), "{}", "--state", "nowhere").exit_code == 2


def test_what_a_step_hides_is_not_shown_there(run: Run, expense: Path) -> None:
    first, manager, pay = (
        printed(run("check", str(expense), json.dumps(FILED), *at, "--json"), status)["shown"]
        for at, status in (((), 1), (("--state", "manager"), 0), (("--state", "pay"), 1))
    )
    assert first == manager == ["purpose", "items", "total", "receipts"]
    assert pay == [*first, "paid_on", "reference"]


@pytest.mark.parametrize("said", ['{"purpose": "a", "purpose": "b"}', '{"items": [{"what": 1, "what": 2}]}'])
def test_answers_that_two_programs_read_differently_are_a_wrong_call(run: Run, expense: Path, said: str) -> None:
    result = run("check", str(expense), said, "--json")
    assert (result.exit_code, result.stdout, "stands twice" in result.stderr) == (2, "", True)


def test_rehearse_walks_the_tests_own_scripts(run: Run, expense: Path, tmp_path: Path) -> None:
    for number, test in enumerate(gallery.ready("expense").tests):
        script = tmp_path / f"{number}.json"
        script.write_text(json.dumps({key: test[key] for key in test if key not in {"title", "expect"}}), "utf-8")
        walked = printed(run("rehearse", str(expense), str(script), "--json"))
        assert walked.keys() == {"visits", "open", "ended", "answers", "effects", "problems"}
        if "ends" in test["expect"]:
            assert walked["ended"] == test["expect"]["ends"]


def test_a_script_of_the_wrong_shape_is_a_problem(run: Run, expense: Path) -> None:
    walked = printed(run("rehearse", str(expense), '{"stepz": []}', "--json"), 1)
    assert walked["problems"][0]["code"] == "document.unknown-key"
    assert walked["visits"] == []


def test_logic_answers_line_by_line(run: Run) -> None:
    lines = ['{"rule": {"+": [{"var": "a"}, 2]}, "data": {"a": 1}}', "no json", '{"rule": {"no-such": []}, "data": {}}']
    result = run("logic", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert answers[0] == {"result": 3}
    assert all("error" in answer for answer in answers[1:])
    assert result.exit_code == 0


def test_half_a_character_is_said_and_the_lines_after_it_are_answered(run: Run) -> None:
    result = run("logic", stdin='{"rule": {"substr": ["😀", 0, 1]}}\n{"rule": 1}\n')
    assert [json.loads(line) for line in result.stdout.splitlines()] == [{"result": "\ud83d"}, {"result": 1}]


def test_a_form_whose_rules_wait_for_one_another_is_not_filled(run: Run, expense: Path) -> None:
    document = json.loads(expense.read_text("utf-8"))
    document["form"]["rules"].append({"field": "purpose", "show": {"var": "purpose"}})
    expense.write_text(json.dumps(document), "utf-8")
    checked = printed(run("check", str(expense), "{}", "--json"), 1)
    assert ([one["code"] for one in checked["problems"]], checked["ok"]) == (["rule.cycle"], False)
    drawn = run("render", str(expense))
    assert (drawn.exit_code, "rule.cycle" in drawn.output) == (1, True)


def test_answers_nested_without_end_are_a_wrong_call(run: Run, expense: Path) -> None:
    deep = '{"purpose":' + "[" * 100_000 + "]" * 100_000 + "}"
    for command in ("check", "rehearse"):
        assert run(command, str(expense), deep, "--json").exit_code == 2


def test_render_prints_the_whole_page_in_either_language(
    run: Run, expense: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    english = run("render", str(expense)).stdout
    chinese = run("render", str(expense), "--lang", "zh-Hans", "--answers", '{"purpose": "<b>火车</b>"}').stdout
    assert english.startswith("<!doctype html>")
    assert '<html lang="zh-Hans"' in chinese
    assert "&lt;b&gt;火车" in chinese
    step = next(state.key for state in gallery.ready("expense").flow.states if state.kind == "approval")
    assert 'name="purpose"' in english
    assert 'name="purpose"' not in run("render", str(expense), "--state", step).stdout
    assert not (tmp_path / "never-opened").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_diff_says_in_both_languages_what_the_page_of_versions_says(
    run: Run, expense: Path, broken: Path, lang: str
) -> None:
    said = run("diff", str(expense), str(broken), "--lang", lang).stdout.splitlines()
    old, new = (loads(one.read_text("utf-8")) for one in (expense, broken))
    assert said
    assert sorted(said) == sorted(one.in_(lang) for some in grouped(old, new).values() for one in some)


def test_diff_says_the_changes_in_sentences(run: Run, expense: Path, broken: Path) -> None:
    assert printed(run("diff", str(expense), str(expense), "--json")) == {"changes": []}
    said = printed(run("diff", str(expense), str(broken), "--json"))["changes"]
    assert any("was removed" in one for one in said)


def test_import_gives_the_document_back(run: Run, expense: Path) -> None:
    assert run("import", "json", str(expense)).stdout == expense.read_text("utf-8")
    assert printed(run("import", "json", str(expense), "--json"))["document"] == dump(gallery.ready("expense"))
    assert run("import", "papyrus", str(expense)).exit_code == 2


@pytest.mark.parametrize("command", ["lint", "test"])
def test_what_is_no_document_is_a_problem_and_what_is_no_file_is_a_wrong_call(
    run: Run, tmp_path: Path, command: str
) -> None:
    odd = tmp_path / "odd.json"
    for text in ("", "[]", '{"format": "formloom/1", "key": "a", "colour": "red"}', '{"format": "formloom/9"}'):
        odd.write_text(text, "utf-8")
        problems = printed(run(command, str(odd), "--json"), 1)["problems"]
        assert all(problem["code"].startswith("document.") for problem in problems)
    assert run(command, str(tmp_path / "nothing.json")).exit_code == 2
    assert run(command).exit_code == 2


def test_publish_and_export_speak_with_the_configured_database(
    run: Run, expense: Path, team: Any, database_url: str
) -> None:
    house = {"FORMLOOM_DATABASE_URL": database_url, "FORMLOOM_SECRET_KEY": "x" * 40}
    refused = printed(run("publish", str(expense), "--json", **house), 1)
    assert "step.nobody" in {problem["code"] for problem in refused["problems"]}
    with team.database.writing() as tx:
        gallery.clone(tx, team.designer, "expense", NOW)
    team.fill_groups()
    published = printed(run("publish", str(expense), "--json", **house))
    assert published["version"] == 1
    assert published["fingerprint"] == fingerprint(gallery.ready("expense"))
    assert run("export", "expense", **house).stdout == expense.read_text("utf-8")
    assert run("export", "nothing", **house).exit_code == 2
    for form in ("json", "package", "jsonschema", "bpmn", "mermaid", "svg"):
        given = printed(run("export", "expense", "--format", form, "--json", **house))
        assert given.keys() == {"document", "problems"}
        assert isinstance(given["document"], str if form in {"bpmn", "mermaid", "svg"} else dict)
    assert run("export", "expense", "--format", "xlsform", "--json", **house).exit_code == 2
    assert run("publish", str(expense), "--workspace", "elsewhere", **house).exit_code == 2
