"""A case and its issue or card: made once, followed both ways, at odds where the drawing does not allow it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Denied
from runtime.asking import Rejected
from runtime.background import clock
from runtime.background.delivery import ATTEMPTS
from runtime.channels import outgoing
from runtime.files.storeroom import Folder
from runtime.mirrors import mirror_settling, mirror_setup
from runtime.mirrors.counterpart import Forged
from runtime.processes import deployment, equivalence
from runtime.proof import verify
from runtime.store.cases import journal
from runtime.store.cases.journal import Entry
from runtime.store.mirrors import mirrors, twins
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from schemas.document import load
from tests.runtime.mirrors.mirror_world import INTO, OUT, WORK, Office, office
from tests.runtime.mirrors.trackers import OURS, STATUSES
from tests.runtime.office import World


@pytest.fixture
def database_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """What the database has to do with it is tried on both kinds, the rest on one."""
    marked = request.node.get_closest_marker("postgres")
    return str(request.getfixturevalue("postgresql_url")) if marked else sqlite_url


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tracker that answers is waited for, however busy this machine is."""
    monkeypatch.setattr(outgoing, "PATIENCE", 60.0)


@pytest.fixture(params=["jira", "trello"])
def there(world: World, request: pytest.FixtureRequest) -> Iterator[Office]:
    with office(world, request.param) as found:
        yield found


@pytest.fixture
def jira(world: World) -> Iterator[Office]:
    with office(world, "jira") as found:
        yield found


def begun(there: Office, *moves: str) -> str:
    """A case with its twin, after these moves of ours."""
    case_id = there.begin()
    there.work()
    for move in moves:
        there.ours(case_id, move)
        there.work()
    there.quiet()
    return case_id


def odds(there: Office, case_id: str) -> str:
    twin = there.twin(case_id)
    assert twin is not None
    return twin.at_odds


def test_a_case_gets_an_issue_with_what_may_be_told(there: Office) -> None:
    case_id = there.begin()
    there.work()
    said = str(there.item(case_id).said)
    assert "W-0001" in said
    assert "A red door" in said
    assert f"/requests/{case_id}" in said
    assert there.are_equal(case_id)
    assert there.quiet() == 0


def test_ours_moves_theirs(there: Office) -> None:
    case_id = there.begin()
    there.work()
    for move, status in (("start", "2"), ("submit", "3"), ("approve", "4")):
        there.ours(case_id, move)
        there.work()
        assert there.item(case_id).status == status
        assert there.quiet() == 0  # our own doing comes back, and nobody asks about it
        assert there.case(case_id).ended == ("closed" if move == "approve" else "")


@pytest.mark.parametrize("kind", ["jira", pytest.param("trello", marks=pytest.mark.postgres)])
def test_theirs_moves_ours(world: World, kind: Any, tmp_path: Path) -> None:
    with office(world, kind) as there:
        case_id = there.begin()
        there.work()
        for status, state in (("2", "doing"), ("5", "parked"), ("2", "doing"), ("3", "review"), ("4", "done")):
            there.theirs(case_id, status)
            there.hear()
            there.work()
            assert there.case(case_id).state == state
            assert there.quiet() == 0
        assert [what for what, _item in there.tracker.wrote] == ["create"]
        with world.database.reading() as tx:
            moves = [one for one in journal.of_case(tx, world.workspace, case_id) if one.kind == "moved"]
            assert verify.verify(tx, Folder(tmp_path))["violations"] == []
        named = {one.by_name for one in moves if one.by}
        assert named == {f"{kind.title()} (Eng)"}
        assert f"{there.item(case_id).name} → Done" in str(moves[-1].body)


@pytest.mark.parametrize("fault", ["cut before", "cut after", "broken", "busy"])
def test_there_is_one_of_it_whatever_becomes_of_the_answer(there: Office, fault: str) -> None:
    case_id = there.begin()
    there.tracker.next_fault = fault
    there.work()
    for _ in range(4):
        there.world.wait(minutes=10)
        there.work()
    assert len(there.tracker.items) == 1
    assert there.are_equal(case_id)


