"""Forms are filled in: nothing typed is lost, nothing is kept twice, and nothing bad breaks the page."""

import copy
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.processes import deployment
from runtime.settings import MEGABYTE
from runtime.store.cases import cases
from runtime.store.forms import links
from schemas.document import load
from tests.runtime.bad_files import picture
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.cases.test_report_pages import IMPACT, document
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
DOOR = "/f/front-door"
PNG = picture("PNG")


def kept(world: World) -> list[Any]:
    """Every case of the workspace, newest first."""
    with world.database.reading() as tx:
        parties = {f"person:{one.id}" for one in world.people.values()}
        found = [case for party in parties for case in cases.filed_by(tx, world.workspace, party, None, 100)]
    return sorted(found, key=lambda case: case.id, reverse=True)


def test_what_is_missing_is_said_beside_it_and_the_rest_stays(stranger: Visitor) -> None:
    answer = stranger.fill(DOOR, {"client_name": "Mia <b>", "client_email": "mia", "wish": ""})
    assert answer.status_code == 422
    assert 'href="#f-wish"' in answer.text
    assert 'id="f-wish"' in answer.text
    assert "“Wish” needs an answer." in answer.text
    assert 'value="Mia &lt;b&gt;"' in answer.text
    assert 'value="mia"' in answer.text


def test_the_same_form_sent_twice_is_one_request(stranger: Visitor) -> None:
    stranger.get(DOOR)
    sent = {**ANSWERS, "_key": stranger.hidden("_key"), "_version": stranger.hidden("_version")}
    first, second = stranger.post(DOOR, sent), stranger.post(DOOR, sent)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    other = stranger.post(DOOR, {**sent, "wish": "Something else"})
    assert other.status_code == 422
    assert "Something else" in other.text
    # They have read that it is the second one; sent once more, it is.
    again = stranger.post(DOOR, {**sent, "wish": "Something else", "_key": stranger.hidden("_key")})
    assert again.status_code == 303
    assert again.location != first.location


def test_a_form_that_has_changed_meanwhile_is_shown_anew(stranger: Visitor) -> None:
    stranger.get(DOOR)
    answer = stranger.post(DOOR, {**ANSWERS, "_key": "k", "_version": "an earlier one"})
    assert answer.status_code == 422
    assert "The form has changed since you opened it" in answer.text
    assert "A red door" in answer.text
    assert stranger.fill(DOOR, dict(ANSWERS)).status_code == 303


def test_a_machine_that_fills_everything_is_stopped_and_a_person_is_not(stranger: Visitor) -> None:
    answer = stranger.fill(DOOR, {**ANSWERS, "_nickname": "Buy now"})
    assert answer.status_code == 422
    assert "A red door" in answer.text
    assert "Buy now" not in answer.text
    again = {**ANSWERS, **{name: stranger.hidden(name) for name in ("_key", "_version")}}
    assert stranger.post(DOOR, again).status_code == 303


