"""Why a rule cannot work, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

NO_OPERATOR: Final = words("There is no operation “{operator}”.", "没有“{operator}”这种运算。")
COUNT: Final = words(
    "“{operator}” does not work on {given} values.",
    "“{operator}”不能用于 {given} 个值。",
)
NO_NUMBER: Final = words(
    "“{operator}” calculates with numbers, but here it is given {kind}.",
    "“{operator}”只能计算数字，这里给的却是{kind}。",
)
NOT_ALIKE: Final = words(
    "“{operator}” cannot compare {one} with {other}.",
    "“{operator}”无法比较{one}和{other}。",
)
NO_LIST: Final = words(
    "“{operator}” goes through a list or a table, but here it is given {kind}.",
    "“{operator}”只能逐项处理列表或明细表，这里给的却是{kind}。",
)
NOTHING_IN: Final = words(
    "“in” looks into a text or a list, but here it is given {kind}.",
    "“in”只能在文本或列表中查找，这里给的却是{kind}。",
)
NO_TEXT: Final = words(
    "“{operator}” works on texts, but here it is given {kind}.",
    "“{operator}”只能处理文本，这里给的却是{kind}。",
)
NO_DATE: Final = words(
    "“{operator}” calculates with dates, but here it is given {kind}.",
    "“{operator}”只能计算日期，这里给的却是{kind}。",
)
NAME_NOT_WRITTEN: Final = words(
    "The name of the field must be written out; a rule cannot work it out or read all answers at once.",
    "字段名称必须直接写明，规则不能计算字段名称，也不能一次读取全部内容。",
)
NO_ANSWER: Final = words("“{name}” is a note and has no answer.", "“{name}”是说明文字，没有可用的内容。")
COLUMN_OF_ALL_ROWS: Final = words(
    "“{name}” is a table: its rows must be gone through, or added up, to read a column.",
    "“{name}”是明细表，要先逐行处理或汇总，才能使用其中的列。",
)

KINDS: Final[Mapping[str, Words]] = {
    "text": words("text", "文本"),
    "number": words("a number", "数字"),
    "boolean": words("yes or no", "是/否"),
    "list": words("a list", "列表"),
    "rows": words("a table", "明细表"),
    "files": words("files", "文件"),
    "person": words("a person", "人员"),
    "object": words("an answer of several parts", "由多个部分组成的内容"),
    "sealed": words("a sealed answer", "加密内容"),
    "any": words("a value", "某个值"),
}
"""What to call the kinds of value."""

TAKEN: Final[Mapping[str, Words]] = {
    "date": NO_DATE,
    "number": NO_NUMBER,
    "text": NO_TEXT,
    "long": NO_TEXT,
    "plain": NO_TEXT,
    "list": NO_LIST,
}
"""What to say where an operator takes only this."""
