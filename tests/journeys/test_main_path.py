"""One change request, from a client's phone to closed."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from runtime.background import worker
from runtime.people import accounts
from runtime.planning.plan import Activity, After, Share
from runtime.planning.schedule import Scheduled
from runtime.plans.planned import picture
from runtime.store.operations import audit
from tests.journeys import change, plans_there
from tests.journeys.house import House
from tests.journeys.looking import DESK, Visit, sign_in

pytestmark = pytest.mark.browser

PROJECT = "Invoices of Harbour Foods"
KEYS = ("scope_functions", "extra_cost_percent", "risk_level", "grade")
VALUES = ("The invoice run and the ledger interface", "12,000")
"""Of the analysis, which is nobody's business outside."""

JOURNAL = [
    "Chen Jie filled in the form.",
    "Chen Jie sent the request.",
    "“Analysis” began and asks Pia Moss, Tom Hill. Any one of 2 may do it.",
    "Pia Moss: Ask the client. On to “Question”.",
    "“Question” began and asks Chen Jie. One person does it.",
    "Chen Jie changed answers.",
    "Chen Jie: Send. On to “Analysis”.",
    "“Analysis” began and asks Pia Moss, Tom Hill. Any one of 2 may do it.",
    "Pia Moss changed answers.",
    "Pia Moss: Send to review.",
    "From “Who decides?” on to “Change board”. The condition “The board decides” holds.",
    "“Change board” began and asks Ada Stone, Kai Berg, Mei Zhou. At least 2 of 3 must agree.",
    "Kai Berg: Agree. 1 of 3 has agreed; one more decides.",
    "Mei Zhou: Agree. 2 of 3 have agreed, so it is agreed.",
    "From “Change board” on to “Service agreement”. 2 of 3 have agreed, so it is agreed.",
    "“Service agreement” SA-2026-001 was issued, version 1.",
    "From “Service agreement” on to “Client confirmation”.",
    "“Client confirmation” began and asks Chen Jie. One person does it.",
    "Chen Jie: Agree. On to “The plan moves”. SA-2026-001, version 1, is accepted by it.",
    "“The plan moves” changed the plan of “Invoices of Harbour Foods”",
    "From “The plan moves” on to “Plan adjustment”.",
    "“Plan adjustment” began and asks Pia Moss. One person does it.",
    "Pia Moss changed answers.",
    "Pia Moss: Start the work. On to “Steps go into the plan”.",
    "“Steps go into the plan” changed the plan of “Invoices of Harbour Foods”",
    "From “Steps go into the plan” on to “Implementation”.",
    "“Implementation” began and asks Tom Hill. One person does it.",
    "Tom Hill changed answers.",
    "Tom Hill: Done, tell the client. On to “Result”.",
    "“Result” began and asks Chen Jie. One person does it.",
    "Chen Jie changed answers.",
    "Chen Jie: This is what I wanted. On to “Closed”.",
    "The request has ended.",
]
"""Without the days on which the plan moves, which depend on today."""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_from_a_phone_to_closed(own_house: House, visit: Visit, tmp_path: Path) -> None:
    house, client = own_house, visit(own_house)
    project = a_project_is_under_way(house)
    number = a_client_fills_it_in(client, house, tmp_path)
    an_agent_files_one_by_phone(visit(house, "tom.hill", **DESK))
    they_are_the_same_kind_of_record(house)

    analyst, admin = visit(house, **DESK), visit(house, "ada.stone", **DESK)
    sign_in(analyst, house, "pia.moss")
    change.open_request(analyst, number)
    change.decide(analyst, "Ask the client", "Which departments?")
    the_client_answers(client, change.letter_link(admin, house))
    the_analyst_sees_what_changed(analyst, number)
    assert all(key in analyst.content() for key in KEYS)
    before, agreed_end = figures(admin, house), goes_live(house, project)
    change.analyse(analyst, PROJECT)
    expect(analyst.get_by_label("Impact grade")).to_have_text("High")
    change.decide(analyst, "Send to review")

    the_board_votes(house, visit, number)
    the_client_confirms(client, change.letter_link(admin, house))
    assert goes_live(house, project) == agreed_end + timedelta(days=7)
    change.open_request(analyst, number)
    a_double_booking_is_found_and_solved(analyst)
    change.decide(analyst, "Start the work")
    assert "Alter the invoice run" in titles(house, project)
    implementer = visit(house, "tom.hill")
    change.open_request(implementer, number)
    change.report(implementer)
    change.decide(implementer, "Done, tell the client")
    the_client_is_content(client, change.letter_link(admin, house))
    every_step_is_on_record(admin, house, number)
    the_agreement_is_accepted(admin)
    after = figures(admin, house)
    assert (before["Done"], after["Done"], after["Overdue"]) == ("0", "1", "0 %")
    the_answer_of_the_client_is_in_the_figures(admin, number)


