"""What is asked about a public link, and what of it can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from runtime.people import accounts
from runtime.store.forms.links import PublicLink
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field
from schemas.problem import Problem, pointer
from schemas.words import words

SHORTEST_PASSWORD: Final = 6
MOST_SITES: Final = 20
VISITORS: Final = "visitor"
"""The language of a link that speaks whichever its visitor does."""

_LANGUAGES: Final = {
    VISITORS: words("Whichever the visitor speaks", "跟随访问者"),
    "en": words("English", "English"),
    "zh-Hans": words("简体中文", "简体中文"),
}
FORM: Final = asking(
    Field(
        "name",
        "text",
        words("What is it for?", "用途"),
        words("Only you see it: Website, Trade fair, Newsletter …", "仅内部可见，例如：官网、展会、邮件推广"),
        required=True,
        options={"max_length": 60},
    ),
    Field(
        "opens_at", "datetime", words("Opens", "开放时间"), words("Empty: it is open at once.", "留空表示立即开放。")
    ),
    Field("closes_at", "datetime", words("Closes", "截止时间"), words("Empty: it stays open.", "留空表示长期开放。")),
    Field(
        "most",
        "number",
        words("How many answers at the most?", "最多收集多少份"),
        words("Empty: as many as come.", "留空表示不限。"),
        options={"decimals": 0, "minimum": 1, "maximum": 1_000_000},
    ),
    Field(
        "once",
        "yes_no",
        words("Only one answer from a person?", "每人只能提交一次？"),
        words(
            "Kept by this browser and by the e-mail address that is given. Whoever takes another browser and another "
            "address can answer again: certain it is only for people who sign in.",
            "按浏览器和填写的邮箱识别。换浏览器并换邮箱仍可再次提交；只有登录的人才能完全确认。",
        ),
        required=True,
    ),
    Field(
        "locked",
        "yes_no",
        words("Ask for a password?", "需要密码？"),
        required=True,
    ),
    Field(
        "password",
        "text",
        words("New password", "新密码"),
        words(
            "Six characters or more. Left empty, the one there is stays; nobody can read it back, not even you.",
            "至少 6 个字符。留空则保留原密码；密码无法再查看。",
        ),
        options={"min_length": SHORTEST_PASSWORD, "max_length": 200},
    ),
    Field(
        "lang",
        "choice",
        words("Language", "语言"),
        options={"choices": tuple(Choice(*one) for one in _LANGUAGES.items())},
    ),
    Field(
        "sites",
        "long_text",
        words("Sites that may show it in their pages", "允许嵌入的网站"),
        words(
            "One in a line, such as https://www.example.com or https://*.example.com. Empty: none.",
            "每行一个，例如 https://www.example.com 或 https://*.example.com。留空表示不允许嵌入。",
        ),
        options={"max_length": 2000},
    ),
)


@dataclass(frozen=True)
class Kept:
    """What came of a form about a link; ``link`` is None where there are problems and nothing was kept."""

    reading: Reading
    link: PublicLink | None = None


def answers_about(link: PublicLink, zone: ZoneInfo) -> dict[str, Any]:
    """The answers of `FORM` as they stand."""
    times = {
        name: at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if (at := getattr(link, name)) else None
        for name in ("opens_at", "closes_at")
    }
    said = {"name": link.name, "most": link.most, "once": link.once, "locked": bool(link.password_hash)}
    return {**times, **said, "lang": link.lang or VISITORS, "sites": "\n".join(link.sites)}


def read(link: PublicLink, raw: Mapping[str, Any], zone: ZoneInfo) -> Kept:
    """The link with what is said of it. ``zone`` is where the clock hangs that its times are read from."""
    checker = Checker(FORM)
    reading = checker.read(raw, checker.writable)
    said = reading.answers
    sites = tuple(dict.fromkeys(line.strip().lower().rstrip("/") for line in said.get("sites", "").splitlines()))
    sites = tuple(site for site in sites if site)
    opens, closes = (_moment(said.get(name), zone) for name in ("opens_at", "closes_at"))
    problems = (*reading.problems, *_wrong(link, said, sites))
    if problems:
        return Kept(replace(reading, problems=problems))
    password = accounts.hashed(said["password"]) if said.get("password") else link.password_hash
    lang = said.get("lang", VISITORS)
    return Kept(
        reading,
        replace(
            link,
            opens_at=opens,
            closes_at=closes,
            name=said["name"],
            most=int(said["most"]) if said.get("most") else None,
            once=bool(said.get("once")),
            password_hash=password if said.get("locked") else "",
            lang="" if lang == VISITORS else lang,
            sites=sites,
        ),
    )


def _wrong(link: PublicLink, said: Mapping[str, Any], sites: tuple[str, ...]) -> list[Problem]:
    """What the single answers cannot know of one another."""
    found = []
    opens, closes = said.get("opens_at"), said.get("closes_at")
    if opens and closes and closes <= opens:
        found.append(Problem("link.dates", pointer("closes_at")))
    if said.get("locked") and not said.get("password") and not link.password_hash:
        found.append(Problem("answer.required", pointer("password"), {"field": FORM.fields["password"].title}))
    if wrong := next((site for site in sites if not _is_site(site)), None):
        found.append(Problem("link.site", pointer("sites"), {"site": wrong}))
    elif len(sites) > MOST_SITES:
        found.append(Problem("link.sites", pointer("sites"), {"limit": MOST_SITES}))
    return found


def _is_site(text: str) -> bool:
    """Whether it is the origin of a site: nothing else may stand in the header that names it."""
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = host.removeprefix("*.").replace("-", "").replace(".", "")
    fits = plain.isascii() and plain.isalnum() and ".." not in host
    return parts.scheme in {"http", "https"} and fits and text == f"{parts.scheme}://{host}{port}"


def _moment(local: str | None, zone: ZoneInfo) -> datetime | None:
    """What the clock on the wall of the house says, as a point in time."""
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC) if local else None
