"""What has changed between two documents is said, whatever it is, and nothing else is."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings

from builder.comparison.comparison import HEADINGS, changes, grouped
from schemas.fields.parts.alternatives import Choice
from schemas.model.assignment import Who
from schemas.model.flow import Calls, Deadline, Deed, Each, Flow, Join, Move, State
from schemas.model.form import Field, Form, Jump, Page, Remark, Section
from schemas.model.notices import Notice
from schemas.model.process import Process
from schemas.model.voting import Decide
from schemas.words import LANGUAGES, Words, words
from tests.schemas.strategies import processes

COLUMN = Field("amount", "number", words("Amount", "金额"))
FIELD = Field("cost", "table", words("Cost", "费用"), columns=(COLUMN,))
SECTION = Section("money", words("Money", "费用"), (FIELD,))
PAGE = Page("first", words("First", "首页"), (SECTION,))
LAST = Page("last", words("Last", "末页"))
FORM = Form((PAGE, LAST))
RULE = {"var": "cost"}
OTHERWISE: dict[type, dict[str, Any]] = {
    Field: {
        **dict.fromkeys(("show", "require", "compute", "lock", "set", "limit", "default"), RULE),
        **dict.fromkeys(("required", "soft", "locked", "unique", "total", "internal"), True),
        **dict.fromkeys(("title", "help", "placeholder", "message"), words("Other", "其他")),
        "type": "repeat",
        "options": {"min_rows": 1, "choices": (Choice("a"),)},
        "columns": (),
        "remarks": (Remark(RULE, words("Look", "注意")),),
        "width": "half",
    },
    Section: {"title": words("Other", "其他"), "fields": (), "show": RULE, "columns": 2},
    Page: {"title": words("Other", "其他"), "sections": (), "show": RULE, "jumps": (Jump("last", RULE),)},
    Form: {"pages": (PAGE,), "one_at_a_time": True, "review": True},
}


STEP = State("board", title=words("Board", "评审"))
WAY = Move("go", "board", "board", words("Go", "前往"))
FLOW = Flow("board", (STEP,), (WAY,))
TOLD = (Notice(to=(Who("requester"),)),)
CHANGED: dict[type, dict[str, Any]] = {
    State: {
        "kind": "wait",
        **dict.fromkeys(("title", "help"), words("Other", "其他")),
        "who": (Who("manager"),),
        "not_who_did": ("board",),
        **dict.fromkeys(("if_requester", "if_acted"), "skip"),
        "permits": (),
        "decide": Decide("all"),
        "fields": {"*": "edit"},
        "deadlines": (Deadline("P1D"),),
        "notices": TOLD,
        "outcome": "closed",
        "ends": "all",
        "join": Join("any"),
        "each": Each("cost"),
        "calls": Calls("other"),
        "deeds": (Deed("cost"),),
        "reports": ("impact",),
    },
    Move: {
        **dict.fromkeys(("title", "help"), words("Other", "其他")),
        "when": RULE,
        "asks": ("file",),
        "vote": "abstain",
        **dict.fromkeys(("unfinished", "branch", "leaves", "by_hand", "keeps"), True),
        "message": "come",
        "accepts": "agreement",
        "notices": TOLD,
    },
    Flow: {
        "fill": {"*": "hide"},
        "tracking": {"*": "hide"},
        "fallback": (Who("manager"),),
        "withdraw": "never",
        "notices": TOLD,
    },
}
CHANGED_FLOW = replace(
    FLOW, states=(replace(STEP, **{**CHANGED[State], "kind": "task"}),), moves=(replace(WAY, **CHANGED[Move]),)
)
DRAWN = {"key", "source", "target", "initial", "states", "moves"}


def process(form: Form) -> Process:
    return Process("p", words("P", "流程"), form, Flow("", (), ()))


def with_(part: Any) -> Process:
    """The form with this part in the place of its own."""
    section = replace(SECTION, fields=(part,)) if isinstance(part, Field) else SECTION
    page = replace(PAGE, sections=(part if isinstance(part, Section) else section,))
    page = part if isinstance(part, Page) else page
    return process(part if isinstance(part, Form) else replace(FORM, pages=(page, LAST)))


@pytest.mark.parametrize(
    ("part", "name"),
    [
        pytest.param(part, one.name, id=f"{type(part).__name__}.{one.name}")
        for part in (FIELD, SECTION, PAGE, FORM)
        for one in fields(part)
        if one.name != "key"
    ],
)
def test_everything_that_a_form_can_say_is_compared(part: Any, name: str) -> None:
    changed = replace(part, **{name: OTHERWISE[type(part)][name]})
    found = changes(process(FORM), with_(changed))
    assert found
    assert all(one.in_(lang) for one in found for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("part", "name"),
    [
        pytest.param(part, one.name, id=f"{type(part).__name__}.{one.name}")
        for part in (STEP, WAY, FLOW)
        for one in fields(part)
        if one.name not in DRAWN
    ],
)
def test_everything_that_a_flow_can_say_is_compared(part: Any, name: str) -> None:
    changed = replace(part, **{name: CHANGED[type(part)][name]})
    flow = {State: replace(FLOW, states=(changed,)), Move: replace(FLOW, moves=(changed,)), Flow: changed}[type(part)]
    old, new = (replace(process(FORM), flow=one) for one in (FLOW, flow))
    (said,) = changes(old, new)
    assert all(said.in_(lang) for lang in LANGUAGES)


def test_every_sentence_stands_in_one_group() -> None:
    old, new = replace(process(FORM), flow=FLOW), replace(with_(replace(FIELD, **OTHERWISE[Field])), flow=CHANGED_FLOW)
    found = grouped(old, new)
    assert list(found) == [about for about in HEADINGS if about in found]
    assert sorted(map(str, changes(old, new))) == sorted(str(one) for said in found.values() for one in said)
    assert {"form", "flow", "rights", "texts"} <= found.keys()


SIZE = Field("size", "number", words("Size", "规模"))
COST = Field("cost", "number", words("Cost", "费用"), help=words("All of it", "合计"))
ASKED = Process(
    "p",
    words("P", "流程"),
    Form((Page("first", words("First", "首页"), (Section("money", fields=(SIZE, COST)),)),)),
    Flow("board", (STEP, State("done", "end", words("Done", "完成"))), (WAY,)),
)


def field(**changed: Any) -> Process:
    section = Section("money", fields=(SIZE, replace(COST, **changed)))
    return replace(ASKED, form=Form((replace(ASKED.form.pages[0], sections=(section,)),)))


def step(**changed: Any) -> Process:
    return replace(ASKED, flow=replace(ASKED.flow, states=(replace(STEP, **changed), ASKED.flow.states[1])))


def flow(**changed: Any) -> Process:
    return replace(ASKED, flow=replace(ASKED.flow, **changed))


NAMES = {"li.na": "Li Na"}
SAID: tuple[tuple[Process, str, str, str], ...] = (
    (
        replace(ASKED, title=words("Q", "新流程")),
        "texts",
        "The process is now called “Q” (was “P”).",
        "流程改名为“新流程”（原为“流程”）。",
    ),
    (replace(ASKED, category="x"), "process", "The process, category: x. Before: none.", "流程，分类：x。原为：无。"),
    (field(required=True), "form", "Field “Cost” is now required.", "字段“费用”改为必填。"),
    (
        field(title=words("Cost", "总费用")),
        "texts",
        "Field “Cost”: title in Chinese now says “总费用” (was “费用”).",
        "字段“费用”：标题（中文）改为“总费用”（原为“费用”）。",
    ),
    (
        field(title=words("Sum", "总费用")),
        "texts",
        "Field “Cost” is now called “Sum” (was “Cost”).",
        "字段“费用”改名为“总费用”（原为“费用”）。",
    ),
    (
        field(help=Words()),
        "texts",
        "Field “Cost”: help was taken away; it said “All of it”.",
        "已删除字段“费用”：说明（原为“合计”）。",
    ),
    (
        field(placeholder=words("0", "0")),
        "texts",
        "Field “Cost”: placeholder now says “0”; there was none.",
        "字段“费用”：输入提示新增为“0”。",
    ),
    (
        step(fields={"cost": "edit"}),
        "rights",
        "Step “Board”: “Cost” may be changed now; before, it had no right of its own.",
        "步骤“评审”：“费用”的权限改为“可编辑”（原为“默认权限”）。",
    ),
    (
        step(fields={"cost": "require"}),
        "rights",
        "Step “Board”: “Cost” must be filled in now; before, it had no right of its own.",
        "步骤“评审”：“费用”的权限改为“必填”（原为“默认权限”）。",
    ),
    (
        step(fields={"first": "hide"}),
        "rights",
        "Step “Board”: page “First” is not shown any more; before, it had no right of its own.",
        "步骤“评审”：页面“首页”的权限改为“不可见”（原为“默认权限”）。",
    ),
    (
        flow(fill={"*": "read"}),
        "rights",
        "When first filled: everything not said otherwise may only be read now; before, it had no right of its own.",
        "首次填写时：其余所有字段的权限改为“只读”（原为“默认权限”）。",
    ),
    (
        flow(moves=(replace(WAY, target="done"),)),
        "flow",
        "Move “Go” of step “Board” now leads to “Done”.",
        "步骤“评审”的操作“前往”现在去往“完成”。",
    ),
    (
        field(show={">": [{"var": "size"}, 3]}),
        "form",
        "Field “Cost”, condition for being asked: Asked only when “Size” is more than 3. Before: none.",
        "字段“费用”，显示条件：当“规模”大于 3时才显示。原为：无。",
    ),
    (
        field(type="text"),
        "form",
        "Field “Cost”, type: Short text. Before: Number.",
        "字段“费用”，类型：单行文本。原为：数字。",
    ),
    (
        step(who=(Who("manager"), Who("person", "li.na"))),
        "flow",
        "Step “Board”, people asked: The requester's manager; Li Na. Before: none.",
        "步骤“评审”，办理人：申请人的上级；Li Na。原为：无。",
    ),
    (
        step(decide=Decide("all")),
        "flow",
        "Step “Board”, rule of decision: All of them must agree. Before: Any one of them decides.",
        "步骤“评审”，表决规则：需全部同意。原为：任意一人同意即可。",
    ),
    (
        step(deadlines=(Deadline("P2WD"),)),
        "flow",
        "Step “Board”, deadlines: after 2 working days: remind. Before: none.",
        "步骤“评审”，时限：2 个工作日后提醒。原为：无。",
    ),
    (
        flow(moves=(replace(WAY, when={">": [{"var": "cost"}, 3]}),)),
        "flow",
        "Move “Go” of step “Board”, condition: “Cost” is more than 3. Before: none.",
        "步骤“评审”的操作“前往”，条件：“费用”大于 3。原为：无。",
    ),
    (
        flow(withdraw="never"),
        "flow",
        "The process, taking back by the requester: Not at all. Before: Until somebody else has acted.",
        "流程，申请人撤回规则：不可撤回。原为：在他人办理之前。",
    ),
    (
        step(notices=TOLD),
        "flow",
        "Step “Board”, notices: when it comes here: The requester (in the app; by mail). Before: none.",
        "步骤“评审”，通知：到达此步骤时：申请人（站内；邮件）。原为：无。",
    ),
    (
        field(options={"maximum": 9, "unit": "h"}),
        "form",
        "Field “Cost”, options: Largest: 9; Unit: h. Before: none.",
        "字段“费用”，选项设置：最大值：9；单位：h。原为：无。",
    ),
    (
        field(width="half"),
        "form",
        "Field “Cost”, width: half a line. Before: the whole line.",
        "字段“费用”，宽度：半行。原为：整行。",
    ),
    (
        field(remarks=(Remark({">": [{"var": "cost"}, 3]}, words("Dear", "偏高"), stops=True),)),
        "form",
        "Field “Cost”, warnings and refusals: Refuses with “Dear” when “Cost” is more than 3. Before: none.",
        "字段“费用”，提醒与拒绝规则：当“费用”大于 3时拒绝并提示“偏高”。原为：无。",
    ),
    (
        replace(ASKED, form=replace(ASKED.form, review=True)),
        "form",
        "The form, reading all once more before it is sent: yes. Before: no.",
        "表单，提交前核对：是。原为：否。",
    ),
    (flow(moves=()), "flow", "Move “Go” of step “Board” was removed.", "已删除步骤“评审”的操作“前往”。"),
    (flow(initial="done"), "flow", "It now begins with “Done”.", "现在从“完成”开始。"),
)


@pytest.mark.parametrize(("new", "about", "en", "zh"), SAID, ids=[one[2] for one in SAID])
def test_a_change_reads_as_a_sentence_in_both_languages(new: Process, about: Any, en: str, zh: str) -> None:
    assert {one: [said["en"] for said in some] for one, some in grouped(ASKED, new, NAMES).items()} == {about: [en]}
    assert [said["zh-Hans"] for said in grouped(ASKED, new, NAMES)[about]] == [zh]


def test_sections_divided_otherwise() -> None:
    first, second = Field("a"), Field("b")
    before = Form((Page("p", sections=(Section("x", fields=(first,)), Section("y", fields=(second,)))),))
    after = Form((Page("p", sections=(Section("x", fields=(first, second)), Section("y"))),))
    assert [one.in_("en") for one in changes(process(before), process(after))] == [
        "The sections are divided otherwise."
    ]


@given(processes())
@settings(max_examples=25)
def test_a_process_is_as_it_is(one: Process) -> None:
    assert changes(one, one) == ()


@given(processes(), processes())
@settings(max_examples=25)
def test_whatever_two_processes_are_it_can_be_said(old: Process, new: Process) -> None:
    for one in changes(old, new):
        assert set(one) == set(LANGUAGES)
        assert all(one.values())
