"""The form of a process that the guide makes: a field for each question, and who a client is."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from builder.editing.naming import key_for
from builder.guide.guide_flow import const
from builder.guide.guide_wishes import Question, Wishes
from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form, Page, Section
from schemas.model.process import ContactFields
from schemas.words import words

YOUR_REQUEST: Final = words("Your request", "申请内容")
ABOUT_YOU: Final = words("About you", "您的信息")
CONTACT: Final = ContactFields(name="client_name", email="client_email")
CLIENT: Final = (
    Field(CONTACT.name, "text", words("Your name", "您的姓名"), required=True, options={"autofill": "name"}),
    Field(
        CONTACT.email,
        "email",
        words("Your e-mail", "您的邮箱"),
        words("We write to you here.", "我们会发邮件到这里。"),
        required=True,
    ),
)


def keys_of(wishes: Wishes) -> tuple[str, ...]:
    """The keys of the fields, in the order of the questions."""
    keys: list[str] = []
    for one in wishes.questions:
        keys.append(key_for(one.title, one.kind, {*keys, *(field.key for field in CLIENT)}))
    return tuple(keys)


def form_of(wishes: Wishes, keys: Sequence[str]) -> Form:
    fields = tuple(_field(key, one) for key, one in zip(keys, wishes.questions, strict=True))
    sections = (Section("questions", fields=fields), *_about_client(wishes))
    return Form((Page("request", YOUR_REQUEST, sections),))


def _about_client(wishes: Wishes) -> Iterator[Section]:
    """A colleague who fills it in finds their own name and address there already."""
    if wishes.by == "clients":
        yield Section("client", ABOUT_YOU, CLIENT)
    elif wishes.by == "both":
        known = zip(CLIENT, ("name", "email"), strict=True)
        yield Section("client", ABOUT_YOU, tuple(one.with_(default={"var": f"@person.{part}"}) for one, part in known))


def _field(key: str, one: Question) -> Field:
    choices = tuple(Choice(const(number), title) for number, title in enumerate(one.choices))
    options: dict[str, Any] = {"choices": choices} if choices else {}
    return Field(key, one.kind, one.title, required=one.required, options=options)
