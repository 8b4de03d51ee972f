"""How people and departments that answers name are called: written down with the answer, so that history keeps it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from runtime.store.connection.database import Connection
from runtime.store.forms import offers
from runtime.store.people import departments
from schemas.fields.registry import type_of
from schemas.filling.places import Place, places
from schemas.model.form import Form
from schemas.words import LANGUAGES, Words, read_words, write_words

Called = Mapping[str, Any]
"""``person:ADDRESS`` and ``department:KEY`` to a name, as `write_words` writes it."""

PERSON: Final = "person"
DEPARTMENT: Final = "department"


def called(tx: Connection, workspace: str, form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What everybody and every department in the answers is called now; costs nothing where there is none."""
    named = list(places(form.fields.values(), answers))
    addresses = list(dict.fromkeys(key for place in named for key in _keys(place, (PERSON, "people"))))
    wanted = dict.fromkeys(key for place in named for key in _keys(place, (DEPARTMENT,)))
    found: dict[str, Any] = {}
    if addresses:
        known = offers.names(tx, workspace, addresses)
        found |= {f"{PERSON}:{key}": known[key.lower()] for key in addresses if key.lower() in known}
    if wanted:
        there = departments.departments(tx, workspace)
        found |= {f"{DEPARTMENT}:{one.key}": write_words(one.title) for one in there if one.key in wanted}
    return found


def name_of(known: Called, kind: str, key: str, lang: str) -> str:
    """What it is called; the key itself where nobody has written that down."""
    return read_words(known.get(f"{kind}:{key}")).in_(lang) or key


def text_of(known: Called, place: Place, lang: str) -> str:
    """An answer as a person reads it."""
    if place.asked.type == "people":
        return ("、" if lang.startswith("zh") else ", ").join(
            name_of(known, PERSON, key, lang) for key in place.value or ()
        )
    if place.asked.type in (PERSON, DEPARTMENT) and place.value:
        return name_of(known, place.asked.type, place.value, lang)
    return type_of(place.asked).show(place.asked, place.value, lang)


def words_of(known: Called, place: Place) -> Words:
    """The same in each language."""
    return Words({lang: text for lang in LANGUAGES if (text := text_of(known, place, lang))})


def _keys(place: Place, types: Iterable[str]) -> Iterable[str]:
    if place.asked.type not in types or not place.value:
        return ()
    return place.value if isinstance(place.value, list) else (place.value,)
