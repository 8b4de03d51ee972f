"""What goes wrong between a browser and the house, and that nobody types anything twice."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.drafts import drafts
from builder.publishing import publishing
from runtime.background import worker
from runtime.people import accounts
from runtime.store.operations import audit
from schemas.words import words
from tests.journeys import change
from tests.journeys.house import PROCESS, House
from tests.journeys.looking import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def page(house: House, visit: Visit) -> Page:
    return visit(house)


def requests_about(house: House, subject: str) -> int:
    with house.database.reading() as tx:
        return sum(one.case.answers["subject"] == subject for one in audit.everything(tx))


def fill_in(page: Page, house: House, subject: str) -> None:
    page.goto(house.form())
    change.say_who(page)
    change.turn(page)
    change.say_what(page, subject)
    change.say_urgency(page)


def everything_stands(page: Page, subject: str) -> None:
    expect(page.get_by_label("Your name")).to_have_value("Chen Jie")
    expect(page.get_by_label("In one line")).to_have_value(subject)
    expect(page.get_by_label("Product or service")).to_be_checked()
    expect(page.get_by_label("Describe the change")).to_have_value(
        "One invoice a month today; one for each department from March."
    )
    expect(page.get_by_label("Function or delivery").first).to_have_value("Monthly invoice")
    expect(page.locator("[name=urgency][value=normal]")).to_be_checked()


def test_what_was_typed_stands_after_a_mistake(page: Page, house: House) -> None:
    """A telephone number that only the server can tell to be none."""
    fill_in(page, house, "A mistake")
    page.get_by_label("Phone").evaluate("box => { box.value = 'no number' }")
    change.send(page)
    expect(page.locator(".errors-summary")).to_contain_text("“Phone” must be a telephone number")
    everything_stands(page, "A mistake")
    expect(page.get_by_label("Phone")).to_have_value("no number")
    page.get_by_label("Phone").fill("")
    change.turn(page)
    change.send(page)
    change.number_on(page)
    assert requests_about(house, "A mistake") == 1


def test_a_file_that_was_chosen_stands_after_a_mistake(page: Page, house: House, tmp_path: Path) -> None:
    fill_in(page, house, "A file")
    sketch = tmp_path / "sketch.txt"
    sketch.write_text("What the invoices should look like.", encoding="utf-8")
    page.get_by_label("Files").set_input_files(sketch)
    page.get_by_label("Phone").evaluate("box => { box.value = 'no number' }")
    change.send(page)
    expect(page.locator("[name=attachments][type=checkbox]")).to_be_checked()


def test_a_double_click_sends_once(page: Page, house: House) -> None:
    fill_in(page, house, "A double click")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    change.number_on(page)
    assert requests_about(house, "A double click") == 1


def test_two_posts_under_way_at_once_are_one_request(page: Page, house: House) -> None:
    """As when a script is off and the button is pressed again, or a network repeats what it carried."""
    fill_in(page, house, "Two posts")
    answers = page.evaluate(
        """async () => {
          const form = document.querySelector("form[enctype]");
          const post = () => fetch(form.action, {method: "POST", body: new FormData(form)});
          return (await Promise.all([post(), post()])).map(({url}) => url);
        }"""
    )
    assert answers[0] == answers[1]
    assert "/t/" in answers[0]
    assert requests_about(house, "Two posts") == 1


def test_back_and_send_again_is_one_request(page: Page, house: House) -> None:
    fill_in(page, house, "Back again")
    change.send(page)
    number = change.number_on(page)
    page.go_back()
    change.turn(page)
    change.send(page)
    assert change.number_on(page) == number
    assert requests_about(house, "Back again") == 1


def test_back_and_send_other_answers_is_no_second_request_by_accident(page: Page, house: House) -> None:
    fill_in(page, house, "Second thoughts")
    change.send(page)
    change.number_on(page)
    page.go_back()
    page.get_by_label("Company").fill("Blue Lake Hotels")
    change.turn(page)
    change.send(page)
    expect(page.locator(".errors-summary")).to_contain_text("This was sent before, with other answers.")
    assert requests_about(house, "Second thoughts") == 1


def test_a_form_of_another_version_is_shown_again_with_everything_in_it(page: Page, house: House) -> None:
    fill_in(page, house, "Another version")
    publish_anew(house)
    change.send(page)
    expect(page.locator(".errors-summary")).to_contain_text("The form has changed since you opened it.")
    everything_stands(page, "Another version")
    change.turn(page)
    change.send(page)
    change.number_on(page)
    assert requests_about(house, "Another version") == 1


def publish_anew(house: House) -> None:
    now, designer = worker.now(), accounts.actor_of(house.people["dora.lind"])
    with house.database.writing() as tx:
        draft = drafts.open_version(tx, designer, PROCESS, now)
        publishing.publish(tx, designer, replace(draft.process, about=words("Changed.")), now)
