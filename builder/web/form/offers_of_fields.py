"""What the designer offers: kinds of field by family, and the rules that a field, a page or a section has or may get."""

from collections.abc import Iterator

from builder.editing.spots import PLAIN, Ruled, Spot, ruled_field
from schemas.fields.kind import FieldType
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Page, Section

Present = tuple[tuple[Spot, Ruled], ...]


def kinds_of(family: str, wanted: str = "", *, columns_only: bool = False) -> list[FieldType]:
    """The types of a family whose title in any language, or key, has the word in it."""
    word = wanted.strip().casefold()
    return [
        one
        for one in TYPES.values()
        if one.family == family
        and (one.in_table or not columns_only)
        and any(word in text.casefold() for text in (*one.title.values(), one.key))
    ]


def spots_of_field(key: str, one: Field) -> Present:
    """The rules of a field (or ``table.column``), each with its spot."""
    plain = (Spot("field", key, kind) for kind in PLAIN if kind != "compute" or one.type == "computed")
    remarks = (Spot("field", key, "refuse" if said.stops else "warn", at) for at, said in enumerate(one.remarks))
    found = ((spot, ruled_field(one, spot)) for spot in (*plain, *remarks))
    return tuple((spot, made) for spot, made in found if made.rule is not None)


def spots_of_page(page: Page) -> Present:
    shown = ((Spot("page", page.key, "show"), Ruled(page.show)) for _ in range(page.show is not None))
    jumps = ((Spot("page", page.key, "jump", at), Ruled(one.when, to=one.to)) for at, one in enumerate(page.jumps))
    return (*shown, *jumps)


def spots_of_section(section: Section) -> Present:
    return ((Spot("section", section.key, "show"), Ruled(section.show)),) if section.show is not None else ()


def rules_left(one: Field) -> list[tuple[str, int]]:
    """The kinds of rule that may still be given to a field, each with its number."""
    return list(_left(one))


def _left(one: Field) -> Iterator[tuple[str, int]]:
    typed = TYPES[one.type].given == "typed" and one.type != "note"
    yield from ((kind, 0) for kind in PLAIN if getattr(one, kind) is None and _fits(kind, one, typed=typed))
    if one.type != "note":
        yield "warn", len(one.remarks)
    if typed:
        yield "refuse", len(one.remarks)


def _fits(kind: str, one: Field, *, typed: bool) -> bool:
    if kind == "compute":
        return one.type == "computed"
    return kind == "show" or (typed and (kind != "limit" or bool(choices_of(one))))
