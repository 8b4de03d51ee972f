"""One travel request: asked for, sent back, corrected, too dear for one alone, agreed to by two of three."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys import change
from tests.journeys.hands import Hands

JOURNAL = [
    "Mei Zhou filled in the form.",
    "Mei Zhou sent the request.",
    "“Check” began and asks Pia Moss, Tom Hill. Any one of 2 may do it.",
    "Pia Moss: Send back. On to “Correct it”.",
    "“Correct it” began and asks Mei Zhou. One person does it.",
    "Mei Zhou changed answers.",
    "Mei Zhou: Done. On to “Check”.",
    "“Check” began and asks Pia Moss, Tom Hill. Any one of 2 may do it.",
    "Pia Moss: Done.",
    "From “Above 1,000?” on to “Board”. The condition “Above 1,000” holds.",
    "“Board” began and asks Ada Stone, Kai Berg, Mei Zhou. At least 2 of 3 must agree.",
    "Kai Berg: Agree. 1 of 3 has agreed; one more decides.",
    "Ada Stone: Agree. 2 of 3 have agreed, so it is agreed.",
    "From “Board” on to “Done”. 2 of 3 have agreed, so it is agreed.",
    "The request has ended.",
]


def travel(come: Callable[[str], Hands]) -> None:
    """``come`` brings somebody to a browser of their own."""
    traveller = come("mei.zhou")
    number = ask(traveller)
    office = come("pia.moss")
    look(office, number)
    expect(office.page.get_by_text("by Wednesday").or_(office.page.get_by_text(" 09:00")).first).to_be_visible()
    decide(office, "Send back", "The hotel is missing.")
    look(traveller, number)
    expect(traveller.page.get_by_text("The hotel is missing.").first).to_be_visible()
    traveller.say(traveller.page.get_by_label("Hotel"), "700")
    decide(traveller, "Done")
    look(office, number)
    expect(office.page.get_by_text("1,300").first).to_be_visible()
    decide(office, "Done")
    for who, counted in (("kai.berg", "At least 2 of 3 must agree."), ("ada.stone", "1 of 3 has agreed")):
        voter = come(who)
        look(voter, number)
        expect(voter.page.get_by_text(counted).first).to_be_visible()
        decide(voter, "Agree")
    tell(traveller, number)


def ask(hands: Hands) -> str:
    page = hands.page
    page.goto("/new")
    hands.press(page.get_by_role("link", name="Fill in"))
    hands.say(page.get_by_label("Where to"), "Shanghai")
    hands.say(page.get_by_label("What for"), "The fair")
    hands.say(page.get_by_label("From"), "2027-03-01")
    hands.say(page.get_by_label("Until"), "2027-03-05")
    hands.tick(page.get_by_role("radio", name="By plane"))
    hands.press(page.get_by_role("button", name="Next"))
    hands.say(page.get_by_label("Fare"), "600")
    hands.say(page.get_by_label("Why by plane"), "It is far.")
    hands.press(page.get_by_role("button", name="Send", exact=True))
    return change.number_on(page)


def look(hands: Hands, number: str) -> None:
    hands.page.goto("/")
    hands.press(hands.page.get_by_role("listitem").filter(has_text=number).get_by_role("link").first)
    expect(
        hands.page.get_by_role("heading", name="Travel request").or_(hands.page.get_by_text(number)).first
    ).to_be_visible()


def decide(hands: Hands, move: str, word: str = "") -> None:
    if word:
        hands.say(hands.page.get_by_label("A word with it"), word)
    hands.press(hands.page.get_by_role("button", name=move, exact=True))
    expect(hands.page.locator(".notice-good")).to_be_visible()


def tell(hands: Hands, number: str) -> None:
    """All that happened, in order."""
    page = hands.page
    page.goto("/?tab=mine")
    hands.press(page.get_by_role("listitem").filter(has_text=number).get_by_role("link").first)
    told: Locator = page.locator(".timeline-item > p:first-of-type")
    expect(told.first).to_be_visible()
    said = told.evaluate_all("lines => lines.map((line) => line.firstChild.textContent.trim())")
    assert said[::-1] == JOURNAL
