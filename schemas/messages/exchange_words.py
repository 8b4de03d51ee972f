"""What could not be carried over between a document and another format, and what is wrong with a file, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

EXCHANGE_WORDS: Final[Mapping[str, Words]] = {
    "sheet.too-large": words("The file is larger than {limit} MB.", "文件超过 {limit} MB。"),
    "sheet.bomb": words(
        "The file unpacks to more than {limit} MB, so it was not opened.", "文件解压后超过 {limit} MB，未予打开。"
    ),
    "sheet.too-many-rows": words("A sheet has more than {limit} rows.", "工作表超过 {limit} 行。"),
    "sheet.too-many-columns": words("A sheet has more than {limit} columns.", "工作表超过 {limit} 列。"),
    "sheet.too-many-cells": words("A sheet has more than {limit} cells.", "工作表超过 {limit} 个单元格。"),
    "sheet.old": words(
        "This is an old .xls file, or one with a password. Save it as .xlsx without a password.",
        "这是旧版 .xls 文件或加密文件，请另存为未加密的 .xlsx。",
    ),
    "sheet.broken": words("The workbook is damaged, or is none.", "工作簿已损坏，或不是工作簿。"),
    "sheet.not-csv": words("This is no table of text with commas (CSV).", "这不是逗号分隔的文本表格（CSV）。"),
    "xml.broken": words("This is no XML, or a damaged one. {reason}", "这不是 XML 文件，或文件已损坏。{reason}"),
    "xml.own-types": words(
        "The file brings types or entities of its own, so it was not read.", "文件自带类型或实体声明，未予读取。"
    ),
    "xml.too-much": words(
        "The file has more than {most} elements and attributes, or more than {deepest} levels.",
        "文件的元素和属性超过 {most} 个，或嵌套超过 {deepest} 层。",
    ),
    "bpmn.none": words("There is no process of BPMN 2.0 in it.", "文件中没有 BPMN 2.0 流程。"),
    "bpmn.no-steps": words("No way leads from a beginning to a step.", "没有从开始通向任何步骤的流向。"),
    "bpmn.too-many": words("There are more than {limit} steps in it.", "步骤超过 {limit} 个。"),
    "sheet.empty": words("There is nothing in it.", "文件是空的。"),
    "rows.no-column": words(
        "No column is called as a question of the form, so nothing can be taken in.",
        "没有任何一列与表单题目同名，无法导入。",
    ),
    "rows.too-many": words("At most {limit} rows can be taken in at once.", "一次最多导入 {limit} 行。"),
    "import.unknown-format": words(
        "It is in none of the formats that can be brought in: {formats}.", "无法识别文件格式，可导入：{formats}。"
    ),
    "import.no-questions": words("There is no question in it.", "文件中没有任何题目。"),
    "import.too-many": words("There are more than {limit} questions in it.", "题目超过 {limit} 个。"),
    "import.sheet-missing": words("There is no sheet called “{name}”.", "没有名为“{name}”的工作表。"),
    "import.sheet": words("The sheet “{name}” means nothing here.", "工作表“{name}”在此没有对应，未导入。"),
    "import.column": words(
        "The column “{name}” means nothing here; cells with something in it: {count}.",
        "列“{name}”在此没有对应，其中有内容的单元格 {count} 个未导入。",
    ),
    "import.cell": words("“{value}” in “{name}” means nothing here.", "“{name}”中的“{value}”在此没有对应。"),
    "import.type": words(
        "“{type}” is no kind of question here; “{name}” became “{became}”.",
        "没有“{type}”这种题型，“{name}”改为“{became}”。",
    ),
    "import.left-out": words("“{name}” ({what}) was left out.", "“{name}”（{what}）未导入。"),
    "import.nested": words(
        "“{name}” stands in rows within rows, which a table cannot hold; it was left out.",
        "“{name}”位于嵌套的重复行中，表格无法容纳，未导入。",
    ),
    "import.flattened": words("“{name}” is kept as “{key}” here.", "“{name}”在此存为“{key}”。"),
    "import.expression": words(
        "The {role} of “{name}” cannot be said here ({why}): {expression}",
        "“{name}”的{role}无法转换（{why}）：{expression}",
    ),
    "import.rule": words(
        "A rule of “{name}” cannot work and was left out: {why}", "“{name}”的一条规则无法生效，未导入：{why}"
    ),
    "import.option": words(
        "“{name}”: {option} “{value}” does not fit and was left out.", "“{name}”的{option}“{value}”不适用，未导入。"
    ),
    "import.keyword": words(
        "“{keyword}” of “{name}” means nothing here and was left out.", "“{name}”的“{keyword}”在此没有对应，未导入。"
    ),
    "import.changed": words("“{name}”: {what}", "“{name}”：{what}"),
    "import.piped": words(
        "The text of “{name}” puts an answer into itself, which stays as it is written.",
        "“{name}”的文字中引用了填写内容，将按原文显示。",
    ),
    "import.media": words(
        "Pictures, sound or video beside “{name}” were left out.", "“{name}”附带的图片、音频或视频未导入。"
    ),
    "import.language": words(
        "The language “{name}” is none that is known by this name; its texts were left out.",
        "无法识别语言“{name}”，其文字未导入。",
    ),
    "import.reference": words(
        "“{reference}” leads outside, nowhere or in a circle, and was left out.",
        "引用“{reference}”指向外部、不存在或循环，未导入。",
    ),
    "import.guessed": words("“{name}” was taken for “{type}”: {why}", "“{name}”识别为“{type}”：{why}"),
    "import.contact": words("“{name}” was taken for the e-mail of whoever asks.", "“{name}”被当作申请人的电子邮箱。"),
    "import.more": words(
        "There is more that could not be carried; only the first {limit} findings are listed.",
        "还有其他未能导入的内容，此处仅列出前 {limit} 条。",
    ),
    "import.steps": words(
        "The file says nothing of steps: one review was added. Change it under Steps.",
        "文件不含流程步骤，已加上一个审批步骤，可在“步骤”中修改。",
    ),
    "export.type": words(
        "{format} has no “{type}”: “{name}” became “{became}”.", "{format} 没有“{type}”，“{name}”改为“{became}”。"
    ),
    "export.rule": words(
        "{format} cannot say the rule “{rule}” of “{name}” ({why}).",
        "{format} 无法表达“{name}”的“{rule}”规则（{why}）。",
    ),
    "export.renamed": words("“{name}” is called “{became}” in {format}.", "“{name}”在 {format} 中改名为“{became}”。"),
    "export.left-out": words("{format} cannot say “{what}” of “{name}”.", "{format} 无法表达“{name}”的“{what}”。"),
    "export.form": words(
        "{format} shows steps and ways only: the form, people and rules are not in the file.",
        "{format} 只显示步骤和流向，文件不含表单、人员和规则。",
    ),
    "export.flow": words(
        "{format} knows no steps: only the form is in the file.", "{format} 没有流程步骤，文件只包含表单。"
    ),
    "package.none": words("This is no package of Formloom.", "这不是 Formloom 流程包。"),
    "package.too-large": words("A package is at most {limit} MB.", "流程包不能超过 {limit} MB。"),
    "package.too-new": words(
        "It was made by a later release ({format}); this one reads {known}. Update Formloom, then bring it in.",
        "流程包由更高版本（{format}）导出，当前版本只能读取 {known}。请先升级 Formloom。",
    ),
    "package.damaged": words(
        "It is damaged, or somebody has changed it: what is in it does not fit its seal. Ask for it once more.",
        "流程包已损坏或被改动，内容与校验值不符。请重新索取。",
    ),
    "package.samples": words(
        "Its sample data is not answers with a title, or more than {limit} of them.",
        "示例数据格式不正确，或超过 {limit} 组。",
    ),
    "package.names": words(
        "It names “{who}”, who must be in the workspace where it is used.",
        "流程中指定了“{who}”，使用的工作区中须有此人员或部门。",
    ),
    "template.key": words(
        "“{key}” cannot be a key: a letter first, then letters, digits, - and _.",
        "“{key}”不能用作标识：须以字母开头，只含字母、数字、- 和 _。",
    ),
    "template.key-taken": words("A process with the key “{key}” is here already.", "标识“{key}”已被其他流程使用。"),
    "template.nobody": words(
        "“{who}” is not in this workspace any more. Choose again.", "“{who}”已不在本工作区，请重新选择。"
    ),
    "template.title": words("A template needs a title.", "请填写模板名称。"),
    "template.broken": words(
        "The process has errors, and nobody could use it as it is. Mend what stands under Problems first.",
        "流程还有错误，别人无法使用。请先处理“问题”中列出的内容。",
    ),
}
