"""What rules skip, set, lock, limit and remark, and how a form is gone through: seen in the page."""

import pytest
from playwright.sync_api import Page, expect

from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form, Jump, Remark, Section
from schemas.model.form import Page as FormPage
from schemas.words import words
from tests.frontend.conftest import Opened

pytestmark = pytest.mark.browser

CITIES = (Choice("bj", words("Beijing")), Choice("sh", words("Shanghai")), Choice("par", words("Paris")))
SMALL = {"==": [{"var": "size"}, "small"]}
STEERED = Form(
    (
        FormPage(
            "first",
            words("First"),
            (
                Section(
                    "one",
                    fields=(
                        Field("size", "text", words("Size")),
                        Field("land", "text", words("Country")),
                        Field(
                            "city",
                            "choice",
                            words("City"),
                            options={"choices": CITIES},
                            limit={"if": [{"==": [{"var": "land"}, "CN"]}, ["bj", "sh"], None]},
                        ),
                        Field(
                            "approver",
                            "text",
                            words("Approver"),
                            set={"if": [SMALL, "Li Na", None]},
                        ),
                        Field("agreed", "yes_no", words("Agreed"), options={"look": "check"}),
                        Field("price", "number", words("Price"), lock={"var": "agreed"}),
                        Field(
                            "cost",
                            "number",
                            words("Cost"),
                            remarks=(Remark({">": [{"var": "cost"}, 10]}, words("That is a lot.")),),
                        ),
                    ),
                ),
                Section("two", words("Small things"), (Field("why", "text", words("Why so small?")),), show=SMALL),
            ),
            jumps=(Jump("third", SMALL),),
        ),
        FormPage("second", words("Second"), (Section("s2", fields=(Field("more", "text", words("More")),)),)),
        FormPage("third", words("Third"), (Section("s3", fields=(Field("last", "text", words("Last")),)),)),
    ),
    review=True,
)


@pytest.fixture
def steered(opened: Opened) -> Page:
    return opened(STEERED)


def test_a_jump_passes_over_a_page(steered: Page) -> None:
    expect(steered.get_by_text("Page 1 of 4")).to_be_visible()
    steered.get_by_label("Size").fill("small")
    expect(steered.get_by_text("Page 1 of 3")).to_be_visible()
    steered.get_by_role("button", name="Next").click()
    expect(steered.get_by_role("heading", name="Third")).to_be_focused()
    steered.get_by_role("button", name="Back").click()
    steered.get_by_label("Size").fill("large")
    steered.get_by_role("button", name="Next").click()
    expect(steered.get_by_role("heading", name="Second")).to_be_focused()


def test_a_section_comes_and_goes_as_a_whole(steered: Page) -> None:
    expect(steered.get_by_role("heading", name="Small things")).to_be_hidden()
    steered.get_by_label("Size").fill("small")
    expect(steered.get_by_role("heading", name="Small things")).to_be_visible()


def test_what_a_rule_sets_is_shown_and_what_was_typed_comes_back(steered: Page) -> None:
    approver = steered.get_by_label("Approver")
    approver.fill("Bo")
    steered.get_by_label("Size").fill("small")
    expect(approver).to_have_value("Li Na")
    expect(approver).to_be_disabled()
    steered.get_by_label("Size").fill("large")
    expect(approver).to_have_value("Bo")
    expect(approver).to_be_enabled()


def test_a_locked_answer_stays_as_it_was_before(steered: Page) -> None:
    price = steered.get_by_label("Price")
    price.fill("12")
    steered.get_by_label("Agreed").check()
    expect(price).to_be_disabled()
    expect(price).to_have_value("")
    steered.get_by_label("Agreed").uncheck()
    expect(price).to_have_value("12")


