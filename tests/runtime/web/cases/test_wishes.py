"""What people do besides deciding, on the page of a request, without a script."""

import io
import re
from typing import Any

import pytest

from tests.runtime.acts import draw, permissive, side_by_side, signed
from tests.runtime.office import World

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def board(world: World) -> str:
    """The page of a request at its board."""
    draw(world, permissive())
    return f"/requests/{world.at_board()}"


def act(visitor: Any, page: str, do: str, **answers: Any) -> Any:
    """Fill in the small form of that name; its questions are named after the form."""
    shown = visitor.get(page).text
    found = re.search(rf'action="{page}/acts/{do}"[^>]*>(.*?)</form>', shown, re.DOTALL)
    assert found, f"no form to {do}"
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found[1]))
    mark = next(iter(re.findall(rf'name="({do}-(?:[\w-]+-\d+-)?)[a-z_]+"', found[1])), "")
    said = {f"{mark}{name}": value for name, value in answers.items()}
    return visitor.post(f"{page}/acts/{do}", {**hidden, **said})


@pytest.mark.parametrize(
    ("do", "answers", "seen"),
    [
        ("transfer", {"to": "lea@team.example"}, "It was handed on."),
        ("delegate", {"to": "lea@team.example", "comment": "What do you think?"}, "They are asked first"),
        ("add", {"to": ["lea@team.example"], "where": "beside", "raises": "true"}, "They are asked as well."),
        ("copy", {"to": ["dan@team.example", "lea@team.example"]}, "They can see it now."),
        ("return", {"back_to": "analysis", "then": "back", "comment": "Cheaper"}, "It was sent back."),
    ],
)
def test_done_on_the_page(board: str, sign_in: Any, do: str, answers: dict[str, Any], seen: str) -> None:
    bo = sign_in("bo")
    answer = act(bo, board, do, **answers)
    assert answer.status_code == 303
    assert seen in bo.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("do", "answers", "complaint"),
    [
        ("transfer", {}, "Whom?"),
        ("transfer", {"to": "nobody@team.example"}, "nobody"),
        ("add", {"to": ["bea@team.example"]}, "They are asked here already."),
        ("return", {"back_to": "analysis"}, "What should they know?"),
        ("copy", {"to": ["bo@team.example"], "comment": "To myself"}, "somebody else than yourself"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_nothing_typed_is_lost(
    world: World, board: str, sign_in: Any, do: str, answers: dict[str, Any], complaint: str
) -> None:
    before = world.case(board.rsplit("/", 1)[1])
    answer = act(sign_in("bo"), board, do, **answers)
    assert answer.status_code == 422
    opened = re.search(rf'<details class="act" id="act-{do}-[^>]* open>(.*?)</details>', answer.text, re.DOTALL)
    assert opened
    assert complaint in opened[1]
    assert answers.get("comment", "") in opened[1]
    assert world.case(before.id) == before


def test_who_comes_too_late_is_told_in_words_and_keeps_what_they_wrote(world: World, board: str, sign_in: Any) -> None:
    bo = sign_in("bo")
    case_id = board.rsplit("/", 1)[1]
    page = bo.get(board).text
    assert f"{board}/acts/transfer" in page
    state, visit = "board", "1"
    for who in ("bea", "ben"):
        world.decide(case_id, who, "approve")
    mark = f"transfer-{state}-{visit}-"
    sent = {"state": state, "visit": visit, f"{mark}to": "lea@team.example", f"{mark}comment": "For you"}
    answer = bo.post(f"{board}/acts/transfer", sent)
    assert answer.status_code == 409
    assert "notice-error" in answer.text
    assert "For you" in answer.text
    assert bo.post(f"{board}/acts/dance", sent).status_code == 404


def test_buttons_without_a_form(world: World, sign_in: Any) -> None:
    draw(world, permissive())
    page = f"/requests/{world.submit().case_id}"
    lea = sign_in("lea")
    assert act(lea, page, "claim").status_code == 303
    assert "Lea has taken it on." in lea.get(page).text
    assert act(lea, page, "release").status_code == 303


def test_a_step_back_is_taken_back(world: World, board: str, sign_in: Any) -> None:
    lea = sign_in("lea")
    assert act(lea, board, "take_back").status_code == 303
    assert world.case(board.rsplit("/", 1)[1]).state == "analysis"


def test_what_is_not_permitted_is_not_offered(world: World, sign_in: Any) -> None:
    page = f"/requests/{world.at_board()}"
    shown = sign_in("bo").get(page).text
    assert "/acts/transfer" not in shown
    assert "/acts/copy" in shown


def test_a_copy_is_read_by_looking(board: str, sign_in: Any) -> None:
    bo = sign_in("bo")
    act(bo, board, "copy", to=["dan@team.example"])
    assert "has not read it yet" in bo.get(board).text
    assert sign_in("dan").get(board).status_code == 200
    assert "has not read it yet" not in bo.get(board).text
    assert sign_in("lea").get(board).status_code == 200


def test_several_places_and_several_decisions(world: World, sign_in: Any) -> None:
    draw(world, side_by_side())
    case_id = world.submit(world.actor("dan"), {"client_email": "mia@client.example", "wish": "A door"}).case_id
    lea = sign_in("lea")
    shown = lea.get(f"/requests/{case_id}").text
    assert "You are also asked:" in shown
    other = re.search(rf'href="(/requests/{case_id}\?task=[^"]+)"', shown)
    assert other
    assert re.search(r"<h2>\s*Safety", lea.get(other[1]).text)


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_the_page_reads_in_both_languages(board: str, sign_in: Any, lang: str) -> None:
    assert sign_in("bo").get(f"{board}?lang={lang}").status_code == 200


def decide(visitor: Any, page: str, move: str, **more: Any) -> Any:
    shown = visitor.get(page).text
    task = re.search(r'formaction="/tasks/([^/"]+)/', shown)
    assert task
    key = re.findall(r'name="_key" value="([^"]+)"', shown)[0]
    return visitor.post(f"/tasks/{task[1]}/{move}", {"_key": key, **more})


def test_a_move_that_wants_a_signature_gets_one(world: World, sign_in: Any) -> None:
    draw(world, signed())
    page = f"/requests/{world.at_board()}"
    bo = sign_in("bo")
    refused = decide(bo, page, "approve")
    assert refused.status_code == 422
    assert "needs your signature" in refused.text
    assert decide(bo, page, "approve", **{"_signature/name": "Bo Berg"}).status_code == 303
    assert "Bo Berg" in sign_in("bea").get(page).text


def test_a_file_comes_with_a_move_and_stays_with_its_line(world: World, sign_in: Any) -> None:
    draw(world, signed())
    page = f"/requests/{world.at_board()}"
    bo = sign_in("bo")
    sent = decide(bo, page, "reject", _comment="See there", _file=(io.BytesIO(PNG), "why.png"))
    assert sent.status_code == 303
    shown = sign_in("bea").get(page).text
    file = re.search(r'href="(/files/[^"]+?)(?:/preview)?"', shown)
    assert file
    for who, status in (("bea", 200), ("dan", 404)):
        with sign_in(who).get(file[1]) as answer:
            assert answer.status_code == status
