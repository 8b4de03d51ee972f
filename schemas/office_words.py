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
    "answer.taken": words("Somebody has this one already.", "已被使用，请换一个。"),
    "answer.not-yourself": words(
        "You cannot take your own rights away. Ask another administrator.", "不能取消自己的权限，请由其他管理员操作。"
    ),
}
