"""Templates of the demo's workspace, what was made from them, and what has become of them since."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from builder.drafts import drafts
from builder.editing.edits import Edit
from builder.editing.flow_edits import ChangeState
from builder.editing.form_edits import AddField, ChangeField
from builder.exchange.packages import Package, samples_of, write_package
from builder.gallery import gallery, own_templates
from builder.gallery.own_templates import Label
from runtime.access import Actor
from schemas.model.assignment import Who
from schemas.words import words

LABEL = Label(
    words("Travel costs of the whole northern region", "北方大区差旅费用"),
    words(
        "For trips of two days and more, with a forecast before and receipts after.",
        "两天及以上的出差：事前预估，事后凭票。",
    ),
    "finance",
)


def stocked(tx: Any, who: Actor, now: datetime) -> tuple[str, str, str]:
    """A template, and two processes made from it: one can be brought up as it is, in the other both have changed things; its name."""
    source = gallery.clone(tx, who, "expense", now).id
    name = own_templates.save(tx, who, source, LABEL, now).name
    smooth, crossed = (gallery.clone(tx, who, name, now) for _ in range(2))
    _edit(tx, who, smooth.id, ChangeField("reference", {"title": words("Our reference", "我方编号")}), now)
    for edit in (
        ChangeField("purpose", {"title": words("What was the trip for?", "出差事由")}),
        ChangeState("director", {"title": words("The board looks at it", "董事会审核")}),
    ):
        _edit(tx, who, crossed.id, edit, now)
    for edit in (
        ChangeField("purpose", {"title": words("Purpose, in a sentence", "一句话说明用途")}),
        ChangeState("director", {"title": words("Second signature", "二级审批")}),
        AddField("claim", "date", words("First day of the trip", "出发日期")),
    ):
        _edit(tx, who, source, edit, now)
    own_templates.save(tx, who, source, LABEL, now, name)
    return smooth.process.key, crossed.process.key, name


def _edit(tx: Any, who: Actor, draft_id: str, edit: Edit, now: datetime) -> None:
    draft = drafts.get(tx, who, draft_id)
    drafts.edit(tx, who, draft_id, edit, revision=draft.revision, now=now)


def package() -> bytes:
    """With somebody in it who is not here."""
    process = gallery.ready("expense")
    states = tuple(
        replace(one, who=(Who("person", "ada.lovelace"),)) if one.key == "director" else one
        for one in process.flow.states
    )
    process = replace(process, flow=replace(process.flow, states=states))
    return write_package(Package(process, samples_of(process))).encode()
