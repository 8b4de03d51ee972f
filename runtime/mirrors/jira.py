"""Jira: Cloud by its REST API 3 (an e-mail address and an API token), Data Center by its REST API 2 (a personal access token)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from runtime.mirrors.counterpart import Forged, Fresh, Line, News, Refused, Remark, Status, There

PAGE: Final = 100
"""Issues of one answer of a search."""
MOST_PAGES: Final = 10
MOST_STEPS: Final = 4
"""Transitions that are walked to one status."""
MOST_LOOKED: Final = 4
"""Statuses whose transitions are looked up for that."""
LABEL: Final = "formloom"
"""All that we have made bear it."""
LONGEST_TITLE: Final = 255
EVENTS: Final = ("jira:issue_updated", "jira:issue_deleted", "comment_created")
_MINUTE: Final = 60
_OVERLAP: Final = 2
"""Minutes that a search looks further back: Jira's index lags behind, and counts in whole minutes."""


@dataclass(frozen=True)
class Jira:
    """One project. ``sort`` is the id of the kind of issue, ``me`` the id of our account."""

    line: Line
    place: str
    sort: str = ""
    me: str = ""
    cloud: bool = True

    @property
    def api(self) -> str:
        return "/rest/api/3" if self.cloud else "/rest/api/2"

    def whoami(self) -> tuple[str, str]:
        told = self.line.ask("GET", f"{self.api}/myself")
        return _account(told), str(told.get("displayName", ""))

    def statuses(self) -> list[Status]:
        sorts = self._sorts()
        found = [one for sort in sorts if self.sort in ("", str(sort["id"])) for one in sort["statuses"]]
        return list({one["id"]: Status(str(one["id"]), one["name"]) for one in found}.values())

    def places(self) -> list[Status]:
        if not self.cloud:
            return [Status(one["key"], one["name"]) for one in self.line.ask("GET", f"{self.api}/project")]
        told = self.line.ask("GET", f"{self.api}/project/search", query={"maxResults": str(PAGE)})
        return [Status(one["key"], one["name"]) for one in told["values"]]

    def sorts(self) -> list[Status]:
        return [Status(str(one["id"]), one["name"]) for one in self._sorts() if not one.get("subtask")]

    def find(self, mark: str, since: datetime) -> There | None:  # noqa: ARG002 -- of Trello; a label needs no date
        found = self._search(f"project = {_quoted(self.place)} AND labels = {_quoted(mark)}", most=1)
        return next((self._there(one) for one in found), None)

    def create(self, fresh: Fresh) -> str:
        fields: dict[str, Any] = {
            "project": {"key": self.place},
            "issuetype": {"id": self.sort},
            "summary": fresh.title[:LONGEST_TITLE],
            "description": self._text(f"{fresh.text}\n\n{fresh.back}".strip()),
            "labels": [LABEL, fresh.mark],
        }
        told = self.line.ask("POST", f"{self.api}/issue", body={"fields": fields})
        return str(told["id"])

    def read(self, there_id: str) -> There:
        told = self.line.ask("GET", f"{self._issue(there_id)}", query={"fields": "status,updated,assignee"})
        return self._there(told)

    def put(self, there: There, status: str) -> bool:
        """A transition that leads there, if the workflow offers one from where it stands."""
        way = self._ways(there.id).get(status)
        if way is None:
            return False
        try:
            self.line.ask("POST", f"{self._issue(there.id)}/transitions", body={"transition": {"id": way["id"]}})
        except Refused as refused:
            if refused.status == 400:  # noqa: PLR2004 -- a screen of this transition wants more than we know
                return False
            raise
        return True

    def way(self, there: There, status: str) -> Sequence[str]:
        """The shortest that passes by nothing which counts as done.

        Administrators alone are told of a workflow; but whoever sees an issue is told what it can become. So for each
        status on the way an issue that has it is asked, and none is moved to find out.
        """
        offered = self._ways(there.id)
        if status in offered:  # it was tried, and a screen wants more than we know
            return ()
        seen = {there.status.id}
        paths = _further((), offered, seen)
        for _ in range(MOST_LOOKED):
            if not paths:
                break
            path = paths.pop(0)
            fellow = next(self._search(self._with_status(path[-1]), most=1), None)
            onward = self._ways(str(fellow["id"])) if fellow else {}
            if status in onward:
                return (*path, status)
            if len(path) < MOST_STEPS - 1:
                paths += _further(path, onward, seen)
        return ()

    def date(self, there: There, due: datetime | None) -> None:
        """A day: Jira knows no hour."""
        fields = {"duedate": due.date().isoformat() if due else None}
        self.line.ask("PUT", self._issue(there.id), body={"fields": fields})

    def changed(self, since: datetime, now: datetime) -> Sequence[tuple[str, str]]:
        """A length of time needs no time zone of theirs."""
        minutes = int((now - since).total_seconds() // _MINUTE) + _OVERLAP
        jql = f"project = {_quoted(self.place)} AND updated >= -{minutes}m ORDER BY updated ASC"
        return [(str(one["id"]), str(one["fields"]["status"]["id"])) for one in self._search(jql)]

    def say(self, there_id: str, text: str) -> str:
        told = self.line.ask("POST", f"{self._issue(there_id)}/comment", body={"body": self._text(text)})
        return str(told["id"])

    def has_said(self, there_id: str, mark: str) -> str:
        query = {"orderBy": "-created", "maxResults": str(PAGE)}
        told = self.line.ask("GET", f"{self._issue(there_id)}/comment", query=query)["comments"]
        return next((str(one["id"]) for one in told if mark in _plain(one.get("body"))), "")

    def register(self, address: str, secret: str) -> str:
        """As an administrator of Jira may; others set it up by hand."""
        wanted = {
            "name": "Formloom",
            "url": address,
            "events": list(EVENTS),
            "filters": {"issue-related-events-section": f"project = {_quoted(self.place)}"},
            "excludeBody": False,
            "secret": secret,
        }
        told = self.line.ask("POST", "/rest/webhooks/1.0/webhook", body=wanted)
        return str(told.get("self", "")).rpartition("/")[2] or "1"

    def heard(self, headers: Mapping[str, str], body: bytes, address: str, secret: str) -> News | None:  # noqa: ARG002 -- the address is signed by Trello only
        made = f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
        if not secret or not hmac.compare_digest(made.encode(), headers.get("X-Hub-Signature", "").encode()):
            raise Forged
        told = json.loads(body)
        kind, issue = told.get("webhookEvent", ""), told.get("issue") or {}
        if kind not in EVENTS or not issue.get("id"):
            return None
        event = headers.get("X-Atlassian-Webhook-Identifier") or hashlib.sha256(body).hexdigest()
        status = str(((issue.get("fields") or {}).get("status") or {}).get("id", ""))
        if kind == "comment_created":
            said = told.get("comment") or {}
            by = said.get("author") or {}
            mine = _account(by) == self.me
            remark = Remark(str(said.get("id", "")), by.get("displayName", ""), _plain(said.get("body")), mine)
            return News(event, str(issue["id"]), mine, status, remark)
        items = (told.get("changelog") or {}).get("items", ())
        if kind == "jira:issue_updated" and items and not {"status", "assignee"} & {one.get("field") for one in items}:
            return None
        return News(event, str(issue["id"]), _account(told.get("user") or {}) == self.me, status)

    def _sorts(self) -> list[dict[str, Any]]:
        return list(self.line.ask("GET", f"{self.api}/project/{quote(self.place, safe='')}/statuses"))

    def _with_status(self, status: str) -> str:
        sort = f" AND issuetype = {self.sort}" if self.sort.isdigit() else ""
        named = status if status.isdigit() else _quoted(status)
        return f"project = {_quoted(self.place)} AND status = {named}{sort}"

    def _ways(self, there_id: str) -> dict[str, dict[str, Any]]:
        """Each status that an issue can be given now, and the transition that does it."""
        told = self.line.ask("GET", f"{self._issue(there_id)}/transitions")["transitions"]
        return {str(one["to"]["id"]): one for one in reversed(told) if one.get("isAvailable", True)}

    def _issue(self, there_id: str) -> str:
        return f"{self.api}/issue/{quote(there_id, safe='')}"

    def _search(self, jql: str, most: int = MOST_PAGES * PAGE) -> Iterator[dict[str, Any]]:
        """Cloud hands out a token for the next page, Data Center counts."""
        wanted: dict[str, Any] = {"jql": jql, "fields": ["status", "updated"], "maxResults": min(most, PAGE)}
        found = 0
        while found < most:
            told = self.line.ask("POST", f"{self.api}/search{'/jql' if self.cloud else ''}", body=wanted)
            yield from told["issues"]
            found += len(told["issues"])
            if self.cloud and told.get("nextPageToken"):
                wanted["nextPageToken"] = told["nextPageToken"]
            elif not self.cloud and told["issues"] and found < told.get("total", 0):
                wanted["startAt"] = found
            else:
                return

    def _there(self, told: Mapping[str, Any]) -> There:
        fields = told["fields"]
        status = Status(str(fields["status"]["id"]), fields["status"]["name"])
        url = f"{self.line.base}/browse/{told['key']}"
        at, by = datetime.fromisoformat(fields["updated"]), str((fields.get("assignee") or {}).get("displayName", ""))
        return There(str(told["id"]), told["key"], url, status, at, by)

    def _text(self, text: str) -> Any:
        """Cloud wants its document format, Data Center plain text."""
        return written(text) if self.cloud else text


def _further(path: tuple[str, ...], onward: Mapping[str, Mapping[str, Any]], seen: set[str]) -> list[tuple[str, ...]]:
    """A step longer, by statuses that nobody has seen yet."""
    kinds = {one: (way["to"].get("statusCategory") or {}).get("key", "") for one, way in onward.items()}
    fresh = [one for one, kind in kinds.items() if one not in seen and kind != "done"]
    seen.update(fresh)
    return [(*path, one) for one in fresh]


def line_of(base: str, account: str, token: str, private: Sequence[str]) -> Line:
    """With an ``account`` it is a pair of e-mail address and API token, without one a personal access token."""
    shown = f"Basic {base64.b64encode(f'{account}:{token}'.encode()).decode()}" if account else f"Bearer {token}"
    return Line(base, private, {"Authorization": shown})


def written(text: str) -> dict[str, Any]:
    """Lines as paragraphs of the Atlassian Document Format, which knows no empty text."""
    paragraphs = [
        {"type": "paragraph", "content": [{"type": "text", "text": one}] if one else []} for one in text.split("\n")
    ]
    return {"type": "doc", "version": 1, "content": paragraphs}


def _plain(node: Any) -> str:
    """What a document says; whatever is not text is left out."""
    if isinstance(node, str):
        return node
    if not isinstance(node, dict):
        return ""
    if node.get("type") in ("text", "hardBreak"):
        return str(node.get("text", "\n"))
    between = "\n" if node.get("type") in ("doc", "bulletList", "orderedList", "blockquote") else ""
    return between.join(_plain(one) for one in node.get("content", ()))


def _account(user: Mapping[str, Any]) -> str:
    """Cloud names accounts by an id, Data Center by a key."""
    return str(user.get("accountId") or user.get("key") or "")


def _quoted(text: str) -> str:
    """For JQL, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
