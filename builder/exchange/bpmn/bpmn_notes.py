"""What the report of a BPMN file says became otherwise, as the end of a sentence."""

from typing import Final

from schemas.words import words

NOBODY: Final = words("nobody is named for it: the group “Staff” was put there.", "未指定办理人，已填入“办理人员”组。")
BY_HAND: Final = words("its conditions cannot be said here: somebody decides it.", "其条件无法转换，改为人工决定。")
BUTTONS: Final = words("what it decides became the ways on of the step before.", "该网关的判断改为上一步骤的操作按钮。")
NOTHING_DONE: Final = words("it does nothing here yet.", "在此尚无实际操作。")
SOMETIME: Final = words(
    "it says no time or message that is known here: one day was put there.", "未给出可识别的时间或消息，已填入一天。"
)
CONDITION: Final = words("condition", "条件")
TIMES: Final = words("number of times", "次数")
FORKED: Final = words(
    "several ways lead on from it at once there; here the first that can be is taken.",
    "原图从此处同时引出多条流向，在此只走第一条可行的流向。",
)
SOMETIME_ONE: Final = words("only plain numbers can be: once was put there", "只支持固定数字，已改为一次")
CHOSEN: Final = words(
    "several ways lead on from it at once there; here whoever does it chooses one.",
    "原图从此处同时引出多条流向，在此由办理人选择其一。",
)
