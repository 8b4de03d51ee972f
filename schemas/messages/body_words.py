"""What is wrong with the JSON that a program sent, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

BODY_WORDS: Final[Mapping[str, Words]] = {
    "body.not-json": words(
        "The body is not JSON in UTF-8: line {line}, column {column}.",
        "请求正文不是 UTF-8 编码的 JSON：第 {line} 行第 {column} 列。",
    ),
    "body.not-an-object": words("The body must be a JSON object.", "请求正文须为 JSON 对象。"),
    "body.key-twice": words("“{key}” stands twice in one object.", "同一对象中“{key}”重复出现。"),
    "body.number": words(
        "“{number}” is not a number that every program reads the same.", "“{number}”不是各类程序都能一致读取的数字。"
    ),
    "body.character": words(
        "There is a character here that cannot be kept: U+0000 or half of a surrogate pair.",
        "此处含有无法保存的字符：U+0000 或不成对的代理字符。",
    ),
    "body.too-deep": words("This is nested more than {limit} levels deep.", "嵌套超过 {limit} 层。"),
    "body.unknown-key": words("“{key}” is not known here. Known are: {known}.", "不支持“{key}”。可用的有：{known}。"),
    "body.missing": words("“{key}” is missing.", "缺少“{key}”。"),
    "body.either": words("Give “{one}” or “{other}”, not both.", "“{one}”与“{other}”只能给出其一。"),
    "body.kind": words("“{key}” must be {kind}.", "“{key}”须为{kind}。"),
    "body.not-among": words("“{key}” must be one of: {known}.", "“{key}”须为以下之一：{known}。"),
    "body.too-long": words("“{key}” may have at most {limit} characters.", "“{key}”最多 {limit} 个字符。"),
    "query.not-among": words(
        "“{key}” in the address must be one of: {known}.", "查询参数“{key}”须为以下之一：{known}。"
    ),
    "query.number": words(
        "“{key}” in the address must be a whole number from 1 to {limit}.", "查询参数“{key}”须为 1 至 {limit} 的整数。"
    ),
    "query.period": words(
        "“{first}” and “{last}” in the address are two days, the first no later than the second, such as 2026-01-01 and 2026-03-31.",
        "查询参数“{first}”与“{last}”须同时给出日期，且前者不晚于后者，例如 2026-01-01 与 2026-03-31。",
    ),
    "query.after": words(
        "“after” is the “next” of the page before, as it was given.", "“after”须为上一页返回的“next”，原样填写。"
    ),
    "idempotency.key": words(
        "An Idempotency-Key has at most {limit} characters.", "Idempotency-Key 最多 {limit} 个字符。"
    ),
}
