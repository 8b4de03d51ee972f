"""What is wrong with what was said about a customer, a contact or a field of theirs, or with a file of them, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

CUSTOMER_WORDS: Final[Mapping[str, Words]] = {
    "record.key": words(
        "“{key}” cannot be the key of a field here: it begins with a letter, letters, digits and “_” follow, and name, kind, "
        "email and the like are taken.",
        "“{key}”不能用作字段标识：须以字母开头，由字母、数字和“_”组成，且不能使用 name、kind、email 等保留字。",
    ),
    "record.type-stays": words(
        "“{field}” keeps its type, since records have answered it. Take it away and add a new one instead.",
        "“{field}”已有数据，不能更改类型。可删除后新建一个字段。",
    ),
    "customers.no-column": words(
        "No column says what the customers are called. Say which one does, or call one “Customer” or “Name”.",
        "没有找到客户名称列，请指定哪一列是客户名称，或将该列命名为“客户名称”或“名称”。",
    ),
    "customers.no-name": words("The row has no name of a customer.", "该行缺少客户名称。"),
    "customers.no-address": words(
        "There is something about a contact, but no e-mail address.", "该行有联系人信息，但缺少电子邮箱。"
    ),
    "customers.elsewhere": words("{email} is a contact of “{customer}” already.", "{email} 已是“{customer}”的联系人。"),
    "customers.twice": words(
        "Another row (row {row}) says something else about the same.", "与第 {row} 行对同一对象的内容不一致。"
    ),
    "customers.kind": words(
        "“{value}” is none of: customer, supplier, partner.", "“{value}”不是客户、供应商或合作伙伴。"
    ),
    "customers.keeper": words("Nobody of us has the address “{value}”.", "本工作区没有邮箱为“{value}”的同事。"),
    "customers.too-many": words("There are more than {limit} rows in it.", "超过 {limit} 行。"),
    "customers.column-twice": words(
        "“{column}” means the same as another column. Leave one of the two out.",
        "“{column}”与另一列的含义相同，请将其中一列设为不导入。",
    ),
    "merge.same": words("These are one record already.", "它们已经是同一条记录。"),
    "merge.stale": words(
        "Somebody has changed one of the two since. Please look at them again.", "其中一条记录刚被修改，请重新核对。"
    ),
    "merge.elsewhere": words(
        "These are contacts of two customers. Make the customers one first.", "两位联系人属于不同客户，请先合并客户。"
    ),
    "merge.asked": words(
        "{name} has been asked something in open requests ({n}), by links that lead to them alone. Once they have answered it can be done; or keep the other one.",
        "{name}在 {n} 项进行中的申请里还有待办，链接只对其本人有效。待其处理后再合并，或改为保留另一位。",
    ),
    "customer.unknown": words("There is no such customer.", "没有此客户。"),
}
