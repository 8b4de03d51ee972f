"""One process: a form and a flow under one key, with the tests that it must pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from schemas.model.flow import Flow
from schemas.model.form import Form, Rule
from schemas.model.reporting import Report
from schemas.words import Words

FORMAT = "formloom/1"


@dataclass(frozen=True)
class ContactFields:
    """Which fields of the form say who the client is, so that an answer without an account has a requester.

    Each is a field key or empty. Where ``email`` is empty the process takes no answers by public link.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""


CONTACT: Final = tuple(one.name for one in fields(ContactFields))
"""What is known of a client: the names of those fields, and the columns of a record."""


@dataclass(frozen=True)
class FigureFields:
    """Which fields of the form insight counts besides what it counts anyway; each is a field key or empty.

    ``satisfaction`` is what the client says afterwards and ``expected`` what was expected before, both numbers on one
    scale; ``goal`` a choice that says whether the goal was reached. ``by`` are further fields to count by.
    """

    satisfaction: str = ""
    expected: str = ""
    goal: str = ""
    by: tuple[str, ...] = ()

    @property
    def named(self) -> dict[str, str]:
        """What each single field is for, to its key; only those that are said."""
        said = {"satisfaction": self.satisfaction, "expected": self.expected, "goal": self.goal}
        return {name: key for name, key in said.items() if key}


CHANNELS: Final = ("web", "phone", "in_person", "email", "survey", "complaint", "suggestion")
"""How a request can reach us."""


@dataclass(frozen=True)
class Follow:
    """A request can become one of another ``process``: ``given`` is a rule over its answers for each field of that form.

    ``title`` stands on the button, ``channel`` is how the new request counts as having come.
    """

    process: str
    title: Words = field(default_factory=Words)
    given: Mapping[str, Rule] = field(default_factory=dict)
    channel: str = "web"


@dataclass(frozen=True)
class Process:
    """``number`` may use {yyyy}, {mm}, {seq} and {seq:WIDTH}; seq counts from 1 within a process and year.

    ``summary`` are the field keys that the inbox shows beside the title. ``tests`` are rehearsal scripts with
    expectations (DESIGN §2), kept as JSON.
    """

    key: str
    title: Words
    form: Form
    flow: Flow
    number: str = "{seq:4}"
    about: Words = field(default_factory=Words)
    category: str = ""
    contact: ContactFields = field(default_factory=ContactFields)
    summary: tuple[str, ...] = ()
    figures: FigureFields = field(default_factory=FigureFields)
    follows: tuple[Follow, ...] = ()
    reports: tuple[Report, ...] = ()
    groups: Mapping[str, Words] = field(default_factory=dict)
    """The groups that the flow names, with what to call them where a workspace has none yet."""
    tests: tuple[Mapping[str, Any], ...] = ()
