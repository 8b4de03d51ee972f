"""The people of a workspace and their groups, as an administrator keeps them. What is asked about a person is a form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from runtime.access import Actor, Permission, require
from runtime.people import accounts, structure
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import departments, people
from runtime.store.people.departments import Department
from runtime.store.people.people import Group, Person
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words

ROLE_TITLES: Mapping[str, Words] = {
    "member": words("Member: sends requests and does to-dos", "成员：提交申请、处理待办"),
    "designer": words("Designer: also draws and publishes processes", "设计者：还可设计并发布流程"),
    "admin": words("Administrator: also people, mail and every request", "管理员：还可管理人员、邮件和全部申请"),
}
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
"""Characters. Hashing a longer one would only cost time."""

_LANGUAGES = {"en": words("English", "English"), "zh-Hans": words("简体中文", "简体中文")}


def person_form(everybody: Sequence[Person], present: Person | None = None, there: Sequence[Department] = ()) -> Form:
    """What is asked about a person: of a new one with a password, of ``present`` also whether they are still here."""
    others = [one for one in everybody if one.active and (present is None or one.id != present.id)]
    return asking(
        Field("name", "text", words("Name", "姓名"), required=True, options={"max_length": 100}),
        Field(
            "email", "email", words("E-mail", "电子邮箱"), words("They sign in with it.", "用于登录。"), required=True
        ),
        Field("role", "choice", words("What may they do?", "权限"), required=True, options=_choices(ROLE_TITLES)),
        Field(
            "manager",
            "choice",
            words("Who is their manager?", "直属上级"),
            words("Asked where a step says “the manager”.", "流程中指定“上级”时由其处理。"),
            options={"look": "select", **_choices({one.id: words(one.name, one.name) for one in others})},
        ),
        *structure.department_field(there),
        Field("lang", "choice", words("Language of their mail", "邮件语言"), options=_choices(_LANGUAGES)),
        _password(present),
        *(
            []
            if present is None
            else [Field("active", "yes_no", words("Are they still here?", "是否在职"), required=True)]
        ),
    )


def group_form(everybody: Sequence[Person], *, new: bool = False) -> Form:
    """Who is in a group; of a new one also what it is called, by people and by flows."""
    here = {one.id: words(one.name, one.name) for one in everybody if one.active}
    named = (
        Field(
            "title", "text", words("What is the group called?", "小组名称"), required=True, options={"max_length": 100}
        ),
        Field(
            "key",
            "text",
            words("Its key in processes", "流程中使用的标识"),
            words("Small letters, digits and dashes, for example: ccb", "小写字母、数字和连字符，例如：ccb"),
            required=True,
            options={"max_length": 40, "pattern": "^[a-z][a-z0-9_-]*$"},
        ),
    )
    members = Field("members", "choices", words("Who is in it?", "成员"), options=_choices(here))
    return asking(*(named if new else ()), members)


def answers_about(person: Person) -> dict[str, Any]:
    """The answers of `person_form` as they stand."""
    said = {"name": person.name, "email": person.email, "role": person.role, "lang": person.lang}
    above = {"manager": person.manager_id, "department_id": person.department_id}
    return {**said, **above, "active": person.active}


def add_person(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime) -> Reading:
    """Where there are problems nothing is kept."""
    require(actor, Permission.ADMIN)
    everybody = people.everybody(tx, actor.workspace)
    reading = _read(person_form(everybody, None, departments.departments(tx, actor.workspace)), raw)
    if not reading.problems and _taken(everybody, reading.answers["email"]):
        return _complaining(reading, "email", "answer.taken")
    if not reading.problems:
        said = reading.answers
        made = accounts.new_person(
            tx,
            actor.workspace,
            said["email"],
            now,
            name=said["name"],
            key=_free_key(everybody, said["email"]),
            role=said["role"],
            password=said["password"],
            lang=said.get("lang", actor.lang),
            manager_id=said.get("manager"),
        )
        if said.get("department_id"):
            people.keep(tx, replace(made, department_id=said["department_id"]))
    return reading


def change_person(tx: Connection, actor: Actor, person_id: str, raw: Mapping[str, Any]) -> Reading:
    """Where there are problems nothing is kept. Nobody takes their own rights away: that would lock the last one out.

    Raises:
        Missing: there is no such person.
    """
    require(actor, Permission.ADMIN)
    everybody = people.everybody(tx, actor.workspace)
    present = _one(everybody, person_id)
    reading = _read(person_form(everybody, present, departments.departments(tx, actor.workspace)), raw)
    if reading.problems:
        return reading
    said = reading.answers
    if _taken([one for one in everybody if one.id != person_id], said["email"]):
        return _complaining(reading, "email", "answer.taken")
    if actor.id == person_id and (said["role"] != present.role or not said["active"]):
        return _complaining(reading, "role" if said["role"] != present.role else "active", "answer.not-yourself")
    changed = _with(present, said)
    people.keep(tx, changed)
    if password := said.get("password"):
        accounts.set_password(tx, changed, password)
    return reading


def add_group(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime) -> Reading:
    """Where there are problems nothing is kept."""
    require(actor, Permission.ADMIN)
    reading = _read(group_form(people.everybody(tx, actor.workspace), new=True), raw)
    if reading.problems:
        return reading
    said = reading.answers
    if any(one.key == said["key"] for one in people.groups(tx, actor.workspace)):
        return _complaining(reading, "key", "answer.taken")
    title = Words({actor.lang: said["title"]})
    people.add_group(tx, Group(actor.workspace, new_id(now), said["key"], title, tuple(said.get("members", ()))))
    return reading


def keep_group(tx: Connection, actor: Actor, group_id: str, raw: Mapping[str, Any]) -> Reading:
    """Exactly the members that are ticked are in it from now on; those who are switched off go.

    Raises:
        Missing: there is no such group.
    """
    require(actor, Permission.ADMIN)
    reading = _read(group_form(people.everybody(tx, actor.workspace)), raw)
    group = next((one for one in people.groups(tx, actor.workspace) if one.id == group_id), None)
    if group is None:
        raise Missing
    if not reading.problems:
        people.set_members(tx, replace(group, members=tuple(reading.answers.get("members", ()))))
    return reading


def _read(form: Form, raw: Mapping[str, Any]) -> Reading:
    checker = Checker(form)
    return checker.read(raw, checker.writable)


def _with(person: Person, said: Mapping[str, Any]) -> Person:
    return replace(
        person,
        name=said["name"],
        email=said["email"].lower(),
        role=said["role"],
        lang=said.get("lang", person.lang),
        manager_id=said.get("manager"),
        department_id=said.get("department_id"),
        active=said["active"],
    )


def _password(present: Person | None) -> Field:
    said = words("At least 12 characters. Tell them in person.", "至少 12 个字符，请当面告知本人。")
    kept = words("Leave it empty to keep theirs.", "留空则不修改。")
    bounds = {"min_length": SHORTEST_PASSWORD, "max_length": LONGEST_PASSWORD, "autofill": "off"}
    return Field(
        "password",
        "text",
        words("First password", "初始密码") if present is None else words("New password", "新密码"),
        said if present is None else kept,
        required=present is None,
        options=bounds,
    )


def _choices(titles: Mapping[str, Words]) -> dict[str, Any]:
    return {"choices": tuple(Choice(key, title) for key, title in titles.items())} if titles else {}


def _taken(others: Sequence[Person], email: str) -> bool:
    return any(one.email == email.lower() for one in others)


def _one(everybody: Sequence[Person], person_id: str) -> Person:
    found = next((one for one in everybody if one.id == person_id), None)
    if found is None:
        raise Missing
    return found


def _free_key(everybody: Sequence[Person], email: str) -> str:
    """The part before the "@", numbered where somebody has it."""
    base = email.partition("@")[0].lower()
    used = {one.key for one in everybody}
    return next(key for key in (base, *(f"{base}.{n}" for n in range(2, len(used) + 3))) if key not in used)


def _complaining(reading: Reading, key: str, code: str) -> Reading:
    return replace(reading, problems=(Problem(code, pointer(key)),))
