"""The customer change as its people fill it in and decide it, step by step, in the browser."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.house import House

CLIENT = "chen.jie@harbour-foods.example"


def say_who(page: Page, email: str = CLIENT) -> None:
    page.get_by_label("Your name").fill("Chen Jie")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Phone").fill("+49 30 901820")
    page.get_by_label("Company").fill("Harbour Foods")


def say_what(page: Page, subject: str = "Invoices by department") -> None:
    page.get_by_label("In one line").fill(subject)
    page.get_by_label("Product or service").check()
    page.get_by_label("Feedback from users").check()
    page.get_by_label("Describe the change").fill("One invoice a month today; one for each department from March.")
    fill_row(page, 0, "Monthly invoice", "Alter")


def fill_row(page: Page, number: int, what: str, how: str) -> None:
    row = page.locator("[data-rows] > [data-row]").nth(number)
    row.get_by_label("Function or delivery").fill(what)
    row.get_by_label("Change").select_option(how)


def say_urgency(page: Page, urgency: str = "Normal") -> None:
    page.get_by_role("radio", name=urgency, exact=True).check()


def turn(page: Page) -> None:
    page.get_by_role("button", name="Next").click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def file_by_link(page: Page, house: House, subject: str = "Invoices by department") -> str:
    """The shortest way from the link to the receipt; gives the number."""
    page.goto(house.form())
    say_who(page)
    turn(page)
    say_what(page, subject)
    say_urgency(page)
    send(page)
    return number_on(page)


def number_on(page: Page) -> str:
    expect(page.get_by_role("heading", name="We have it.")).to_be_visible()
    return page.locator(".celebrate-number").inner_text()


def open_request(page: Page, number: str) -> None:
    """From the to-dos of whoever looks."""
    page.goto("/")
    page.get_by_role("listitem").filter(has_text=number).get_by_role("link").click()
    expect(page.get_by_text(number).first).to_be_visible()


def decide(page: Page, move: str, word: str = "") -> None:
    """By a colleague, from the request's page back to the to-dos."""
    if word:
        page.get_by_label("A word with it").fill(word)
    page.get_by_role("button", name=move, exact=True).click()
    expect(page.locator(".notice-good")).to_be_visible()


def letter_link(page: Page, house: House) -> str:
    """Mail goes out, and an administrator at ``page`` looks up the link of the latest letter to the client."""
    house.deliver()
    page.goto("/mail")
    page.get_by_role("listitem").filter(has_text=CLIENT).get_by_role("link").first.click()
    found = re.search(rf"{re.escape(house.address)}/c/\S+", page.get_by_role("article").inner_text())
    assert found
    return found[0]


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("radiogroup", name=question).get_by_role("radio", name=answer, exact=True).check()


def analyse(page: Page, project: str = "") -> None:
    """What the change means, with costs that grade it high; a plan that moves with it moves by a week."""
    page.get_by_label("What the change means").fill("The invoice run and the ledger interface have to change.")
    page.get_by_role("checkbox", name="Processes").check()
    choose(page, "Technically feasible?", "Yes")
    page.get_by_label("Labour").fill("12,000")
    page.get_by_role("textbox", name="Material").fill("0")
    page.get_by_label("Time and delay").fill("3000")
    page.get_by_label("Extra cost, share of the budget").fill("16")
    page.get_by_label("Delay in weeks").fill("1" if project else "0")
    if project:
        page.get_by_label("Project whose plan moves").select_option(label=project)
        page.get_by_label("Cause of the delay").fill("The invoice run is being rebuilt.")
        page.get_by_label("What is delayed").fill("The new invoices.")
        page.get_by_label("What is done about it").fill("One more week of tests at night.")
    choose(page, "Resources", "Minor adjustment")
    choose(page, "Risk", "Controllable")
    choose(page, "How satisfied will the client be?", "Very satisfied")
    page.get_by_label("What the client gets, and what it means").fill("Invoices by department from March.")
    page.get_by_label("Price").fill("15000")
    page.get_by_label("New delivery date").fill("2027-03-01")


def plan(page: Page, implementer: str, begins: str = "2027-01-11", ends: str = "2027-01-22") -> None:
    page.get_by_label("Goal").fill("Invoices by department")
    page.get_by_label("Who carries it out").select_option(implementer)
    row = page.locator("[data-rows] > [data-row]").first
    row.get_by_label("Phase").select_option("Implementation")
    row.get_by_label("Step").fill("Alter the invoice run")
    row.get_by_label("Start").fill(begins)
    row.get_by_label("End").fill(ends)
    row.get_by_label("Responsible").select_option(implementer)


def report(page: Page) -> None:
    row = page.locator("[data-rows] > [data-row]").first
    row.get_by_label("Operation").fill("Invoice run altered")
    row.get_by_label("Result").fill("Works for all departments")
    page.get_by_label("Progress").fill("100")
    choose(page, "Is the goal reached?", "Reached")
    page.get_by_label("Result for the client").fill("Every department gets an invoice of its own.")
