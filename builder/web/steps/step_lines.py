"""What the panel of a step posts, read as its parts. Rows that are left blank are none."""

from typing import Any, Final, cast

from builder.rules.readable import readable, token
from builder.sentences.lengths import UNITS, duration, split_duration
from builder.web.frame.lines import MOST_ROWS, Posted, one_who, read_title, read_who, rows_of
from builder.web.steps.paper_lines import PAPER, issued, read_paper, showable
from builder.web.steps.plan_lines import PLAN, fitting, projects, read_plan, tables
from schemas.format.notice_reading import CHANNEL, OCCASIONS
from schemas.format.state_reading import PERMITS, RECORDS, allowed
from schemas.model.flow import Calls, Deadline, Deed, Each, Join, Permit, State
from schemas.model.form import Form, Rule
from schemas.model.notices import Notice, Occasion
from schemas.model.process import CONTACT
from schemas.model.voting import Decide, Weight

__all__ = ["fitting", "issued", "projects", "showable", "tables"]

KEPT: Final = "kept"
"""What a list says of a rule that it cannot show: it stays as it is."""
MOST_TIMES: Final = 1000
RECORD: Final = "record:"


def one_of(posted: Posted, name: str, of: type, part: str) -> Any:
    """One of the words that a part may be; otherwise as usual."""
    said = posted.get(name, "")
    return said if said in allowed(of, part) else getattr(of, part)


def whole(posted: Posted, name: str, usual: int, least: int = 0) -> int:
    said = posted.get(name, "").strip()
    return max(least, int(said)) if said.isdecimal() and len(said) < 7 else usual  # noqa: PLR2004 -- nobody counts to a million


def read_decide(posted: Posted) -> Decide:
    rule = one_of(posted, "decide.rule", Decide, "rule")
    return Decide(
        rule=rule,
        count=whole(posted, "decide.count", 1, least=1) if rule in ("at_least", "each_group") else 1,
        share=_percent(posted.get("decide.share", "")) if rule == "share" else Decide.share,
        order=one_of(posted, "decide.order", Decide, "order"),
        one_rejection_ends="decide.one_rejection_ends" in posted,
        early="decide.wait" not in posted,
        quorum=whole(posted, "decide.quorum", 0),
        weights=tuple(
            Weight(who, int(row["votes"]))
            for row in rows_of(posted, "weight", "who", "votes")
            if (who := one_who(row["who"])) and row["votes"].isdecimal()
        ),
        veto=read_who(posted, "veto"),
    )


def _percent(said: str) -> float:
    try:
        share = float(said.replace("%", "").strip())
    except ValueError:
        return Decide.share
    return int(share) if share.is_integer() else share


def in_row(deadline: Deadline) -> bool:
    """Whether a row of the panel can show it: one count of one unit, and at most one to turn to."""
    return bool(split_duration(deadline.after.removeprefix("-"))[0]) and len(deadline.to) <= 1


def shown_deadlines(state: State) -> list[Deadline]:
    return [one for one in state.deadlines if in_row(one)]


def read_deadlines(posted: Posted) -> tuple[Deadline, ...]:
    names = ("count", "unit", "side", "since", "do", "to", "move")
    rows = rows_of(posted, "deadline", *names)
    return tuple(_deadline(row) for row in rows if row["count"].isdecimal() and row["unit"] in UNITS)


def _deadline(row: dict[str, str]) -> Deadline:
    after, since = duration(int(row["count"]), row["unit"]), row["since"]
    do = row["do"] if row["do"] in allowed(Deadline, "do") else Deadline.do
    who = one_who(row["to"]) if do in ("escalate", "hand_over") else None
    return Deadline(
        after=f"-{after}" if since and row["side"] == "before" else after,
        do=do,  # type: ignore[arg-type]  # one of these
        to=(who,) if who else (),
        since=since,
        move=row["move"] if do == "move" else "",
    )


def read_permits(posted: Posted) -> tuple[Permit, ...]:
    return tuple(one for one in PERMITS if f"permits.{one}" in posted)


def read_notices(posted: Posted, usual: Occasion) -> tuple[Notice, ...]:
    """Rows that name nobody and no channel are none."""
    found = []
    for at in range(len(posted)):
        name = f"notice.{at}"
        if f"{name}.shown" not in posted:
            break
        on = posted.get(f"{name}.on", usual)
        to, by = read_who(posted, f"{name}.to"), _ways(posted, name)
        if to or any(way.startswith(CHANNEL) for way in by):
            occasion = cast("Occasion", on if on in OCCASIONS else usual)
            found.append(
                Notice(occasion, to, by, read_title(posted, f"{name}.title"), read_title(posted, f"{name}.text"))
            )
    return tuple(found)


