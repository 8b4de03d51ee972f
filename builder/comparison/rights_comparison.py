"""What has changed in who may do what with a field, step by step."""

from collections.abc import Iterator, Mapping

from builder.comparison.differences import Difference, title
from schemas.model.flow import Rights, State
from schemas.model.form import Form
from schemas.model.process import Process
from schemas.words import Words, words

NOW: Mapping[str, Words] = {
    "require": words("must be filled in now", "必填"),
    "edit": words("may be changed now", "可编辑"),
    "read": words("may only be read now", "只读"),
    "hide": words("is not shown any more", "不可见"),
    "": words("has no right of its own any more", "默认权限"),
}
BEFORE: Mapping[str, Words] = {
    "require": words("it had to be filled in", "必填"),
    "edit": words("it could be changed", "可编辑"),
    "read": words("it could be read", "只读"),
    "hide": words("it was not shown", "不可见"),
    "": words("it had no right of its own", "默认权限"),
}


def state_rights(form: Form, what: Words, old: State, new: State) -> Iterator[Difference]:
    """``what`` names the step."""
    yield from _rights(form, what, old.fields, new.fields)


def flow_rights(old: Process, new: Process) -> Iterator[Difference]:
    """When the form is first filled, and what the requester sees afterwards."""
    yield from _rights(new.form, words("When first filled", "首次填写时"), old.flow.fill, new.flow.fill)
    seen = words("For the requester afterwards", "申请人事后查看时")
    yield from _rights(new.form, seen, old.flow.tracking, new.flow.tracking)


def _rights(form: Form, what: Words, old: Rights, new: Rights) -> Iterator[Difference]:
    said = words("{what}: {line} {now}; before, {before}.", "{what}：{line}的权限改为“{now}”（原为“{before}”）。")
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            line = _line(form, key)
            yield Difference("rights", said.formatted(what=what, line=line, now=NOW[after], before=BEFORE[before]))


def _line(form: Form, key: str) -> Words:
    """What a line of rights is about."""
    if key == "*":
        return words("everything not said otherwise", "其余所有字段")
    page = next((one for one in form.pages if one.key == key), None)
    if page:
        return words("page “{title}”", "页面“{title}”").formatted(title=title(page))
    field = form.fields.get(key)
    return words("“{title}”", "“{title}”").formatted(title=title(field) if field else key)
