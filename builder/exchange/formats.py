"""Documents as files: written out for git, read in from elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schemas.document import dumps, loads
from schemas.problem import Problem
from schemas.process import Process


@dataclass(frozen=True)
class Carried:
    """What an import made of a file; ``lost`` says what could not be carried over."""

    process: Process
    lost: tuple[Problem, ...] = ()


class UnknownFormat(Exception):
    """Nothing here reads files of that format; ``known`` lists those that are read."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.known = tuple(FORMATS)


def file_name(process: Process) -> str:
    return f"{process.key}.json"


def export_text(process: Process) -> str:
    """The document as it stands in git: stable, one line feed at the end."""
    return dumps(process).rstrip("\n") + "\n"


def import_text(name: str, text: str) -> Carried:
    """A file of the named format, read as a process.

    Raises:
        UnknownFormat: no such format.
        Unreadable: the text is no document; it holds the problems.
    """
    if name not in FORMATS:
        raise UnknownFormat(name)
    return FORMATS[name](text)


def _from_json(text: str) -> Carried:
    return Carried(loads(text))


FORMATS: Mapping[str, Callable[[str], Carried]] = {"json": _from_json}
