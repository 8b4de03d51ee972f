"""What the panel of a grading matrix and the rows of reports post, read back."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from builder.gallery import gallery
from builder.web.frame import grading_rows, panels, report_rows
from schemas.fields.parts.bands import Band, Criterion, Grade
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.model.reporting import Report, ReportSection
from schemas.words import Words, words

IMPACT = gallery.ready("customer-change").form.fields["impact"]
BLANK = Field("impact", "grading")


def posted(**said: str) -> MultiDict[str, str]:
    return MultiDict({name.replace("__", "."): value for name, value in said.items()})


def shown(one: Field) -> MultiDict[str, str]:
    """What the panel posts when nothing was changed."""
    rows = grading_rows.grading_of(one, gallery.ready("customer-change").form)
    said: dict[str, str] = {}
    for at, grade in enumerate(rows.grades):
        said |= line(f"grades.{at}", grade.key, grade.title, points=str(grade.points))
    for at, criterion in enumerate(rows.criteria):
        name = f"criteria.{at}"
        answer = f"from:{criterion.source}" if criterion.source else criterion.answer
        said |= line(name, criterion.key, criterion.title, answer=answer, unit=criterion.unit)
        for number, band in enumerate(criterion.bands):
            more = {"range": band.range, "grade": band.grade, "points": str(band.points)}
            said |= line(f"{name}.bands.{number}", band.key, band.title, **more)
        said |= line(f"{name}.bands.{len(criterion.bands)}", "", Words(), range="", grade="")
    said |= line(f"criteria.{len(rows.criteria)}", "", Words(), answer="number", unit="")
    return MultiDict(said)


def line(name: str, key: str, title: Words, **more: str) -> dict[str, str]:
    return {f"{name}.known": key} | {f"{name}.{part}": text for part, text in {**title, **more}.items()}


def test_a_panel_that_is_not_changed_changes_nothing() -> None:
    read = grading_rows.read_grading(IMPACT, shown(IMPACT))
    assert read == {name: IMPACT.options[name] for name in ("grades", "criteria")}
    assert grading_rows.read_grading(Field("x", "number"), shown(IMPACT)) == {}
    assert grading_rows.read_grading(IMPACT, posted(title__en="T")) == {}


def test_a_matrix_begins_with_three_grades_and_grows_by_rows() -> None:
    said = shown(BLANK)
    assert [one.key for one in grading_rows.read_grading(BLANK, said)["grades"]] == ["low", "mid", "high"]
    said = MultiDict(
        {
            **said.to_dict(),
            "criteria.0.en": "Extra cost",
            "criteria.0.answer": "number",
            "criteria.0.unit": "%",
            "criteria.0.bands.0.known": "",
            "criteria.0.bands.0.range": "<5",
            "criteria.0.bands.0.grade": "low",
            "criteria.0.bands.1.known": "",
            "criteria.0.bands.1.range": "≥5",
            "criteria.0.bands.1.grade": "low",
            "criteria.0.bands.1.points": "2",
        }
    )
    bands = (Band("low", range="<5", grade="low"), Band("low_2", range="≥5", grade="low", points=2))
    wanted = (Criterion("extra_cost", words("Extra cost"), unit="%", bands=bands),)
    assert grading_rows.read_grading(BLANK, said)["criteria"] == wanted


@pytest.mark.parametrize("points", ["", "much", "NaN", "1e999", "Infinity"])
def test_points_that_are_no_number_are_none(points: str) -> None:
    said = posted(grades__0__known="", grades__0__en="Fine", grades__0__points=points)
    [grade] = grading_rows.read_grading(BLANK, said)["grades"]
    assert isinstance(grade, Grade)
    assert grade.key == "fine"


def test_what_is_emptied_goes() -> None:
    said = shown(IMPACT)
    said["criteria.0.en"] = said["criteria.0.zh-Hans"] = ""
    said["criteria.1.bands.2.range"] = ""
    [time, *_] = grading_rows.read_grading(IMPACT, said)["criteria"]
    assert (time.key, [one.key for one in time.bands]) == ("time", ["low", "mid"])


def reports(process: Process, **said: str) -> tuple[Report, ...]:
    return report_rows.read_reports(process, posted(**said))


def test_fields_of_a_report_are_chosen_and_keep_their_sections() -> None:
    process = gallery.ready("customer-change")
    [impact] = process.reports
    told = {f"reports__0__fields__{key}": "on" for one in impact.sections for key in one.fields}
    head: dict[str, Any] = {"reports__0__known": "impact", "reports__0__votes": "on", **titles(impact.title)}
    assert reports(process, **head, **told) == (impact,)
    del told["reports__0__fields__risks"]
    [less] = reports(process, **head, **told, reports__0__fields__client_phone="on")
    assert "risks" not in less.sections[-2].fields
    title = process.form.pages[0].title
    assert less.sections[-1] == ReportSection(title, ("client_phone",))
    assert reports(process, reports__0__known="impact") == ()
    assert reports(process) == process.reports
    [_, new] = reports(process, **head, **told, reports__1__known="", reports__1__en="Cost sheet")
    assert new == Report("cost_sheet", words("Cost sheet"))
    assert panels.process_changes(process, posted(title__en="T"))["reports"] == process.reports


def titles(title: Words) -> dict[str, str]:
    return {f"reports__0__{lang}": text for lang, text in title.items()}
