"""Connections to Jira and Trello in the demo's workspace, as if the other side had answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from runtime.access import Actor
from runtime.mirrors import mirror_setup
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.mirrors import mirrors, twins
from runtime.store.mirrors.mirrors import Mirror
from runtime.store.mirrors.twins import Twin
from runtime.store.notices import channels
from tests.journeys.house import PROCESS

STATUSES = {
    "10": "To Do",
    "11": "Analysis",
    "12": "In review",
    "13": "Waiting for client",
    "14": "In Progress",
    "15": "Done",
}


def connected(tx: Connection, admin: Actor, odd: Case, fine: Case, now: datetime) -> Mapping[str, str]:
    """Two connections by kind, of which Trello does not answer; one request there is at odds, another is not."""
    keys = {}
    for kind, title in (("jira", "Engineering"), ("trello", "Workshop board of the second floor")):
        raw = {"title": title, "account": "bot@formloom.example", "token": "t"}
        raw |= {"url": "https://team.atlassian.example"} if kind == "jira" else {"secret": "s"}
        key, reading = mirror_setup.add(tx, admin, kind, raw, (), now)  # type: ignore[arg-type]
        assert not reading.problems
        keys[kind] = key
    jira = keys["jira"]
    offered = {"me": "Formloom", "places": {"ENG": "Engineering", "OPS": "Operations"}, "sorts": {"1": "Task"}}
    wanted = Mirror(admin.workspace, jira, PROCESS, place="ENG", sort="1", by_all=True, comments=True, dues=True)
    mirror_setup.arrange(tx, admin, wanted)
    _channel, mirror = mirror_setup.one(tx, admin, jira)
    mirrors.keep(tx, replace(mirror, offered=offered, statuses=STATUSES, me="me", hook="7"))
    mirror_setup.suggest(tx, admin, jira)
    silent = channels.one(tx, admin.workspace, keys["trello"])
    assert silent is not None
    said = "api.trello.com did not answer within 10 seconds"
    channels.keep_health(tx, replace(silent, failures=6, paused_until=now + timedelta(minutes=4), error=said))
    there = Twin(admin.workspace, fine.id, jira, 1, "10012", "ENG-12", "https://team.atlassian.example/browse/ENG-12")
    seen = now - timedelta(minutes=3)
    there = replace(
        there, status="Analysis", theirs="11", ours="11", there_at=seen, synced_at=seen, assignee="Mia Berg"
    )
    twins.add(tx, there)
    apart = replace(there, case_id=odd.id, there_id="10019", there_name="ENG-19", status="Done", theirs="12", ours="12")
    twins.add(tx, replace(apart, at_odds="no-move", odds_detail="Done", odds_since=now - timedelta(hours=2)))
    return {kind: f"/connections/{key[1:]}" for kind, key in keys.items()}
