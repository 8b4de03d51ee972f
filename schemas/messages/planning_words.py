"""What is wrong with a plan, or with a change of it, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

PLANNING_WORDS: Final[Mapping[str, Words]] = {
    "plan.too-many": words("A plan has at most {limit} activities.", "一个计划最多 {limit} 项活动。"),
    "plan.too-deep": words("“{title}” stands more than {limit} levels down.", "“{title}”的层级超过 {limit} 级。"),
    "plan.too-long": words(
        "The plan would take longer than {years} years, or lies beyond the calendar.",
        "计划超过 {years} 年，或超出日历范围。",
    ),
    "plan.twice": words("There is a “{title}” in the plan already.", "计划中已有“{title}”。"),
    "plan.unknown": words(
        "“{title}” refers to “{other}”, which is not in the plan.", "“{title}”引用的“{other}”不在计划中。"
    ),
    "plan.number": words(
        "“{title}”: a number lies outside of what is possible; it may take {limit} working days at most.",
        "“{title}”：有数值超出范围，最长 {limit} 个工作日。",
    ),
    "plan.group-link": words(
        "“{title}” has activities below it. It can only wait with its beginning.",
        "“{title}”下有子活动，只能设置开始时间的依赖。",
    ),
    "plan.circle": words("These wait for each other in a circle: {names}.", "以下活动互相等待，形成循环：{names}。"),
    "plan.gone": words("This activity is no longer in the plan ({id}).", "该活动已不在计划中（{id}）。"),
    "plan.double-booked": words("{said}. Solve this first.", "{said}。请先解决。"),
    "plan.changed": words(
        "Somebody else has changed the plan meanwhile. Look at it and try again.", "他人已更改该计划，请查看后重试。"
    ),
    "plan.no-project": words("The project is not there, or it is closed.", "项目不存在或已关闭。"),
    "plan.no-person": words(
        "“{name}” cannot be booked: not among the people of this workspace.", "无法安排“{name}”：本工作区没有此人。"
    ),
    "plan.not-undone": words(
        "It cannot be undone: “{title}” has been changed again since.", "无法撤销：“{title}”之后又被更改过。"
    ),
    "plan.percent": words("Say how far it is, from 0 to 100.", "请填写 0 到 100 的完成百分比。"),
    "plan.format": words("This is not a change of a plan: {path}.", "这不是有效的计划更改：{path}。"),
}
