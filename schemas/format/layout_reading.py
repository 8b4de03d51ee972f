"""From the layout of a form (a UI schema of JSON Forms) to its pages and sections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, groupby
from typing import Any, Final

from schemas.fields.registry import TYPES
from schemas.format.field_reading import Rules, read_options
from schemas.format.reading import Part
from schemas.model.form import Field, Form, Page, Section

SCOPE: Final = "#/properties/"
LONGEST_STEM: Final = 56
"""Of a key that is made up here: with its number it stays a key."""
WAYS: Final = ("one_at_a_time", "review")
"""What a Categorization may say of the whole form."""
COLUMNS: Final = (1, 2, 3)
FLAT: Final = ("VerticalLayout", "HorizontalLayout")
"""Layouts of JSON Forms that group nothing: what is in them is read as if it stood in their place."""
ELEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Group": ("label", "options", "elements"),
    "Control": ("scope", "label"),
    "Label": ("text", "options"),
    **dict.fromkeys(FLAT, ("elements",)),
}
"""What may stand on a page, and what may stand in each."""


@dataclass
class Layout:
    """A layout as it is being read: the fields there are, those that have found their place, the keys in use.

    ``addresses`` notes where in the document each page, section and note stands, by what it is and its key.
    """

    fields: Mapping[str, Field]
    rules: Rules
    keys: set[str]
    placed: set[str] = field(default_factory=set)
    addresses: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def form(self, part: Part) -> Form:
        """The pages, and how they are to be gone through."""
        pages = tuple(self._ruled(page) for page in self._pages(part))
        said = part.part("options") if part.raw is not None and part.text("type") == "Categorization" else None
        if said is None:
            return Form(pages)
        said.holds(optional=WAYS)
        return Form(pages, **{way: said.flag(way) for way in WAYS})

    def _ruled(self, page: Page) -> Page:
        sections = (replace(one, **self.rules.get(f"section:{one.key}", {})) for one in page.sections)
        return replace(page, sections=tuple(sections), **self.rules.get(f"page:{page.key}", {}))

    def _pages(self, part: Part) -> tuple[Page, ...]:
        """The pages as drawn; what no page shows is put at the end of the last one."""
        drawn = () if part.raw is None else tuple(self._drawn(part))
        left = tuple(one for key, one in self.fields.items() if key not in self.placed)
        if not left:
            return drawn
        *before, last = drawn or (Page(self._free("page")),)
        return (*before, Page(last.key, last.title, (*last.sections, Section(self._free(last.key), fields=left))))

    def _drawn(self, part: Part) -> Iterator[Page]:
        if not part.is_a("object"):
            return
        if part.text("type") != "Categorization":
            yield Page(self._free("page"), sections=tuple(self._sections(_opened(part), "page")))
            return
        part.holds("type", optional=("label", "options", "elements"))
        for one in part.items("elements"):
            one.holds("type", optional=("label", "options", "elements"))
            if one.one_of("type", ("Category",), ""):
                key = self._key(one, "page", "page")
                yield Page(key, one.words("label"), tuple(self._sections(_elements(one), key)))

    def _sections(self, elements: Iterator[Part], page: str) -> Iterator[Section]:
        """Groups are sections; a run of elements between groups is a section without a title."""
        for grouped, run in groupby(elements, lambda one: _kind(one) == "Group"):
            if grouped:
                for one in run:
                    yield from self._group(one, page)
            else:
                yield Section(self._free(page), fields=tuple(self._fields(run)))

    def _group(self, part: Part, page: str) -> Iterator[Section]:
        inside = list(_elements(part))
        key = self._key(part, "section", page)
        columns = part.part("options").count("columns", 1)
        if columns not in COLUMNS:
            part.complain("document.choice", "options", "columns", value=columns, allowed="1, 2, 3")
            columns = 1
        fields = tuple(self._fields(one for one in inside if _kind(one) != "Group"))
        yield Section(key, part.words("label"), fields, columns=columns)
        for one in inside:
            if _kind(one) == "Group":
                yield from self._group(one, page)

    def _fields(self, elements: Iterator[Part]) -> Iterator[Field]:
        for one in elements:
            found = self._note(one) if _kind(one) == "Label" else self._control(one)
            if found:
                self.placed.add(found.key)
                yield found

    def _control(self, part: Part) -> Field | None:
        scope = part.text("scope")
        key = scope.removeprefix(SCOPE).replace("~1", "/").replace("~0", "~")
        if not scope.startswith(SCOPE) or key not in self.fields:
            part.complain("field.unknown", "scope", field=key)
        elif key in self.placed:
            part.complain("key.duplicate", "scope", key=key)
        else:
            return self.fields[key].with_(title=self.fields[key].title or part.words("label"))
        return None

    def _note(self, part: Part) -> Field:
        key = self._key(part, "note", "note")
        options = read_options(part, TYPES["note"], part.part("options"), ("key",))
        return Field(key, "note", part.words("text"), options=options, **self.rules.get(key, {}))

    def _key(self, part: Part, what: str, stem: str) -> str:
        """The key that a page, section or note says in its options, or else one that is free."""
        options = part.part("options")
        if what != "note":
            options.holds(optional=("key", "columns") if what == "section" else ("key",))
        key = options.name("key") or self._free(stem)
        self.addresses.setdefault((what, key), []).append(part.path)
        return key

    def _free(self, stem: str) -> str:
        short = stem[:LONGEST_STEM]
        key = next(one for one in (f"{short}-{n}" for n in count(1)) if one not in self.keys)
        self.keys.add(key)
        return key


def _elements(part: Part) -> Iterator[Part]:
    for one in part.items("elements"):
        yield from _opened(one)


def _opened(part: Part) -> Iterator[Part]:
    """The element itself, or what is in it where it groups nothing; looked at once, and left out if it is none."""
    kind = _kind(part)
    part.holds("type", optional=ELEMENTS.get(kind, tuple(part.raw) if isinstance(part.raw, dict) else ()))
    if kind in FLAT:
        yield from _elements(part)
    elif kind in ELEMENTS:
        yield part
    elif kind:
        part.complain("document.choice", "type", value=kind, allowed=", ".join(ELEMENTS))


def _kind(part: Part) -> str:
    return str(part.raw.get("type", "")) if isinstance(part.raw, dict) else ""


def written_keys(ui: Any) -> Iterator[str]:
    """Every key that a layout says by itself."""
    if isinstance(ui, dict):
        options = ui.get("options")
        key = options.get("key") if isinstance(options, dict) else None
        yield from (key,) if isinstance(key, str) else ()
        elements = ui.get("elements")
        yield from (key for one in (elements if isinstance(elements, list) else ()) for key in written_keys(one))
