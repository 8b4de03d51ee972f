"""Problems of connections to trackers, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

TWIN_WORDS: Final[Mapping[str, Words]] = {
    "mirror.no-status": words(
        "No status stands for the step where the request is now, so nothing can be made there yet.",
        "当前步骤没有对应的状态，暂时无法在对方创建条目。",
    ),
    "mirror.not-there": words("It was not found there: {said}", "未在对方找到：{said}"),
    "mirror.taken": words(
        "It stands for another request already, or this request has one there.",
        "该条目已对应另一申请，或本申请已有对应条目。",
    ),
    "mirror.two-ways": words(
        "Out of one step, one status can mean one move only.", "同一步骤中，一个状态只能对应一个操作。"
    ),
}
