"""A thousand changes on both sides, with everything going wrong that can: at the end both are equal, and it is quiet."""

import os
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest

from runtime.store.notices.channels import Kind
from tests.runtime.mirrors.mirror_world import INTO, WORK, Office, office
from tests.runtime.mirrors.trackers import STATUSES
from tests.runtime.office import World

CHANGES = int(os.environ.get("FORMLOOM_MIRROR_CHANGES", "500"))
"""Of each kind of tracker, so that there are a thousand in a usual run."""
DATABASE = os.environ.get("FORMLOOM_MIRROR_DATABASE", "sqlite")
"""Or ``postgresql``, which takes three times as long."""
SEED = int(os.environ.get("FORMLOOM_SEED", "0") or 0) or 20_261_123
MOST_REQUESTS = 4
"""For each change, with all faults: a look, the ways there are, the step itself, and what has to be said twice."""
FREE = "7"
"""A status that the mapping does not name."""
MOVES = {one["key"]: one["from"] for one in WORK["flow"]["moves"] if "message" not in one}


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{DATABASE}_url"))


@dataclass
class Storm:
    """Both sides change at random; webhooks get lost, come twice and in any order."""

    there: Office
    random: Random
    cases: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=lambda: {"ours": 0, "theirs": 0, "lost": 0, "doubled": 0, "odds": 0})

    @property
    def changes(self) -> int:
        return self.told["ours"] + self.told["theirs"]

    def change(self) -> None:
        """One, on either side."""
        if self.changes % 8 == 0:
            self.open = [one for one in self.open if not self.there.case(one).ended]
        if len(self.open) < 5:
            self.open.append(self.there.begin())
            self.cases.append(self.open[-1])
            self.told["ours"] += 1
        elif self.random.random() < 0.5:
            self.ours(self.random.choice(self.open))
        else:
            self.theirs(self.random.choice(self.open if self.random.random() < 0.9 else self.cases))

    def ours(self, case_id: str) -> None:
        state = self.there.case(case_id).state
        may = [key for key, source in MOVES.items() if source == state]
        if may:
            self.there.ours(case_id, self.random.choice(may))
            self.told["ours"] += 1
        else:
            self.theirs(case_id)

    def theirs(self, case_id: str) -> None:
        """Mostly where the drawing leads as well, else anywhere."""
        twin = self.there.twin(case_id)
        if twin is None or not twin.there_id:
            return
        item, state = self.there.tracker.items[twin.there_id], self.there.case(case_id).state
        led = [status for way, status in INTO.items() if way.startswith(f"{state}/")]
        anywhere = [one for one in STATUSES if one != item.status]
        self.there.tracker.move(item, self.random.choice(led if led and self.random.random() < 0.7 else anywhere))
        self.told["theirs"] += 1

    def webhooks(self) -> None:
        """Some are lost, some come twice, and none need come in order."""
        out, self.there.tracker.out = self.there.tracker.out, []
        kept = []
        for one in out:
            fate = self.random.random()
            self.told["lost"] += fate < 0.1
            self.told["doubled"] += 0.1 <= fate < 0.2
            kept += [] if fate < 0.1 else [one, one] if fate < 0.2 else [one]
        self.random.shuffle(kept)
        late = self.random.randint(0, len(kept))
        self.there.tracker.out = kept[late:]
        for one in kept[:late]:
            self.there.hear_one(one)

    def turn(self) -> None:
        """Time passes, and the worker has a look."""
        self.there.world.wait(seconds=self.random.choice((1, 5, 20, 90)))
        if self.random.random() < 0.5:
            self.webhooks()
        if self.random.random() < 0.2:
            self.there.look()
        self.there.work()

    def calm(self) -> None:
        """Nothing goes wrong any more; whatever was said is heard, what rested is woken, and what was lost is looked for."""
        for _ in range(60):
            self.there.world.wait(hours=1)
            self.there.hear()
            self.there.look()
            if not self.there.work() and not self.there.messages("waiting") and not self.there.tracker.out:
                return
        pytest.fail("it does not come to rest")

    def settle(self) -> None:
        """Somebody decides what the two could not."""
        for _ in range(3):
            odd = [one for one in self.cases if (twin := self.there.twin(one)) and twin.at_odds]
            for case_id in odd:
                self.told["odds"] += 1
                self.there.settle(case_id, self.random.choice(("push", "push", "take")))
            self.calm()
        for case_id in self.cases:
            if not self.there.are_equal(case_id):
                self.there.settle(case_id, "push")
        self.calm()


@pytest.mark.parametrize("kind", ["jira", "trello"])
def test_a_thousand_changes_with_faults_end_equal(world: World, kind: Kind, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(f"{SEED} {kind}")  # noqa: S311 -- chance that can be repeated
    with office(world, kind) as there:
        storm = Storm(there, random)
        tracker = there.tracker
        tracker.random, tracker.faults = Random(SEED), 0.15  # noqa: S311 -- likewise
        tracker.lag = timedelta(seconds=20)
        while storm.changes < CHANGES:
            storm.change()
            if storm.changes % 2:
                storm.turn()
        tracker.faults = 0.0
        storm.calm()
        _nothing_is_unseen(there, storm)
        storm.settle()
        with capsys.disabled():
            sys.stdout.write(f"\n{kind}: {DATABASE}, seed {SEED}, {len(tracker.asked)} requests, {storm.told}\n")
        _nothing_is_lost(there, storm)
        _it_is_quiet(there)


def _nothing_is_unseen(there: Office, storm: Storm) -> None:
    """Before anybody settles anything: both are equal, or it is said why not, or the status there means nothing here."""
    for case_id in storm.cases:
        twin = there.twin(case_id)
        assert twin is not None
        free = there.item(case_id).status == FREE and twin.theirs == FREE
        assert there.are_equal(case_id) or twin.at_odds or free, twin


def _nothing_is_lost(there: Office, storm: Storm) -> None:
    """Every case has one issue, both stand alike, and no message was given up."""
    tracker = there.tracker
    assert len(tracker.items) == len(storm.cases)
    assert {there.item(one).id for one in storm.cases} == set(tracker.items)
    assert [one for one in storm.cases if not there.are_equal(one)] == []
    assert [one for one in storm.cases if there.twin(one).at_odds] == []  # type: ignore[union-attr]
    assert there.messages("dead") == []
    assert len(tracker.asked) <= MOST_REQUESTS * CHANGES


def _it_is_quiet(there: Office) -> None:
    """Nothing that either has said makes the other say something."""
    wrote = len(there.tracker.wrote)
    versions = {one: there.case(one).version for one in _all(there)}
    for _ in range(5):
        there.world.wait(minutes=2)
        there.look()
        there.quiet()
    assert len(there.tracker.wrote) == wrote
    assert {one: there.case(one).version for one in versions} == versions


def _all(there: Office) -> list[str]:
    return [str(one.payload["case"]) for one in there.messages()]
