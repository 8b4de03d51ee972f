"""The departments of a workspace, as an administrator keeps them. What is asked about one is a form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import departments, people
from runtime.store.people.departments import Department
from runtime.store.people.people import Person
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words

_TITLE = {"max_length": 100}


def department_form(
    there: Sequence[Department], everybody: Sequence[Person], present: Department | None = None
) -> Form:
    """What is asked about a department: of a new one also the key, which answers remember."""
    above = [one for one in there if present is None or one.id not in _below(there, present)]
    key = Field(
        "key",
        "text",
        words("Its key in processes", "流程中使用的标识"),
        words("Small letters, digits and dashes, for example: sales", "小写字母、数字和连字符，例如：sales"),
        required=True,
        options={"max_length": 40, "pattern": "^[a-z][a-z0-9_-]*$"},
    )
    return asking(
        Field("title", "text", words("What is the department called?", "部门名称"), required=True, options=_TITLE),
        *(() if present else (key,)),
        _listed(
            "parent_id",
            words("Which department does it belong to?", "上级部门"),
            {one.id: one.title or Words({"en": one.key}) for one in above},
        ),
        _listed(
            "head_id",
            words("Who heads it?", "部门负责人"),
            {one.id: words(one.name, one.name) for one in everybody if one.active},
        ),
    )


def department_field(there: Sequence[Department]) -> tuple[Field, ...]:
    """What is asked about a person, once there are departments."""
    if not there:
        return ()
    titles = {one.id: one.title or Words({"en": one.key}) for one in there}
    return (_listed("department_id", words("Which department are they in?", "所属部门"), titles),)


def answers_about(department: Department, lang: str) -> dict[str, Any]:
    """The answers of `department_form` as they stand."""
    said = {"title": department.title.in_(lang), "parent_id": department.parent_id, "head_id": department.head_id}
    return {key: value for key, value in said.items() if value}


def add(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime) -> Reading:
    """Where there are problems nothing is kept."""
    require(actor, Permission.ADMIN)
    there = departments.departments(tx, actor.workspace)
    reading = _read(department_form(there, people.everybody(tx, actor.workspace)), raw)
    if reading.problems:
        return reading
    said = reading.answers
    if any(one.key == said["key"] for one in there):
        return replace(reading, problems=(Problem("answer.taken", pointer("key")),))
    made = Department(actor.workspace, new_id(now), said["key"], Words({actor.lang: said["title"]}))
    departments.add(tx, replace(made, parent_id=said.get("parent_id"), head_id=said.get("head_id")))
    return reading


def keep(tx: Connection, actor: Actor, department_id: str, raw: Mapping[str, Any]) -> Reading:
    """Where there are problems nothing is kept. A new name is said in the actor's language; others stay.

    Raises:
        Missing: there is no such department.
    """
    require(actor, Permission.ADMIN)
    there = departments.departments(tx, actor.workspace)
    present = one_of(there, department_id)
    reading = _read(department_form(there, people.everybody(tx, actor.workspace), present), raw)
    if not reading.problems:
        said = reading.answers
        title = Words({**present.title, actor.lang: said["title"]})
        changed = replace(present, title=title, parent_id=said.get("parent_id"), head_id=said.get("head_id"))
        departments.keep(tx, changed)
    return reading


def one_of(there: Sequence[Department], department_id: str) -> Department:
    """Raises Missing."""
    found = next((one for one in there if one.id == department_id), None)
    if found is None:
        raise Missing(department_id)
    return found


def _below(there: Sequence[Department], present: Department) -> frozenset[str]:
    """The department and all that stand below it: none of them can stand above it."""
    found = {present.id}
    while more := {one.id for one in there if one.parent_id in found and one.id not in found}:
        found |= more
    return frozenset(found)


def _listed(key: str, title: Words, choices: Mapping[str, Words]) -> Field:
    offered = tuple(Choice(const, called) for const, called in choices.items())
    return Field(key, "choice", title, options={"look": "select", **({"choices": offered} if offered else {})})


def _read(form: Form, raw: Mapping[str, Any]) -> Reading:
    checker = Checker(form)
    return checker.read(raw, checker.writable)
