"""What the columns of a file of customers mean is guessed, and can be said otherwise before anything is kept."""

import io
import re
from collections.abc import Callable

import pytest

from runtime.store.customers import customers
from runtime.store.customers.customers import Contact, Customer
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
PAGE = "/customers/import"
FILE = "Wer,Adresse,Notes\nBlue Mill,mia@mill.example,Since 1990\n"


def sent(ada: Visitor, text: str) -> tuple[int, str]:
    ada.get(PAGE)
    answer = ada.post(PAGE, {"file": (io.BytesIO(text.encode()), "list.csv")}, content_type="multipart/form-data")
    return answer.status_code, answer.text


def again(ada: Visitor, **said: str) -> tuple[int, str]:
    """The report is sent back, with what its columns mean."""
    kept = {name: ada.hidden(name) for name in ("name", "content", "looked")}
    columns = {f"column/{key[1:]}": value for key, value in said.items() if key.startswith("c")}
    answer = ada.post(PAGE, {**kept, **columns, **{key: one for key, one in said.items() if not key.startswith("c")}})
    return answer.status_code, answer.text


def known(world: World) -> tuple[Customer | None, Contact | None]:
    with world.database.reading() as tx:
        return (
            customers.named(tx, world.workspace, "Blue Mill"),
            customers.by_email(tx, world.workspace, "mia@mill.example"),
        )


def test_columns_that_nobody_could_guess_are_said_and_the_file_need_not_come_again(
    world: World, sign_in: SignIn
) -> None:
    ada = sign_in("ada")
    status, page = sent(ada, FILE)
    assert status == 422
    assert "No column says what the customers are called." in page
    assert re.search(r'<option value="customer.note" selected>', page)
    status, page = again(ada, c0="customer.name", c1="contact.email", c2="customer.note", look="again")
    assert status == 200
    assert "1 row brings something new." in page
    assert known(world) == (None, None)
    assert again(ada, c0="customer.name", c1="contact.email", c2="customer.note", do="all")[0] == 303
    customer, contact = known(world)
    assert customer is not None
    assert contact is not None
    assert (customer.note, contact.customer_id) == ("Since 1990", customer.id)


def test_what_was_changed_is_looked_at_before_anything_is_kept(world: World, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert sent(ada, FILE.replace("Wer", "Customer").replace("Adresse", "Mail"))[0] == 200
    status, page = again(ada, c0="customer.name", c1="contact.email", c2="", do="all")
    assert status == 200
    assert "The columns mean something else now." in page
    assert known(world) == (None, None)
    assert again(ada, c0="customer.name", c1="contact.email", c2="", do="all")[0] == 303
    customer, _ = known(world)
    assert customer is not None
    assert customer.note == ""


@pytest.mark.parametrize(("lang", "said"), [("en", "means the same as another column"), ("zh-Hans", "含义相同")])
def test_two_columns_cannot_mean_the_same(sign_in: SignIn, lang: str, said: str) -> None:
    ada = sign_in("ada")
    sent(ada, FILE)
    kept = {name: ada.hidden(name) for name in ("name", "content", "looked")}
    columns = {"column/0": "customer.name", "column/1": "customer.name", "do": "good"}
    answer = ada.post(f"{PAGE}?lang={lang}", {**kept, **columns})
    assert answer.status_code == 422
    assert said in answer.text
