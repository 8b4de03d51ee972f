"""The JSON API: what it takes, and what it tells of a case."""

import pytest

from runtime.people import accounts
from runtime.store.forms import links
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.api.program import BY_LINK, CASES, Program, case_of, count, take, way


def test_a_case_is_kept_and_its_receipt_says_where_it_is_tracked(lea: Program, world: World) -> None:
    answer = lea.post(CASES, {"answers": ANSWERS})
    assert answer.status_code == 201
    assert answer.json is not None
    assert answer.json["number"].endswith("-0001")
    assert answer.headers["Location"].endswith(f"/api/v1/cases/{answer.json['id']}")
    kept = world.case(answer.json["id"])
    assert (kept.answers, kept.filer, kept.channel) == (ANSWERS, world.party("lea"), "web")
    path = answer.json["tracking_url"].removeprefix("https://forms.example")
    assert lea.app.test_client().get(path).status_code == 200


def test_a_client_is_filed_for_in_the_channel_by_which_they_came(lea: Program, world: World) -> None:
    answer = lea.post(CASES, {"answers": ANSWERS, "on_behalf": True, "channel": "phone"})
    kept = world.case(case_of(answer.json))
    assert (kept.channel, kept.requester_name, kept.filer) == ("phone", "Mia", world.party("lea"))


def test_whoever_holds_the_public_link_needs_no_account(visitor: Program, world: World) -> None:
    answer = visitor.post(BY_LINK, {"answers": ANSWERS})
    assert answer.status_code == 201
    assert world.case(case_of(answer.json)).requester_name == "Mia"


def test_a_closed_link_takes_nothing_and_says_so(visitor: Program, world: World) -> None:
    with world.database.writing() as tx:
        links.set_open(tx, world.workspace, world.link.id, is_open=False)
    answer = visitor.post(BY_LINK, {"answers": ANSWERS})
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "link.closed")
    assert count(world) == 0


def test_a_case_tells_where_it_stands_in_the_language_asked_for(lea: Program) -> None:
    made = lea.post(CASES, {"answers": ANSWERS}).json
    path = f"/api/v1/cases/{case_of(made)}"
    english, chinese = lea.get(path).json, lea.get(path, Accept_Language="zh-CN,zh;q=0.9,en;q=0.1").json
    assert english is not None
    assert chinese is not None
    assert (english["state"], english["state_title"], english["ended"]) == ("analysis", "Analysis", None)
    assert (chinese["state"], chinese["state_title"]) == ("analysis", "分析")
    assert lea.get(f"{path}?lang=zh-Hans", Accept_Language="en").json == chinese
    assert [(step["state"], step["mark"]) for step in english["path"]][:2] == [("analysis", "now"), ("board", "next")]
    assert "Lea sent the request." in [line["sentence"] for line in english["journal"]]
    (task,) = english["tasks"]
    assert [move["key"] for move in task["moves"]] == ["send"]
    assert {"price", "secret"} <= set(task["writable"])


def test_the_language_of_a_person_counts_where_the_program_asks_for_none(lea: Program, world: World) -> None:
    with world.database.writing() as tx:
        accounts.set_language(tx, world.actor("lea"), "zh-Hans")
    assert "无权" in (lea.get("/api/v1/cases/none").json or {})["detail"]


def test_to_dos_come_in_pages_and_each_of_them_once(
    lea: Program, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.views.worklist.PAGE", 2)
    made = [world.submit().case_id for _ in range(5)]
    seen, after = [], ""
    for _ in range(3):
        page = lea.get(f"/api/v1/tasks?after={after}").json
        assert page is not None
        assert len(page["tasks"]) <= 2
        seen += [task["case"] for task in page["tasks"]]
        after = page["next"]
    assert (sorted(seen), after) == (sorted(made), None)


@pytest.mark.parametrize("after", ["x", "2026-01-01~a", "0001-01-01T00:00:00+23:59~a", "9999-12-31T23:59:59-23:59~a"])
def test_an_invented_cursor_is_refused(lea: Program, after: str) -> None:
    assert lea.get(f"/api/v1/tasks?after={after.replace('+', '%2B')}").status_code == 400


def test_a_move_answers_with_the_case_as_it_stands(lea: Program) -> None:
    lea.post(CASES, {"answers": ANSWERS})
    answer = take(lea, "send", {"price": 100})
    assert answer.status_code == 200
    assert answer.json is not None
    assert (answer.json["state"], answer.json["tasks"]) == ("board", [])
    assert answer.json["answers"]["price"] == 100
    changes = [line["changes"] for line in answer.json["journal"] if line["changes"]]
    assert changes[-1] == {"price": [None, 100]}


def test_who_prefers_few_words_gets_them_and_the_to_dos_that_came_of_it(lea: Program) -> None:
    lea.post(CASES, {"answers": ANSWERS})
    answer = lea.post(way(lea, "send"), {"answers": {"price": 100}}, Prefer="return=minimal")
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "return=minimal"
    assert answer.json is not None
    assert (answer.json["state"], answer.json["ended"]) == ("board", None)
    assert "answers" not in answer.json
    opened = [(one["state"], one["asked"], one["mine"]) for one in answer.json["opened"]]
    assert opened == [("board", [name], False) for name in ("Bea", "Ben", "Bo")]
