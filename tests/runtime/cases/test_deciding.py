"""Somebody decides: once, only what they may, and whoever comes late is told how it stands."""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime import lifecycle
from runtime.access import Denied
from runtime.cases import applying
from runtime.cases.applying import Change
from runtime.changes import one_time
from runtime.engine.outcome import Outcome
from runtime.files.storeroom import Folder
from runtime.lifecycle import Decided, Decision, NotAllowedHere, Rejected, Rescue, Submission
from runtime.people.roster import Roster
from runtime.processes import deployment
from runtime.proof import verify
from runtime.store.cases import journal
from runtime.store.cases.tasks import Task
from runtime.store.missing import Missing
from runtime.store.people import people
from schemas.document import load
from tests.runtime.office import World

CASES, ROUNDS = 8, 25


def test_the_main_line(world: World) -> None:
    case_id = world.at_board()
    assert not world.decide(case_id, "bo", "approve").ended
    decided = world.decide(case_id, "bea", "approve")
    assert (decided.state, decided.sentence["en"]) == ("client", "Now: Client. Then: Closed.")
    client = world.contact(case_id)
    decided = world.carry_out(Decision(client, world.task(case_id, client.party).id, "accept", comment="Good"))
    assert (decided.state, decided.ended) == ("closed", "closed")
    case = world.case(case_id)
    assert case.closed_at == world.now
    assert not case.timers
    assert world.tasks(case_id) == []
    with world.database.reading() as tx:
        *_, moved, ended = journal.of_case(tx, world.workspace, case_id)
    assert (moved.body["comment"], moved.by_name, ended.kind) == ("Good", "Mia", "ended")


def test_changed_answers_stand_in_the_journal_before_and_after(world: World) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "back")
    world.decide(case_id, "lea", "send", raw={"price": 80})
    with world.database.reading() as tx:
        answered = [entry for entry in journal.of_case(tx, world.workspace, case_id) if entry.kind == "answered"]
    assert answered[-1].body["changes"] == {"price": [100, 80]}


def test_who_comes_late_learns_how_it_stands(world: World) -> None:
    case_id = world.at_board()
    late = world.task(case_id, world.party("ben"))
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    with pytest.raises(NotAllowedHere) as refused:
        world.carry_out(Decision(world.actor("ben"), late.id, "approve"))
    assert (refused.value.problem.code, refused.value.state) == ("step.elsewhere", "client")
    closed = next(task for task in world.tasks(case_id, is_open=False) if task.party == late.party)
    assert "so it is agreed" in closed.why["en"]


def test_a_to_do_of_an_earlier_visit_is_not_one_of_this(world: World) -> None:
    case_id = world.at_board()
    old = world.task(case_id, world.party("ben"))
    world.decide(case_id, "bo", "back")
    world.decide(case_id, "lea", "send", raw={})
    with pytest.raises(NotAllowedHere):
        world.carry_out(Decision(world.actor("ben"), old.id, "approve"))
    world.decide(case_id, "ben", "approve")


def test_nobody_votes_twice(world: World) -> None:
    case_id = world.at_board()
    task = world.task(case_id, world.party("bo"))
    world.decide(case_id, "bo", "approve")
    with pytest.raises(NotAllowedHere) as refused:
        world.carry_out(Decision(world.actor("bo"), task.id, "approve"))
    assert refused.value.problem.code == "step.voted"


def test_asked_twice_it_is_done_once(world: World) -> None:
    case_id = world.at_board()
    task = world.task(case_id, world.party("bo"))
    decision = Decision(world.actor("bo"), task.id, "approve", key="k")
    first = world.carry_out(decision)
    again = world.carry_out(decision)
    assert replace(again, opened=()) == replace(first, repeated=True)
    assert {one.party for one in again.opened} == {world.party("bea"), world.party("ben")}
    with pytest.raises(Rejected):
        world.carry_out(replace(decision, move="reject", comment="No"))
    assert len(world.case(case_id).position.tokens[0].votes) == 1


