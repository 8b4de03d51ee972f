"""What is wrong with the shape of a document, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

DOCUMENT_WORDS: Final[Mapping[str, Words]] = {
    "document.unknown-group": words("The form has no page or section “{key}”.", "表单中没有“{key}”这一页面或分组。"),
    "document.not-json": words("This is not JSON that every program can read.", "这不是各程序都能读取的 JSON。"),
    "document.format": words("This is not a document of the format “{format}”.", "这不是“{format}”格式的文档。"),
    "document.too-deep": words("This is nested more than {limit} levels deep.", "嵌套超过 {limit} 层。"),
    "document.too-large": words("The document holds more than {limit} values.", "文档中的值超过 {limit} 个。"),
    "document.character": words("This text holds a character that cannot be kept.", "文本中含有无法保存的字符。"),
    "document.missing-key": words("“{key}” is missing.", "缺少“{key}”。"),
    "document.unknown-key": words("“{key}” means nothing here.", "此处不支持“{key}”。"),
    "document.type": words("This must be {expected}.", "此处须为{expected}。"),
    "document.empty": words("There must be at least one.", "至少需要一项。"),
    "document.choice": words(
        "“{value}” is not possible here; use {allowed}.", "此处不能用“{value}”，可用：{allowed}。"
    ),
    "document.key": words(
        "“{key}” cannot be a key: begin with a letter; letters, digits, “_” and “-” follow, 64 at the most.",
        "“{key}”不能用作标识：须以文字或字母开头，可含字母、数字、“_”和“-”，最多 64 个字符。",
    ),
    "document.words": words(
        "A text is a string, or an object of language tags and strings.",
        "文本须为字符串，或以语言标签为键、字符串为值的对象。",
    ),
    "document.number": words(
        "“{number}” makes no numbers: it must hold {{seq}} or {{seq:4}} once, and may hold {{yyyy}} and {{mm}}.",
        "“{number}”无法生成编号：须含一个 {{seq}} 或 {{seq:4}}，可含 {{yyyy}} 和 {{mm}}。",
    ),
    "document.schema": words("This is not JSON Schema 2020-12: {reason}.", "不符合 JSON Schema 2020-12：{reason}。"),
    "document.dialect": words("The schema must be of the dialect {dialect}.", "须使用 {dialect} 版本的 JSON Schema。"),
    "document.reference": words(
        "“{reference}” cannot be followed: it leads outside, nowhere or in a circle.",
        "无法解析引用“{reference}”：指向外部、不存在或循环引用。",
    ),
    "document.unknown-field-type": words(
        "There is no type of field for “{type}” here.", "此处没有与“{type}”对应的字段类型。"
    ),
    "document.disagrees": words(
        "A field of type “{type}” has “{meant}” here, not “{said}”.", "“{type}”字段此处应为“{meant}”，而不是“{said}”。"
    ),
    "document.option": words("“{option}” of “{type}” cannot have this value.", "“{type}”的“{option}”不能取这个值。"),
    "document.who": words("Say who with exactly one of {allowed}.", "须用且仅用以下一种方式指定人员：{allowed}。"),
    "document.duration": words(
        "“{value}” is no length of time, such as P2WD, P3D or PT4H.", "“{value}”不是有效时长，例如 P2WD、P3D 或 PT4H。"
    ),
}
