"""Every screen that there is, and how to come to it in the demo's workspace."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from builder.drafts import drafts
from builder.editing.form_edits import RemoveField
from builder.editing.texts import SetText
from builder.gallery import gallery
from runtime.access import Actor
from runtime.background import worker
from runtime.channels import receivers
from runtime.customers import contact_records, customer_records
from runtime.files.signing import sign
from runtime.people import accounts
from runtime.processes import deployment
from runtime.relations import contact_log
from runtime.store import keys
from runtime.store.customers import customers
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from runtime.store.notices import channels, outbox
from runtime.store.notices.outbox import Message, Try
from runtime.store.operations import audit
from runtime.store.operations.audit import Kept
from runtime.store.people import departments, people
from schemas.document import load
from tests.journeys import beginnings, checks, guests, plans_there, shelf, sittings, trackers_there, troubles
from tests.journeys.house import PROCESS, House
from tests.journeys.large_flow import large_flow
from tests.journeys.looking import PHONE
from tests.schemas.test_lint_flow import BASE as BRANCHING

ADMIN, DESIGNER, BOARD, ANALYST, IMPLEMENTER = "li.na", "zhang.wei", "liu.yang", "wang.min", "tom.hill"
NEWCOMER = "new.comer"
REFERENCES = Path(__file__).parents[1] / "data" / "references.json"


@dataclass(frozen=True)
class World:
    """The demo's workspace, and where things are in it."""

    house: House

    @cached_property
    def kept(self) -> list[Kept]:
        with self.house.database.reading() as tx:
            return list(audit.everything(tx))

    @cached_property
    def draft(self) -> str:
        """Of a process that is published."""
        return self._drafted()

    @cached_property
    def branching(self) -> str:
        """A draft with a step of every kind."""
        now, designer = worker.now(), accounts.actor_of(self.house.people[DESIGNER])
        with self.house.database.writing() as tx:
            return f"/design/{drafts.add(tx, designer, load(BRANCHING), 'import', now).id}"

    @cached_property
    def spoken(self) -> str:
        """A draft with a third language, of which most is missing."""
        now, designer = worker.now(), accounts.actor_of(self.house.people[DESIGNER])
        with self.house.database.writing() as tx:
            made = gallery.clone(tx, designer, PROCESS, now)
            said = SetText("title", "de", "Änderungswunsch eines Kunden")
            return f"/design/{drafts.edit(tx, designer, made.id, said, revision=made.revision, now=now).id}"

    @cached_property
    def shelf(self) -> tuple[str, str, str]:
        """Two processes made from a template of the workspace that is another since; in the second both have changed."""
        with self.house.database.writing() as tx:
            return shelf.stocked(tx, self._acting(DESIGNER), worker.now())

    def stocked(self, path: str) -> str:
        return path if self.shelf else ""

    @cached_property
    def plans(self) -> Mapping[str, str]:
        """Projects with plans, by name."""
        three = (ANALYST, IMPLEMENTER, BOARD)
        with self.house.database.writing() as tx:
            people = [self.house.people[key].id for key in three]
            return plans_there.everything(tx, self._acting(ADMIN), (people[0], people[1], people[2]), worker.now())

    def plan(self, name: str, query: str = "", page: str = "/plan") -> str:
        return f"/projects/{self.plans[name]}{page}{query}"

    @cached_property
    def wanting(self) -> str:
        """A request that would book somebody twice, as whoever plans it sees it."""
        project = self.plans["swing"]
        busy = self.house.people[BOARD].email
        row = {"title": "Labels in two languages", "days": 4, "responsible": busy, "after": "Data model"}
        with self.house.database.writing() as tx:
            made = plans_there.wanting(tx, self._acting(ADMIN), ANALYST, project, row, worker.now())
        return f"/requests/{made}"

    def with_plans(self, path: str) -> str:
        return path if self.plans else ""

    @cached_property
    def large(self) -> str:
        """A draft of 300 steps."""
        with self.house.database.writing() as tx:
            return f"/design/{drafts.take_in(tx, self._acting(DESIGNER), large_flow(300), worker.now()).id}"

    @cached_property
    def broken_draft(self) -> str:
        """One that cannot be published."""
        return self._drafted(broken=True)

    def at(self, state: str, process: str = PROCESS) -> Kept:
        return next(one for one in self.kept if (one.case.state, one.case.process_key) == (state, process))

    def request(self, state: str, process: str = PROCESS) -> str:
        return f"/requests/{self.at(state, process).case.id}"

    def tracking(self, state: str) -> str:
        return f"/t/{self._token('tracking', self.at(state).case.id)}"

    def question(self, state: str) -> str:
        """Where the client is asked now, or was asked first."""
        asked = [one for one in self.at(state).tasks if one.party.startswith("contact:")]
        return f"/c/{self._token('task', next((one for one in asked if one.open), asked[0]).id)}"

    def papers(self) -> str:
        """Of the customer whose change waits for them."""
        return f"/customers/{self.at('client').case.customer_id}/papers"

    def guest(self, state: str = "") -> str:
        """The way into the portal of the client whose change stands there, who speaks for their company; or of a newcomer."""
        with self.house.database.writing() as tx:
            if not state:
                return guests.way_in(tx, guests.newcomer(tx, self.house.workspace, worker.now()), worker.now())
            client = customers.contact(tx, self.house.workspace, self.at(state).case.contact_id or "")
            assert client
            return guests.way_in(tx, guests.speaking(tx, client), worker.now())

    def letter(self) -> str:
        with self.house.database.reading() as tx:
            return f"/mail/{outbox.latest(tx, self.house.workspace, None, 1)[0].id}"

    def channel(self, path: str) -> str:
        """A webhook that has not answered for a while."""
        now, admin = worker.now(), accounts.actor_of(self.house.people[ADMIN])
        with self.house.database.writing() as tx:
            if channels.one(tx, admin.workspace, "ops") is None:
                raw = {"key": "ops", "title": "Operations", "url": "https://hooks.formloom.example/in"}
                assert not receivers.add(tx, admin, "webhook", raw, (), now).problems
                receivers.rotate(tx, admin, receivers.one(tx, admin, "ops"), now)
                silent = receivers.one(tx, admin, "ops")
                said = "hooks.formloom.example did not answer within 10 seconds"
                channels.keep_health(
                    tx, replace(silent, failures=7, paused_until=now + timedelta(minutes=4), error=said)
                )
        return path

    @cached_property
    def trackers(self) -> Mapping[str, str]:
        """Connections to Jira and Trello, a request that is mirrored, and one where both do not agree."""
        odd, fine = self.at("board").case, self.at("analysis").case
        with self.house.database.writing() as tx:
            made = trackers_there.connected(tx, self._acting(ADMIN), odd, fine, worker.now())
        return {**made, "odd": f"/requests/{odd.id}", "fine": f"/requests/{fine.id}"}

    def given_up(self, query: str = "") -> str:
        """A message that nobody took, however often; or with a ``query`` the list of all."""
        now, case = worker.now(), self.at("board").case
        self.channel("")
        said = {"case": case.id, "state": "board", "occasion": "enter", "title": "", "text": ""}
        tries = tuple(Try(now - timedelta(hours=hours), "it answered 502 Bad Gateway") for hours in (9, 5, 1))
        made = Message(
            case.workspace, new_id(now), "notice", said, now, now, 3, dead_at=now, channel="ops", tries=tries
        )
        with self.house.database.writing() as tx:
            outbox.add(tx, [replace(made, error=tries[-1].error)])
        return f"/mail{query}" if query else f"/mail/{made.id}"

    @cached_property
    def sittings(self) -> sittings.Sittings:
        """A change board that has met: the meetings by their state."""
        who, now = self.house.people, worker.now()
        with self.house.database.writing() as tx:
            return sittings.held(tx, who["zhang.wei"], who[ANALYST], now)

    @cached_property
    def asked_outside(self) -> list[str]:
        """The links of people outside who were asked about a request at the board: the first two have answered."""
        with self.house.database.writing() as tx:
            return sittings.beside(tx, self.house.people[ADMIN], self.at("board").case.id, worker.now())

    def sitting(self, state: str) -> str:
        return f"/meetings/{self.sittings[state]}"

    def customer(self, name: str) -> str:
        with self.house.database.reading() as tx:
            found = customers.named(tx, self.house.workspace, name)
        assert found is not None
        return f"/customers/{found.id}"

    def customers_contact(self) -> str:
        with self.house.database.reading() as tx:
            found = customers.by_email(tx, self.house.workspace, "chen.jie@harbour-foods.example")
        assert found is not None
        return f"/contacts/{found.id}"

    def spoken_with(self, name: str) -> str:
        """The log of a customer, with a contact in it that was corrected."""
        path, now = self.customer(name), worker.now()
        had = {"how": "phone", "who": "Chen Jie", "had_on": f"{now:%Y-%m-%d}", "had_at": "10:30"}
        told = {"reason": "Yearly talk", "content": "They grow, and want a second depot.", "effect": "More orders"}
        with self.house.database.writing() as tx:
            key, actor = path.rpartition("/")[2], self._acting(ANALYST)
            assert not contact_log.log_with_customer(tx, actor, key, {**had, **told}, now).problems
        return f"{path}/log"

    def two_contacts(self) -> str:
        """Somebody who is on record twice, side by side."""
        path, now, actor = self.customers_contact(), worker.now(), self._acting(ADMIN)
        with self.house.database.writing() as tx:
            first = customers.contact(tx, self.house.workspace, path.rpartition("/")[2])
            assert first is not None
            email = "jie.chen@harbour-foods.example"
            said = {"name": "Jie Chen", "email": email, "phone": "+49 40 555 0199", "lang": "en"}
            contact_records.add(tx, actor, first.customer_id or "", said, now)
            other = customers.by_email(tx, self.house.workspace, email)
        assert other is not None
        return f"{path}/merge/{other.id}"

    def changed_customer(self) -> str:
        """With something that was changed of it."""
        path, actor = self.customer("Nordwind Energie"), self._acting(ANALYST)
        with self.house.database.writing() as tx:
            said = {"note": "Wants offers in German.", "industry": "Energy and heat"}
            assert customer_records.change(tx, actor, path.rpartition("/")[2], said, worker.now()).customer
        return f"{path}/changes"

    def begun_from_a_record(self) -> str:
        return f"/new/{PROCESS}?behalf=1&client={self.customers_contact().rpartition('/')[2]}"

    def doubles(self) -> str:
        first, second = (self.customer(name) for name in ("Blue Lake Hotels", "Blue Lake Hotels Ltd."))
        return f"{first}/merge/{second.rpartition('/')[2]}"

    def person(self) -> str:
        return f"/people/{self.house.people['anna.berg'].id}"

    def group(self) -> str:
        with self.house.database.reading() as tx:
            return f"/people/groups/{people.groups(tx, self.house.workspace)[0].id}"

    @cached_property
    def references(self) -> str:
        """A form that is answered from the house, where there are few people and many customers."""
        now, designer = worker.now(), self.house.people[DESIGNER]
        document = json.loads(REFERENCES.read_text("utf-8"))
        with self.house.database.writing() as tx:
            deployment.deploy(tx, designer.workspace, load(document), f"person:{designer.id}", now)
            for number in range(45):
                customers.customer_named(tx, designer.workspace, f"Customer {number:02}", new_id(now), now)
        return f"/new/{document['key']}"

    @cached_property
    def incidents(self) -> str:
        with self.house.database.writing() as tx:
            troubles.stuck(tx, self._acting(ADMIN), self.at("implementation").case.id, worker.now())
        return "/incidents"

    def leaver(self) -> str:
        """Somebody with to-dos, as their page would be once they had left."""
        return f"/people/{self.house.people[ANALYST].id}/hand-over"

    def away(self) -> str:
        mine, board, implementer = (self.house.people[key] for key in (ANALYST, BOARD, IMPLEMENTER))
        with self.house.database.writing() as tx:
            troubles.plans(tx, mine, (board, implementer), worker.now())
        return "/away"

    @cached_property
    def loans(self) -> str:
        """What would change for running requests."""
        with self.house.database.writing() as tx:
            return troubles.loans(tx, self._acting(ADMIN), worker.now())

    @cached_property
    def versions(self) -> str:
        """Of a process with two, requests that run by the first, a draft, and a publication that waits."""
        assert self.loans
        with self.house.database.writing() as tx:
            return troubles.planned(tx, self._acting(DESIGNER), worker.now())

    @cached_property
    def retired(self) -> str:
        """And what was to be published at a date was refused."""
        with self.house.database.writing() as tx:
            return troubles.refused(tx, self._acting(DESIGNER), worker.now())

    @cached_property
    def unpublished(self) -> str:
        """The key of a process that was never published."""
        with self.house.database.writing() as tx:
            return gallery.clone(tx, self._acting(DESIGNER), PROCESS, worker.now()).process.key

    def guided(self, page: str, until: str = "", **said: Any) -> str:
        """A page of the guide when it has been told everything, or all ``until`` that page."""
        with self.house.database.writing() as tx:
            beginnings.tell(tx, self._acting(DESIGNER), worker.now(), until, **said)
        return f"/guide/{page}"

    def _acting(self, key: str) -> Actor:
        return accounts.actor_of(self.house.people[key])

    @cached_property
    def contracts(self) -> list[str]:
        """Requests that stand in two places at once."""
        return [f"/requests/{case_id}" for case_id in checks.begin(self.house)]

    def contract_link(self) -> str:
        return checks.link(self.house, self.contracts[1].rsplit("/", 1)[1], "wang.min")

    def with_contracts(self, path: str) -> str:
        return path if self.contracts else ""

    def department(self) -> str:
        with self.house.database.reading() as tx:
            return f"/people/departments/{departments.departments(tx, self.house.workspace)[0].id}"

    @cached_property
    def fair(self) -> PublicLink:
        """A link with everything about it."""
        tomorrow = worker.now() + timedelta(days=1)
        sites = ("https://www.example.com", "https://shop.example.com")
        name = "Trade fair in the great hall by the river, stand 27"
        return self._link(
            name=name,
            closes_at=tomorrow,
            most=500,
            answers=37,
            last_at=worker.now(),
            sites=sites,
            sealed=("client_company",),
        )

    def shut(self, **conditions: Any) -> str:
        return f"/f/{self._link(**conditions).token}"

    def signed(self) -> str:
        """A form in which the company stands already and cannot be changed."""
        said = sign(self.house.settings.secret_key, f"sealed.{self.fair.id}", {"client_company": "Mill & Sons"})
        return f"/f/{self.fair.token}?p={said}&client_name=Ada"

    def fair_page(self) -> str:
        return f"/processes/{PROCESS}/links/{self.fair.id}"

    def new_address(self) -> str:
        return f"/processes/{PROCESS}/links/{self._link(name='Newsletter').id}/address"

    def _link(self, **conditions: Any) -> PublicLink:
        now = worker.now()
        made = PublicLink(self.house.workspace, new_id(now), secrets.token_hex(6), PROCESS, open=True)
        with self.house.database.writing() as tx:
            links.add(tx, replace(made, **conditions), now)
        return replace(made, **conditions)

    def speak(self, lang: str) -> None:
        """Everybody in the house prefers this language from now on."""
        with self.house.database.writing() as tx:
            for one in self.house.people.values():
                accounts.set_language(tx, accounts.actor_of(one), lang)

    def _drafted(self, *, broken: bool = False) -> str:
        now, designer = worker.now(), accounts.actor_of(self.house.people[DESIGNER])
        with self.house.database.writing() as tx:
            made = gallery.clone(tx, designer, PROCESS, now)
            if broken:
                made = drafts.edit(tx, designer, made.id, RemoveField("urgency"), revision=made.revision, now=now)
        return f"/design/{made.id}"

    def _token(self, purpose: str, row: str) -> str:
        with self.house.database.reading() as tx:
            return keys.token(tx, purpose, row)