def test_what_is_not_theirs(world: World) -> None:
    case_id = world.at_board()
    task = world.task(case_id, world.party("bo"))
    for actor in (world.actor("ada"), world.contact(case_id), world.visitor):
        with pytest.raises(Denied):
            world.carry_out(Decision(actor, task.id, "approve"))
    with pytest.raises(Missing):
        world.carry_out(Decision(world.actor("bo"), "unheard-of", "approve"))
    with pytest.raises(Missing):
        world.carry_out(Decision(replace(world.actor("bo"), workspace="elsewhere"), task.id, "approve"))


def test_a_refusal_wants_a_reason(world: World) -> None:
    case_id = world.at_board()
    with pytest.raises(Rejected) as rejected:
        world.decide(case_id, "bo", "reject", comment=" ")
    assert [problem.code for problem in rejected.value.problems] == ["comment.required"]


def test_an_answer_that_the_step_wants_must_be_there(world: World) -> None:
    case_id = world.submit().case_id
    with pytest.raises(Rejected) as rejected:
        world.decide(case_id, "lea", "send")
    assert [problem.path for problem in rejected.value.problems] == ["/price"]
    assert world.case(case_id).version == 1


def test_seen_at_another_version_is_refused_where_a_version_is_named(world: World) -> None:
    case_id = world.at_board()
    seen = world.case(case_id).version
    world.decide(case_id, "bo", "approve", case_version=seen)
    with pytest.raises(NotAllowedHere) as refused:
        world.decide(case_id, "bea", "approve", case_version=seen)
    assert refused.value.problem.code == "case.changed"
    world.decide(case_id, "bea", "approve")


def test_the_compare_and_set_holds_by_itself(world: World) -> None:
    """Even where two have read the same version, as no lock would let them."""
    case_id = world.at_board()
    stale = world.case(case_id)
    world.decide(case_id, "bo", "approve")
    with world.database.reading() as tx:
        compiled = deployment.version(tx, world.workspace, stale.version_id)
    roster = Roster(tx, world.workspace)
    lost = Change(stale, compiled, Outcome(stale.position), world.actor("bea"), roster, world.now)
    with pytest.raises(NotAllowedHere) as refused, world.database.writing() as tx:
        applying.apply(tx, lost)
    assert refused.value.problem.code == "case.changed"
    assert len(world.case(case_id).position.tokens[0].votes) == 1


FLIP = {
    "format": "formloom/1",
    "key": "flip",
    "title": "Flip",
    "form": {"schema": {"type": "object", "properties": {}}},
    "flow": {
        "initial": "ping",
        "states": [
            {"key": key, "kind": "approval", "who": [{"group": "board"}], "decide": {"rule": "any"}}
            for key in ("ping", "pong")
        ],
        "moves": [
            {"key": "approve", "from": "ping", "to": "pong"},
            {"key": "approve", "from": "pong", "to": "ping"},
        ],
    },
}


def test_of_two_at_once_exactly_one_moves_it(world: World, tmp_path: Path) -> None:
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(FLIP), "person:x", world.now)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(CASES):
            with world.database.writing() as tx:
                case_id = lifecycle.submit(tx, Submission(world.actor("ada"), "flip", {}), world.now).case_id
            for turn in range(ROUNDS):
                _race(world, pool, case_id, turn)
            with world.database.reading() as tx:
                moved = [entry for entry in journal.of_case(tx, world.workspace, case_id) if entry.kind == "moved"]
            assert len(moved) == ROUNDS
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(tmp_path))["violations"] == []


def _race(world: World, pool: Executor, case_id: str, turn: int) -> None:
    """Both cast the one vote that is needed, at the same moment."""
    barrier = Barrier(2)

    def vote(task: Task, who: str) -> Decided | NotAllowedHere:
        barrier.wait()
        try:
            return world.carry_out(Decision(world.actor(who), task.id, "approve"))
        except NotAllowedHere as refused:
            return refused

    asked = {task.party: task for task in world.tasks(case_id)}
    racing = [pool.submit(vote, asked[world.party(who)], who) for who in ("bo", "bea")]
    won, lost = sorted((future.result() for future in racing), key=lambda one: isinstance(one, NotAllowedHere))
    assert isinstance(won, Decided)
    assert isinstance(lost, NotAllowedHere)
    assert won.version == turn + 2
    assert lost.state == won.state == ("ping" if turn % 2 else "pong")


