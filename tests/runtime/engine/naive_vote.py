"""A vote, worked out in the plainest way: every possible ending is tried. It shares nothing with the engine.

What the engine computes by formulas is found here by going through all completions of the votes that are still open.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

SAYINGS = ("for", "against", "abstain")
ANY_GROUP = "*"


@dataclass
class Voter:
    votes: int = 1
    veto: bool = False
    group: str = ""
    heads: int = 1
    by: str = ""

    @property
    def counts(self) -> bool:
        return self.votes > 0 or self.veto


@dataclass
class Vote:
    """One ballot. ``waits``: whoever a person waits for before they may speak."""

    rule: str
    number: Fraction = Fraction(1)
    quorum: int = 0
    early: bool = True
    ends: bool = False
    groups: tuple[str, ...] = ()
    extra: int = 0
    closed: bool = False
    people: dict[str, Voter] = field(default_factory=dict)
    waits: dict[str, set[str]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """It is for, against or open; nobody, where even all of them together could not agree."""
        if self._counted(dict.fromkeys(self.people, "for")) == "against" and not self.said:
            return "nobody"
        refused = [name for name, said in self.said.items() if said == "against" and name in self.people]
        if any(self.people[name].veto or (self.ends and self.people[name].votes) for name in refused):
            return "against"
        silent = [name for name in self.people if name not in self.said]
        if self.closed or not silent:
            return self._counted(self.said)
        if not self.early:
            return "open"
        return self._certain([name for name in silent if self.people[name].counts], silent)

    @property
    def asked(self) -> list[str]:
        """Who may speak now."""
        return [name for name in self.people if name not in self.said and not (self.waits[name] - set(self.said))]

    def _certain(self, left: list[str], silent: list[str]) -> str:
        endings = {
            self._counted({**self.said, **dict(zip(left, sayings, strict=True))})
            for sayings in product(SAYINGS, repeat=len(left))
        }
        if endings == {"against"}:
            return "against"
        unheard = [name for name in silent if not self.people[name].counts and self.waits[name] <= set(self.said)]
        if endings == {"for"} and self._took_part(self.said) and not [name for name in unheard if self.waits[name]]:
            return "for"
        return "open"

    def _counted(self, said: dict[str, str]) -> str:
        if any(self.people[name].veto and one == "against" for name, one in said.items() if name in self.people):
            return "against"
        if not self._took_part(said):
            return "against"
        if self.rule != "each_group":
            return "for" if self._enough(said, list(self.people), self.extra) else "against"
        parts = [
            [name for name, voter in self.people.items() if voter.group in (group, ANY_GROUP)] for group in self.groups
        ]
        added = [sum(bool(self.people[name].by and self.people[name].votes) for name in part) for part in parts]
        met = [self._enough(said, part, more) for part, more in zip(parts, added, strict=True)]
        return "for" if all(met) else "against"

    def _took_part(self, said: dict[str, str]) -> bool:
        return (
            sum(self.people[name].heads for name in said if name in self.people and self.people[name].counts)
            >= self.quorum
        )

    def _enough(self, said: dict[str, str], names: list[str], extra: int) -> bool:
        yes = sum(self.people[name].votes for name in names if said.get(name) == "for")
        no = sum(self.people[name].votes for name in names if said.get(name) == "against")
        match self.rule:
            case "any":
                return yes >= 1 + extra
            case "all":
                return yes > 0 and no == 0
            case "at_least" | "each_group":
                return yes >= self.number + extra
            case "share":
                return yes > 0 and 100 * yes >= self.number * (yes + no)
            case _:
                return yes > no