@dataclass(frozen=True)
class Screen:
    """``endpoint`` is the view that draws it; ``steps`` lead on from ``path`` to the state that is meant."""

    name: str
    endpoint: str
    path: Callable[[World], str]
    who: str = ""
    steps: Callable[[Page], None] | None = None

    def open(self, page: Page, world: World) -> None:
        page.goto(self.path(world))
        if self.steps:
            self.steps(page)


def fixed(path: str) -> Callable[[World], str]:
    return lambda _: path


def send_as_it_is(page: Page) -> None:
    """Past the checks of the browser, so that the server's complaints are on the screen."""
    page.locator("form[enctype]").evaluate("form => form.submit()")
    expect(page.locator(".errors-summary")).to_be_visible()


def sign_in_wrongly(page: Page) -> None:
    page.locator("#email").fill("li.na@formloom.example")
    page.locator("#password").fill("wrong")
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def refuse_without_a_word(page: Page) -> None:
    page.locator("button[formaction$='/reject']").click()
    expect(page.locator(".errors-summary")).to_be_visible()


def refuse_the_offer(page: Page) -> None:
    """Without the reason that is asked for."""
    page.locator("button[name=_move][value=refuse]").click()
    expect(page.locator(".errors-summary")).to_be_visible()


def record_nothing(page: Page) -> None:
    """What is wrong with it stands with the item, and in sight."""
    page.locator(".btn-record").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()


