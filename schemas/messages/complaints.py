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
    "answer.wrong-shape": words("Please write “{field}” like this: {example}.", "“{field}”的格式应如：{example}。"),
    "answer.slip": words(
        "“{field}” has a slip in it: its check digit does not fit the rest.", "“{field}”校验位不符，请检查是否输错。"
    ),
    "answer.not-a-date": words("“{field}” must be a date, such as 2026-11-22.", "“{field}”须为日期，例如 2026-11-22。"),
    "answer.too-early": words("“{field}” must be {limit} or later.", "“{field}”不能早于 {limit}。"),
    "answer.too-late": words("“{field}” must be {limit} or earlier.", "“{field}”不能晚于 {limit}。"),
    "answer.not-a-time": words(
        "“{field}” must be a time of the day, such as 15:30.", "“{field}”须为时间，例如 15:30。"
    ),
    "answer.not-a-datetime": words(
        "“{field}” must be a day and a time, such as 2026-11-22 15:30.",
        "“{field}”须为日期与时间，例如 2026-11-22 15:30。",
    ),
    "answer.not-a-step": words("“{field}” goes in steps of {limit}.", "“{field}”须按 {limit} 递增。"),
    "answer.half-a-range": words(
        "“{field}” needs both days, the first and the last.", "请填写“{field}”的开始日期和结束日期。"
    ),
    "answer.ends-before": words("“{field}” ends before it begins.", "“{field}”的结束日期早于开始日期。"),
    "answer.too-few-days": words("“{field}” must be at least {limit} days long.", "“{field}”至少需要 {limit} 天。"),
    "answer.too-many-days": words("“{field}” may be at most {limit} days long.", "“{field}”最多 {limit} 天。"),
    "answer.not-a-duration": words(
        "“{field}” must be a length of time, such as 1:30, 90 min or 2 days.",
        "“{field}”须为时长，例如 1:30、90 分钟或 2 天。",
    ),
    "answer.not-whole-minutes": words("“{field}” must be in whole minutes.", "“{field}”须精确到整分钟。"),
    "answer.not-a-url": words(
        "“{field}” must be a web address, such as https://example.com.", "“{field}”须为网址，例如 https://example.com。"
    ),
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
    "answer.not-a-department": words("“{field}” must be a department known here.", "“{field}”须为系统中的部门。"),
    "answer.not-a-project": words(
        "“{field}” must be a project that is open here.", "“{field}”须为系统中进行中的项目。"
    ),
    "answer.not-a-customer": words("“{field}” must be a customer known here.", "“{field}”须为系统中的客户。"),
    "answer.not-a-contact": words("“{field}” must be a contact known here.", "“{field}”须为系统中的客户联系人。"),
    "answer.not-a-request": words(
        "“{field}” must be the number of a request that you may see and that can be linked here.",
        "“{field}”须为您可查看、且可在此关联的申请编号。",
    ),
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
    "answer.goes-alone": words(
        "“{field}”: “{choice}” goes with no other choice.", "“{field}”：选择“{choice}”时不能再选其他项。"
    ),
    "answer.unknown-row": words("“{field}” has no row “{row}”.", "“{field}”没有“{row}”这一行。"),
    "answer.every-row": words("“{field}”: please answer “{row}” too.", "“{field}”：“{row}”尚未作答。"),
    "answer.unfinished-path": words(
        "“{field}”: please choose further below “{choice}”.", "“{field}”：请在“{choice}”下继续选择。"
    ),
    "answer.part-missing": words("“{field}”: {part} is missing.", "“{field}”：请填写{part}。"),
    "answer.no-such-part": words("“{field}”: {part} cannot be “{said}”.", "“{field}”：{part}“{said}”不正确。"),
    "answer.off-the-map": words(
        "“{field}”: {part} must lie between {low} and {high}.", "“{field}”：{part}须在 {low} 与 {high} 之间。"
    ),
    "answer.too-vague": words(
        "“{field}” is only sure to {said} metres, and must be to {limit}. Try again outdoors.",
        "“{field}”目前的误差约 {said} 米，须在 {limit} 米以内。请到室外重新定位。",
    ),
    "answer.wrong-check-digit": words(
        "“{field}”: the last digit does not fit the others; please scan or type it again.",
        "“{field}”的校验位不正确，请重新扫描或输入。",
    ),
    "answer.not-a-barcode": words(
        "“{field}” must be a code of this kind: {formats}.", "“{field}”须为以下码制：{formats}。"
    ),
    "document.picture": words(
        "The picture of a choice must be a PNG, JPEG or WebP of at most 50 KB, written as a data: address.",
        "选项图片须为不超过 50 KB 的 PNG、JPEG 或 WebP，并写成 data: 地址。",
    ),
    "document.pattern": words(
        "The pattern is not a regular expression that can be matched quickly; it may not look around or refer back.",
        "该格式不是可快速匹配的正则表达式；不能使用环视或反向引用。",
    ),
    "document.criteria": words(
        "Criteria, bands and grades each need a “key” that is text; “points” are a number, and “answer” is “number” or “choice”.",
        "维度、档位和等级都需要文本类型的“key”；“points”须为数字，“answer”须为“number”或“choice”。",
    ),
    "document.choices": words(
        "Every choice needs a “const” that is text, and a title that is text.",
        "每个选项都需要文本类型的“const”和标题。",
    ),
}
"""By code. The other problems of a document have theirs in `problem_words`, which takes these in."""
