"""The people of a workspace as the engine asks for them: a `Directory` over the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from runtime.engine.position import Party
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.people import people
from schemas.model.assignment import Who
from schemas.model.flow import Flow

PERSON = "person:"
CONTACT = "contact:"


@dataclass(frozen=True)
class Named:
    """Whom a flow may ask for, known beforehand: keys of groups, and addresses or short keys of people."""

    groups: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def named_in(flow: Flow) -> Named:
    """Everybody whom the flow names outright."""
    asked = [*flow.fallback, *(who for state in flow.states for who in _of(state.who, state.deadlines))]
    return Named(
        frozenset(who.key for who in asked if who.kind == "group"),
        frozenset(who.key.lower() for who in asked if who.kind == "person"),
    )


def _of(who: Iterable[Who], deadlines: Iterable[object]) -> Iterable[Who]:
    return (*who, *(one for deadline in deadlines for one in getattr(deadline, "to", ())))


class Roster:
    """Looks people up when first asked, all that are ``expected`` in one statement; later ones one by one.

    ``names`` are of parties that the caller knows already.
    """

    def __init__(
        self,
        tx: Connection,
        workspace: str,
        expected: Named = Named(),
        names: Mapping[Party, str] | None = None,
    ) -> None:
        self._tx = tx
        self._workspace = workspace
        self._expected = expected
        self._names = dict(names or {})
        self._parties = frozenset(self._names)
        self._groups: dict[str, tuple[Party, ...]] = {}
        self._people: dict[str, Party | None] = {}
        self._managers: dict[Party, Party | None] = {}
        self._away: dict[Party, list[tuple[Party, datetime, datetime]]] = {}

    def group(self, key: str) -> tuple[Party, ...]:
        if key not in self._groups:
            self._look_up(groups={key})
        return self._groups[key]

    def person(self, key: str) -> Party | None:
        if key.startswith(CONTACT):
            return self._outside(key)
        key = key.lower()
        if key not in self._people:
            self._look_up(keys={key})
        return self._people[key]

    def manager_of(self, party: Party) -> Party | None:
        if party.startswith(PERSON) and party not in self._managers:
            self._look_up(ids={party.removeprefix(PERSON)})
        return self._managers.get(party)

    def deputy_of(self, party: Party, now: datetime) -> Party | None:
        """Whoever has been told to act for somebody who is away then, and has not left."""
        if party.startswith(PERSON) and party not in self._away:
            self._look_up(ids={party.removeprefix(PERSON)})
        return next((one for one, since, until in self._away.get(party, ()) if since <= now < until), None)

    def name(self, party: Party) -> str:
        """As they are called now; the party itself where nobody is known by it."""
        if party not in self._names and party.startswith(PERSON):
            self._look_up(ids={party.removeprefix(PERSON)})
        elif party not in self._names and party.startswith(CONTACT):
            found = customers.contact(self._tx, self._workspace, party.removeprefix(CONTACT))
            self._names[party] = (found.name or found.email) if found else party
        return self._names.setdefault(party, party)

    def _outside(self, party: Party) -> Party | None:
        """A contact, as long as they are there."""
        found = customers.contact(self._tx, self._workspace, party.removeprefix(CONTACT))
        if found is None or not found.active:
            return None
        self._names.setdefault(party, found.name or found.email)
        return party

    def _look_up(self, groups: Iterable[str] = (), keys: Iterable[str] = (), ids: Iterable[str] = ()) -> None:
        groups, keys, ids = {*groups, *self._expected.groups}, {*keys, *self._expected.people}, {*ids, *self._ids()}
        self._expected, self._parties = Named(), frozenset()
        found = people.listed(self._tx, self._workspace, groups=groups, keys=keys, ids=ids)
        members: dict[str, list[Party]] = {key: [] for key in groups}
        self._people |= dict.fromkeys(keys)
        self._managers |= {PERSON + one: None for one in ids}
        self._away |= {PERSON + one: [] for one in (*ids, *(person.id for person in found))}
        for one in found:
            party = PERSON + one.id
            self._names.setdefault(party, one.name)
            self._people |= {one.key.lower(): party, one.email.lower(): party}
            self._managers[party] = PERSON + one.manager_id if one.manager_id else None
            if one.manager_id:
                self._names.setdefault(PERSON + one.manager_id, one.manager_name or "")
            if one.deputy_id and one.away_from and one.away_until:
                self._away[party].append((PERSON + one.deputy_id, one.away_from, one.away_until))
                self._names.setdefault(PERSON + one.deputy_id, one.deputy_name or "")
            if one.group in members:
                members[one.group].append(party)
        self._groups |= {key: tuple(dict.fromkeys(parties)) for key, parties in members.items()}

    def _ids(self) -> Iterable[str]:
        return (party.removeprefix(PERSON) for party in self._parties if party.startswith(PERSON))
