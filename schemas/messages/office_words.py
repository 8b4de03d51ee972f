"""What is wrong with a file that was sent, or with what was said about a person or a group, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

OFFICE_WORDS: Final[Mapping[str, Words]] = {
    "file.too-large": words(
        "“{name}” is larger than {limit} MB. Please make it smaller.", "“{name}”超过 {limit} MB，请压缩后再上传。"
    ),
    "file.empty": words("“{name}” is empty.", "“{name}”是空文件。"),
    "file.kind": words(
        "“{name}” is not of a kind that we take, or not what its name says. Pictures, PDF, Office documents, text, sound, "
        "video and ZIP are fine.",
        "不支持“{name}”，或其内容与文件名不符。可上传图片、PDF、Office 文档、文本、音频、视频和 ZIP。",
    ),
    "file.mixed": words(
        "“{name}” is several kinds of file at once, which is how harm is hidden. Please save it anew.",
        "“{name}”同时是多种文件，可能藏有危险内容，请另存后再上传。",
    ),
    "file.damaged": words(
        "“{name}” cannot be opened. It may be damaged or cut off; please send it again.",
        "无法打开“{name}”，文件可能已损坏或不完整，请重新上传。",
    ),
    "file.too-many-pixels": words(
        "“{name}” has more than {limit} million pixels. Please make it smaller.",
        "“{name}”超过 {limit} 百万像素，请缩小后再上传。",
    ),
    "file.bomb": words(
        "“{name}” would unpack to far more than it seems. Please send its parts one by one.",
        "“{name}”解压后体积异常大，请将其中的文件逐个上传。",
    ),
    "file.archive-inside": words(
        "“{name}” holds further archives. Please unpack them first.", "“{name}”中还有压缩包，请先解压。"
    ),
    "file.names-inside": words(
        "“{name}” holds files whose names lead out of it. Please pack it anew.",
        "“{name}”中有文件名指向压缩包之外，请重新打包。",
    ),
    "file.macros": words(
        "“{name}” holds macros. Please save it without them.", "“{name}”含有宏，请另存为不含宏的文档。"
    ),
    "file.unclean": words(
        "“{name}” did not pass the safety check and was not kept.", "“{name}”未通过安全检查，未保存。"
    ),
    "file.gone": words("This file has waited too long. Please choose it again.", "文件等待时间过长，请重新选择。"),
    "look.colour": words(
        "“{value}” is no colour. Write it like #0b6e6e.", "“{value}”不是颜色值，请写成 #0b6e6e 的形式。"
    ),
    "logo.too-large": words("The picture may have {limit} MB at the most.", "图片不能超过 {limit} MB。"),
    "logo.too-many-pixels": words(
        "The picture has too many pixels. Make it smaller first.", "图片像素过大，请缩小后再上传。"
    ),
    "logo.kind": words(
        "This is no picture that we can use. A PNG, JPEG or WebP is fine; an SVG is not, since it can hold programs.",
        "无法使用此图片。支持 PNG、JPEG、WebP；不支持 SVG，因为其中可能包含程序代码。",
    ),
    "calendar.line": words(
        "“{line}” (line {number}) is no day that we can read. Write it like {year}-10-01, or {year}-10-01 – {year}-10-07, "
        "and then what it is called.",
        "第 {number} 行“{line}”无法识别为日期。请写成 {year}-10-01 或 {year}-10-01 – {year}-10-07，后面可加名称。",
    ),
    "calendar.other-year": words(
        "“{line}” (line {number}) does not begin in {year}. Choose its year above.",
        "第 {number} 行“{line}”不属于 {year} 年，请先在上方选择对应年份。",
    ),
    "calendar.span": words(
        "“{line}” (line {number}) ends before it begins, or lasts more than three months.",
        "第 {number} 行“{line}”的结束日期早于开始日期，或跨度超过三个月。",
    ),
    "calendar.hours": words(
        "Work has to last for an hour at least, and to end on the day on which it begins.",
        "下班时间须晚于上班时间至少一小时，且在同一天内。",
    ),
    "absence.order": words("It ends before it begins.", "结束日期早于开始日期。"),
    "absence.over": words("That is over already.", "该时间段已过。"),
    "absence.twice": words(
        "They are away then already. End that absence first.", "与已有的外出时间重叠，请先结束原有安排。"
    ),
    "answer.taken": words("Somebody has this one already.", "已被使用，请换一个。"),
    "answer.not-yourself": words(
        "You cannot take your own rights away. Ask another administrator.", "不能取消自己的权限，请由其他管理员操作。"
    ),
    "channel.key": words(
        "“{value}” cannot be the short name of a channel. Take letters, digits, “_” and “-”, beginning with a letter; app, "
        "mail and house are taken.",
        "“{value}”不能用作渠道标识。请使用字母、数字、“_”和“-”，以字母开头；app、mail、house 为保留字。",
    ),
    "channel.address": words(
        "This is no address that can be called. It looks like https://hooks.example.com/formloom, without a name or password.",
        "此地址无法调用。格式应为 https://hooks.example.com/formloom，且不含用户名和密码。",
    ),
    "channel.chat": words(
        "This is no address of a chat that we know, or it asks for something that we do not do.",
        "无法识别此群聊地址，或其中包含不支持的参数。",
    ),
    "channel.private": words(
        "“{host}” leads inside of a network and may not be called. The operator can allow it with FORMLOOM_ALLOW_PRIVATE_HOSTS.",
        "“{host}”指向内部网络，不允许调用。运维人员可通过 FORMLOOM_ALLOW_PRIVATE_HOSTS 放行。",
    ),
    "channel.plain": words(
        "Without the s of https:// everybody on the way can read along. Only addresses that the operator has allowed by "
        "FORMLOOM_ALLOW_PRIVATE_HOSTS may do without.",
        "未加密的 http:// 会被途中任何人读取。仅 FORMLOOM_ALLOW_PRIVATE_HOSTS 放行的地址可以使用。",
    ),
    "notices.zone": words(
        "“{value}” is no time zone. They are called like Asia/Shanghai or Europe/Berlin.",
        "“{value}”不是时区，请填写如 Asia/Shanghai 的名称。",
    ),
    "notices.half": words("Quiet hours have a beginning and an end.", "免打扰时段需要同时填写开始和结束时间。"),
    "guide.too-few": words(
        "There are only {count} of them, so that so many can never agree.", "该小组只有 {count} 人，无法达到这个人数。"
    ),
}