def hand_on_to_nobody(page: Page) -> None:
    page.locator("details[id^=act-transfer] summary").first.click()
    page.locator("details[id^=act-transfer][open] button").click()
    expect(page.locator(".errors-summary")).to_be_visible()


def come_too_late(page: Page) -> None:
    """As if a colleague had acted since the page was drawn."""
    page.locator("[name=_case]").evaluate("box => { box.value = 0 }")
    page.locator("#f-comment").fill("Which departments?")
    page.locator("button[formaction$='/ask']").click()
    expect(page.locator(".notice-error")).to_be_visible()


def search_and_choose(page: Page) -> None:
    """One customer is chosen; another is being looked for; a request is linked."""
    page.locator("[data-field=change] select").select_option(index=1)
    expect(page.locator("[data-linked]")).to_be_visible()
    box = page.locator("[data-field=other] input[role=combobox]")
    box.clear()  # somebody may have begun it
    box.press_sequentially("customer 1")
    expect(page.get_by_role("option", name="Customer 10")).to_be_visible()
    box.press("ArrowDown")
    expect(page.locator("[role=listbox] [aria-selected=true]")).to_be_visible()


def save_nothing(page: Page) -> None:
    page.locator("main form .btn-primary").click()
    expect(page.locator(".errors-summary")).to_be_visible()


def plan_nothing(page: Page) -> None:
    """A publication at a day that nobody has said."""
    page.locator("#later summary").click()
    page.locator("button[value=later]").click()
    expect(page.locator("#later .field-error")).to_be_visible()


TABLE = b"Name*,E-mail,Colour\nMia,mia@client.example,red\n"
"""A file that comes in with something to say."""


def bring_in_a_table(page: Page) -> None:
    page.get_by_text("Bring in a file", exact=True).or_(page.get_by_text("导入文件", exact=True)).click()
    page.locator("[name=document]").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.locator("form[action$='/design/import'] .btn").click()
    expect(page.locator(".import-report")).to_be_visible()


def bring_in_a_package(page: Page) -> None:
    page.locator("#bring summary").or_(page.get_by_text("Bring in a file", exact=True)).or_(
        page.get_by_text("导入文件", exact=True)
    ).first.click()
    sent = {"name": "expense.formloom.json", "mimeType": "application/json", "buffer": shelf.package()}
    page.locator("[name=document]").set_input_files(sent)
    page.locator("form[action$='/design/import'] .btn").click()
    expect(page.locator(".package-report")).to_be_visible()


def take_a_key_that_is_taken(page: Page) -> None:
    page.locator("[name=key]").fill("no key")
    page.locator(".actionbar .btn-primary").click()
    expect(page.locator(".notice-error")).to_be_visible()


def try_the_form(page: Page) -> None:
    page.locator("#fill").evaluate("form => form.submit()")
    expect(page.locator("#try .notice-error").first).to_be_visible()


def look_at_rows(page: Page) -> None:
    """Rows that nobody can take in as they are."""
    rows = "Total,Purpose,用途\n1,,\n".encode()
    page.locator("[name=file]").set_input_files({"name": "rows.csv", "mimeType": "text/csv", "buffer": rows})
    page.locator("form[enctype] .btn").click()
    expect(page.locator("#report")).to_be_visible()


SOME_CUSTOMERS = (
    b"Customer,Kind,Account manager,Contact,E-mail,Telephone,Industry,Fax\n"
    b"Harbour Foods,,,Chen Jie,chen.jie@harbour-foods.example,,Food and drink,\n"
    b"Quayside Bakery,customer,wang.min@formloom.example,Ola Nowak,ola@quayside.example,+48 22 555 01 77,Food,no\n"
    b"Grey Heron Tools,reseller,nobody@formloom.example,Jan,no address,,,\n"
    b",,,Nobody,,,,\n"
)


def bring_in_some_customers(page: Page) -> None:
    """Some are new, one is known, some cannot be taken in."""
    sent = {"name": "fair.csv", "mimeType": "text/csv", "buffer": SOME_CUSTOMERS}
    page.locator("[name=file]").set_input_files(sent)
    page.locator("form[enctype] .btn").click()
    expect(page.locator("#report")).to_be_visible()


def open_the_menu(page: Page) -> None:
    page.locator(".topbar .menu summary").click()


def save_for_later(page: Page) -> None:
    """By a link: the private link is shown."""
    page.locator("input[type=text]").first.fill("Chen Jie")
    page.locator("[data-save]").click()
    expect(page.locator(".private-link .qr")).to_be_visible()


def open_everything(page: Page) -> None:
    """Whatever is folded away."""
    page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true })")


def rescue_for_nothing(page: Page) -> None:
    form = page.locator("form:has([name=do][value=place])")
    form.locator("textarea").evaluate("box => { box.value = ' ' }")
    form.evaluate("form => form.submit()")
    expect(page.locator(".errors-summary")).to_be_visible()


def move_the_chosen(page: Page) -> None:
    """One of them, so that some are left for the other language."""
    page.locator("[name=case]:checked").evaluate_all(
        "boxes => boxes.slice(1).forEach((one) => { one.checked = false })"
    )
    page.locator("button[value=chosen]").click()
    expect(page.locator("main [role=status]")).to_be_visible()


def begin_something(page: Page) -> None:
    page.goto("/new/expense")
    page.locator("form[enctype] input[type=text]").first.fill("A train")
    with page.expect_navigation():
        page.locator("[data-save]").click()
    page.goto("/new")


def let_things_wait(page: Page) -> None:
    """As they would stand after a day without a network: one waits, one needs somebody, one has gone out."""
    page.context.route("**/token", lambda route: route.abort())
    page.evaluate(WAITING)
    page.reload()
    expect(page.locator("[data-list=sent] li")).to_be_visible()


