"""The texts of a process as rows of the page of languages: under which heading each stands, and what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from builder.editing.texts import Text, texts
from schemas.model.process import Process
from schemas.words import Words, words

PROCESS: Final = words("The process", "流程")
FLOW: Final = words("Notices of the whole process", "整个流程的通知")
UNTITLED: Final = words("Untitled page", "未命名的页面")
CALLED: Final = {
    "pages": words("Page", "页面"),
    "sections": words("Section", "分组"),
    "fields": words("Question", "字段"),
    "columns": words("Column", "列"),
    "states": words("Step", "步骤"),
    "moves": words("Button", "操作"),
    "notices": words("Notice: heading", "通知：标题"),
}
SAYS: Final = {
    "help": words("Help", "说明"),
    "placeholder": words("Example inside", "输入提示"),
    "message": words("When it is refused", "不符合要求时的提示"),
    "about": words("What it is for", "用途"),
}
TITLE, CHOICE, GROUP = words("Title", "标题"), words("Choice", "选项"), words("Group", "小组")
REMARK, NOTICE = words("Remark", "提示语"), words("Notice: text", "通知：正文")


@dataclass(frozen=True)
class Row:
    """``of`` is what the thing is called to which the text belongs; empty where the text is its title."""

    text: Text
    kind: Words
    of: Words


@dataclass(frozen=True)
class Group:
    title: Words
    rows: tuple[Row, ...]

    def lacking(self, languages: tuple[str, ...]) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.text.missing(languages))


def groups(process: Process) -> tuple[Group, ...]:
    """One for the process, one for each page, one for each step with its ways."""
    found = sorted(texts(process), key=lambda one: _place(process, one)[0])  # the ways come behind all steps
    rows = groupby(found, key=lambda one: _place(process, one))
    return tuple(Group(title, tuple(_rows(process, each))) for (_, title), each in rows)


def _place(process: Process, text: Text) -> tuple[int, Words]:
    match text.steps:
        case ("form", "pages", key, *_):
            at = next(n for n, page in enumerate(process.form.pages) if page.key == key)
            return 1 + at, process.form.pages[at].title or UNTITLED
        case ("flow", "states" | "moves", key, *_):
            name = key.partition(" ")[0]
            keys = list(process.flow.by_key)
            at = keys.index(name) if name in keys else len(keys)
            state = process.flow.by_key.get(name)
            return 1000 + at, (state.title if state else Words()) or words(name, name)
        case ("flow", *_):
            return 999, FLOW
        case _:
            return 0, PROCESS


def _rows(process: Process, found: Iterator[Text]) -> Iterator[Row]:
    for one in found:
        kind = _kind(one.steps)
        of = Words() if one.steps[-1] == "title" and CALLED.get(_container(one.steps)) == kind else _owner(process, one)
        yield Row(one, kind, of)


def _container(steps: tuple[str, ...]) -> str:
    return steps[-3] if len(steps) > 2 else ""  # noqa: PLR2004 -- a list, a key in it, and an attribute


def _kind(steps: tuple[str, ...]) -> Words:
    *_, last = steps
    if last in SAYS:
        return SAYS[last]
    if "options" in steps:
        return CHOICE
    if last == "title":
        return CALLED.get(_container(steps), TITLE)
    if steps[0] == "groups":
        return GROUP
    return REMARK if "remarks" in steps else NOTICE


def _owner(process: Process, text: Text) -> Words:
    """The field or the step of which it says something."""
    match text.steps:
        case ("form", "pages", _, "sections", _, "fields", key, *rest):
            one = process.form.fields[key]
            if rest[:1] == ["columns"]:
                return next(column.title for column in one.columns if column.key == rest[1])
            return one.title
        case ("flow", "states" | "moves", key, *_):
            state = process.flow.by_key.get(key.partition(" ")[0])
            return state.title if state else Words()
        case _:
            return Words()
