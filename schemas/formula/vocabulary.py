"""The functions of a formula in both languages, and the signs and words between values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.words import Words, words


@dataclass(frozen=True, slots=True)
class Function:
    """``operator`` is that of JSON Logic; empty for those that stand for more than one.

    ``bare``: one argument stands in JSON without a list around it.
    """

    operator: str
    title: Words
    about: Words
    bare: bool = False
    also: tuple[str, ...] = ()


def _one(operator: str, en: str, zh: str, about: str, said: str, *also: str, bare: bool = False) -> Function:
    return Function(operator, words(en, zh), words(about, said), bare, also)


EVERY: Final[tuple[Function, ...]] = (
    _one("if", "IF", "如果", "IF(condition, then, otherwise)", "如果(条件, 成立时, 否则)"),
    _one("and", "AND", "且", "All of them hold", "全部成立", "并且"),
    _one("or", "OR", "或", "At least one holds", "至少一个成立", "或者"),
    _one("!", "NOT", "非", "It does not hold", "不成立", "不"),
    _one("", "EMPTY", "为空", "Nothing is filled in", "没有填写", "ISBLANK"),
    _one("", "FILLED", "已填写", "Something is filled in", "已经填写"),
    _one("", "CONTAINS", "包含", "CONTAINS(where, what)", "包含(在何处, 什么)"),
    _one("in", "IN", "属于", "IN(what, where)", "属于(什么, 在何处)"),
    _one("", "TODAY", "今天", "The date of today", "今天的日期"),
    _one("days", "DAYS", "天数", "DAYS(from, to): whole days between", "天数(开始, 结束)：相隔的天数"),
    _one("add_days", "ADD_DAYS", "加天数", "ADD_DAYS(date, days)", "加天数(日期, 天数)"),
    _one("add_months", "ADD_MONTHS", "加月数", "ADD_MONTHS(date, months)", "加月数(日期, 月数)"),
    _one("year", "YEAR", "年", "The year of a date", "日期的年份", bare=True),
    _one("month", "MONTH", "月", "The month of a date", "日期的月份", bare=True),
    _one("day", "DAY", "日", "The day of a date", "日期的日", bare=True),
    _one("weekday", "WEEKDAY", "星期", "Monday is 1, Sunday is 7", "星期一为 1，星期日为 7", bare=True),
    _one("sum", "SUM", "求和", "SUM(table.column)", "求和(明细表.列)"),
    _one("", "SUMIF", "条件求和", "SUMIF(table.column, condition on the row)", "条件求和(明细表.列, 该行的条件)"),
    _one("count", "COUNT", "计数", "COUNT(table)", "计数(明细表)", bare=True),
    _one("", "COUNTIF", "条件计数", "COUNTIF(table, condition on the row)", "条件计数(明细表, 该行的条件)"),
    _one("", "AVERAGE", "平均值", "AVERAGE(table.column)", "平均值(明细表.列)", "AVG"),
    _one("min", "MIN", "最小", "The smallest of several numbers", "几个数中最小的"),
    _one("max", "MAX", "最大", "The largest of several numbers", "几个数中最大的"),
    _one("round", "ROUND", "四舍五入", "ROUND(number, decimals)", "四舍五入(数, 小数位数)"),
    _one("%", "MOD", "求余", "MOD(number, divisor)", "求余(数, 除数)"),
    _one("+", "NUMBER", "数值", "A text as a number", "把文本当作数字", "ADD"),
    _one("cat", "CONCAT", "连接", "Texts one after another", "把文本连在一起", "CONCATENATE"),
    _one("substr", "SUBSTR", "截取", "SUBSTR(text, start, length)", "截取(文本, 起点, 长度)"),
    _one("length", "LENGTH", "长度", "Characters of a text", "文本的字数", "LEN", bare=True),
    _one("upper", "UPPER", "大写", "In capitals", "转为大写", bare=True),
    _one("lower", "LOWER", "小写", "In small letters", "转为小写", bare=True),
    _one("trim", "TRIM", "去空格", "Without spaces around it", "去掉首尾空格", bare=True),
    _one("all", "ALL", "全部", "ALL(table, condition on the row)", "全部(明细表, 该行的条件)"),
    _one("some", "SOME", "存在", "SOME(table, condition on the row)", "存在(明细表, 该行的条件)"),
    _one("none", "NONE", "都不", "NONE(table, condition on the row)", "都不(明细表, 该行的条件)"),
    _one("filter", "FILTER", "筛选", "FILTER(table, condition on the row)", "筛选(明细表, 该行的条件)"),
    _one("map", "MAP", "逐行", "MAP(table, value of the row)", "逐行(明细表, 该行的值)"),
    _one("reduce", "REDUCE", "归并", "REDUCE(list, step, start)", "归并(列表, 步骤, 初值)"),
    _one("merge", "MERGE", "合并", "Several lists as one", "把几个列表合为一个"),
    _one("missing", "MISSING", "缺少", "Which of these fields are blank", "这些字段中未填写的"),
    _one("missing_some", "MISSING_SOME", "缺少部分", "MISSING_SOME(needed, fields)", "缺少部分(至少几项, 字段)"),
    _one("!!", "TRUTH", "真值", "Whether it counts as true", "是否视为真"),
    _one("", "DEFAULT", "默认", "DEFAULT(field, what else)", "默认(字段, 没有时)"),
    _one("var", "VAR", "取值", "A field by its key", "按标识读取字段", bare=True),
    _one("?:", "CHOOSE", "选择", "As IF", "同“如果”"),
    _one("log", "LOG", "原值", "The value itself", "值本身", bare=True),
)

BY_NAME: Final[Mapping[str, Function]] = {
    name.casefold(): one for one in EVERY for name in (*one.title.values(), *one.also)
}
BY_OPERATOR: Final[Mapping[str, Function]] = {one.operator: one for one in EVERY if one.operator}

COMPARISONS: Final[Mapping[str, str]] = {
    **{sign: sign for sign in ("===", "!==", "==", "!=", "<=", ">=", "<", ">")},
    **dict.fromkeys(("=", "＝", "等于"), "=="),
    **dict.fromkeys(("<>", "≠", "不等于"), "!="),
    **dict.fromkeys(("≤", "小于等于"), "<="),
    **dict.fromkeys(("≥", "大于等于"), ">="),
    **dict.fromkeys(("＜", "小于"), "<"),
    **dict.fromkeys(("＞", "大于"), ">"),
}
"""What may stand for a comparison, and how JSON Logic writes it."""
SIGNS: Final[Mapping[str, str]] = {"==": "="}
"""Where a formula writes it otherwise."""

RESERVED: Final = frozenset(
    (
        *("and", "or", "not", "in", "contains", "true", "false", "null"),
        *("且", "并且", "或", "或者", "非", "不", "属于", "包含", "不属于", "不包含", "真", "假", "空"),
    )
)
"""Words that a formula keeps for itself: a field that is called so stands in brackets."""

NAME: Final = r"[^\W\d]\w*"
"""A name that needs no brackets."""
BRACKETED: Final = r"\[[^\[\]\r\n]+\]"
PLAIN: Final = re.compile(NAME)

CONSTANTS: Final[Mapping[bool | None, Words]] = {
    True: words("TRUE", "真"),
    False: words("FALSE", "假"),
    None: words("NULL", "空"),
}
JOINTS: Final[Mapping[str, Words]] = {
    "and": words("AND", "且"),
    "or": words("OR", "或"),
    "in": words("IN", "属于"),
    "contains": words("CONTAINS", "包含"),
}
