"""What the moves of a step ask for besides a word, as questions beside those of the form."""

from collections.abc import Mapping
from dataclasses import dataclass

from runtime.formats.enumeration import listed
from runtime.forms import enclosures
from runtime.views.dossier import Bar
from schemas.fields.kind import asking
from schemas.model.flow import Right
from schemas.model.form import Form
from schemas.words import Words, words

_WANTED = words("Needed for: {moves}.", "以下操作需要：{moves}。")


@dataclass(frozen=True)
class Besides:
    """As `templates/form/form.html` draws it."""

    form: Form
    rights: Mapping[str, Right]


def given_form(bar: Bar | None) -> Besides | None:
    """None where nothing but a word is asked for."""
    if bar is None or not bar.asks:
        return None
    fields = [enclosures.field_of(one).with_(help=_WANTED.formatted(moves=_moves(bar, one))) for one in bar.asks]
    return Besides(asking(*fields), {one.key: "edit" for one in fields})


def _moves(bar: Bar, asked: str) -> Words:
    return listed(one.move.title or one.move.key for one in bar.choices if asked in one.move.asks)