def a_project_is_under_way(house: House) -> str:
    """Tom is busy with it for two months; a milestone stands at its end."""
    busy = (Share(house.people["tom.hill"].id),)
    activities = (
        Activity("run", "Monthly run", days=40, people=busy),
        Activity("live", "Go-live", days=0, after=(After("run"),)),
    )
    boss = accounts.actor_of(house.people["ada.stone"])
    with house.database.writing() as tx:
        return plans_there.begun(tx, boss, PROJECT, activities, worker.now(), 0)


def plan_of(house: House, project: str) -> Mapping[str, Scheduled]:
    with house.database.reading() as tx:
        return picture(tx, accounts.actor_of(house.people["ada.stone"]), project).plan.by_id


def goes_live(house: House, project: str) -> date:
    return plan_of(house, project)["live"].ends


def titles(house: House, project: str) -> set[str]:
    return {one.activity.title for one in plan_of(house, project).values()}


def a_double_booking_is_found_and_solved(page: Page) -> None:
    begins = worker.now().date() + timedelta(days=14)
    change.plan(page, "Tom Hill", begins.isoformat(), (begins + timedelta(days=4)).isoformat())
    part = page.locator("#plan-effect")
    expect(part).to_contain_text("Tom Hill is booked 200 %")
    row = page.locator("[data-rows] > [data-row]").first
    row.get_by_label("Responsible").select_option("Kai Berg")
    expect(part).not_to_contain_text("booked 200 %")
    expect(part).to_contain_text("“Alter the invoice run” is new")


def the_agreement_is_accepted(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"SA-\d{4}-001")).first).to_be_visible()


def the_answer_of_the_client_is_in_the_figures(page: Page, number: str) -> None:
    page.get_by_role("link", name="Satisfaction").click()
    expect(page.locator(".chart-grid")).to_contain_text("5")
    page.goto("/insights")
    page.get_by_role("link", name=re.compile("^Done")).click()
    expect(page.get_by_text(number)).to_be_visible()


def figures(page: Page, house: House) -> Mapping[str, str]:
    """What the dashboard says on top, by title."""
    if page.url == "about:blank":
        sign_in(page, house, "ada.stone")
    page.goto("/insights")
    cards = page.locator(".figure-card")
    said = zip(
        cards.locator(".figure-title").all_inner_texts(), cards.locator(".figure-value").all_inner_texts(), strict=True
    )
    return dict(said)


def a_client_fills_it_in(page: Page, house: House, folder: Path) -> str:
    page.goto(house.form())
    change.say_who(page)
    change.turn(page)
    change.say_what(page)
    page.get_by_role("button", name="Add a row").click()
    change.fill_row(page, 1, "Price list", "Drop")
    sketch = folder / "sketch.txt"
    sketch.write_text("What the invoices should look like.", encoding="utf-8")
    page.get_by_label("Files").set_input_files(sketch)
    expect(page.get_by_label("What happens if it comes later?")).to_be_hidden()
    change.say_urgency(page, "Urgent")
    expect(page.get_by_label("What happens if it comes later?")).to_be_visible()
    page.get_by_label("What happens if it comes later?").fill("The new fiscal year starts without it.")
    change.send(page)
    number = change.number_on(page)
    page.locator(".celebrate a").click()
    expect(page.get_by_role("heading", name="Invoices by department")).to_be_visible()
    expect(page.get_by_text("Price list")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("sketch.txt"))).to_be_visible()
    expect(page.locator(".step[data-state=now]")).to_contain_text("Analysis")
    nothing_from_inside(page)
    return number


