"""Who is told of what, and where, as a designer says it; `runtime.notices.announcing` makes messages of it."""

from dataclasses import dataclass, field
from typing import Final, Literal

from schemas.model.assignment import Who
from schemas.words import Words

Occasion = Literal["enter", "leave", "late", "begin", "end", "move"]
PLACEHOLDERS: Final = ("number", "title", "state", "requester", "link")
"""What the texts of a notice may name in braces, besides ``{field:KEY}``."""


@dataclass(frozen=True)
class Notice:
    """Told when a state is entered, left or ``late``, a request has begun or ended, or a move is taken (``move``).

    ``to`` are people and contacts; ``by`` says how: ``app``, ``mail``, or ``channel:KEY`` for a webhook or chat that an
    administrator has set up (those need no ``to``). Texts may name ``{number}``, ``{title}``, ``{state}``, ``{requester}``,
    ``{link}`` and ``{field:KEY}``; nothing else in them is understood. Without a text ours is sent.
    """

    on: Occasion = "enter"
    to: tuple[Who, ...] = ()
    by: tuple[str, ...] = ("app", "mail")
    title: Words = field(default_factory=Words)
    text: Words = field(default_factory=Words)
