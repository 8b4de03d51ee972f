"""Who does the steps of a BPMN file: whoever it names, or the lane that a step stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from builder.editing.naming import slug
from builder.exchange.bpmn.bpmn_conditions import said_in
from builder.exchange.bpmn.bpmn_graph import Node
from builder.exchange.bpmn.bpmn_notes import NOBODY
from builder.exchange.conversion_report import Keys, Ledger
from schemas.model.assignment import Who
from schemas.words import Words, words

STAFF: Final = "staff"


@dataclass
class People:
    """``lanes``: by the id of a step the name of its lane. ``groups`` are those of the process, as they are met."""

    lanes: Mapping[str, str]
    ledger: Ledger
    groups: dict[str, Words] = field(default_factory=dict)
    keys: Keys = field(default_factory=Keys)

    def unused(self) -> list[str]:
        """The names of lanes that nobody's step stands in."""
        return sorted(set(self.lanes.values()) - set(self.keys.of))

    def who(self, node: Node) -> tuple[Who, ...]:
        """Whoever the file names; else the lane that the step stands in."""
        said = {key.rpartition("#")[2]: value for one in node.xml.walk() for key, value in one.attributes.items()}
        groups = [one.strip() for one in said.get("candidateGroups", "").split(",") if one.strip()]
        assignee = said.get("assignee", "").strip("=${} ")
        if assignee in ("initiator", "starter", "requester"):
            return (Who("requester"),)
        if assignee or said.get("candidateUsers"):
            users = assignee or said["candidateUsers"]
            self.ledger.note(
                "import.option", node.id, name=node.name or node.id, option=words("person", "人员"), value=users
            )
        lane = self.lanes.get(node.id)
        found = [one for one in groups if not one.startswith(("=", "$", "#"))] or ([lane] if lane else [])
        if not found:
            self.ledger.note("import.changed", node.id, name=node.name or node.id, what=NOBODY)
            self.groups.setdefault(STAFF, words("Staff", "办理人员"))
            return (Who("group", STAFF),)
        return tuple(Who("group", self._group(one)) for one in found)

    def _group(self, name: str) -> str:
        known = self.keys.of.get(name)
        if known is None:
            known = self.keys.free(slug(name, joint="-") or name, "group")
            self.keys.of[name] = known
            self.groups[known] = said_in(name)
        return known