WAITING = """() => new Promise((done) => {
  const opened = indexedDB.open("formloom-waiting");
  opened.onupgradeneeded = () => opened.result.createObjectStore("waiting");
  opened.onsuccess = () => {
    const store = opened.result.transaction("waiting", "readwrite").objectStore("waiting");
    const path = "/new/expense";
    const same = { order: 1, who: "", title: "Expense claim", page: path, url: path, fields: [], tries: 0, at: Date.now() };
    const item = (key, state, more) => store.put({ ...same, key, state, ...more }, key);
    item("one", "waits", {});
    item("two", "needs", { code: "404" });
    item("three", "sent", { receipt: { number: "EX-2026-0001", address: "/" } });
    store.transaction.oncomplete = () => { opened.result.close(); done(); };
  };
})"""


def try_a_password(page: Page) -> None:
    page.locator("#password").fill("wrong")
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_be_visible()


def sign_an_address(page: Page) -> None:
    page.locator("main .input").first.fill("Mill & Sons")
    page.locator("[name=_how][value=signed]").check()
    page.locator("main form .btn-primary").click()
    expect(page.locator("#made")).to_be_visible()


def keep_half_a_night(page: Page) -> None:
    page.locator("#f-quiet_from").fill("22:00")
    page.locator("main form .btn-primary").click()
    expect(page.locator(".errors-summary")).to_be_visible()


def try_a_light_colour(page: Page) -> None:
    page.locator("#f-accent").fill("#ffd400")
    page.locator("[value=try]").click()
    expect(page.locator("main .notice")).to_be_visible()


def say_a_wrong_day(page: Page) -> None:
    page.locator("#f-holidays").fill("2026-10-01 – 2026-10-07 National Day\nthe first of May")
    page.locator("main .btn-primary").click()
    expect(page.locator(".errors-summary")).to_be_visible()


def go_on_with_nothing(page: Page) -> None:
    page.locator("form.guide-form").evaluate("form => form.submit()")
    expect(page.locator(".errors-summary")).to_be_visible()