def _ways(posted: Posted, name: str) -> tuple[str, ...]:
    own = [way for way in ("app", "mail") if f"{name}.{way}" in posted]
    return (*own, *(f"{CHANNEL}{key}" for key in posted.getlist(f"{name}.channel")))


def channels_of(notice: Notice) -> list[str]:
    """The keys of the channels that it goes by."""
    return [way.removeprefix(CHANNEL) for way in notice.by if way.startswith(CHANNEL)]


def read_join(posted: Posted, present: Join) -> Join:
    rule = one_of(posted, "join.rule", Join, "rule")
    return Join(
        rule=rule,
        count=whole(posted, "join.count", 1, least=1) if rule == "at_least" else Join.count,
        when=present.when if rule == "when" else None,
        rest=one_of(posted, "join.rest", Join, "rest"),
    )


def read_each(posted: Posted, present: Each) -> Each:
    """How often is a number, or stays the rule that it is."""
    over, times = posted.get("each.over", ""), posted.get("each.times", "").strip()
    said = int(times) if times.isdecimal() and 0 < int(times) <= MOST_TIMES else None
    is_rule = present.times is not None and not isinstance(present.times, int)
    kept = present.times if is_rule and "each.kept" in posted else said
    return Each(over, None if over else kept, one_of(posted, "each.order", Each, "order"))


def read_calls(posted: Posted, present: Calls, form: Form) -> Calls:
    given = {
        row["key"]: rule
        for row in rows_of(posted, "given", "key", "from", "was")
        if (rule := _read(row["from"], present.given.get(row["was"]), form)) is not None
    }
    taken = {
        row["key"]: rule
        for row in rows_of(posted, "taken", "key", "from", "was")
        if (rule := _theirs(row["from"], present.taken.get(row["was"]))) is not None
    }
    return Calls(posted.get("calls.process", "").strip(), given, taken, waits="calls.waits" in posted)


def read_deeds(posted: Posted, state: State, form: Form) -> tuple[Deed, ...]:
    """What a field is set to has a page of its own, so it stays as long as the field does."""
    shown = (f"deed.{at}" for at in range(MOST_ROWS) if posted.get(f"deed.{at}.what"))
    return tuple(_deed(posted, name, state, form) for name in shown)


def _deed(posted: Posted, name: str, state: State, form: Form) -> Deed:
    what, number = posted[f"{name}.what"], posted.get(f"{name}.was", "")
    was = dict(enumerate(state.deeds)).get(int(number)) if number.isdecimal() else None
    if what == PAPER:
        return read_paper(posted, name, was, state, form)
    if what == PLAN:
        delay = was.plan.delay if was and was.plan else None
        return read_plan(posted, name, was, form, _read(posted.get(f"{name}.delay", ""), delay, form))
    if not what.startswith(RECORD):
        return Deed(what, was.to if was and was.set == what else None)
    kind = what.removeprefix(RECORD)
    return _record(posted, name, kind if kind in RECORDS else RECORDS[0], was, form)


def _record(posted: Posted, name: str, kind: str, was: Deed | None, form: Form) -> Deed:
    before = was.fields if was else {}
    said = {column: _read(posted.get(f"{name}.{column}", ""), before.get(column), form) for column in CONTACT}
    fields = {column: rule for column, rule in said.items() if rule is not None}
    return Deed(record=kind, fields=fields)  # type: ignore[arg-type]  # one of the two


def _read(said: str, present: Rule, form: Form) -> Rule:
    """What is read as it stands: a name out of a list, or the rule that is there."""
    if said == KEPT:
        return present
    name = said.removeprefix("name:")
    return {"var": name} if said in readable(form) or name.startswith("@row") else None


def _theirs(said: str, present: Rule) -> Rule:
    return present if said == KEPT else {"var": said} if said else None


def simple(rule: Rule, form: Form) -> str:
    """How a list shows what is read: as a token, or as `KEPT`."""
    match rule:
        case None:
            return ""
        case {"var": str(name)} if len(rule) == 1:
            found = next((one for one in readable(form).values() if one.operand.what == name), None)
            return token(found.operand) if found else f"name:{name}" if name.startswith("@row") else KEPT
        case _:
            return KEPT


def theirs(rule: Rule) -> str:
    """The field of the sub-request that is taken as it stands, or `KEPT`."""
    return (
        str(rule["var"])
        if isinstance(rule, dict) and tuple(rule) == ("var",) and isinstance(rule["var"], str)
        else KEPT
    )
