"""How the pages of a workspace look: its name, its picture, its colour, its language; kept by administrators."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PIL import Image, ImageOps

from runtime.access import Actor, Permission, require
from runtime.branding import palette
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.people import workspaces
from runtime.store.people.workspaces import Logo, Workspace
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field
from schemas.problem import Problem, pointer
from schemas.words import words

LARGEST_LOGO: Final = 4 * 1024 * 1024
"""Bytes, as it is sent."""

_BOX: Final = (640, 192)
"""Pixels: sharp on a screen of twice the usual dots, and some ten kilobytes."""

_MOST_PIXELS: Final = 20_000_000
_TAKEN: Final = ("PNG", "JPEG", "WEBP")

INSTALLATIONS: Final = "installation"
_LANGUAGES: Final = {
    INSTALLATIONS: words("As the installation", "与系统一致"),
    "en": words("English", "English"),
    "zh-Hans": words("简体中文", "简体中文"),
}

FORM: Final = asking(
    Field(
        "name",
        "text",
        words("What is the workspace called?", "工作区名称"),
        words("It stands at the top of every page and under every mail.", "显示在每个页面顶部和每封邮件末尾。"),
        required=True,
        options={"max_length": 60},
    ),
    Field(
        "lang",
        "choice",
        words("Language of visitors whose browser asks for none of ours", "默认语言（访问者浏览器语言不受支持时使用）"),
        options={"choices": tuple(Choice(*one) for one in _LANGUAGES.items())},
    ),
    Field(
        "accent",
        "text",
        words("Colour of buttons and links", "按钮和链接的颜色"),
        words(
            "Like #0b6e6e. Empty: the colour of the house. One that cannot be read on is made darker.",
            "例如 #0b6e6e，留空使用默认颜色。若颜色过浅影响阅读，系统会自动加深。",
        ),
        options={"max_length": 7},
    ),
    Field(
        "mail_decisions",
        "yes_no",
        words("Mails bring a link to decide without signing in", "允许通过邮件链接免登录审批"),
        words(
            "It opens one decision, works once and for two weeks. Who reads the mail of somebody can decide for them.",
            "每个链接仅用于一次审批，两周内有效。能查看该邮件的人即可代为审批。",
        ),
        options={"look": "check"},
    ),
)
"""What is asked, besides the picture."""


class NoLogo(Exception):
    """The picture cannot be taken; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def of(tx: Connection, workspace: str) -> Workspace:
    """Raises Missing."""
    found = workspaces.one(tx, workspace)
    if found is None:
        raise Missing(workspace)
    return found


def answers_about(workspace: Workspace) -> dict[str, Any]:
    """The answers of `FORM` as they stand."""
    return {
        "name": workspace.name,
        "lang": workspace.lang or INSTALLATIONS,
        "accent": workspace.accent,
        "mail_decisions": workspace.mail_decisions,
    }


def read(raw: Mapping[str, Any]) -> Reading:
    checker = Checker(FORM)
    reading = checker.read(raw, checker.writable)
    colour = reading.answers.get("accent")
    if colour and palette.read_colour(colour) is None:
        wrong = Problem("look.colour", pointer("accent"), {"value": colour})
        return replace(reading, problems=(*reading.problems, wrong))
    return reading


def keep(tx: Connection, actor: Actor, raw: Mapping[str, Any]) -> Reading:
    """Where there are problems nothing is kept."""
    require(actor, Permission.ADMIN)
    reading = read(raw)
    if not reading.problems:
        said = reading.answers
        lang = said.get("lang", INSTALLATIONS)
        changed = replace(
            of(tx, actor.workspace),
            name=said["name"],
            lang="" if lang == INSTALLATIONS else lang,
            accent=palette.read_colour(said.get("accent", "")) or "",
            mail_decisions=bool(said.get("mail_decisions", of(tx, actor.workspace).mail_decisions)),
        )
        workspaces.keep(tx, changed)
    return reading


def keep_logo(tx: Connection, actor: Actor, content: bytes) -> None:
    """The picture of a workspace from now on; no bytes of what was sent are kept, it is drawn anew.

    Raises:
        NoLogo: it is no picture that we take.
    """
    require(actor, Permission.ADMIN)
    workspaces.keep_logo(tx, actor.workspace, drawn(content))


def drop_logo(tx: Connection, actor: Actor) -> None:
    require(actor, Permission.ADMIN)
    workspaces.drop_logo(tx, actor.workspace)


def drawn(content: bytes) -> Logo:
    """A PNG of the picture, upright and no larger than needed.

    Raises:
        NoLogo: ``logo.too-large``, or ``logo.kind`` where it is no PNG, JPEG or WebP, or a broken one.
    """
    if len(content) > LARGEST_LOGO:
        raise NoLogo(Problem("logo.too-large", params={"limit": LARGEST_LOGO // 1024 // 1024}))
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=_TAKEN) as sent:
            image = _fitted(sent)
            image.save(out, "PNG", optimize=True)
    except NoLogo:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as many:
        raise NoLogo(Problem("logo.too-many-pixels")) from many
    except Exception as broken:  # the library's readers raise whatever they stumble over
        raise NoLogo(Problem("logo.kind")) from broken
    made = out.getvalue()
    return Logo(hashlib.sha256(made).hexdigest(), "image/png", image.width, image.height, made)


def _fitted(sent: Image.Image) -> Image.Image:
    """Nothing but what can be seen, in as many pixels as are needed."""
    if sent.width * sent.height > _MOST_PIXELS:
        raise NoLogo(Problem("logo.too-many-pixels"))
    upright = ImageOps.exif_transpose(sent).convert("RGBA")
    upright.thumbnail(_BOX)
    seen = Image.new("RGBA", upright.size)
    seen.paste(upright)
    return seen