def test_choices_that_are_not_allowed_go_out_of_sight(steered: Page) -> None:
    steered.get_by_label("Paris").check()
    steered.get_by_label("Country").fill("CN")
    expect(steered.get_by_label("Paris")).to_be_hidden()
    expect(steered.get_by_label("Paris")).not_to_be_checked()
    steered.get_by_label("Country").fill("FR")
    expect(steered.get_by_label("Paris")).to_be_visible()


def test_a_remark_stands_beside_its_question(steered: Page) -> None:
    expect(steered.get_by_text("That is a lot.")).to_be_hidden()
    steered.get_by_label("Cost").fill("11")
    expect(steered.get_by_text("That is a lot.")).to_be_visible()
    expect(steered.get_by_label("Cost")).to_have_accessible_description("That is a lot.")


def test_all_is_read_once_more_and_changed_from_there(steered: Page, posts: list[str]) -> None:
    steered.get_by_label("Size").fill("small")
    steered.get_by_label("Shanghai").check()
    steered.get_by_role("button", name="Next").click()
    steered.get_by_role("button", name="Next").click()
    expect(steered.get_by_role("heading", name="Check your answers")).to_be_focused()
    read = steered.locator("[data-review] dl")
    expect(read).to_contain_text("Shanghai")
    expect(read).to_contain_text("Li Na")
    expect(read).not_to_contain_text("More")
    steered.get_by_role("link", name="Change: Size").click()
    size = steered.get_by_role("textbox", name="Size")
    expect(size).to_be_focused()
    size.fill("large")
    for _ in range(3):
        steered.get_by_role("button", name="Next").click()
    expect(read).to_contain_text("More")
    steered.get_by_role("button", name="Send").click()
    expect(steered).to_have_title("Sent")
    assert "large" in posts[0]


def test_one_question_at_a_time(opened: Opened) -> None:
    page = opened(
        Form(
            (
                FormPage(
                    "only",
                    words("About you"),
                    (
                        Section(
                            "s",
                            fields=(
                                Field("name", "text", words("Your name"), required=True),
                                Field("shy", "text", words("Why not?"), show={"==": [{"var": "name"}, "nobody"]}),
                                Field("age", "number", words("Your age")),
                            ),
                        ),
                    ),
                ),
            ),
            one_at_a_time=True,
        )
    )
    expect(page.get_by_text("Question 1 of 2")).to_be_visible()
    expect(page.get_by_label("Your age")).to_be_hidden()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#f-name-error")).to_have_text("Please answer this.")
    page.get_by_label("Your name").fill("Wang Fang")
    page.get_by_label("Your name").press("Enter")
    expect(page.get_by_label("Your age")).to_be_focused()
    expect(page.get_by_label("Your name")).to_be_hidden()
    expect(page.get_by_role("heading", name="About you")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    page.get_by_label("Your name").fill("nobody")
    expect(page.get_by_text("Question 1 of 3")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Why not?")).to_be_focused()


def test_what_is_read_once_more_is_said_as_people_say_it(opened: Opened) -> None:
    rows = (Choice("exits", words("Exits")), Choice("wiring", words("Wiring")))
    grades = (Choice("good", words("Good")), Choice("bad", words("Bad")))
    fields = (
        Field("number", "serial", words("Number")),
        Field("came", "datetime", words("Arrived")),
        Field("safety", "matrix", words("Safety"), options={"rows": rows, "choices": grades}),
        Field("agreed", "consent", words("I agree")),
    )
    page = opened(Form((FormPage("only", words("Visit"), (Section("s", fields=fields),)),), review=True))
    page.get_by_label("Arrived").fill("2026-11-20T09:30")
    page.get_by_role("radio", name="Wiring Bad").check()
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Next").click()
    read = page.locator("[data-review] dl > div")
    expect(read).to_contain_text(["Given when sent", "Nov 20, 2026 09:30", "Wiring: Bad", "Yes"])
    expect(read.nth(0).get_by_role("link")).to_have_count(0)
    expect(read.nth(3).locator("p")).to_have_text("Yes")
