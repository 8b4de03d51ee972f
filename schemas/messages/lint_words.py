"""What keeps a process from being published, in words: what is wrong, and what would mend it."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

LINT_WORDS: Final[Mapping[str, Words]] = {
    "key.duplicate": words(
        "“{key}” is used twice here; give one of them another key.", "“{key}”重复使用，请修改其中一个。"
    ),
    "grading.empty": words(
        "“{field}” needs grades and criteria before it can grade anything.", "“{field}”需要先设置等级和评级维度。"
    ),
    "grading.key": words(
        "“{key}” cannot be used as a key here; use small letters, digits and _, and not “grade”, “points” or “…_band”.",
        "“{key}”不能用作标识；请使用小写字母、数字和下划线，且不能为“grade”“points”或以“_band”结尾。",
    ),
    "grading.no-bands": words("“{criterion}” has no bands yet.", "“{criterion}”尚未设置档位。"),
    "grading.unknown-grade": words(
        "The band “{band}” of “{criterion}” says no grade.", "“{criterion}”的档位“{band}”没有对应的等级。"
    ),
    "grading.range": words(
        "“{criterion}”: “{range}” is no range. Write it like <5, 5–15 or >15.",
        "“{criterion}”：“{range}”不是有效的范围，请写成 <5、5–15 或 >15 的形式。",
    ),
    "grading.gap": words(
        "“{criterion}”: {number} falls in no band, since it lies between “{one}” and “{other}”.",
        "“{criterion}”：{number} 介于“{one}”与“{other}”之间，不属于任何档位。",
    ),
    "grading.overlap": words(
        "“{criterion}”: {number} falls both in “{one}” and in “{other}”.",
        "“{criterion}”：{number} 同时属于“{one}”和“{other}”。",
    ),
    "grading.source": words(
        "“{criterion}” cannot be answered by “{field}”, which is an answer of another kind.",
        "“{criterion}”不能取自“{field}”，两者的内容类型不同。",
    ),
    "grading.outside": words(
        "“{criterion}”: “{field}” may be {number}, and no band takes that.",
        "“{criterion}”：“{field}”可以是 {number}，但没有任何档位包含它。",
    ),
    "grading.points": words("“{grade}” must need more points than “{other}”.", "“{grade}”所需的得分须高于“{other}”。"),
    "report.unknown": words("The process has no report “{report}”.", "流程中没有报告“{report}”。"),
    "text.missing-language": words("There is no {lang} text here.", "此处缺少{lang}文本。"),
    "field.unknown": words("The form has no field “{field}”.", "表单中没有“{field}”字段。"),
    "field.hidden-but-required": words(
        "“{field}” must be answered, but nobody may ever fill it in. Let somebody edit it, or make it optional.",
        "“{field}”为必填，但没有任何人能填写。请在某一步开放编辑，或改为选填。",
    ),
    "paper.unknown": words(
        "No step issues a paper “{paper}” that could be accepted here.", "没有任何步骤出具“{paper}”，此处无法接受它。"
    ),
    "paper.empty": words(
        "The paper “{paper}” says nothing yet. Write its text, or name fields.",
        "“{paper}”还没有内容。请填写正文或选择字段。",
    ),
    "paper.placeholder": words(
        "Nobody knows what {name} stands for in a paper. It may be: {allowed}.",
        "文件中的 {name} 无法识别，可以使用：{allowed}。",
    ),
    "paper.internal": words(
        "“{field}” is internal or a secret, and a paper is read by the client. Take it out of the paper.",
        "“{field}”是内部或保密字段，而客户会看到该文件，请将其移出文件。",
    ),
    "field.internal-column": words(
        "“{field}” is internal, but the rest of “{table}” is not. Mark the whole table, or put it into a field of its own.",
        "“{field}”标记为内部，但“{table}”的其他列不是。请将整个明细表标记为内部，或将此列改为单独的字段。",
    ),
    "field.internal-shown": words(
        "“{field}” is internal, so no client sees it, although a line here says so.",
        "“{field}”标记为内部，客户看不到它，此处的权限设置不起作用。",
    ),
    "field.asked-too-late": words(
        "“{field}” is needed here, but nobody can have answered it by then. Ask it in an earlier step.",
        "此处要用到“{field}”，但之前没有任何步骤能填写它。请在更早的步骤中填写。",
    ),
    "field.not-always-asked": words(
        "“{state}” goes by “{field}”, and some requests come there without anybody having been asked for it.",
        "“{state}”要根据“{field}”判断，但有些申请到达此处时还没有人填写过它。",
    ),
    "field.decides-unseen": words(
        "At “{state}”, whether “{move}” is open depends on “{field}”, which is hidden there. Let them read it.",
        "在“{state}”处，能否“{move}”取决于“{field}”，但办理人看不到它。请将其设为可查看。",
    ),
    "field.demanded-in-vain": words(
        "“{state}” demands an answer to “{field}”, but nobody types it: it is worked out, locked or a note. Let it be read.",
        "“{state}”要求填写“{field}”，但该字段由规则计算、设为只读或仅为说明，无人能填写。请将此处的权限改为只读。",
    ),
    "field.demanded-unseen": words(
        "“{state}” demands an answer to “{field}”, but a rule always hides it there, so nobody is asked for it.",
        "“{state}”要求填写“{field}”，但规则在此处始终将其隐藏，因此不会有人填写它。",
    ),
    "field.inside": words(
        "“{field}” can only be asked of people of the workspace. Whoever comes by a public link, and clients at their "
        "steps, do not see it.",
        "“{field}”只能由工作区成员填写。通过公开链接填写的人和客户都看不到这一项。",
    ),
    "lookup.no-request": words(
        "“{field}” must name a question of this form that links a request.",
        "“{field}”须指定本表单中的一个“关联申请”字段。",
    ),
    "lookup.not-kept": words(
        "“{field}” reads an answer that “{linked}” does not show. Add its key there.",
        "“{field}”要取的内容不在“{linked}”显示的内容中，请在那里加上该字段的标识。",
    ),
    "rule.jump-back": words(
        "The jump from “{page}” must lead to a later page than the next.", "“{page}”的跳转只能指向更靠后的页面。"
    ),
    "rule.other-currency": words(
        "“{field}” is shown in {currency}, but reads amounts in {others}. Set its currency, unless the formula converts them.",
        "“{field}”以 {currency} 显示，但引用了 {others} 金额。除非公式中已换算，否则请修改币种。",
    ),
    "rule.cycle": words(
        "These rules wait for one another: {cycle}. Cut one of them.", "这些规则互相依赖：{cycle}。请去掉其中一处依赖。"
    ),
    "rule.type": words("This rule cannot work: {why}", "规则无法执行：{why}"),
    "rule.unknown-name": words(
        "The rule reads “{name}”, which is not in the form.", "规则引用了表单中不存在的“{name}”。"
    ),
    "move.unknown-target": words("There is no step “{state}”.", "没有名为“{state}”的步骤。"),
    "state.unreachable": words(
        "No request ever comes to “{state}”. Lead a move to it, or remove it.",
        "任何申请都到不了“{state}”。请让某个操作通向它，或将其删除。",
    ),
    "state.dead-end": words(
        "A request that comes to “{state}” can never end{such}. Add a move that leads on to an end.",
        "申请到达“{state}”后无法结束{such}。请添加通向结束的操作。",
    ),
    "flow.no-end": words("The flow has no end. Add one.", "流程没有结束步骤，请添加。"),
    "flow.endless-loop": words(
        "These steps lead round and round with nobody in between{such}: {states}.",
        "这些步骤之间无人办理，会无限循环{such}：{states}。",
    ),
    "choice.gap": words(
        "At “{state}” there are answers for which no way is open{such}. Add a way without a condition for all the rest.",
        "在“{state}”处，有些情况没有可走的流向{such}。请添加一个无条件的“其他情况”流向。",
    ),
    "choice.overlap": words(
        "“{other}” and “{move}” may both apply{such}; “{other}” is drawn first and is always taken.",
        "“{other}”与“{move}”可能同时成立{such}；“{other}”排在前面，因此总会走“{other}”。",
    ),
    "move.impossible": words(
        "“{move}” can never be taken: whenever a request stands at “{state}”, its condition does not hold.",
        "“{move}”永远无法执行：申请到达“{state}”时，其条件从不成立。",
    ),
    "step.no-way": words(
        "At “{state}” there are answers with which no way can be taken{such}. Add a way without a condition.",
        "在“{state}”处，有些情况下没有任何可走的流向{such}。请添加一个无条件的流向。",
    ),
    "proof.unknown": words(
        "At “{state}” it could not be proved {what}. Look at its conditions yourself, or make them simpler.",
        "在“{state}”处无法证明{what}。请自行核对相关条件，或将其简化。",
    ),
    "choice.dead-branch": words(
        "No request ever takes “{move}”: its condition never holds, or another way is always taken first.{hint}",
        "没有任何申请会走“{move}”：条件永不成立，或总是先走其他流向。{hint}",
    ),
    "step.nobody": words(
        "“{state}” may find nobody{such}. Name somebody who is always there, or say who is asked if a step finds nobody.",
        "“{state}”可能无人办理{such}。请指定始终存在的办理人，或为整个流程设置备用办理人。",
    ),
    "step.cannot-decide": words("“{state}” cannot come to a decision: {why}.", "“{state}”无法得出结论：{why}。"),
    "deadline.odd": words("Look at this deadline of “{state}”: {why}.", "请核对“{state}”的时限：{why}。"),
    "deadline.never": words("This deadline of “{state}” cannot be kept: {why}.", "“{state}”的时限无效：{why}。"),
    "test.failed": words("The test “{title}” fails.", "测试“{title}”未通过。"),
    "test.unexpected": words("{what}: expected {expected}, found {found}.", "{what}：预期{expected}，实际{found}。"),
}
