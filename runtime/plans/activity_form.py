"""What is asked about an activity of a plan, as a form; and the activity that its answers make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from runtime.planning.plan import FULL, LONGEST, Activity, After, Need, Plan, Resource, Share
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.words import Words, words

LINKS: Final[Mapping[str, Words]] = {
    "fs": words("begins when it has ended", "对方完成后开始"),
    "ss": words("begins when it begins", "与对方同时开始"),
    "ff": words("ends when it ends", "与对方同时完成"),
    "sf": words("ends when it begins", "对方开始后完成"),
}
PHASES: Final[Mapping[str, Words]] = {
    "preparation": words("Preparation", "准备"),
    "implementation": words("Implementation", "实施"),
    "follow_up": words("Follow-up", "后续"),
}
MOST_MATERIAL: Final = 100_000


@dataclass(frozen=True)
class Said:
    """What was said about an activity; None where something is to be mended."""

    reading: Reading
    activity: Activity | None


def form(plan: Plan, resources: Sequence[Resource], present: Activity | None = None) -> Form:
    """Of a new activity, or of one that is in the plan; a group has neither length nor people of its own."""
    below = _below(plan, present.id) if present else set()
    groups = {one.id: one.title for one in plan.activities if one.id not in below and one.days}
    others = {one.id: one.title for one in plan.activities if one.id not in below}
    is_group = present is not None and plan.is_summary(present.id)
    return asking(
        Field("title", "text", words("What is to be done?", "活动名称"), required=True, options={"max_length": 200}),
        *([] if is_group else _time()),
        *_when(is_group=is_group),
        *_after(others),
        *([] if is_group else _who(resources)),
        *_place(groups),
    )


def answers_about(one: Activity) -> dict[str, Any]:
    """The answers of `form` as they stand, with an empty row behind each list, so that one is at hand without a script."""
    return {
        "title": one.title,
        "days": one.days,
        "start": one.start.isoformat() if one.start else None,
        "fixed": one.fixed,
        "after": [*({"id": link.id, "how": link.kind, "lag": link.lag} for link in one.after), {}],
        "people": [*({"who": share.resource, "percent": share.percent} for share in one.people), {}],
        "material": [*({"what": need.resource, "quantity": need.quantity} for need in one.material), {}],
        "parent": one.parent or None,
        "phase": one.kind or None,
    }


def blank(parent: str = "") -> dict[str, Any]:
    return {**answers_about(Activity("", "", parent)), "days": 5, "title": None}


def read(asked: Form, raw: Mapping[str, Any], present: Activity) -> Said:
    """The activity as it would be. What was not asked stays as it is at ``present``."""
    reading = Checker(asked).read(raw, frozenset(asked.fields))
    if reading.problems:
        return Said(reading, None)
    said = reading.answers
    made = replace(
        present,
        title=said["title"],
        start=date.fromisoformat(said["start"]) if said.get("start") else None,
        fixed=bool(said.get("fixed")) and bool(said.get("start")),
        after=tuple(_links(said.get("after") or ())),
        parent=said.get("parent") or "",
        kind=said.get("phase") or "",
    )
    return Said(reading, _worked(made, said) if "days" in asked.fields else made)


def _worked(made: Activity, said: Mapping[str, Any]) -> Activity:
    return replace(
        made,
        days=int(said.get("days") or 0),
        people=tuple(Share(row["who"], int(row.get("percent") or FULL)) for row in said.get("people") or ()),
        material=tuple(Need(row["what"], int(row.get("quantity") or 1)) for row in said.get("material") or ()),
    )


def _links(rows: Sequence[Mapping[str, Any]]) -> Iterator[After]:
    for row in rows:
        yield After(row["id"], row.get("how") or "fs", int(row.get("lag") or 0))


def _below(plan: Plan, activity: str) -> set[str]:
    """It, and whatever stands below it: none of these can be above it, or before it."""
    found = {activity}
    for one in plan.activities:
        above = one
        while above.parent and above.id not in found:
            above = plan.by_id[above.parent]
        if above.id in found:
            found.add(one.id)
    return found


def _time() -> Iterator[Field]:
    yield Field(
        "days",
        "number",
        words("Working days", "工作日数"),
        words("0 makes it a milestone.", "填 0 表示里程碑。"),
        required=True,
        options={"minimum": 0, "maximum": LONGEST, "decimals": 0},
    )


def _when(*, is_group: bool) -> Iterator[Field]:
    yield Field(
        "start",
        "date",
        words("Not before", "最早开始日期"),
        words("Left empty, it begins as early as it can.", "留空则尽早开始。"),
    )
    if not is_group:
        yield Field(
            "fixed",
            "yes_no",
            words("Is this day promised?", "该日期是否已承诺？"),
            words("Then nobody moves it to make room.", "若已承诺，则不会为腾出资源而移动。"),
        )


def _after(others: Mapping[str, str]) -> Iterator[Field]:
    if others:
        yield Field(
            "after",
            "repeat",
            words("After", "前置活动"),
            words("What has to happen before.", "须先完成或开始的活动。"),
            columns=(
                Field("id", "choice", words("Activity", "活动"), required=True, options=_choices(others)),
                Field("how", "choice", words("How", "关系"), options=_choices(LINKS), width="half"),
                Field("lag", "number", words("Days between", "间隔天数"), width="half", options={"decimals": 0}),
            ),
        )


def _who(resources: Sequence[Resource]) -> Iterator[Field]:
    people = {one.id: one.title for one in resources if one.kind == "person"}
    material = {one.id: one.title for one in resources if one.kind == "material"}
    if people:
        percent = {"minimum": 1, "maximum": 1000, "decimals": 0, "unit": "%"}
        yield Field(
            "people",
            "table",
            words("People", "人员"),
            words("The first is responsible.", "第一位为负责人。"),
            columns=(
                Field("who", "choice", words("Who", "人员"), required=True, options=_choices(people)),
                Field("percent", "number", words("Of their day", "投入"), options=percent),
            ),
        )
    if material:
        yield Field(
            "material",
            "table",
            words("Material", "物资"),
            columns=(
                Field("what", "choice", words("What", "物资"), required=True, options=_choices(material)),
                Field(
                    "quantity",
                    "number",
                    words("How many at a time", "同时需要数量"),
                    options={"minimum": 1, "maximum": MOST_MATERIAL, "decimals": 0},
                ),
            ),
        )


def _place(groups: Mapping[str, str]) -> Iterator[Field]:
    if groups:
        yield Field("parent", "choice", words("Part of", "所属分组"), options=_choices(groups))
    yield Field("phase", "choice", words("Phase", "阶段"), options=_choices(PHASES))


def _choices(titles: Mapping[str, str | Words]) -> dict[str, Any]:
    made = [Choice(key, title if isinstance(title, Words) else words(title, title)) for key, title in titles.items()]
    return {"look": "select", "choices": tuple(made)}
