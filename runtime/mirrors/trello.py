"""Trello: a board whose lists are the statuses, by its REST API 1 (an API key and a token)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from runtime.mirrors.counterpart import Forged, Fresh, Line, News, Refused, Remark, Status, There

PAGE: Final = 1000
"""Actions or cards of one answer, the most that Trello gives."""
MOST_PAGES: Final = 5
OVERLAP: Final = timedelta(minutes=1)
LONGEST_TITLE: Final = 16_384
_MOVES: Final = "updateCard:idList,updateCard:closed,deleteCard,moveCardToBoard,moveCardFromBoard"
_TOLD: Final = frozenset(
    {"deleteCard", "moveCardToBoard", "moveCardFromBoard", "addMemberToCard", "removeMemberFromCard"}
)
"""Kinds of action that concern us, whatever else they say."""
_FIELDS: Final = "idList,dateLastActivity,shortLink,shortUrl,idBoard"


@dataclass(frozen=True)
class Trello:
    """One board. ``me`` is the id of the member whose token it is."""

    line: Line
    place: str
    me: str = ""

    def whoami(self) -> tuple[str, str]:
        told = self.line.ask("GET", "/1/members/me", query={"fields": "id,fullName"})
        return str(told["id"]), str(told["fullName"])

    def statuses(self) -> list[Status]:
        return self._named(f"/1/boards/{quote(self.place, safe='')}/lists", filter="open")

    def places(self) -> list[Status]:
        return self._named("/1/members/me/boards", filter="open")

    def sorts(self) -> list[Status]:
        return []

    def find(self, mark: str, since: datetime) -> There | None:
        """By the mark in the description, among the cards made since: a list that knows of each card at once."""
        query = {"fields": f"desc,{_FIELDS}", "limit": str(PAGE), "since": _moment(since - OVERLAP)}
        for card in self.line.ask("GET", f"/1/boards/{quote(self.place, safe='')}/cards/all", query=query):
            if mark in card.get("desc", ""):
                return self.read(str(card["id"]))
        return None

    def create(self, fresh: Fresh) -> str:
        text = f"{fresh.text}\n\n{fresh.back}\n\n{fresh.mark}".strip()
        card = {"idList": fresh.status, "name": fresh.title[:LONGEST_TITLE], "desc": text[:LONGEST_TITLE]}
        told = self.line.ask("POST", "/1/cards", body=card)
        return str(told["id"])

    def read(self, there_id: str) -> There:
        query = {"fields": _FIELDS, "list": "true", "list_fields": "id,name", "members": "true"}
        query["member_fields"] = "fullName"
        told = self.line.ask("GET", f"/1/cards/{quote(there_id, safe='')}", query=query)
        at = datetime.fromisoformat(told["dateLastActivity"])
        status = Status(str(told["idList"]), (told.get("list") or {}).get("name", ""))
        members = ", ".join(str(one["fullName"]) for one in told.get("members", ()))
        return There(str(told["id"]), told["shortLink"], told["shortUrl"], status, at, members)

    def put(self, there: There, status: str) -> bool:
        """False where there is no such list any more."""
        try:
            self.line.ask("PUT", f"/1/cards/{quote(there.id, safe='')}", body={"idList": status})
        except Refused as refused:
            if refused.status == HTTPStatus.BAD_REQUEST:
                return False
            raise
        return True

    def way(self, there: There, status: str) -> Sequence[str]:  # noqa: ARG002 -- from every list a card goes to every other
        return ()

    def date(self, there: There, due: datetime | None) -> None:
        self.line.ask("PUT", f"/1/cards/{quote(there.id, safe='')}", body={"due": _moment(due) if due else None})

    def changed(self, since: datetime, now: datetime) -> Sequence[tuple[str, str]]:  # noqa: ARG002 -- Trello takes a date
        """The newest of each card: actions come newest first."""
        found: dict[str, str] = {}
        query = {"filter": _MOVES, "fields": "data,date", "limit": str(PAGE), "since": _moment(since - OVERLAP)}
        for _ in range(MOST_PAGES):
            actions = self.line.ask("GET", f"/1/boards/{quote(self.place, safe='')}/actions", query=query)
            for one in actions:
                data = one["data"]
                found.setdefault(str(data["card"]["id"]), str(data.get("listAfter", {}).get("id", "")))
            if len(actions) < PAGE:
                break
            query["before"] = str(actions[-1]["id"])
        return list(found.items())

    def say(self, there_id: str, text: str) -> str:
        path = f"/1/cards/{quote(there_id, safe='')}/actions/comments"
        return str(self.line.ask("POST", path, body={"text": text[:LONGEST_TITLE]})["id"])

    def has_said(self, there_id: str, mark: str) -> str:
        query = {"filter": "commentCard", "fields": "data", "limit": str(PAGE)}
        told = self.line.ask("GET", f"/1/cards/{quote(there_id, safe='')}/actions", query=query)
        return next((str(one["id"]) for one in told if mark in one["data"].get("text", "")), "")

    def register(self, address: str, secret: str) -> str:  # noqa: ARG002 -- Trello signs with the secret of the key
        """Trello asks our address with HEAD before it answers."""
        wanted = {"idModel": self.place, "callbackURL": address, "description": "Formloom"}
        return str(self.line.ask("POST", "/1/webhooks", body=wanted)["id"])

    def heard(self, headers: Mapping[str, str], body: bytes, address: str, secret: str) -> News | None:
        made = base64.b64encode(hmac.new(secret.encode(), body + address.encode(), hashlib.sha1).digest()).decode()
        if not secret or not hmac.compare_digest(made.encode(), headers.get("X-Trello-Webhook", "").encode()):
            raise Forged
        action = json.loads(body).get("action") or {}
        data = action.get("data") or {}
        card = data.get("card") or {}
        if not action.get("id") or not card.get("id"):
            return None
        by = action.get("memberCreator") or {}
        mine = str(action.get("idMemberCreator", "")) == self.me
        if action.get("type") == "commentCard":
            remark = Remark(str(action["id"]), by.get("fullName", ""), str(data.get("text", "")), mine)
            return News(str(action["id"]), str(card["id"]), mine, "", remark)
        moved = action.get("type") == "updateCard" and {"idList", "closed"} & set(data.get("old") or {})
        if not moved and action.get("type") not in _TOLD:
            return None
        return News(str(action["id"]), str(card["id"]), mine, str((data.get("listAfter") or {}).get("id", "")))

    def _named(self, path: str, **query: str) -> list[Status]:
        told: list[dict[str, Any]] = self.line.ask("GET", path, query={"fields": "id,name", **query})
        return [Status(str(one["id"]), one["name"]) for one in told]


def line_of(base: str, key: str, token: str, private: Sequence[str]) -> Line:
    """Key and token go in a header: an address is written into logs."""
    return Line(base, private, {"Authorization": f'OAuth oauth_consumer_key="{key}", oauth_token="{token}"'})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