def test_votes_that_do_not_decide_both_count_when_cast_at_once(world: World) -> None:
    case_ids = [world.at_board() for _ in range(10)]

    def vote(barrier: Barrier, case_id: str, who: str) -> Decided:
        barrier.wait()
        return world.decide(case_id, who, "approve")

    with ThreadPoolExecutor(2) as pool:
        for case_id in case_ids:
            barrier = Barrier(2)
            racing = [pool.submit(vote, barrier, case_id, who) for who in ("bo", "bea")]
            assert {future.result().state for future in racing} == {"board", "client"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posted=st.dictionaries(st.sampled_from(["wish", "price", "secret", "client_email"]), st.text(min_size=1)))
def test_what_may_not_be_written_is_not_written_whatever_is_posted(world: World, posted: dict[str, str]) -> None:
    """The board may write nothing; a vote by anybody leaves every answer as it was."""
    case_id = world.at_board()
    before = world.case(case_id).answers
    world.decide(case_id, "bo", "approve", raw=posted)
    assert world.case(case_id).answers == before


def test_where_nobody_is_found_it_waits_and_says_so_until_somebody_is(world: World) -> None:
    with world.database.writing() as tx:
        group = next(one for one in people.groups(tx, world.workspace) if one.key == "leads")
        people.set_members(tx, replace(group, members=()))
    case_id = world.submit().case_id
    assert world.case(case_id).incident == "step.nobody"
    with pytest.raises(NotAllowedHere), world.database.writing() as tx:
        lifecycle.rescue(tx, Rescue(world.actor("ada"), case_id, "retry", "Somebody may be there"), world.now)
    with world.database.writing() as tx:
        people.set_members(tx, group)
        with pytest.raises(Denied):
            lifecycle.rescue(tx, Rescue(world.actor("bo"), case_id, "retry", "It waits"), world.now)
        lifecycle.rescue(tx, Rescue(world.actor("ada"), case_id, "retry", "Lea is back"), world.now)
    assert world.case(case_id).incident == ""
    world.decide(case_id, "lea", "send", raw={"price": 1})


def test_a_comment_stands_in_the_journal_and_reaches_who_listens(world: World) -> None:
    case_id = world.at_board()
    with world.database.writing() as tx:
        lifecycle.comment(tx, world.actor("bo"), case_id, " Is it\u202e oak?\u200b ", world.now)
        lifecycle.comment(tx, world.actor("bo"), case_id, "Too cheap", world.now, internal=True)
        with pytest.raises(Missing):
            lifecycle.comment(tx, world.actor("dan"), case_id, "Me too", world.now)
        with pytest.raises(Rejected):
            lifecycle.comment(tx, world.actor("bo"), case_id, "  ", world.now)
        said = [entry.body for entry in journal.of_case(tx, world.workspace, case_id) if entry.kind == "commented"]
    assert said == [{"text": "Is it oak?", "internal": False}, {"text": "Too cheap", "internal": True}]


def test_every_to_do_has_a_link_of_its_own_and_a_clients_lasts_longer(world: World) -> None:
    case_id = world.at_board()
    board = world.tasks(case_id)
    assert len({task.link_hash for task in board}) == len(board)
    assert all(len(task.link_hash or "") == 64 for task in board)
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    [task] = world.tasks(case_id)
    assert len(task.link_hash or "") == 64
    assert board[0].link_until
    assert task.link_until == world.now + one_time.lasts(task.party)
    assert task.link_until > board[0].link_until


@pytest.mark.parametrize(("said", "code"), [("x" * 10_001, "comment.too-long"), ("a\0b", "comment.character")])
def test_what_cannot_be_kept_is_not_said(world: World, said: str, code: str) -> None:
    case_id = world.at_board()
    with pytest.raises(Rejected) as decided:
        world.decide(case_id, "bo", "reject", comment=said)
    with pytest.raises(Rejected) as commented, world.database.writing() as tx:
        lifecycle.comment(tx, world.actor("bo"), case_id, said, world.now)
    assert [one.code for refused in (decided, commented) for one in refused.value.problems] == [code, code]
