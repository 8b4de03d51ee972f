"""Contacts in their portal, for the screens: who there is, and how each comes in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from playwright.sync_api import Page

from runtime.people import portal_keys
from runtime.store import keys
from runtime.store.connection.database import Connection
from runtime.store.customers import customers, portal_passes
from runtime.store.customers.customers import Contact
from runtime.store.ids import new_id

EMPTY = "nobody.yet@visitor.example"


def newcomer(tx: Connection, workspace: str, now: datetime) -> Contact:
    """A contact who has asked for nothing."""
    found = customers.by_email(tx, workspace, EMPTY)
    made = found or Contact(workspace, new_id(now), EMPTY, "Noor Haddad")
    if found is None:
        customers.add(tx, made, now)
    return made


def speaking(tx: Connection, contact: Contact) -> Contact:
    """The contact, who from now on speaks for their customer."""
    of = customers.customer(tx, contact.workspace, contact.customer_id or "")
    if of:
        customers.keep_customer(tx, replace(of, contact_id=contact.id))
    return contact


def way_in(tx: Connection, contact: Contact, now: datetime) -> str:
    """The path of a fresh link."""
    link_id = new_id(now)
    token = portal_keys.token(tx, link_id)
    portal_passes.add_link(tx, contact, link_id, keys.seal(token), now, now + portal_keys.LASTS)
    return f"/portal/enter/{token}"


def inside(path: str = "/portal") -> Callable[[Page], None]:
    """Press the button, and go on to a page of the portal; "" is wherever the link of the first row leads."""

    def go(page: Page) -> None:
        page.locator("main form button").click()
        page.wait_for_url("**/portal")
        if path.startswith("/"):
            page.goto(path)
        else:
            page.locator(path).first.click()
            page.wait_for_load_state()

    return go


def ask_for_a_link(page: Page) -> None:
    out(page)
    page.locator("#email").fill("mei.chen@client.example")
    page.locator("main form button").click()
    page.locator(".portal-sent").wait_for()


def out(page: Page) -> None:
    """Whoever was in before is out."""
    page.context.clear_cookies()
    page.goto("/portal/signin")
