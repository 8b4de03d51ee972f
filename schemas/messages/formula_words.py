"""What is wrong with a formula, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

FORMULA_WORDS: Final[Mapping[str, Words]] = {
    "formula.too-long": words(
        "A formula has at most {limit} characters. Work a part of it out in a field of its own.",
        "公式最多 {limit} 个字符，可把其中一部分放到单独的字段中计算。",
    ),
    "formula.too-deep": words(
        "The formula has too many brackets within brackets. Work a part of it out in a field of its own.",
        "公式的括号嵌套过深，可把其中一部分放到单独的字段中计算。",
    ),
    "formula.unfinished": words(
        "The formula is not finished: {expected} is missing at its end.", "公式不完整，末尾缺少{expected}。"
    ),
    "formula.unexpected": words(
        "Line {line}, character {column}: “{found}” cannot stand here. {expected} is expected.",
        "第 {line} 行第 {column} 个字符：此处不能是“{found}”，应为{expected}。",
    ),
    "formula.open-text": words(
        "Line {line}, character {column}: the quotation mark that opens here is never closed.",
        "第 {line} 行第 {column} 个字符：此处的引号没有闭合。",
    ),
    "formula.open-name": words(
        "Line {line}, character {column}: the bracket that opens here is never closed with “]”.",
        "第 {line} 行第 {column} 个字符：此处的方括号没有用“]”闭合。",
    ),
    "formula.two-comparisons": words(
        "Line {line}, character {column}: only “<” and “<=” may stand twice, as in 1 < x < 5. Otherwise join two comparisons with AND.",
        "第 {line} 行第 {column} 个字符：只有“<”和“<=”可以连用两次，例如 1 < x < 5；其他比较请用“且”连接。",
    ),
    "formula.number": words(
        "Line {line}, character {column}: the number “{number}” is too large.",
        "第 {line} 行第 {column} 个字符：数字“{number}”过大。",
    ),
    "formula.unknown-function": words(
        "Line {line}, character {column}: there is no function “{name}”. Did you mean {near}?",
        "第 {line} 行第 {column} 个字符：没有“{name}”函数，是否想用 {near}？",
    ),
    "formula.arguments": words(
        "Line {line}, character {column}: “{name}” wants {expected}.",
        "第 {line} 行第 {column} 个字符：“{name}”需要{expected}。",
    ),
    "formula.ambiguous-name": words(
        "Line {line}, character {column}: several fields are called “{name}”. Write one of their keys: {keys}.",
        "第 {line} 行第 {column} 个字符：有多个字段名为“{name}”，请写其标识：{keys}。",
    ),
}
