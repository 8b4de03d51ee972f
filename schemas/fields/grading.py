"""Criteria that are answered, each falls in a band, and the bands together make a grade."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import EXTRA, FieldType, Part, Refused, asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.amounts import read_number, show_number
from schemas.fields.parts.bands import (
    BAND,
    DECIMALS,
    GRADE,
    LARGEST,
    POINTS,
    Band,
    Criterion,
    Grade,
    Overall,
    graded,
    limits,
    plain,
)
from schemas.fields.parts.criteria import read_criteria, read_grades, write_criteria, write_grades
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field, Rule
from schemas.words import LANGUAGES, Words, words

OVERALL: Final = words("Grade", "评级")
SCORE: Final = words("Points", "得分")
_BAND_OF: Final = words("{criterion}: band", "{criterion}：档位")


class Grading(FieldType):
    """``{"cost": 12, "cost_band": "mid", "risk": "high", "risk_band": "high", "grade": "high"}``.

    The answers are typed, chosen or taken from other fields; the bands and the grade are worked out by rules, here and in
    the browser. ``grades`` stand from the lowest to the highest.
    """

    key = "grading"
    title = words("Grading matrix", "评级矩阵")
    icon = "gauge"
    value = "object"
    family = "choice"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "object"}
    options = asking(
        Field("grades", "table", words("Grades, from the lowest", "等级（由低到高）")),
        Field("criteria", "table", words("Criteria and their bands", "评级维度与档位")),
        Field(
            "overall",
            "choice",
            words("The grade of the whole is", "总评级"),
            options={
                "choices": (
                    Choice("worst", words("The highest of all criteria", "取各维度中最高的等级")),
                    Choice("points", words("By the sum of points", "按得分合计")),
                    Choice("count", words("The highest that so many criteria reach", "取至少若干维度达到的最高等级")),
                )
            },
        ),
        Field(
            "count",
            "number",
            words("So many criteria", "维度个数"),
            help=words("Such as 2: “high” once two criteria are high.", "例如 2：有两个维度为“高”时，总评级为“高”。"),
            options={"minimum": 1, "maximum": 50, "decimals": 0},
        ),
        Field("every", "yes_no", words("Every criterion must be answered", "每个维度必填")),
    )

    def criteria(self, field: Field) -> tuple[Criterion, ...]:
        return tuple(field.options.get("criteria", ()))

    def grades(self, field: Field) -> tuple[Grade, ...]:
        return tuple(field.options.get("grades", ()))

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"properties"}

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {one.key: _part(one) for one in self.criteria(field) if not one.source}

    def readable(self, field: Field) -> Mapping[str, Part]:
        found: dict[str, Part] = {}
        for one in self.criteria(field):
            found[one.key] = _part(one)
            bands = tuple((band.key, band.title) for band in one.bands)
            found[one.key + BAND] = Part(title=_BAND_OF.formatted(criterion=_called(one)), choices=bands)
        if POINTS in self.worked(field):
            found[POINTS] = Part("number", title=SCORE)
        grades = tuple((grade.key, grade.title) for grade in self.grades(field))
        return {**found, GRADE: Part(title=OVERALL, choices=grades)}

    def worked(self, field: Field) -> Mapping[str, Rule]:
        said = field.options
        overall = Overall(said.get("overall") or "worst", said.get("count") or 1, every=said.get("every") is True)
        return graded(field.key, self.criteria(field), self.grades(field), overall)

    def schema(self, field: Field) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for one in self.criteria(field):
            worked = {"readOnly": True} if one.source else {}
            bands = _one_of(band.key for band in one.bands)
            properties[one.key] = ({"type": "number", **_bounds(one)} if one.counts else bands) | worked
            properties[one.key + BAND] = {**bands, "readOnly": True}
        if POINTS in self.worked(field):
            properties[POINTS] = {"type": "number", "readOnly": True}
        if grades := self.grades(field):
            properties[GRADE] = {**_one_of(grade.key for grade in grades), "readOnly": True}
        return {**super().schema(field), **({"properties": properties} if properties else {})}

    def extras(self, field: Field) -> dict[str, Any]:
        rows = {"criteria": write_criteria(self.criteria(field)), "grades": write_grades(self.grades(field))}
        return {name: rows.get(name, one) for name, one in field.options.items()}

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        said = super().from_schema(written)
        try:
            for name, read in (("criteria", read_criteria), ("grades", read_grades)):
                said |= {name: read(said[name])} if name in said else {}
        except Refused as refused:
            raise Refused(refused.code, EXTRA, *refused.at, **refused.params) from refused
        return said

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        """What is worked out may come along, as a program has it that gives back what it got; it is not looked at."""
        if raw == "":
            return None
        if not isinstance(raw, dict):
            raise Refused("answer.type")
        known = self.readable(field)
        if strange := [str(key) for key in raw if key not in known]:
            raise Refused("answer.unknown-row", row=strange[0][:100].encode(errors="replace").decode())
        mine = [one for one in self.criteria(field) if not one.source]
        said = {one.key: _answer(one, raw[one.key]) for one in mine if raw.get(one.key) is not None}
        given = {key: value for key, value in said.items() if value is not None}
        if given and field.options.get("every") is True and (left := [one for one in mine if one.key not in given]):
            raise Refused("answer.every-row", row=_called(left[0]))
        return given or None

    def show(self, field: Field, value: Any, lang: str) -> str:
        """As in “Grade: High; Cost: 12 % (Medium)”."""
        between, colon = ("；", "：") if lang.startswith("zh") else ("; ", ": ")
        said = [(OVERALL, self.show_grade(field, value, lang))]
        for one in self.criteria(field):
            answer, band = self.show_answer(one, value, lang), self.show_band(one, value, lang)
            said.append((_called(one), f"{answer} ({band})" if band and answer != band else answer))
        return between.join(f"{title.in_(lang)}{colon}{text}" for title, text in said if text)

    def show_answer(self, criterion: Criterion, value: Any, lang: str) -> str:
        said = (value or {}).get(criterion.key)
        if said is None or isinstance(said, bool):
            return ""
        if not criterion.counts or not isinstance(said, int | float):
            return band_title(criterion, said, lang)
        number, unit = show_number(said, lang), criterion.unit
        return f"{number} {unit}" if unit[:1].isalnum() else number + unit

    def show_band(self, criterion: Criterion, value: Any, lang: str) -> str:
        band = (value or {}).get(criterion.key + BAND)
        return band_title(criterion, band, lang) if band else ""

    def show_range(self, criterion: Criterion, band: Band, lang: str) -> str:
        """What a band takes, as it was written, with the unit."""
        unit = criterion.unit
        return f"{band.range} {unit}" if unit[:1].isalnum() else band.range + unit

    def show_both(self, criterion: Criterion, band: Band, lang: str) -> str:
        """The title of a band and what it takes."""
        told = (band.title.in_(lang), self.show_range(criterion, band, lang) if band.range else "")
        return " ".join(filter(None, told)) or band.key

    def looks(self, field: Field, lang: str) -> dict[str, list[str]]:
        """How each grade is called and looks, for the script of a page."""
        return {one.key: [one.title.in_(lang) or one.key, self.tone(field, one.key)] for one in self.grades(field)}

    def show_grade(self, field: Field, value: Any, lang: str) -> str:
        grade = (value or {}).get(GRADE)
        return _title(self.grades(field), grade, lang) if grade else ""

    def tone(self, field: Field, grade: Any) -> str:
        """How a grade looks: "good" for the lowest, "bad" for the highest, "warn" between; "" for none of them."""
        keys = [one.key for one in self.grades(field)]
        if grade not in keys:
            return ""
        at = keys.index(grade)
        return "good" if at == 0 and len(keys) > 1 else "bad" if at == len(keys) - 1 else "warn"

    def headings(self, field: Field) -> tuple[Words, ...]:
        inner = (part.title for part in self.readable(field).values())
        title = field.title or Words({LANGUAGES[0]: field.key})
        return tuple(words("{field}: {part}", "{field}：{part}").formatted(field=title, part=one) for one in inner)

    def spread(self, field: Field, value: Any, lang: str) -> tuple[str | float, ...]:
        return tuple(self._spread(field, value if isinstance(value, Mapping) else {}, lang))

    def _spread(self, field: Field, value: Mapping[str, Any], lang: str) -> Iterator[str | float]:
        for one in self.criteria(field):
            answer = value.get(one.key, "")
            yield answer if isinstance(answer, int | float) else self.show_answer(one, value, lang)
            yield self.show_band(one, value, lang)
        if POINTS in self.worked(field):
            yield value.get(POINTS, "")
        yield self.show_grade(field, value, lang)


def _part(criterion: Criterion) -> Part:
    if criterion.counts:
        return Part("number", title=_called(criterion))
    return Part(title=_called(criterion), choices=tuple((band.key, band.title) for band in criterion.bands))


def _answer(criterion: Criterion, raw: Any) -> Any:
    """The number, or the key of the band.

    Raises:
        Refused: it is none that a band takes.
    """
    if not criterion.counts:
        chosen = clean(raw)
        if chosen and chosen not in {band.key for band in criterion.bands}:
            raise Refused("answer.not-a-choice")
        return chosen or None
    number = read_number(raw, DECIMALS)
    if number is not None and abs(number) > LARGEST:
        raise Refused(
            "answer.too-large" if number > 0 else "answer.too-small", limit=LARGEST if number > 0 else -LARGEST
        )
    return number


def _bounds(criterion: Criterion) -> dict[str, Any]:
    """As far as the outermost bands reach."""
    found, made = limits(criterion), {}
    if found and found[0].low is not None:
        made["minimum" if found[0].with_low else "exclusiveMinimum"] = plain(found[0].low)
    if found and found[1].high is not None:
        made["maximum" if found[1].with_high else "exclusiveMaximum"] = plain(found[1].high)
    return made


def _one_of(keys: Iterator[str]) -> dict[str, Any]:
    known = list(dict.fromkeys(keys))
    return {"type": "string", **({"enum": known} if known else {})}


def band_title(criterion: Criterion, key: Any, lang: str) -> str:
    """What a band is called; one without a title by what it takes."""
    found = next((one for one in criterion.bands if one.key == key), None)
    return (found and (found.title.in_(lang) or found.range)) or str(key)


def _title(listed: Any, key: Any, lang: str) -> str:
    found = next((one for one in listed if one.key == key), None)
    return (found and found.title.in_(lang)) or str(key)


def _called(criterion: Criterion) -> Words:
    return criterion.title or Words({LANGUAGES[0]: criterion.key})
