"""What is wrong with an answer, in words. ``field`` is what the field is called; limits are as people write them."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

ANSWER_WORDS: Final[Mapping[str, Words]] = {
    "answer.required": words("“{field}” needs an answer.", "请填写“{field}”。"),
    "answer.wanted": words("“{field}” is still empty.", "“{field}”尚未填写。"),
    "answer.remark": words("Please look at “{field}” again.", "请再确认“{field}”。"),
    "answer.refused": words("“{field}” cannot be taken as it is.", "“{field}”的内容不符合要求。"),
    "answer.not-unique": words("“{field}” has the same answer as an earlier request.", "“{field}”与已有申请重复。"),
    "answer.type": words("“{field}” has an answer of the wrong kind.", "“{field}”的内容类型不对。"),
    "answer.not-a-number": words("“{field}” must be a number, such as 1,234.5.", "“{field}”须为数字，例如 1,234.5。"),
    "answer.not-whole": words("“{field}” must be a whole number.", "“{field}”须为整数。"),
    "answer.decimals": words("“{field}” may have at most {limit} decimals.", "“{field}”最多保留 {limit} 位小数。"),
    "answer.too-small": words("“{field}” must be at least {limit}.", "“{field}”不能小于 {limit}。"),
    "answer.too-large": words("“{field}” must be at most {limit}.", "“{field}”不能大于 {limit}。"),
    "answer.too-short": words("“{field}” needs at least {limit} characters.", "“{field}”至少需要 {limit} 个字。"),
    "answer.too-long": words("“{field}” may have at most {limit} characters.", "“{field}”最多 {limit} 个字。"),
    "answer.wrong-form": words("“{field}” is not written in the form asked for.", "“{field}”的格式不符合要求。"),
    "answer.not-a-date": words("“{field}” must be a date, such as 2026-11-22.", "“{field}”须为日期，例如 2026-11-22。"),
    "answer.too-early": words("“{field}” must be {limit} or later.", "“{field}”不能早于 {limit}。"),
    "answer.too-late": words("“{field}” must be {limit} or earlier.", "“{field}”不能晚于 {limit}。"),
    "answer.not-yes-or-no": words("“{field}” must be yes or no.", "“{field}”须选“是”或“否”。"),
    "answer.not-a-choice": words(
        "“{field}” has an answer that is not among the choices.", "“{field}”的内容不在可选范围内。"
    ),
    "answer.too-few-choices": words("“{field}”: choose at least {limit}.", "“{field}”至少选 {limit} 项。"),
    "answer.too-many-choices": words("“{field}”: choose at most {limit}.", "“{field}”最多选 {limit} 项。"),
    "answer.twice": words("“{field}” has the same answer twice.", "“{field}”中有重复的内容。"),
    "answer.not-an-email": words(
        "“{field}” must be an e-mail address, such as li.na@example.com.",
        "“{field}”须为电子邮箱，例如 li.na@example.com。",
    ),
    "answer.not-a-phone": words(
        "“{field}” must be a telephone number; outside the usual country begin with + and the country code.",
        "“{field}”须为电话号码；境外号码请以“+”和国家代码开头。",
    ),
    "answer.not-a-person": words("“{field}” must be a person known here.", "“{field}”须为系统中的人员。"),
    "answer.not-a-file": words(
        "“{field}” names a file that is not here; please attach it again.", "“{field}”中的文件不存在，请重新上传。"
    ),
    "answer.wrong-file-kind": words(
        "“{field}” does not take {name}; it takes {accept}.", "“{field}”不接受 {name}，仅接受 {accept}。"
    ),
    "answer.too-few-files": words("“{field}” needs at least {limit} files.", "“{field}”至少需要 {limit} 个文件。"),
    "answer.too-many-files": words("“{field}” takes at most {limit} files.", "“{field}”最多 {limit} 个文件。"),
    "answer.too-few-rows": words("“{field}” needs at least {limit} rows.", "“{field}”至少需要 {limit} 行。"),
    "answer.too-many-rows": words("“{field}” takes at most {limit} rows.", "“{field}”最多 {limit} 行。"),
    "answer.unknown-field": words("This form does not ask for “{name}”.", "本表单没有“{name}”这一项。"),
    "answer.control-character": words(
        "“{field}” has a hidden character that cannot be kept; please type it again.",
        "“{field}”含有无法保存的隐藏字符，请重新输入。",
    ),
    "answer.too-much": words(
        "“{field}” is too long: at most {limit} characters can be kept.",
        "“{field}”内容过长，最多可保存 {limit} 个字符。",
    ),
    "answer.computed": words("“{field}” is worked out and cannot be typed.", "“{field}”由系统计算，不能填写。"),
    "answer.rule": words("“{field}” could not be worked out from these answers.", "根据目前的内容无法算出“{field}”。"),
    "document.pattern": words(
        "The pattern is not a regular expression that can be matched quickly; it may not look around or refer back.",
        "该格式不是可快速匹配的正则表达式；不能使用环视或反向引用。",
    ),
    "document.choices": words(
        "Every choice needs a “const” that is text, and a title that is text.",
        "每个选项都需要文本类型的“const”和标题。",
    ),
}
"""By code. The other problems of a document have theirs in `problem_words`, which takes these in."""
