"""A choice that is made step by step: what is offered next depends on what was chosen before."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Refused, asking
from schemas.fields.parts.alternatives import read_several
from schemas.fields.parts.branches import Branch, follow, groups_at, levels_of, paths_of, titles_in, tree_of
from schemas.fields.parts.spelling import LONGEST
from schemas.model.form import Field
from schemas.words import words

_STEP: Final = words("Level {n}", "第 {n} 级")


class Cascade(FieldType):
    """The answer is the path to a leaf: ``["hardware", "laptop"]``. ``tree`` is written as in `branches`."""

    key = "cascade"
    title = words("Choice in levels", "级联选择")
    icon = "list-tree"
    value = "list"
    family = "choice"
    widget = True
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "array", "items": {"type": "string"}}
    options = asking(
        Field(
            "tree",
            "long_text",
            words("Choices, indented by level", "选项（按级缩进）"),
            help=words(
                "One a line, two spaces deeper for the next level: kept value = English | Chinese.",
                "每行一项，下一级缩进两个空格：存储值 = 英文 | 中文。",
            ),
            options={"rows": 10, "max_length": LONGEST},
        ),
        Field(
            "levels",
            "long_text",
            words("Names of the levels, one a line", "各级名称（每行一个）"),
            help=words("English | Chinese", "英文 | 中文"),
            options={"rows": 3, "max_length": 1000},
        ),
    )

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"enum"}

    def tree(self, field: Field) -> tuple[Branch, ...]:
        return tree_of(str(field.options.get("tree") or ""))

    def levels(self, field: Field, lang: str) -> list[str]:
        """What each level is called."""
        named = titles_in(str(field.options.get("levels") or ""))[: levels_of(self.tree(field))]
        numbered = (_STEP.formatted(n=n + 1) for n in range(len(named), levels_of(self.tree(field))))
        return [one.in_(lang) for one in (*named, *numbered)]

    def offers(self, field: Field, level: int, lang: str) -> list[tuple[list[str], str, list[tuple[str, str]]]]:
        """What a level offers: for each way to it the path, its words, and pairs of what is kept and its title."""
        return [
            (
                [one.const for one in above],
                between(lang).join(one.called(lang) for one in above),
                [(one.const, one.called(lang)) for one in here],
            )
            for above, here in groups_at(self.tree(field), level)
        ]

    def schema(self, field: Field) -> dict[str, Any]:
        paths = [list(path) for path in paths_of(self.tree(field))]
        return super().schema(field) | ({"enum": paths} if paths else {})

    def read(self, field: Field, raw: Any) -> list[str] | None:
        path = read_several(raw)
        if path is None:
            return None
        found = follow(self.tree(field), tuple(path))
        if len(found) < len(path):
            raise Refused("answer.not-a-choice")
        if found[-1].children:
            raise Refused("answer.unfinished-path", choice=found[-1].title or found[-1].const)
        return path

    def show(self, field: Field, value: Any, lang: str) -> str:
        path = tuple(value or ())
        found = follow(self.tree(field), path)
        return between(lang).join([*(one.called(lang) for one in found), *path[len(found) :]])


def between(lang: str) -> str:
    return "／" if lang.startswith("zh") else " › "
