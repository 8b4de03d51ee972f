"""What has changed between two forms: pages, sections, fields, and all that they say."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from builder.comparison.differences import Difference, Saying, come, gone, keyed, named, order, parts, renamed, title
from builder.sentences.part_words import field_words, form_words, page_words, section_words
from schemas.model.form import Field, Form
from schemas.model.process import Process
from schemas.words import Words, words

FIELD_PARTS: Mapping[str, Words] = {
    "type": words("type", "类型"),
    "help": words("help", "说明"),
    "placeholder": words("placeholder", "输入提示"),
    "message": words("own message", "自定义提示"),
    "options": words("options", "选项设置"),
    "default": words("default", "默认值"),
    "locked": words("lock", "只读设置"),
    "unique": words("uniqueness", "唯一性"),
    "total": words("total below the column", "列合计"),
    "internal": words("whether clients may see it", "客户可见性"),
    "width": words("width", "宽度"),
    "soft": words("strictness", "必填强度"),
    "show": words("condition for being asked", "显示条件"),
    "require": words("condition for being required", "必填条件"),
    "compute": words("formula", "计算公式"),
    "lock": words("condition for being locked", "只读条件"),
    "set": words("rule that answers it", "赋值规则"),
    "limit": words("choices that are allowed", "可选项规则"),
    "remarks": words("warnings and refusals", "提醒与拒绝规则"),
}
PAGE_PARTS: Mapping[str, Words] = {
    "show": words("condition for being asked", "显示条件"),
    "jumps": words("jumps", "跳转"),
}
SECTION_PARTS: Mapping[str, Words] = {
    "show": words("condition for being asked", "显示条件"),
    "columns": words("columns", "列数"),
}
FORM_PARTS: Mapping[str, Words] = {
    "one_at_a_time": words("one question at a time", "逐题填写"),
    "review": words("reading all once more before it is sent", "提交前核对"),
}


def form_changes(old: Process, new: Process) -> Iterator[Difference]:
    yield from parts("form", words("The form", "表单"), FORM_PARTS, old.form, new.form, (form_words, form_words))
    yield from _page_changes(old, new)
    yield from _section_changes(old, new)
    saying = (partial(field_words, old), partial(field_words, new))
    yield from _field_changes(old.form, new.form, saying)


def _page_changes(old: Process, new: Process) -> Iterator[Difference]:
    before, after = keyed(old.form.pages), keyed(new.form.pages)
    saying = (partial(page_words, old), partial(page_words, new))
    yield from gone("form", before, after, words("Page", "页面"))
    yield from come("form", before, after, words("Page", "页面"))
    for key in after:
        if key in before:
            what = named(words("Page", "页面"), before[key])
            if before[key].title != after[key].title:
                yield from renamed(what, before[key].title, after[key].title)
            yield from parts("form", what, PAGE_PARTS, before[key], after[key], saying)
    yield from order("form", before, after, words("The pages stand in another order.", "页面顺序有调整。"))


def _section_changes(was: Process, now: Process) -> Iterator[Difference]:
    old, new = was.form, now.form
    before, after = ({one.key: one for page in form.pages for one in page.sections} for form in (old, new))
    kind, saying = words("Section", "分组"), (partial(section_words, was), partial(section_words, now))
    yield from gone("form", before, after, kind)
    yield from come("form", before, after, kind)
    for key, one in after.items():
        if key in before:
            if before[key].title != one.title:
                yield from renamed(named(kind, before[key]), before[key].title, one.title)
            yield from parts("form", named(kind, before[key]), SECTION_PARTS, before[key], one, saying)
    if not (before.keys() ^ after.keys()) and _places(old) != _places(new) and list(old.fields) == list(new.fields):
        yield Difference("form", words("The sections are divided otherwise.", "分组的划分有调整。"))


def _places(form: Form) -> Sequence[tuple[str, str, tuple[str, ...]]]:
    """Every section with the page that it stands on and the fields in it."""
    sections = [(page.key, one) for page in form.pages for one in page.sections]
    return [(page, one.key, tuple(field.key for field in one.fields)) for page, one in sections]


def _field_changes(old: Form, new: Form, saying: Saying) -> Iterator[Difference]:
    yield from gone("form", old.fields, new.fields, words("Field", "字段"))
    yield from come("form", old.fields, new.fields, words("Field", "字段"))
    for key, one in new.fields.items():
        if key in old.fields:
            yield from _one_field(old.fields[key], one, saying)
    for key, page in new.page_of.items():
        if key in old.page_of and old.page_of[key] != page:
            said = words("{what} moved to page “{page}”.", "{what}移到了页面“{page}”。")
            what, onto = named(words("Field", "字段"), new.fields[key]), title(keyed(new.pages)[page])
            yield Difference("form", said.formatted(what=what, page=onto))
    yield from order("form", old.fields, new.fields, words("The fields stand in another order.", "字段顺序有调整。"))


def _one_field(old: Field, new: Field, saying: Saying | None = None) -> Iterator[Difference]:
    what = named(words("Field", "字段"), old)
    if old.title != new.title:
        yield from renamed(what, old.title, new.title)
    if old.required != new.required:
        now = words("required", "必填") if new.required else words("optional", "选填")
        yield Difference("form", words("{what} is now {now}.", "{what}改为{now}。").formatted(what=what, now=now))
    yield from parts("form", what, FIELD_PARTS, old, new, saying)
    before, after = keyed(old.columns), keyed(new.columns)
    column = words("In “{table}”: column", "“{table}”中的列").formatted(table=title(new))
    yield from gone("form", before, after, column)
    yield from come("form", before, after, column)
    for key, one in after.items():
        if key in before:
            yield from _one_field(before[key], one)
