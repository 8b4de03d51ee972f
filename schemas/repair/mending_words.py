"""What a repair does, in a sentence, before it is made."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.filling.places import called
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.repair.mending import pointed
from schemas.words import Words, words

AWAY: Final = words("This part is taken away.", "删除此处内容。")
WITHOUT_MOVE: Final = words("The way “{move}” is removed.", "删除流向“{move}”。")
OTHERWISE: Final = words("“{way}” becomes the way for all the rest.", "将“{way}”设为“其他情况”的流向。")
NARROWER: Final = words("“{move}” is only taken where “{other}” does not apply.", "仅当“{other}”不成立时才走“{move}”。")
ASKED: Final = words("Whoever fills in the form is asked for “{field}”.", "由填表人填写“{field}”。")
NEW_WAY: Final = words("A way “{way}” leads from “{state}” to an end.", "从“{state}”添加一个通向结束的流向“{way}”。")
SENTENCES: Final[Mapping[str, Words]] = {
    "branch.not-left": words("“{move}” goes on as a usual way.", "将“{move}”改为普通流向。"),
    "branch.outside": words("“{move}” goes on as a usual way.", "将“{move}”改为普通流向。"),
    "choice.dead-branch": WITHOUT_MOVE,
    "choice.gap": OTHERWISE,
    "choice.overlap": NARROWER,
    "deadline.never": words("The deadline is removed.", "删除该时限。"),
    "deadline.odd": words("The deadline is removed.", "删除该时限。"),
    "field.asked-too-late": ASKED,
    "field.decides-unseen": words(
        "Those who are asked at “{state}” may read “{field}”.", "“{state}”的办理人可查看“{field}”。"
    ),
    "field.demanded-in-vain": words("“{field}” may only be read there.", "该处的“{field}”改为只读。"),
    "field.hidden-but-required": ASKED,
    "field.not-always-asked": ASKED,
    "field.unknown": words("“{field}” is not named here any more.", "此处不再引用“{field}”。"),
    "flow.no-end": words("An end is added, and a way that leads to it.", "添加一个结束步骤和通向它的流向。"),
    "join.never": words("“{state}” waits for all its branches.", "“{state}”等待所有分支完成。"),
    "move.impossible": WITHOUT_MOVE,
    "move.never": WITHOUT_MOVE,
    "move.unknown-target": words("What names the step “{state}” is removed.", "删除对步骤“{state}”的引用。"),
    "proof.unknown": OTHERWISE,
    "rule.unknown-name": words("The rule reads “{to}” instead.", "规则改为引用“{to}”。"),
    "state.dead-end": NEW_WAY,
    "state.unreachable": words(
        "“{state}” is removed, with the ways that lead to it and from it.", "删除“{state}”及其相关流向。"
    ),
    "step.no-way": OTHERWISE,
    "step.nobody": words("Where nobody is found, “{group}” is asked.", "无人办理时，由“{group}”办理。"),
    "text.missing-language": words(
        "The text that there is is copied, for you to translate.", "复制已有文本，供您翻译。"
    ),
}


def what_it_does(problem: Problem, process: Process) -> Words:
    """Empty where it has no repair."""
    if not problem.repair:
        return Words()
    twice = problem.code == "choice.overlap" and problem.severity == "error"
    said = WITHOUT_MOVE if twice else SENTENCES.get(problem.code, AWAY)
    return said.formatted(**{**problem.params, **_of_repair(problem, process)})


def _of_repair(problem: Problem, process: Process) -> Mapping[str, Any]:
    """What its operations are about, by what it is called."""
    last = problem.repair[-1]
    value = last.get("value")
    match pointed(last["path"]):
        case ["flow", "moves", number, "when"]:
            move = process.flow.moves[int(number)]
            return {"way": move.title or move.key}
        case ["flow", "moves", "-"] if isinstance(value, dict):
            return {"way": Words(value["title"])}
        case ["flow", "fallback"] if isinstance(value, list):
            key = value[0]["group"]
            return {"group": process.groups.get(key) or key}
        case _ if problem.code == "rule.unknown-name" and isinstance(value, str):
            field = process.form.fields.get(value)
            return {"to": called(field) if field else value}
        case _:
            return {}