def see_the_hint(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_be_visible()


def see_the_last_hint(page: Page) -> None:
    for _ in range(5):
        page.locator("[data-tour-next]").click()
    expect(page.locator("[data-tour-end]")).to_be_visible()


def an_hour(sign: int) -> datetime:
    return worker.now() + timedelta(hours=sign)


def move_a_bar(page: Page) -> None:
    """As if it had been pulled: what that does is shown, and who would be asked for twice."""
    page.locator(".gantt-title[data-id=labels] a").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#pending")).to_be_visible()


def say_nothing_of_it(page: Page) -> None:
    """An activity without a name."""
    page.locator("#panel form").first.evaluate("form => form.submit()")
    expect(page.locator(".errors-summary")).to_be_visible()


def unfold_the_report(page: Page) -> None:
    page.locator(".plan-task summary").first.click()


def see_all_of_it(page: Page) -> None:
    page.locator("button[data-zoom=fit]").click()


def read_every_right(page: Page) -> None:
    """No cell of the table cuts what it says, and the names of the fields stay while the steps go by."""
    cut = """selects => selects.filter(one => {
      const room = one.getBoundingClientRect().width;
      const style = getComputedStyle(one);
      const pen = new OffscreenCanvas(1, 1).getContext("2d");
      pen.font = style.font;
      const words = pen.measureText(one.selectedOptions[0].text).width;
      return words > room - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 2;
    }).map(one => one.id)"""
    assert page.locator("#matrix .select").evaluate_all(cut) == []
    wide = page.viewport_size
    page.set_viewport_size(PHONE["viewport"])
    page.locator(".sheet-scroll").evaluate("one => one.scrollTo(one.scrollWidth, 0)")
    expect(page.locator("#matrix tbody th").nth(1)).to_be_in_viewport(ratio=1)
    page.locator(".sheet-scroll").evaluate("one => one.scrollTo(0, 0)")
    if wide:
        page.set_viewport_size(wide)


def unfold_connect(page: Page) -> None:
    page.locator("#state-analysis a").focus()
    page.keyboard.press("c")
    expect(page.locator("#canvas-connect [name=target]")).to_be_focused()


SCREENS = (
    Screen("sign-in", "signin.index", fixed("/signin")),
    Screen("sign-in-failed", "signin.index", fixed("/signin"), steps=sign_in_wrongly),
    Screen("inbox", "inbox.index", fixed("/"), ANALYST),
    Screen("insights", "insights.index", fixed("/insights?days=365"), ADMIN),
    Screen("archive", "archive.index", fixed("/archive"), ADMIN),
    Screen("archive-found", "archive.index", fixed("/archive?q=%E5%8F%98%E6%9B%B4"), ADMIN),
    Screen("archive-nothing", "archive.index", fixed("/archive?q=nowhere+at+all"), ANALYST),
    Screen("progress", "progress.index", fixed(f"/progress?process={PROCESS}"), ADMIN),
    Screen("insights-settings", "insight_settings.show", fixed("/insights/settings"), ADMIN),
    Screen("insights-customers", "insight_settings.customers", fixed("/insights/customers"), ADMIN),
    Screen("insights-empty", "insights.index", fixed("/insights?from=2001-01-01&to=2001-01-31"), DESIGNER),
    Screen("insights-steps", "insights.show", fixed(f"/insights/steps?process={PROCESS}&days=365"), ADMIN),
    Screen("insights-load", "insights.show", fixed("/insights/load?days=365"), ADMIN),
    Screen("insights-by", "insights.show", fixed(f"/insights/by?process={PROCESS}&days=365"), ADMIN),
    Screen("insights-compare", "insights.show", fixed("/insights/compare?days=365"), ADMIN),
    Screen("insights-satisfaction", "insights.show", fixed("/insights/satisfaction?days=365"), ADMIN),
    Screen("insights-cases", "figure_cases.index", fixed("/insights/cases?of=opened&days=365"), DESIGNER),
    Screen("inbox-menu", "inbox.index", fixed("/"), ADMIN, open_the_menu),
    Screen("inbox-mine", "inbox.index", fixed("/?tab=mine"), "zhao.lei"),
    Screen("inbox-done", "inbox.index", fixed("/?tab=done"), ANALYST),
    Screen("inbox-empty", "inbox.index", fixed("/"), NEWCOMER),
    Screen("inbox-mine-empty", "inbox.index", fixed("/?tab=mine"), NEWCOMER),
    Screen("inbox-done-empty", "inbox.index", fixed("/?tab=done"), NEWCOMER),
    Screen("catalogue", "catalogue.index", fixed("/new"), ANALYST),
    Screen("fill", "filling.blank", fixed("/new/expense"), ANALYST),
    Screen("fill-for-a-client", "filling.blank", fixed(f"/new/{PROCESS}?behalf=1"), ANALYST),
    Screen("fill-with-errors", "filling.blank", fixed("/new/expense"), ANALYST, send_as_it_is),
    Screen("public-fill", "filling.open_blank", lambda world: world.house.form()),
    Screen("public-fill-with-errors", "filling.open_blank", lambda world: world.house.form(), steps=send_as_it_is),
    Screen("fill-from-the-house", "filling.blank", lambda world: world.references, ADMIN),
    Screen("fill-searching", "filling.blank", lambda world: world.references, ADMIN, search_and_choose),
    Screen("tracking", "tracking.show", lambda world: world.tracking("board")),
    Screen("tracking-receipt", "tracking.show", lambda world: world.tracking("analysis") + "?new=1"),
    Screen("tracking-closed", "tracking.show", lambda world: world.tracking("closed")),
    Screen("portal-signin", "portal_gate.index", fixed("/portal/signin"), steps=guests.out),
    Screen("portal-sent", "portal_gate.index", fixed("/portal/signin"), steps=guests.ask_for_a_link),
    Screen("portal-enter", "portal_gate.look", lambda world: world.guest("client")),
    Screen("portal-stale", "portal_gate.look", fixed("/portal/enter/nothing")),
    Screen("portal-home", "portal_desk.index", lambda world: world.guest("client"), steps=guests.inside()),
    Screen("portal-home-empty", "portal_desk.index", lambda world: world.guest(), steps=guests.inside()),
    Screen(
        "portal-request",
        "portal_desk.show",
        lambda world: world.guest("client"),
        steps=guests.inside(".list .list-title a"),
    ),
    Screen(
        "portal-todo", "portal_desk.todo", lambda world: world.guest("client"), steps=guests.inside(".portal-todo .btn")
    ),
    Screen("portal-new", "portal_desk.choose", lambda world: world.guest("client"), steps=guests.inside("/portal/new")),
    Screen(
        "portal-papers", "papers.of_guest", lambda world: world.guest("client"), steps=guests.inside("/portal/papers")
    ),
    Screen("portal-papers-none", "papers.of_guest", lambda world: world.guest(), steps=guests.inside("/portal/papers")),
    Screen("papers-of-customer", "papers.of_customer", lambda world: world.papers(), ADMIN),
    Screen("question", "confirmation.show", lambda world: world.question("question")),
    Screen("confirmation", "confirmation.show", lambda world: world.question("client")),
    Screen("confirmation-no-word", "confirmation.show", lambda world: world.question("client"), steps=refuse_the_offer),
    Screen("feedback", "confirmation.show", lambda world: world.question("feedback")),
    Screen("used-link", "confirmation.show", lambda world: world.question("closed")),
    Screen("link-cut-short", "confirmation.show", fixed("/c/nothing")),
    Screen("request-analysis", "requests.show", lambda world: world.request("analysis"), ANALYST),
    Screen("request-review", "requests.show", lambda world: world.request("review"), ADMIN),
    Screen("request-as-client", "requests.as_client", lambda world: f"{world.request('board')}/client", ADMIN),
    Screen("request-board", "requests.show", lambda world: world.request("board"), BOARD),
    Screen("report", "reports.show", lambda world: f"{world.request('board')}/reports/impact", BOARD),
    Screen("request-no-comment", "requests.show", lambda world: world.request("board"), BOARD, refuse_without_a_word),
    Screen("request-places", "requests.show", lambda world: world.contracts[0], BOARD, open_everything),
    Screen("request-acts", "requests.show", lambda world: world.contracts[0], ANALYST),
    Screen("request-act-wrong", "requests.show", lambda world: world.contracts[1], BOARD, hand_on_to_nobody),
    Screen("inbox-alike", "inbox.index", lambda world: world.with_contracts("/"), BOARD),
    Screen("inbox-watching", "inbox.index", lambda world: world.with_contracts("/?tab=watching"), IMPLEMENTER),
    Screen("inbox-watching-empty", "inbox.index", fixed("/?tab=watching"), NEWCOMER),
    Screen("together", "together.show", lambda world: world.with_contracts("/together?step=contract/law"), BOARD),
    Screen("decide-from-mail", "confirmation.show", lambda world: world.contract_link()),
    Screen("request-too-late", "requests.show", lambda world: world.request("analysis"), ANALYST, come_too_late),
    Screen("request-work", "requests.show", lambda world: world.request("implementation"), IMPLEMENTER),
    Screen("request-verify", "requests.show", lambda world: world.request("verify", "customer-change-crm"), "he.ping"),
    Screen("request-correct", "requests.show", lambda world: world.request("correct", "expense"), "maria.costa"),
    Screen("request-reading", "requests.show", lambda world: world.request("client"), ADMIN),
    Screen("request-closed", "requests.show", lambda world: world.request("closed"), ADMIN),
    Screen("rescue", "rescue.show", lambda world: f"{world.request('board')}/rescue", ADMIN, open_everything),
    Screen(
        "rescue-no-reason", "rescue.show", lambda world: f"{world.request('board')}/rescue", ADMIN, rescue_for_nothing
    ),
    Screen("incidents", "incidents.index", lambda world: world.incidents, ADMIN),
    Screen("incidents-none", "incidents.index", fixed("/incidents?after=Z"), ADMIN),
    Screen("away", "away.mine", lambda world: world.away(), ANALYST),
    Screen("away-none", "away.mine", fixed("/away"), NEWCOMER),
    Screen("away-with-errors", "away.show", lambda world: f"{world.person()}/away", ADMIN, save_nothing),
    Screen("handbook", "handbook.index", fixed("/handbook"), ANALYST),
    Screen("hand-over", "handover.show", lambda world: world.leaver(), ADMIN),
    Screen("hand-over-nothing", "handover.show", lambda world: f"{world.person()}/hand-over", ADMIN),
    Screen("running", "passages.show", fixed(f"/processes/{PROCESS}/running"), ADMIN),
    Screen("running-report", "passages.show", lambda world: world.loans, ADMIN),
    Screen("running-moved", "passages.show", lambda world: world.loans, ADMIN, move_the_chosen),
    Screen("rescue-closed", "rescue.show", lambda world: f"{world.request('closed')}/rescue", ADMIN),
    Screen("catalogue-begun", "catalogue.index", fixed("/new"), NEWCOMER, begin_something),
    Screen("resumed", "resuming.show", lambda world: world.house.form(), steps=save_for_later),
    Screen("waiting", "offline.waiting", fixed("/waiting")),
    Screen("waiting-with-everything", "offline.waiting", fixed("/waiting"), ANALYST, let_things_wait),
    Screen("settings", "look.index", fixed("/settings"), ANALYST),
    Screen("people", "people.index", fixed("/people"), ADMIN),
    Screen("person", "people.show", lambda world: world.person(), ADMIN),
    Screen("person-new", "people.blank", fixed("/people/new"), ADMIN),
    Screen("person-with-errors", "people.blank", fixed("/people/new"), ADMIN, save_nothing),
    Screen("group", "people.show_group", lambda world: world.group(), ADMIN),
    Screen("group-new", "people.blank_group", fixed("/people/groups/new"), ADMIN),
    Screen("department-new", "departments.blank", fixed("/people/departments/new"), ADMIN),
    Screen("department", "departments.show", lambda world: world.department(), ADMIN),
    Screen("mail", "mail.index", fixed("/mail"), ADMIN),
    Screen("mail-given-up", "mail.index", lambda world: world.given_up("?state=dead"), ADMIN),
    Screen("letter-given-up", "mail.show", lambda world: world.given_up(), ADMIN),
    Screen("notices", "notices.index", fixed("/notices"), BOARD),
    Screen("notices-empty", "notices.index", fixed("/notices"), NEWCOMER),
    Screen("notices-how", "notices.choices", fixed("/settings/notices"), ANALYST),
    Screen("notices-how-wrong", "notices.choices", fixed("/settings/notices"), ANALYST, keep_half_a_night),
    Screen("channels", "channels.index", lambda world: world.channel("/channels"), ADMIN),
    Screen("channel", "channels.show", lambda world: world.channel("/channels/ops"), ADMIN),
    Screen("channel-new", "channels.blank", fixed("/channels/new/chat"), ADMIN),
    Screen("mirrors-empty", "mirrors.index", fixed("/connections"), beginnings.FOUNDER),
    Screen("mirrors", "mirrors.index", lambda world: world.trackers and "/connections", ADMIN),
    Screen("mirror-new", "mirrors.blank", fixed("/connections/new/jira"), ADMIN),
    Screen("mirror-with-errors", "mirrors.blank", fixed("/connections/new/trello"), ADMIN, save_nothing),
    Screen("mirror", "mirrors.show", lambda world: world.trackers["jira"], ADMIN),
    Screen("mirror-broken", "mirrors.show", lambda world: world.trackers["trello"], ADMIN),
    Screen("request-mirrored", "requests.show", lambda world: world.trackers["fine"], ADMIN),
    Screen("request-at-odds", "requests.show", lambda world: world.trackers["odd"], ADMIN),
    Screen("channel-with-errors", "channels.blank", fixed("/channels/new/webhook"), ADMIN, save_nothing),
    Screen("letter", "mail.show", lambda world: world.letter(), ADMIN),
    Screen("customers", "customers.index", fixed("/customers"), ADMIN),
    Screen("customers-found", "customers.index", fixed("/customers?q=blue&order=newest"), ANALYST),
    Screen("customers-nobody", "customers.index", fixed("/customers?q=zebra"), ANALYST),
    Screen("customers-empty", "customers.index", fixed("/customers"), beginnings.FOUNDER),
    Screen("customer", "customers.show", lambda world: world.customer("Harbour Foods"), ADMIN),
    Screen("customer-supplier", "customers.show", lambda world: world.customer("Northgate Print Works"), ANALYST),
    Screen("customer-new", "customers.blank", fixed("/customers/new"), ANALYST),
    Screen("customer-with-errors", "customers.blank", fixed("/customers/new"), ANALYST, save_nothing),
    Screen("customer-edit", "customers.edit", lambda world: world.customer("Harbour Foods") + "/edit", ANALYST),
    Screen("customer-request", "customers.start", lambda world: world.customer("Harbour Foods") + "/request", ANALYST),
    Screen("customer-changes", "customers.changes", lambda world: world.changed_customer(), ANALYST),
    Screen("customer-log", "customer_log.show", lambda world: world.spoken_with("Harbour Foods"), ANALYST),
    Screen("customer-log-none", "customer_log.show", lambda world: world.customer("Nordwind Energie") + "/log", ADMIN),
    Screen("contact-new", "contacts.blank", lambda world: world.customer("Harbour Foods") + "/contacts/new", ANALYST),
    Screen("contact-merge", "doubles.show_contacts", lambda world: world.two_contacts(), ADMIN),
    Screen("contact", "contacts.show", lambda world: world.customers_contact(), ANALYST),
    Screen("own-fields", "own_fields.show", fixed("/settings/customers/customer"), ADMIN),
    Screen("own-fields-none", "own_fields.show", fixed("/settings/customers/contact"), ADMIN),
    Screen("customers-import", "customer_files.index", fixed("/customers/import"), ADMIN),
    Screen(
        "customers-import-report", "customer_files.index", fixed("/customers/import"), ADMIN, bring_in_some_customers
    ),
    Screen("doubles", "doubles.index", fixed("/customers/doubles"), ADMIN),
    Screen("doubles-none", "doubles.index", fixed("/customers/doubles?of=nobody"), ADMIN),
    Screen("doubles-merge", "doubles.show", lambda world: world.doubles(), ADMIN),
    Screen("fill-from-a-record", "filling.blank", lambda world: world.begun_from_a_record(), ANALYST),
    Screen("gallery", "gallery.index", fixed("/gallery"), DESIGNER),
    Screen("gallery-preview", "gallery.show", fixed(f"/gallery/{PROCESS}"), DESIGNER),
    Screen("gallery-tried", "gallery.show", fixed("/gallery/expense"), DESIGNER, try_the_form),
    Screen("gallery-searched", "gallery.index", fixed("/gallery?q=expense&category=finance"), DESIGNER),
    Screen("gallery-nothing", "gallery.index", fixed("/gallery?q=zebra"), DESIGNER),
    Screen("gallery-own", "gallery.index", lambda world: world.stocked("/gallery"), DESIGNER),
    Screen(
        "gallery-own-preview",
        "gallery.show",
        lambda world: f"/gallery/{world.shelf[2]}?example=1",
        DESIGNER,
    ),
    Screen("gallery-choices", "gallery.choose", fixed(f"/gallery/{PROCESS}/use"), DESIGNER),
    Screen(
        "gallery-choices-wrong", "gallery.choose", fixed("/gallery/expense/use"), DESIGNER, take_a_key_that_is_taken
    ),
    Screen("template-new", "templates.blank", lambda world: f"{world.draft}/template", DESIGNER),
    Screen("template-news", "templates.news", lambda world: f"/processes/{world.shelf[0]}/origin", DESIGNER),
    Screen("template-news-asked", "templates.news", lambda world: f"/processes/{world.shelf[1]}/origin", DESIGNER),
    Screen("drafts-with-news", "design.index", lambda world: world.stocked("/design"), DESIGNER),
    Screen("versions-with-news", "versions.index", lambda world: f"/processes/{world.shelf[0]}/versions", DESIGNER),
    Screen("package-report", "design.index", fixed("/design"), DESIGNER, bring_in_a_package),
    Screen("begin-admin", "inbox.index", fixed("/"), beginnings.FOUNDER),
    Screen("begin-designer", "inbox.index", fixed("/"), beginnings.DRAWER),
    Screen("begin-member", "inbox.index", fixed("/"), beginnings.READER),
    Screen("begin-catalogue", "catalogue.index", fixed("/new"), beginnings.DRAWER),
    Screen("begin-catalogue-member", "catalogue.index", fixed("/new"), beginnings.READER),
    Screen("begin-drafts", "design.index", fixed("/design"), beginnings.FOUNDER),
    Screen("tour-offered", "form_tab.index", lambda world: world.draft, ADMIN),
    Screen("tour-first", "form_tab.index", lambda world: f"{world.draft}?tour=1", DESIGNER, see_the_hint),
    Screen("tour-last", "form_tab.index", lambda world: f"{world.draft}?tour=1", DESIGNER, see_the_last_hint),
    Screen("guide-title", "guide.show", lambda world: world.guided("title", "title"), DESIGNER),
    Screen("guide-title-wrong", "guide.show", lambda world: world.guided("title", "title", title={}), DESIGNER),
    Screen("guide-questions", "guide.show", lambda world: world.guided("questions"), DESIGNER),
    Screen("guide-questions-none", "guide.show", lambda world: world.guided("questions", "title"), DESIGNER),
    Screen(
        "guide-questions-wrong",
        "guide.show",
        lambda world: world.guided("questions", "title"),
        DESIGNER,
        go_on_with_nothing,
    ),
    *(
        Screen(f"guide-{page}", "guide.show", lambda world, page=page: world.guided(page), DESIGNER)
        for page in ("filling", "deciding", "refusing", "time", "further", "ending")
    ),
    Screen("guide-filling-wrong", "guide.show", lambda world: world.guided("filling", filling={}), DESIGNER),
    Screen("guide-deciding-none", "guide.show", lambda world: world.guided("deciding", "filling"), DESIGNER),
    Screen(
        "guide-deciding-wrong",
        "guide.show",
        lambda world: world.guided(
            "deciding", deciding={"steps": [{"who": "group:ccb", "rule": "at_least", "count": "9"}]}
        ),
        DESIGNER,
    ),
    Screen(
        "guide-further-none",
        "guide.show",
        lambda world: world.guided("further", questions={"questions": [{"title": "Why?", "kind": "text"}]}),
        DESIGNER,
    ),
    Screen("guide-summary", "guide.read_again", lambda world: world.guided("summary"), DESIGNER),
    Screen("drafts", "design.index", fixed("/design"), DESIGNER),
    Screen("design-form", "form_tab.index", lambda world: world.draft, DESIGNER),
    Screen("design-field", "form_tab.index", lambda world: f"{world.draft}?field=change_type", DESIGNER),
    Screen("design-table", "form_tab.index", lambda world: f"{world.draft}?field=items", DESIGNER),
    Screen("design-rule-rows", "rule_page.index", lambda world: f"{world.draft}/rule/field/delay_cause/show", DESIGNER),
    Screen(
        "design-rule-formula",
        "rule_page.index",
        lambda world: f"{world.draft}/rule/field/cost_total/compute?as=formula",
        DESIGNER,
    ),
    Screen("design-rule-value", "rule_page.index", lambda world: f"{world.draft}/rule/field/subject/set", DESIGNER),
    Screen("design-rule-remark", "rule_page.index", lambda world: f"{world.draft}/rule/field/items/warn", DESIGNER),
    Screen("design-several", "form_tab.index", lambda world: f"{world.draft}?select=1", DESIGNER),
    Screen("design-languages", "languages.index", lambda world: f"{world.draft}/languages", DESIGNER),
    Screen("design-languages-none", "languages.index", lambda world: f"{world.draft}/languages?missing=1", DESIGNER),
    Screen("design-languages-three", "languages.index", lambda world: f"{world.spoken}/languages?missing=1", DESIGNER),
    Screen("design-steps", "steps_tab.index", lambda world: f"{world.draft}/steps", DESIGNER),
    Screen("design-step", "steps_tab.index", lambda world: f"{world.draft}/steps?state=board", DESIGNER),
    Screen("design-grading", "form_tab.index", lambda world: f"{world.draft}?field=impact", DESIGNER),
    Screen(
        "design-matrix",
        "steps_tab.index",
        lambda world: f"{world.draft}/steps?state=:rights",
        DESIGNER,
        read_every_right,
    ),
    Screen("design-step-add", "steps_tab.index", lambda world: f"{world.draft}/steps?after=board", DESIGNER),
    Screen("design-branches", "steps_tab.index", lambda world: f"{world.branching}/steps", DESIGNER),
    *(
        Screen(
            f"design-{key}", "steps_tab.index", lambda world, key=key: f"{world.branching}/steps?state={key}", DESIGNER
        )
        for key in ("all", "money", "rows", "mark", "order", "rest", ":whole")
    ),
    Screen("design-rule-join", "rule_page.index", lambda world: f"{world.branching}/rule/state/all/join", DESIGNER),
    Screen("design-rule-deed", "rule_page.index", lambda world: f"{world.branching}/rule/state/mark/deed", DESIGNER),
    Screen("design-try", "try_tab.index", lambda world: f"{world.draft}/try", DESIGNER),
    Screen("design-try-walked", "try_tab.index", lambda world: f"{world.draft}/try?test=2", DESIGNER),
    Screen("design-try-ended", "try_tab.index", lambda world: f"{world.draft}/try?test=0", DESIGNER),
    Screen("design-try-form", "try_tab.form", lambda world: f"{world.draft}/try/form", DESIGNER),
    Screen("design-try-tablet", "try_tab.form", lambda world: f"{world.draft}/try/form?width=tablet", DESIGNER),
    Screen("design-try-alone", "framed_form.show", lambda world: f"{world.draft}/try/alone?state=plan", DESIGNER),
    Screen("design-try-step", "try_tab.form", lambda world: f"{world.draft}/try/form?state=plan", DESIGNER),
    Screen("design-tests", "walk_tests.index", lambda world: f"{world.draft}/try/tests", DESIGNER),
    Screen(
        "design-tests-suggested", "walk_tests.suggested", lambda world: f"{world.draft}/try/tests/suggested", DESIGNER
    ),
    Screen("design-tests-none", "walk_tests.index", lambda world: f"{world.branching}/try/tests", DESIGNER),
    Screen("design-no-problems", "publish_tab.problems", lambda world: f"{world.draft}/problems", DESIGNER),
    Screen("design-problems", "publish_tab.problems", lambda world: f"{world.broken_draft}/problems", DESIGNER),
    Screen("design-history", "design.history", lambda world: f"{world.broken_draft}/history", DESIGNER),
    Screen("design-publish", "publish_tab.index", lambda world: f"{world.draft}/publish", DESIGNER),
    Screen("design-publish-later", "publish_tab.index", lambda world: f"{world.draft}/publish", DESIGNER, plan_nothing),
    Screen("versions", "versions.index", lambda world: world.versions, DESIGNER),
    Screen("versions-retired", "versions.index", lambda world: world.retired, DESIGNER),
    Screen("versions-none", "versions.index", lambda world: f"/processes/{world.unpublished}/versions", DESIGNER),
    Screen("versions-compared", "versions.compare", lambda world: f"{world.versions}/compare?old=1&new=2", ADMIN),
    Screen("versions-to-come", "versions.compare", lambda world: f"{world.versions}/compare?old=2&new=draft", DESIGNER),
    Screen("versions-alike", "versions.compare", lambda world: f"{world.retired}/compare?old=1&new=1", DESIGNER),
    Screen("import-report", "design.index", fixed("/design"), DESIGNER, bring_in_a_table),
    Screen("design-canvas", "canvas.index", lambda world: f"{world.draft}/canvas", DESIGNER),
    Screen("design-canvas-step", "canvas.index", lambda world: f"{world.draft}/canvas?state=board", DESIGNER),
    Screen("design-canvas-branches", "canvas.index", lambda world: f"{world.branching}/canvas", DESIGNER),
    Screen("design-canvas-large", "canvas.index", lambda world: f"{world.large}/canvas", DESIGNER, see_all_of_it),
    Screen("design-canvas-connect", "canvas.index", lambda world: f"{world.draft}/canvas", DESIGNER, unfold_connect),
    Screen("design-picture", "exchange.picture", lambda world: f"{world.draft}/picture", DESIGNER),
    Screen("design-picture-branches", "exchange.picture", lambda world: f"{world.branching}/picture", DESIGNER),
    Screen("export", "exchange.offer", lambda world: f"{world.draft}/export", DESIGNER),
    Screen("answers", "answers.index", fixed(f"/processes/{PROCESS}/answers"), DESIGNER),
    Screen("answers-report", "answers.index", fixed("/processes/expense/answers"), DESIGNER, look_at_rows),
    Screen("design-publish-broken", "publish_tab.index", lambda world: f"{world.broken_draft}/publish", DESIGNER),
    Screen("links", "links.index", lambda world: world.fair_page().rpartition("/")[0], DESIGNER),
    Screen("links-none", "links.index", fixed("/processes/expense/links"), DESIGNER),
    Screen("link", "links.show", lambda world: world.fair_page(), DESIGNER),
    Screen("link-new", "links.blank", fixed(f"/processes/{PROCESS}/links/new"), DESIGNER),
    Screen("link-with-errors", "links.blank", fixed(f"/processes/{PROCESS}/links/new"), DESIGNER, save_nothing),
    Screen("link-conditions", "links.conditions", lambda world: f"{world.fair_page()}/conditions", DESIGNER),
    Screen("link-address", "links.address", lambda world: f"{world.fair_page()}/address", DESIGNER),
    Screen("link-signed", "links.address", lambda world: world.new_address(), DESIGNER, sign_an_address),
    Screen("link-sheet", "links.sheet", lambda world: f"{world.fair_page()}/sheet", DESIGNER),
    Screen("link-closed", "filling.open_blank", lambda world: world.shut(open=False)),
    Screen("link-early", "filling.open_blank", lambda world: world.shut(opens_at=an_hour(30))),
    Screen("link-late", "filling.open_blank", lambda world: world.shut(closes_at=an_hour(-30))),
    Screen("link-full", "filling.open_blank", lambda world: world.shut(most=0)),
    Screen("link-gate", "filling.open_blank", lambda world: world.shut(password_hash="x")),  # noqa: S106 -- nobody's
    Screen(
        "link-gate-wrong",
        "filling.open_blank",
        lambda world: world.shut(password_hash="x"),  # noqa: S106 -- nobody's
        steps=try_a_password,
    ),
    Screen("fill-signed", "filling.open_blank", lambda world: world.signed()),
    Screen("fill-cut-short", "filling.open_blank", lambda world: f"/f/{world.fair.token}"),
    Screen("fill-in-a-frame", "filling.open_blank", lambda world: f"{world.signed()}&embed=1"),
    Screen(
        "receipt-in-a-frame",
        "gate.sent",
        lambda world: f"/f/{world.fair.token}/sent/{world.tracking('board').rpartition('/')[2]}?embed=1",
    ),
    Screen("meetings", "meetings.index", lambda world: world.sittings and "/meetings", ADMIN),
    Screen("meetings-past", "meetings.index", lambda world: world.sittings and "/meetings?tab=past", ANALYST),
    Screen("meetings-none", "meetings.index", fixed("/meetings"), IMPLEMENTER),
    Screen("meeting-series", "meetings.blank_series", fixed("/meetings/series/new"), ADMIN),
    Screen(
        "meeting-series-kept",
        "meetings.show_series",
        lambda world: f"/meetings/series/{world.sittings['series']}",
        ADMIN,
    ),
    Screen("meeting-new", "meetings.blank", fixed("/meetings/new"), ADMIN),
    Screen("meeting-planned", "meetings.show", lambda world: world.sitting("planned"), ANALYST),
    Screen("meeting-open", "meetings.show", lambda world: world.sitting("open"), ANALYST),
    Screen("meeting-no-votes", "meetings.show", lambda world: world.sitting("open"), ANALYST, record_nothing),
    Screen("meeting-finished", "meetings.show", lambda world: world.sitting("finished"), ANALYST),
    Screen("beside", "desk.show", lambda world: world.asked_outside and f"{world.request('board')}/beside", ADMIN),
    Screen("beside-nothing", "desk.show", lambda world: f"{world.request('analysis')}/beside", ADMIN),
    Screen("request-contacts", "requests.show", lambda world: f"{world.request('board')}?only=said", ADMIN),
    Screen("opinion", "opinions.show", lambda world: world.asked_outside[2]),
    Screen("opinion-given", "opinions.show", lambda world: world.asked_outside[0]),
    Screen("meeting-read", "meetings.show", lambda world: world.sitting("open"), BOARD),
    Screen("workspace", "house_style.index", fixed("/settings/workspace"), ADMIN),
    Screen("working-time", "working_time.show", fixed("/settings/time/2026"), ADMIN),
    Screen("working-time-filled", "working_time.show", fixed("/settings/time/2026?country=CN"), ADMIN),
    Screen("working-time-wrong", "working_time.show", fixed("/settings/time/2026"), ADMIN, say_a_wrong_day),
    Screen("workspace-tried", "house_style.index", fixed("/settings/workspace"), ADMIN, try_a_light_colour),
    Screen("nothing-here", "requests.show", fixed("/requests/nothing"), ANALYST),
    Screen("not-open-to-you", "people.index", fixed("/people"), ANALYST),
    Screen("projects-empty", "projects.index", fixed("/projects"), beginnings.FOUNDER),
    Screen("loads-empty", "loads.index", fixed("/projects/people"), beginnings.FOUNDER),
    Screen("plan-tasks-empty", "plan_tasks.index", fixed("/plan-tasks"), beginnings.FOUNDER),
    Screen("project-new", "projects.blank", fixed("/projects/new"), ADMIN),
    Screen("project-new-wrong", "projects.blank", fixed("/projects/new"), ADMIN, save_nothing),
    Screen("projects", "projects.index", lambda world: world.with_plans("/projects"), ADMIN),
    Screen("projects-not-found", "projects.index", lambda world: world.with_plans("/projects?q=nowhere"), ADMIN),
    Screen("project", "projects.show", lambda world: world.plan("swing", page=""), ADMIN),
    Screen("project-begun", "projects.show", lambda world: world.plan("empty", page=""), ADMIN),
    Screen("project-edit", "projects.edit", lambda world: world.plan("swing", page="/settings"), ADMIN),
    Screen("plan", "plan.show", lambda world: world.plan("swing"), ADMIN),
    Screen("plan-read-only", "plan.show", lambda world: world.plan("swing", "?activity=model"), BOARD),
    Screen("plan-empty", "plan.show", lambda world: world.plan("empty"), ADMIN),
    Screen("plan-days", "plan.show", lambda world: world.plan("swing", "?scale=day"), ADMIN),
    Screen("plan-many", "plan.show", lambda world: world.plan("many"), ADMIN),
    Screen("plan-table", "plan.show", lambda world: world.plan("swing", "?as=table"), ADMIN),
    Screen("plan-activity", "plan.show", lambda world: world.plan("swing", "?activity=model"), ADMIN),
    Screen(
        "plan-activity-wrong",
        "plan.show",
        lambda world: world.plan("swing", "?activity=:new"),
        ADMIN,
        say_nothing_of_it,
    ),
    Screen("request-plans", "requests.show", lambda world: world.wanting, ANALYST),
    Screen("plan-solve", "plan.show", lambda world: world.plan("swing", "?solve=0"), ADMIN),
    Screen("plan-preview", "plan.show", lambda world: world.plan("swing"), ADMIN, move_a_bar),
    Screen("board", "board.show", lambda world: world.plan("swing", page="/board"), ADMIN),
    Screen("board-people", "board.show", lambda world: world.plan("swing", "?by=people", "/board"), ADMIN),
    Screen("board-empty", "board.show", lambda world: world.plan("empty", page="/board"), ADMIN),
    Screen("plan-history", "projects.history", lambda world: world.plan("swing", page="/history"), ADMIN),
    Screen("plan-history-empty", "projects.history", lambda world: world.plan("empty", page="/history"), ADMIN),
    Screen("plan-compared", "projects.compare_version", lambda world: world.plan("swing", page="/history/2"), ADMIN),
    Screen("loads", "loads.index", lambda world: world.with_plans("/projects/people"), ADMIN),
    Screen(
        "plan-tasks", "plan_tasks.index", lambda world: world.with_plans("/plan-tasks"), IMPLEMENTER, unfold_the_report
    ),
)

NO_SCREENS = {
    "papers.show": "a paper to save",
    "portal_desk.begin": "leads to the public form, with what is known filled in",
    "customer_files.as_csv": "a table to save",
    "customer_files.as_workbook": "a table to save",
    "api_admin.stuck": "what a program is told",
    "api_admin.look": "what a program is told",
    "offline.worker": "what looks after pages without a network",
    "offline.manifest": "what a phone reads when the house is put on its first screen",
    "offline.token": "what a page asks for before it posts",
    "links.picture": "a code to save",
    "house_style.accent": "a style sheet",
    "house_style.logo": "a picture",
    "static": "the files that screens are made of",
    "notices.count": "what a page asks now and then",
    "choosing.find": "what a search box is told",
    "choosing.show": "what a search box is told",
    "choosing.earlier": "what a rule is told",
    "files.show": "a file that somebody sent",
    "files.preview": "looked at in the journey of a photo and a signature",
    "pieces.one": "how much of a file is there",
    "pieces.one_by_link": "how much of a file is there",
    "pieces.one_asked": "how much of a file is there",
    "design.export": "a document to save",
    "guide.index": "leads on to the page that is open",
    "guide.tour": "leads on to the draft that was touched last",
    "guide.picture": "the picture of what was understood",
    "gallery.picture": "the picture of a template's flow",
    "gallery.package": "a file to save",
    "exchange.give": "a document in another format",
    "reports.as_pdf": "a paper to save",
    "answers.as_csv": "a table to save",
    "archive.as_csv": "a table to save",
    "archive.as_workbook": "a workbook to save",
    "insight_settings.mark": "a part of the request's page",
    "insights.as_csv": "a table to save",
    "insights.as_workbook": "a workbook to save",
    "insights.as_paper": "a paper to save",
    "figure_cases.as_csv": "a table to save",
    "answers.as_workbook": "a table to save",
    "regions.cities": "what the lists of an address offer",
    "desk.as_csv": "a table to save",
    "becoming.form": "the form of another process, as any other form is filled in",
    "meetings.invitation": "a file for calendars",
    "meetings.minutes": "a paper to save",
    "health.index": "for whatever watches over the process",
    "tasks.show": "leads on to the request",
}
