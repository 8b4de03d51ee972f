"""Who somebody is."""

from dataclasses import replace

import pytest
from argon2 import Type, extract_parameters
from sqlalchemy.exc import IntegrityError

from runtime.access import ROLES, Denied, Permission, require
from runtime.people import accounts
from runtime.people.roster import Named, Roster
from runtime.store import keys
from runtime.store.people import people
from tests import passwords
from tests.runtime.office import MONDAY, World

PASSWORD = "correct horse"  # noqa: S105 -- of a person who exists in a test only


def test_only_the_right_password_of_an_active_person_is_recognized(world: World) -> None:
    with world.database.writing() as tx:
        eva = accounts.new_person(tx, world.workspace, " Eva@Team.example ", MONDAY, password=PASSWORD)
        assert accounts.recognize(tx, "EVA@team.example", PASSWORD) == eva
        assert accounts.recognize(tx, "eva@team.example", "correct Horse") is None
        assert accounts.recognize(tx, "nobody@team.example", PASSWORD) is None
        assert accounts.recognize(tx, "bo@team.example", "") is None
        accounts.set_password(tx, eva, "battery staple")
        assert accounts.recognize(tx, "eva@team.example", PASSWORD) is None
        changed = accounts.recognize(tx, "eva@team.example", "battery staple")
        assert changed is not None
        people.keep(tx, replace(changed, active=False))
        assert accounts.recognize(tx, "eva@team.example", "battery staple") is None
        assert accounts.actor(tx, world.workspace, eva.id) is None


def test_a_password_is_kept_as_argon2(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As dear as RFC 9106 wants it where memory is scarce, or dearer."""
    monkeypatch.setattr(accounts, "_hasher", passwords.TRUE)
    with world.database.writing() as tx:
        eva = accounts.new_person(tx, world.workspace, "eva@team.example", MONDAY, password=PASSWORD)
    cost = extract_parameters(eva.password_hash)
    assert cost.type is Type.ID
    assert cost.memory_cost >= 64 * 1024
    assert cost.time_cost >= 3


def test_an_address_is_one_persons(world: World) -> None:
    with pytest.raises(IntegrityError), world.database.writing() as tx:
        accounts.new_person(tx, world.workspace, "BO@team.example", MONDAY, key="other")


def test_a_token_is_kept_sealed_and_ends_with_its_persons_password_or_with_them(world: World) -> None:
    with world.database.writing() as tx:
        token = accounts.new_token(tx, world.people["bo"], "script", MONDAY)
        actor = accounts.bearer(tx, token)
        assert actor is not None
        assert actor.party == world.party("bo")
        assert accounts.bearer(tx, token + "x") is None
        assert token not in str(tx.exec_driver_sql("SELECT * FROM api_token").all())
        other = accounts.new_token(tx, world.people["bea"], "script", MONDAY)
        accounts.set_password(tx, world.people["bo"], PASSWORD)
        assert accounts.bearer(tx, token) is None
        token = accounts.new_token(tx, world.people["bo"], "script", MONDAY)
        people.keep(tx, replace(world.people["bo"], active=False))
        assert accounts.bearer(tx, token) is None
        assert accounts.bearer(tx, other) is not None
        assert people.holder(tx, keys.seal(token)) is not None


def test_what_a_role_permits_is_listed_and_the_rest_is_not() -> None:
    assert {role: len(permissions) for role, permissions in ROLES.items()} == {"member": 2, "designer": 4, "admin": 5}


def test_a_role_taken_away_is_gone_at_once(world: World) -> None:
    with world.database.writing() as tx:
        people.keep(tx, replace(world.people["ada"], role="member"))
        actor = accounts.actor(tx, world.workspace, world.people["ada"].id)
    assert actor is not None
    with pytest.raises(Denied):
        require(actor, Permission.ADMIN)


def test_the_roster_finds_people_by_group_address_and_key_and_no_leaver(world: World) -> None:
    with world.database.writing() as tx:
        people.keep(tx, replace(world.people["bea"], active=False, manager_id=world.people["ada"].id))
        people.keep(tx, replace(world.people["ben"], manager_id=world.people["bea"].id))
        roster = Roster(tx, world.workspace)
        assert roster.group("board") == (world.party("ben"), world.party("bo"))
        assert roster.group("unheard-of") == ()
        assert roster.person("BO@team.example") == roster.person("bo") == world.party("bo")
        assert roster.person("bea") is None
        assert roster.manager_of(world.party("bo")) == world.party("ada")
        assert roster.manager_of(world.party("ben")) is None
        assert roster.manager_of("contact:x") is None
        assert roster.name(world.party("ada")) == "Ada"
        assert roster.name("person:gone") == "person:gone"


def test_the_roster_asks_once_for_all_that_is_expected(world: World, statements: list[str]) -> None:
    with world.database.reading() as tx:
        expected = Named(frozenset({"board", "leads"}), frozenset({"dan"}))
        roster = Roster(tx, world.workspace, expected, {world.party("ada"): "Ada"})
        statements.clear()
        assert roster.name(world.party("ada")) == "Ada"
        assert statements == []
        roster.group("board")
        roster.group("leads")
        roster.person("dan")
        roster.manager_of(world.party("ada"))
        roster.manager_of(world.party("bo"))
    assert len(statements) == 1


def test_a_workspace_is_founded_with_somebody_who_can_come_in(world: World) -> None:
    with world.database.writing() as tx:
        person, password = accounts.found(tx, "Mill", " Eve@Mill.example ", world.now, "zh-Hans")
        assert accounts.recognize(tx, "eve@mill.example", password) == person
        assert accounts.recognize(tx, "eve@mill.example", password[:-1]) is None
    assert (person.role, person.lang, person.workspace != world.workspace) == ("admin", "zh-Hans", True)