def test_a_time_out_is_no_answer(there: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = begun(there)
    there.ours(case_id, "start")
    monkeypatch.setattr(outgoing, "PATIENCE", 0.2)
    there.tracker.next_fault = "slow"
    there.work()
    assert "did not answer" in there.channel().error
    there.tracker.patience.set()
    there.world.wait(hours=2)
    there.work()
    assert there.are_equal(case_id)


def test_who_is_told_to_come_later_does(jira: Office) -> None:
    """Jira says when, and our own patience is longer only where it has failed before."""
    case_id = begun(jira)
    jira.ours(case_id, "start")
    jira.tracker.next_fault = "busy"
    jira.work()
    [waiting] = jira.messages("waiting")
    assert waiting.due_at - jira.now >= jira_asks(jira)
    assert "429" in waiting.error
    jira.world.wait(minutes=5)
    jira.work()
    assert jira.are_equal(case_id)


def jira_asks(jira: Office) -> Any:
    seconds = int(jira.tracker.busy()[2]["Retry-After"])
    return jira.now.replace(second=seconds) - jira.now.replace(second=0)


def test_what_is_given_up_is_seen_and_goes_again(there: Office) -> None:
    case_id = there.begin()
    there.tracker.faults, there.tracker.random = 1.0, _Always()
    for _ in range(ATTEMPTS + 2):
        there.work()
        there.world.wait(hours=8)
    [dead] = there.messages("dead")
    assert "500" in dead.error
    there.tracker.faults = 0.0
    with there.world.database.writing() as tx:
        outbox.revive(tx, there.world.workspace, dead.id, there.now)
    there.world.wait(hours=2)
    there.work()
    assert there.are_equal(case_id)


class _Always:
    """Chance that always says the same."""

    def random(self) -> float:
        return 0.0

    def choice(self, _among: Any) -> str:
        return "broken"


def test_who_is_not_let_in_says_so_and_rests(there: Office) -> None:
    there.begin()
    raw = {"title": "Eng", "url": "", "account": "", "token": "wrong"}
    raw |= {"secret": ""} if there.kind == "trello" else {}
    with there.world.database.writing() as tx:
        reading = mirror_setup.change(tx, there.admin, there.key, raw, there.settings.private_hosts)
        assert not reading.problems
    there.work()
    assert "does not let us in" in there.channel().error
    assert there.channel().paused_until
    asked = len(there.tracker.asked)
    assert there.work() == 0
    assert len(there.tracker.asked) == asked


def test_two_moves_before_anybody_looks_are_one_there(there: Office) -> None:
    case_id = begun(there)
    there.tracker.asked.clear()
    there.ours(case_id, "start")
    there.ours(case_id, "submit")
    there.work()
    assert there.are_equal(case_id)
    assert [what for what, _item in there.tracker.wrote] == ["create", "move"]
    assert len(there.tracker.asked) <= 3


def test_a_twin_is_one_worker_s_at_a_time(there: Office) -> None:
    """So no older state can arrive after a newer one."""
    case_id = begun(there)
    twin = there.twin(case_id)
    assert twin is not None
    with there.world.database.writing() as tx:
        held = twins.claim(tx, twin, there.now, there.now.replace(hour=10))
        assert held is not None
        assert twins.claim(tx, held, there.now, there.now.replace(hour=10)) is None
    there.ours(case_id, "start")
    asked = len(there.tracker.asked)
    there.work()
    assert len(there.tracker.asked) == asked
    there.world.wait(hours=2)
    there.work()
    assert there.are_equal(case_id)


def test_where_no_move_leads_nothing_is_forced(there: Office) -> None:
    case_id = begun(there)
    there.theirs(case_id, "4")
    there.hear()
    there.work()
    assert there.case(case_id).state == "todo"
    assert odds(there, case_id) == "no-move"
    there.settle(case_id, "take")
    there.work()
    assert odds(there, case_id) == "no-move"
    there.settle(case_id, "push")
    there.work()
    assert odds(there, case_id) == ""
    assert there.item(case_id).status == "1"
    assert there.quiet() == 0


def test_a_conflict_can_be_left_and_is_forgotten_with_the_next_move(there: Office) -> None:
    case_id = begun(there)
    there.theirs(case_id, "4")
    there.hear()
    there.work()
    there.settle(case_id, "ignore")
    there.work()
    assert (odds(there, case_id), there.item(case_id).status) == ("", "4")
    there.ours(case_id, "start")
    there.work()
    assert there.are_equal(case_id)


def test_theirs_is_followed_as_soon_as_the_flow_allows_it(there: Office) -> None:
    case_id = begun(there)
    there.theirs(case_id, "3")
    there.hear()
    there.work()
    assert odds(there, case_id) == "no-move"
    there.ours(case_id, "start")
    there.work()
    assert there.case(case_id).state == "review"
    assert odds(there, case_id) == ""


def test_what_the_mapping_does_not_know_means_nothing(there: Office) -> None:
    case_id = begun(there, "start")
    there.theirs(case_id, "7")
    there.hear()
    there.work()
    assert odds(there, case_id) == ""
    assert there.case(case_id).state == "doing"
    there.ours(case_id, "submit")
    there.work()
    assert there.item(case_id).status == "3"


def test_a_workflow_without_a_way_is_a_conflict_until_there_is_one(jira: Office) -> None:
    jira.tracker.ways = {"1": {"7"}}
    case_id = begun(jira)
    jira.ours(case_id, "start")
    jira.work()
    assert odds(jira, case_id) == "no-way"
    jira.tracker.ways = {}
    jira.settle(case_id, "push")
    jira.work()
    assert jira.are_equal(case_id)
    assert odds(jira, case_id) == ""


@pytest.mark.parametrize(("kind", "due"), [("jira", "2026-03-04"), ("trello", "2026-03-04T09:00:00.000000Z")])
def test_when_a_step_is_due_is_told_there(world: World, kind: Any, due: str) -> None:
    with office(world, kind, dues=True) as there:
        timed(there)
        case_id = begun(there)
        assert there.item(case_id).due is None
        there.ours(case_id, "start")
        there.work()
        assert there.item(case_id).due == due
        there.item(case_id).due = "theirs"
        there.settle(case_id, "news")
        there.work()
        assert there.item(case_id).due == "theirs"
        wrote = [what for what, _item in there.tracker.wrote]
        world.wait(days=2)
        clock.fire_due(world.database, world.now)
        there.quiet()
        assert [what for what, _item in there.tracker.wrote] == wrote == ["create", "date", "move"]
        there.ours(case_id, "submit")
        there.work()
        assert there.item(case_id).due is None


def test_a_date_that_is_not_taken_is_said_and_holds_up_nothing(world: World) -> None:
    with office(world, "jira", dues=True) as there:
        there.tracker.no_dates = True
        timed(there)
        case_id = begun(there, "start")
        twin = there.twin(case_id)
        assert twin is not None
        assert "not on the appropriate screen" in twin.due_odds
        assert (twin.at_odds, there.item(case_id).status) == ("", "2")


def test_nobody_is_told_a_date_who_is_not_to_be(there: Office) -> None:
    timed(there)
    case_id = begun(there, "start")
    assert there.item(case_id).due is None


def timed(there: Office) -> None:
    """Work in progress has two days."""
    deadline = {"deadlines": [{"after": "P2D", "do": "remind"}]}
    states = [{**one, **(deadline if one["key"] == "doing" else {})} for one in WORK["flow"]["states"]]
    with there.world.database.writing() as tx:
        document = load({**WORK, "flow": {**WORK["flow"], "states": states}})
        deployment.deploy(tx, there.world.workspace, document, "person:x", there.now)


def test_who_has_it_there_is_known_here(there: Office) -> None:
    case_id = begun(there)
    assert there.twin(case_id).assignee == ""  # type: ignore[union-attr]
    there.tracker.give(there.item(case_id), "Mia")
    assert there.hear() == 1
    there.work()
    assert there.twin(case_id).assignee == "Mia"  # type: ignore[union-attr]
    assert there.quiet() == 0


def test_a_way_of_several_steps_is_walked(jira: Office) -> None:
    """Others stand on the way, and tell where it leads; nothing is passed by that counts as done."""
    jira.tracker.ways = {"1": {"7", "6"}, "7": {"2", "1"}, "2": {"3"}, "6": {"3"}, "3": {"4"}}
    case_id = begun(jira)
    for status in ("7", "2", "6"):
        jira.tracker.items[jira.twin(begun(jira)).there_id].status = status  # type: ignore[union-attr]
    jira.tracker.wrote.clear()
    for move in ("start", "submit"):
        jira.ours(case_id, move)
    jira.work()
    assert (odds(jira, case_id), jira.item(case_id).status) == ("", "3")
    assert [what for what, _item in jira.tracker.wrote] == ["move"] * 3
    jira.tracker.wrote.clear()
    assert len({one.status for one in jira.tracker.items.values()}) == 4, "nobody else was moved"
    jira.quiet()
    assert jira.tracker.wrote == []
    assert jira.case(case_id).state == "review"


@pytest.mark.parametrize("fault", ["cut before", "broken"])
def test_whoever_is_stopped_on_the_way_goes_on_from_there(jira: Office, fault: str) -> None:
    """And does not take it for something that somebody has done there."""
    jira.tracker.ways = {"1": {"2"}, "2": {"3"}, "3": {"2", "4"}}
    case_id = begun(jira)
    jira.tracker.items[jira.twin(begun(jira)).there_id].status = "2"  # type: ignore[union-attr]
    for move in ("start", "submit"):
        jira.ours(case_id, move)
    jira.tracker.fault_after = ("move", fault)
    jira.work()
    assert jira.item(case_id).status == ("2" if fault == "cut before" else "3")  # the latter by the next message
    jira.hear()
    for _ in range(3):
        jira.world.wait(minutes=10)
        jira.work()
    assert (odds(jira, case_id), jira.item(case_id).status) == ("", "3")
    assert jira.case(case_id).state == "review"


def test_a_way_that_ends_halfway_is_a_conflict_and_says_where(jira: Office) -> None:
    jira.tracker.ways = {"1": {"2"}, "2": {"3"}}
    case_id = begun(jira)
    other = jira.tracker.items[jira.twin(begun(jira)).there_id]  # type: ignore[union-attr]
    other.status = "2"
    jira.tracker.only = {("2", "3"): {other.id}}
    for move in ("start", "submit"):
        jira.ours(case_id, move)
    jira.work()
    twin = jira.twin(case_id)
    assert twin is not None
    assert (twin.at_odds, twin.odds_detail, twin.status) == ("no-way", "In Review", "In Progress")
    jira.quiet()
    assert jira.case(case_id).state == "review"


def test_what_is_gone_there_can_be_made_again(there: Office) -> None:
    case_id = begun(there)
    there.tracker.items.clear()
    there.ours(case_id, "start")
    there.work()
    assert odds(there, case_id) == "gone"
    there.settle(case_id, "push")
    there.work()
    assert there.are_equal(case_id)
    assert odds(there, case_id) == ""


def test_a_webhook_must_be_signed_and_counts_once(there: Office) -> None:
    case_id = begun(there)
    there.theirs(case_id, "2")
    [told] = there.tracker.out
    for name in told.headers.keys() & {"X-Hub-Signature", "X-Trello-Webhook"}:
        for wrong in ("", "sha256=00", "häh"):
            with pytest.raises(Forged):
                there.hear_one(replace(told, headers={**told.headers, name: wrong}))
    with pytest.raises(Forged):
        there.hear_one(replace(told, body=told.body + b" "))
    assert [there.hear_one(told) for _ in range(3)] == [True, False, False]
    assert there.work() == 1


def test_a_lost_webhook_is_found_by_looking(there: Office) -> None:
    case_id = begun(there)
    there.theirs(case_id, "2")
    there.tracker.out.clear()
    there.world.wait(minutes=1)
    assert there.look() == 1
    there.work()
    assert there.case(case_id).state == "doing"
    there.world.wait(minutes=1)
    there.tracker.asked.clear()
    assert there.look() == 0
    assert there.look() == 0  # once a minute
    assert len(there.tracker.asked) == 1


def test_comments_there_come_here_for_colleagues_only(world: World) -> None:
    for kind in ("jira", "trello"):
        with office(world, kind, comments=True) as there:
            case_id = begun(there)
            for by in ("mia", OURS):
                there.tracker.remark(there.item(case_id), "We need a week.\nAt least.", by)
            out = there.tracker.out[:]
            there.hear()
            assert [there.hear_one(one) for one in out] == [False, False]
            with world.database.reading() as tx:
                lines = [one for one in journal.of_case(tx, world.workspace, case_id) if one.kind == "commented"]
            [said] = lines
            assert said.body["internal"] is True
            assert "a week" in said.body["text"]
            assert said.by_name == f"Mia · {kind.title()} (Eng)"


def say(at: Office, case_id: str, text: str, **how: bool) -> None:
    with at.world.database.writing() as tx:
        lifecycle.comment(tx, at.world.actor("lea"), case_id, text, at.now, **how)


@pytest.fixture(params=["jira", "trello"])
def talking(world: World, request: pytest.FixtureRequest) -> Iterator[Office]:
    with office(world, request.param, comments=True) as found:
        yield found


def test_a_comment_goes_there_where_somebody_wants_it(talking: Office) -> None:
    case_id = begun(talking)
    say(talking, case_id, "For us alone", internal=True)
    say(talking, case_id, "For everybody here")
    say(talking, case_id, "Red, please.\nAll of it.", internal=True, there=True)
    assert talking.work() == 1
    [(_, said)] = talking.item(case_id).remarks
    assert "Red, please." in said
    assert "— Lea" in said
    assert f"/requests/{case_id}#" in said
    assert talking.hear() == 0  # our own, coming back
    assert talking.quiet() == 0
    lines = lines_of(talking, case_id)
    assert [one.body.get("there") for one in lines] == [None, None, [f"{talking.kind.title()} (Eng)"]]


@pytest.mark.parametrize("fault", ["cut before", "cut after", "broken", "busy"])
def test_a_comment_is_said_once_whatever_becomes_of_the_answer(talking: Office, fault: str) -> None:
    case_id = begun(talking)
    for _ in range(2):
        say(talking, case_id, "Red, please.", there=True)
    talking.tracker.next_fault = fault
    for _ in range(4):
        talking.work()
        talking.world.wait(minutes=10)
    assert len(talking.item(case_id).remarks) == 2
    side = replace(talking.mirror(), me="somebody else")  # as after another account's token was given
    with talking.world.database.writing() as tx:
        mirrors.keep(tx, side)
    assert talking.hear() == 0
    assert len(lines_of(talking, case_id)) == 2


@pytest.mark.parametrize("how", [{"direction": "in", "comments": True}, {"comments": False}])
def test_where_no_comment_is_to_go_none_goes(world: World, how: dict[str, Any]) -> None:
    with office(world, "jira", **how) as there:
        case_id = there.begin()
        with world.database.writing() as tx:
            mirror_settling.make(tx, there.admin, case_id, there.key, there.now)
        there.work()
        say(there, case_id, "Red, please.", there=True)
        there.quiet()
        assert there.item(case_id).remarks == []


def test_a_comment_on_what_is_gone_there_is_given_up(talking: Office) -> None:
    case_id = begun(talking)
    talking.tracker.items.clear()
    say(talking, case_id, "Red, please.", there=True)
    talking.work()
    [dead] = talking.messages("dead")
    assert "is not there any more" in dead.error


def lines_of(there: Office, case_id: str) -> list[Entry]:
    with there.world.database.reading() as tx:
        found = journal.of_case(tx, there.world.workspace, case_id)
        return [one for one in found if one.kind == "commented"]


@pytest.mark.parametrize(("direction", "ours", "theirs"), [("out", True, False), ("in", False, True)])
def test_one_way_is_one_way(world: World, direction: Any, ours: bool, theirs: bool) -> None:  # noqa: FBT001 -- a row
    with office(world, "trello", direction=direction) as there:
        case_id = there.begin()
        there.work()
        if direction == "in":
            assert there.twin(case_id) is None
            with world.database.writing() as tx:
                mirror_settling.make(tx, there.admin, case_id, there.key, there.now)
            there.work()
        there.ours(case_id, "start")
        there.quiet()
        assert (there.item(case_id).status == "2") is ours
        there.theirs(case_id, "3")
        there.quiet()
        assert (there.case(case_id).state == "review") is theirs


def test_an_issue_that_is_there_can_be_linked(jira: Office) -> None:
    other, case_id = begun(jira), jira.begin()
    with jira.world.database.writing() as tx:
        mirror_settling.part(tx, jira.admin, other, jira.key)
    with jira.world.database.reading() as tx:
        side = mirror_settling.named(tx, jira.admin, case_id, jira.key, jira.settings.private_hosts)
    with pytest.raises(Rejected):
        mirror_settling.found(side, "ENG-99", case_id)
    twin = mirror_settling.found(side, f"{jira.tracker.url}/browse/ENG-1", case_id)
    with jira.world.database.writing() as tx:
        mirror_settling.link(tx, jira.admin, twin, jira.now)
    with pytest.raises(Rejected), jira.world.database.writing() as tx:
        mirror_settling.link(tx, jira.admin, replace(twin, case_id=other), jira.now)
    jira.ours(case_id, "start")
    jira.work()
    assert jira.item(case_id).name == "ENG-1"
    assert jira.are_equal(case_id)
    assert len(jira.tracker.items) == 1


def test_who_may_settle(jira: Office) -> None:
    case_id = begun(jira)
    lea = jira.world.actor("lea")
    with pytest.raises(Denied), jira.world.database.writing() as tx:
        mirror_settling.settle(tx, lea, case_id, jira.key, "push", jira.now)
    with jira.world.database.writing() as tx:
        mirror_setup.arrange(tx, jira.admin, replace(jira.mirror(), by_all=True))
        mirror_settling.settle(tx, lea, case_id, jira.key, "push", jira.now)
    with pytest.raises(Missing), jira.world.database.writing() as tx:
        mirror_settling.settle(tx, jira.world.actor("bo"), case_id, jira.key, "push", jira.now)
    with pytest.raises(Denied), jira.world.database.reading() as tx:
        mirror_setup.one(tx, lea, jira.key)


def test_switched_off_everything_waits_and_removed_nothing_stays(there: Office) -> None:
    case_id = begun(there)
    with there.world.database.writing() as tx:
        mirror_setup.switch(tx, there.admin, there.key, on=False)
    there.ours(case_id, "start")
    there.work()
    assert there.item(case_id).status == "1"
    with there.world.database.writing() as tx:
        mirror_setup.switch(tx, there.admin, there.key, on=True)
    there.work()
    assert there.are_equal(case_id)
    with there.world.database.writing() as tx:
        mirror_setup.drop(tx, there.admin, there.key, there.now)
    asked = len(there.tracker.asked)
    assert there.twin(case_id) is None
    there.ours(case_id, "submit")
    there.work()
    assert len(there.tracker.asked) == asked


def test_a_step_that_wants_answers_is_not_left(jira: Office) -> None:
    """Whoever has the to-do could not leave it either."""
    schema = {**WORK["form"]["schema"], "required": ["wish", "result"]}
    rights = {"todo": {"result": "hide"}, "doing": {"result": "edit"}}
    states = [{**one, "fields": rights.get(one["key"], {})} for one in WORK["flow"]["states"]]
    document = {**WORK, "form": {"schema": schema}, "flow": {**WORK["flow"], "states": states}}
    with jira.world.database.writing() as tx:
        deployment.deploy(tx, jira.world.workspace, load(document), "person:x", jira.now)
    case_id = begun(jira, "start")
    jira.theirs(case_id, "3")
    jira.quiet()
    assert (odds(jira, case_id), jira.case(case_id).state) == ("unanswered", "doing")
    jira.world.decide(case_id, "lea", "submit", raw={"result": "It is red"})
    jira.quiet()
    assert (odds(jira, case_id), jira.are_equal(case_id)) == ("", True)


def test_names_suggest_what_stands_for_what(jira: Office) -> None:
    with jira.world.database.reading() as tx:
        compiled = mirror_setup.drawn(tx, jira.admin, "work")
    out, into = equivalence.suggested(compiled, STATUSES)
    assert out == OUT
    assert into == {way: status for way, status in INTO.items() if way != "review/drop"}
    assert equivalence.doubled({"a/x": "1", "a/y": "1", "b/x": "1"}) == ["a/y"]