def an_agent_files_one_by_phone(page: Page) -> None:
    page.goto("/new")
    page.get_by_role("link", name="For a client").click()
    page.get_by_label("How did the client reach you?").select_option("By phone")
    change.say_who(page)
    change.turn(page)
    change.say_what(page, "One more user")
    change.say_urgency(page)
    change.send(page)
    change.number_on(page)
    expect(page.get_by_text("Written down by Tom Hill")).to_be_visible()


def they_are_the_same_kind_of_record(house: House) -> None:
    with house.database.reading() as tx:
        by_link, by_phone = sorted((one.case for one in audit.everything(tx)), key=lambda one: one.opened_at)
    assert by_link.version_id == by_phone.version_id
    assert by_link.contact_id == by_phone.contact_id
    assert by_link.requester == by_phone.requester == f"contact:{by_link.contact_id}"
    assert (by_link.channel, by_phone.channel) == ("web", "phone")
    assert by_link.answers.keys() - by_phone.answers.keys() == {"urgent_reason", "attachments"}
    assert by_phone.filer == f"person:{house.people['tom.hill'].id}"


def the_client_answers(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_text("Which departments?")).to_be_visible()
    nothing_from_inside(page)
    page.get_by_label("Describe the change").fill("One invoice a month; from March for sales, delivery and service.")
    change.send(page)
    expect(page.get_by_role("heading", name="Thank you, your answer is with us.")).to_be_visible()


def the_analyst_sees_what_changed(page: Page, number: str) -> None:
    change.open_request(page, number)
    expect(page.get_by_text("One answer has changed since your last round: Describe the change")).to_be_visible()
    expect(page.locator(".changed")).to_contain_text("from March for sales, delivery and service")
    expect(page.locator(".was").first).to_contain_text("one for each department from March")


def the_board_votes(house: House, visit: Visit, number: str) -> None:
    for who, counted in (
        ("kai.berg", "At least 2 of 3 must agree."),
        ("mei.zhou", "1 of 3 has agreed; one more decides."),
    ):
        page = visit(house, who)
        change.open_request(page, number)
        expect(page.get_by_text(counted).first).to_be_visible()
        assert all(value in page.content() for value in VALUES)
        change.decide(page, "Agree")


def the_client_confirms(page: Page, link: str) -> None:
    for _ in range(2):
        page.goto(link)
        expect(page.get_by_role("button", name="Agree")).to_be_visible()
    nothing_from_inside(page)
    expect(page.get_by_text("15,000")).to_be_visible()
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_role("heading", name="Thank you, your answer is with us.")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("This link has done its work.")).to_be_visible()
    expect(page.get_by_role("button", name="Agree")).to_be_hidden()


def the_client_is_content(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_text("Every department gets an invoice of its own.")).to_be_visible()
    nothing_from_inside(page)
    change.choose(page, "How satisfied are you?", "Very satisfied")
    page.get_by_role("button", name="This is what I wanted").click()
    expect(page.get_by_role("heading", name="Thank you, your answer is with us.")).to_be_visible()


def every_step_is_on_record(page: Page, house: House, number: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Done").click()
    page.get_by_role("listitem").filter(has_text=number).get_by_role("link").click()
    told = page.locator(".timeline-item > p:first-of-type")
    expect(told.first).to_be_visible()
    said = told.evaluate_all("lines => lines.map((line) => line.firstChild.textContent.trim())")
    dated = (re.sub(r"( changed the plan of “[^”]*”).*", r"\1", line) for line in said[::-1])
    assert [re.sub(r"SA-\d{4}-", "SA-2026-", line) for line in dated] == JOURNAL
    expect(page.locator(".timeline")).to_contain_text("Which departments?")
    proved = house.verified()
    assert proved["ok"], proved["violations"]
    assert proved["checked"]["I3"] == 2


def nothing_from_inside(page: Page) -> None:
    shown = page.content()
    assert [word for word in (*KEYS, *VALUES, "12000") if word in shown] == []
