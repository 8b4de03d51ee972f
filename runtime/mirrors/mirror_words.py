"""What a connection says: there about a request of ours, here about what has happened there."""

from datetime import datetime
from typing import Final

from runtime.formats.wording import line
from runtime.hours import office_hours
from runtime.mirrors.counterpart import Fresh, There
from runtime.people.display_names import called, text_of
from runtime.processes.deployment import Compiled
from runtime.store.cases import tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.mirrors.mirrors import Mirror
from runtime.store.people import workspaces
from schemas.fields.registry import type_of
from schemas.filling.places import Place
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words

UNTOLD: Final = frozenset({"sealed", "none"})
"""What rules cannot see of an answer is told nobody outside."""
MARK: Final = "formloom-"
GOES: Final = words("{name} has moved it on.", "{name}已推动此步骤。")
ODDS: Final = {
    "both": words(
        "Both have moved: there it is “{detail}” now, and no step leads there from here.",
        "两边都已变动：对方现为“{detail}”，而此处没有可达的步骤。",
    ),
    "no-move": words(
        "There it is “{detail}” now. From where the request stands no move leads to that.",
        "对方现为“{detail}”，而申请当前步骤没有通向它的操作。",
    ),
    "not-allowed": words(
        "There it is “{detail}” now, but the request may not go there yet.",
        "对方现为“{detail}”，但申请目前还不能进入该步骤。",
    ),
    "unanswered": words(
        "There it is “{detail}” now, but this step still wants answers.",
        "对方现为“{detail}”，但当前步骤还有未填写的内容。",
    ),
    "no-way": words(
        "The workflow there has no way to “{detail}” from where it stands.",
        "对方的工作流无法从当前状态变为“{detail}”。",
    ),
    "gone": words("It is not there any more.", "对方的条目已不存在。"),
    "refused": words("It was refused there: {detail}", "被对方拒绝：{detail}"),
}
"""Why both cannot be brought together, by the code that is kept."""


def odds(code: str, detail: str) -> Words:
    return ODDS.get(code, ODDS["refused"]).formatted(detail=detail)


def mark(case: Case) -> str:
    """What an issue or card of ours is known by, whatever else becomes of it."""
    return f"{MARK}{case.id.lower()}"


def happened(there: There) -> str:
    """As a comment in the journal, in no language: ENG-12 → Done."""
    return f"{there.name} → {there.status.name}"


def fresh(tx: Connection, mirror: Mirror, compiled: Compiled, case: Case, status: str, base_url: str) -> Fresh:
    """Number and title, the answers that the connection names, and the address of the request."""
    of = workspaces.one(tx, case.workspace)
    lang = (of.lang if of else "") or LANGUAGES[0]
    shown = [one for one in told(compiled, mirror.fields) if case.answers.get(one.key) not in (None, "", [], {})]
    known = called(tx, case.workspace, compiled.process.form, {one.key: case.answers[one.key] for one in shown})
    places = (Place(one.key, one, case.answers[one.key]) for one in shown)
    lines = [f"{place.name.in_(lang)}: {line(text_of(known, place, lang))}" for place in places]
    title = line(f"{case.number} {case.title.in_(lang)}")
    return Fresh(mark(case), title, "\n".join(lines), f"{base_url}/requests/{case.id}", status)


def due(tx: Connection, case: Case) -> datetime | None:
    """When the first to-do of those that are open has to be done, by the clock of the house."""
    dues = [one.due_at for one in tasks.open_in(tx, case.workspace, case.id) if one.due_at]
    return min(dues).astimezone(office_hours.house_clock(tx)) if dues else None


def tellable(compiled: Compiled) -> list[Field]:
    """The fields that may be told there: none that only colleagues see, no secrets, no files, no tables."""
    return [one for one in compiled.process.form.fields.values() if not (one.internal or one.columns or _is_kept(one))]


def told(compiled: Compiled, keys: tuple[str, ...]) -> list[Field]:
    return [one for one in tellable(compiled) if one.key in keys]


def _is_kept(one: Field) -> bool:
    kind = type_of(one)
    return kind.family == "media" or kind.value_of(one) in UNTOLD
