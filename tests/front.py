"""Which processes of the gallery stand for all of it, where a test takes time."""

from typing import Final

from builder.gallery import gallery

FRONT: Final = (
    "change-six-phases",
    "customer-change",
    "customer-change-crm",
    "expense",
    "purchase",
    "site-visit",
    "tenant-repair",
)
"""Between them they have every kind of field, step and rule that the others have."""


def cards() -> tuple[gallery.Card, ...]:
    return tuple(one for one in gallery.cards() if one.key in FRONT)