def test_a_file_survives_a_mistake_elsewhere(stranger: Visitor, sign_in: SignIn) -> None:
    answer = stranger.fill(
        DOOR,
        {**ANSWERS, "wish": "", "papers": (io.BytesIO(PNG), "../../door <1>.png")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "door &lt;1&gt;.png" in answer.text
    file_id = answer.text.partition('data-file="')[2].partition('"')[0]
    again = {**ANSWERS, "papers": file_id, **{name: stranger.hidden(name) for name in ("_key", "_version")}}
    receipt = stranger.post(DOOR, again)
    assert receipt.status_code == 303
    assert sign_in("dan").get(f"/files/{file_id}").status_code == 404
    assert stranger.get(f"/files/{file_id}").status_code == 404
    stranger.get(receipt.location)
    for reader in (stranger, sign_in("lea")):
        shown = reader.get(f"/files/{file_id}")
        assert (shown.status_code, shown.data) == (200, PNG)
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        assert "/" not in shown.headers["Content-Disposition"].partition("filename")[2].replace("UTF-8''", "")
        shown.close()


def test_a_file_sent_twice_with_its_form_is_one(stranger: Visitor) -> None:
    def sent() -> Any:
        papers = (io.BytesIO(PNG), "door.png")
        return stranger.post(DOOR, {**ANSWERS, "_key": "one key", "papers": papers}, content_type="multipart/form-data")

    stranger.get(DOOR)
    assert sent().location == sent().location


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html", b"<script>alert(1)</script>", "is not of a kind that we take"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not of a kind that we take"),
        ("picture.png", b"<script>alert(1)</script>", "is not of a kind that we take"),
        ("program.pdf", b"MZ\x90\0\x03\0\0\0", "is not of a kind that we take"),
        ("notes.txt", b"a\0b", "is not of a kind that we take"),
        ("nothing.txt", b"", "is empty"),
        ("large.txt", b"x" * (16 * MEGABYTE + 1), "is larger than 16 MB"),
    ],
)
def test_files_that_are_not_taken(stranger: Visitor, name: str, content: bytes, said: str) -> None:
    answer = stranger.fill(DOOR, {**ANSWERS, "papers": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    answer.request.input_stream.close()  # the test client leaves what it has written of a large body
    assert answer.status_code == 422
    assert said in answer.text
    assert "A red door" in answer.text


def test_on_behalf_the_client_asks_and_the_agent_writes(world: World, sign_in: SignIn) -> None:
    lea = sign_in("lea")
    answer = lea.fill("/new/change?behalf=1", {**ANSWERS, "_channel": "phone"})
    assert answer.status_code == 303
    case = kept(world)[0]
    assert (case.requester_name, case.filer_name, case.channel) == ("Mia", "Lea", "phone")
    page = lea.get(answer.location).text
    assert "/t/" in page
    assert "Written down by Lea" in page


def test_a_channel_that_does_not_exist_is_refused(sign_in: SignIn) -> None:
    answer = sign_in("lea").fill("/new/change?behalf=1", {**ANSWERS, "_channel": "pigeon"})
    assert answer.status_code == 422
    assert "A red door" in answer.text


def test_what_may_not_be_written_is_not_written(world: World, sign_in: SignIn) -> None:
    lea = sign_in("lea")
    assert "Our margin" not in lea.get("/new/change").text
    assert (
        lea.fill(
            "/new/change", {**ANSWERS, "secret": "mine", "price": "1", "state": "closed", "version": "9"}
        ).status_code
        == 303
    )
    case = kept(world)[0]
    assert case.answers.keys() == ANSWERS.keys()
    assert (case.state, case.version) == ("analysis", 1)


def test_a_closed_link_says_so(world: World, stranger: Visitor) -> None:
    with world.database.writing() as tx:
        links.set_open(tx, world.workspace, world.link.id, is_open=False)
    assert stranger.get(DOOR).status_code == 404
    assert "takes no answers any more" in stranger.get(DOOR).text
    assert stranger.get("/f/no-such-link").status_code == 404


BAD = {
    "nul": "a\0b",
    "nan": "NaN",
    "infinity": "1e999",
    "long": "9" * 200_000,
    "right to left": "\u202etxt",
    "template": "{{7*7}}",
    "path": "../../etc/passwd",
    "list": ["a", "b"],
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_bad_answers_never_break_the_page(world: World, sign_in: SignIn, bad: Any) -> None:
    lea = sign_in("lea")
    answers = {**ANSWERS, "client_email": bad, "papers": bad, "no_such_field": bad, "_key": "k", "_version": bad}
    answer = lea.fill("/new/change", answers)
    assert answer.status_code in {303, 422}
    assert answer.status_code == 303 or "A red door" in answer.text
    case_id = world.submit().case_id
    task = world.task(case_id, world.party("lea"))
    decision = {"price": bad, "_comment": bad, "_case": bad, "_key": bad}
    assert lea.fill(f"/requests/{case_id}", decision, to=f"/tasks/{task.id}/send").status_code in {303, 409, 422}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            ["wish", "client_email", "papers", "price", "_key", "_version", "_add", "_remove", "wish/0/x", "[]"]
        ),
        st.text(st.characters(codec="utf-8"), max_size=60)
        | st.lists(st.text(st.characters(codec="utf-8")), max_size=3),
    )
)
def test_whatever_is_posted_is_answered(stranger: Visitor, answers: dict[str, Any]) -> None:
    stranger.get(DOOR)
    assert stranger.post(DOOR, answers).status_code in {200, 303, 422}


@pytest.mark.parametrize("source", ["", "price"])
def test_a_matrix_of_which_nothing_is_answered_is_not_called_optional(
    world: World, sign_in: SignIn, source: str
) -> None:
    made = document()
    impact = made["form"]["schema"]["properties"]["impact"]["x-formloom"] = copy.deepcopy(IMPACT)
    impact["criteria"][0] |= {"from": source} if source else {}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(made), "", world.now)
    page = sign_in("lea").get(f"/requests/{world.submit().case_id}").text
    label = page.partition('id="f-impact-place"')[2].partition("data-grading")[0]
    assert ("data-optional" in label) == (not source)
