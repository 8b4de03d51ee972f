"""What a plan says, in sentences."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from runtime.planning.delta import Difference, Moved
from runtime.planning.double_bookings import Conflict
from runtime.planning.leveling import Suggestion
from runtime.planning.pace import Pace
from runtime.planning.schedule import Scheduled
from schemas.words import Words, words

_MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905  # twelve in a line
)


def day(at: date) -> Words:
    """Such as 7 March 2026, 2026年3月7日."""
    return words(f"{at.day} {_MONTHS[at.month - 1]} {at.year}", f"{at.year}年{at.month}月{at.day}日")


def days(first: date, last: date) -> Words:
    """Such as from 3 to 7 March 2026, or on 3 March 2026."""
    if first == last:
        return words("on {at}", "{at}").formatted(at=day(first))
    same = first.year == last.year
    begins = f"{first.day}" + ("" if same and first.month == last.month else f" {_MONTHS[first.month - 1]}")
    begins += "" if same else f" {first.year}"
    end = f"{last.month}月{last.day}日" if same else day(last).in_("zh-Hans")
    return Words({"en": f"from {begins} to {day(last).in_('en')}", "zh-Hans": f"{day(first).in_('zh-Hans')}至{end}"})


def count(number: int) -> Words:
    """So many working days."""
    return words(f"{number} working day{'' if number == 1 else 's'}", f"{number} 个工作日")


def conflict(one: Conflict) -> Words:
    """Who is needed too much, when, and for what."""
    person = one.resource.kind == "person"
    params = {"name": one.title, "when": days(one.first, one.last), "what": titles(one.activities)}
    amounts = {"needed": one.needed, "capacity": one.capacity}
    if one.capacity == 0:
        text = (
            words(
                "{name} is away {when}, and is booked {needed} %: {what}",
                "{name}在{when}外出，却被安排了 {needed}%：{what}",
            )
            if person
            else words(
                "There is no {name} {when}, and {needed} are needed: {what}",
                "{when}没有{name}，却需要 {needed}：{what}",
            )
        )
    elif person:
        text = words("{name} is booked {needed} % {when}: {what}", "{name}在{when}被安排了 {needed}%：{what}")
        if one.capacity != 100:  # noqa: PLR2004  # the whole of a day need not be said
            text = words(
                "{name} is booked {needed} % {when}, of {capacity} % that there are: {what}",
                "{name}在{when}被安排了 {needed}%，而可用只有 {capacity}%：{what}",
            )
    else:
        text = words(
            "{needed} of {name} are needed {when}, and there are {capacity}: {what}",
            "{when}需要{name} {needed}，而只有 {capacity}：{what}",
        )
    return text.formatted(**params, **amounts)


def titles(activities: Iterable[object]) -> Words:
    """Their names in quotation marks."""
    named = [str(getattr(one, "title", one)) for one in activities]
    return Words({"en": ", ".join(f"“{one}”" for one in named), "zh-Hans": "、".join(f"“{one}”" for one in named)})


def moved(one: Moved) -> Words:
    """Where it stands now, and where it stood."""
    later = one.days >= 0
    text = {
        (True, True): words("Milestone “{title}” moves to {at}, {count} later", "里程碑“{title}”推迟 {count}，至{at}"),
        (True, False): words(
            "Milestone “{title}” moves to {at}, {count} earlier", "里程碑“{title}”提前 {count}，至{at}"
        ),
        (False, True): words("“{title}” now ends on {at}, {count} later", "“{title}”推迟 {count}，至{at}结束"),
        (False, False): words("“{title}” now ends on {at}, {count} earlier", "“{title}”提前 {count}，至{at}结束"),
    }[one.is_milestone, later]
    return text.formatted(title=one.title, at=day(one.after.ends), count=count(abs(one.days)))


def difference(found: Difference) -> tuple[Words, ...]:
    """Milestones first, then what is new, what is gone, what moves besides, and the end of the project."""
    said = [moved(one) for one in found.milestones]
    said += [_new(row) for row in found.new]
    said += [
        words("“{title}” is taken out", "“{title}”已移除").formatted(title=row.activity.title) for row in found.removed
    ]
    said += [moved(one) for one in found.moved if not one.is_milestone]
    said += [
        words("“{title}” has other people or material", "“{title}”调整了人员或物资").formatted(title=row.activity.title)
        for row in found.reassigned
    ]
    return (*said, end(found))


def end(found: Difference) -> Words:
    """When the project ends, and whether that has changed."""
    before, after = found.ends
    if before == after:
        return words("The project ends on {at} as before", "项目结束日期不变，仍为{at}").formatted(at=day(after))
    return words("The project ends on {at} instead of {was}", "项目结束日期由{was}变为{at}").formatted(
        at=day(after), was=day(before)
    )


def suggestion(one: Suggestion) -> Words:
    """What would solve a double booking, and what that costs."""
    if one.person:
        text = words("Let {name} do “{title}”", "改由{name}完成“{title}”").formatted(
            name=one.person.title, title=one.activity.title
        )
    else:
        text = words("Begin “{title}” {count} later", "将“{title}”推迟 {count}开始").formatted(
            title=one.activity.title, count=count(one.days)
        )
    if one.end_moves <= 0:
        cost = words("; the end of the project stays", "，项目结束日期不变")
    else:
        cost = words("; the project ends {n} days later", "，项目结束日期推迟 {n} 天").formatted(n=one.end_moves)
    return words("{text}{cost}", "{text}{cost}").formatted(text=text, cost=cost)


def pace(found: Pace) -> Words:
    """Percent done against percent planned, and the days between."""
    text = words("{done} % done, {planned} % planned", "已完成 {done}%，计划 {planned}%").formatted(
        done=found.done, planned=found.planned
    )
    if found.ahead == 0:
        how = words("on schedule", "进度正常")
    elif found.ahead > 0:
        how = words("{count} ahead", "超前 {count}").formatted(count=count(found.ahead))
    else:
        how = words("{count} behind", "落后 {count}").formatted(count=count(-found.ahead))
    return words("{text}: {how}", "{text}，{how}").formatted(text=text, how=how)


def _new(row: Scheduled) -> Words:
    text = words("“{title}” is new, {when}", "新增“{title}”，{when}")
    return text.formatted(title=row.activity.title, when=days(row.begins, row.ends))
