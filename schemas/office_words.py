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
        "“{name}” is of a kind that we do not take. Pictures, PDF, Office documents, text and ZIP are fine.",
        "不支持“{name}”的文件类型。可上传图片、PDF、Office 文档、文本和 ZIP。",
    ),
    "answer.taken": words("Somebody has this one already.", "已被使用，请换一个。"),
    "answer.not-yourself": words(
        "You cannot take your own rights away. Ask another administrator.", "不能取消自己的权限，请由其他管理员操作。"
    ),
}
