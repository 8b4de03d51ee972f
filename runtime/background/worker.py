"""Does the work that is due: deadlines and mail. With the pages' shell the only reader of the clock."""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from runtime.background import cleanup, clock, postman
from runtime.insight import figure_mail
from runtime.mirrors import mirror_news
from runtime.proof import counting_anew
from runtime.settings import Settings
from runtime.store.connection.database import Database

log = logging.getLogger(__name__)

PAUSE: Final = 2.0
"""Seconds between two looks while there is nothing to do."""
AFTER_TROUBLE: Final = 15.0
"""Seconds until the next look when the database could not be reached."""
LAST_WORDS: Final = 20.0
"""Seconds that a letter has which is on its way when the work ends."""

Chore = Callable[[datetime], Any]
Duty = tuple[str, int, Callable[[Database, datetime], Any]]
"""Its name, the seconds between two rounds, and what to do."""

_duties: list[Duty] = []


def learn(duties: Iterable[Duty]) -> None:
    """What is to be done now and then besides, by rooms that this one may not know; told once, when the house is put together."""
    _duties.extend(duties)


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 -- one of the two places that read the clock


def opened(settings: Settings) -> Database:
    return Database(settings.database_url, settings.secret_key, settings.zone)


def run(settings: Settings, stop: threading.Event) -> None:
    """Until ``stop`` is set. Any number may run at once: the rows are claimed, so nothing is done twice.

    The post has a thread of its own: no deadline waits for a mail server that does not answer.
    """
    database = opened(settings)
    seldom = Seldom(database, settings)
    post = threading.Thread(target=_go_on, args=(stop, lambda: postman.deliver(database, settings, now())), daemon=True)
    post.start()
    _go_on(stop, lambda: clock.fire_due(database, now()), lambda: seldom.turn(now()))
    post.join(LAST_WORDS)
    database.close()


def turn(database: Database, settings: Settings) -> int:
    """How much was due, and is done now."""
    moment = now()
    return clock.fire_due(database, moment) + postman.deliver(database, settings, moment)


class Seldom:
    """What is done now and then: deadlines follow a working time that was changed, what is old is thrown away."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._last: dict[str, datetime] = {}
        self._rota: dict[str, tuple[timedelta, Chore]] = {
            "count deadlines anew": (timedelta(seconds=30), lambda moment: clock.recount(database, moment)),
            "look at Jira and Trello": (mirror_news.EVERY, lambda moment: mirror_news.look(database, settings, moment)),
            "send the report of figures": (
                timedelta(minutes=10),
                lambda moment: figure_mail.send_due(database, moment),
            ),
            "count what is not counted": (timedelta(minutes=1), lambda _: counting_anew.catch_up(database)),
            "throw away what is old": (timedelta(hours=1), lambda moment: cleanup.sweep(database, settings, moment)),
        }
        for what, seconds, do in _duties:
            self._rota[what] = (timedelta(seconds=seconds), partial(do, database))

    def turn(self, moment: datetime) -> None:
        for what, (pause, do) in self._rota.items():
            last = self._last.get(what)
            if last is not None and timedelta() <= moment - last < pause:  # a clock that is put back delays nothing
                continue
            self._last[what] = moment
            try:
                do(moment)
            except Exception:
                log.exception("could not %s", what)


def _go_on(stop: threading.Event, work: Callable[[], int], besides: Callable[[], None] | None = None) -> None:
    """Without a pause while there is more to do."""
    while not stop.is_set():
        stop.wait(_pause(work))
        if besides:
            besides()


def _pause(work: Callable[[], int]) -> float:
    """Seconds until the next turn."""
    try:
        busy = work()
    except Exception:
        log.exception("the work that is due could not be done")
        return AFTER_TROUBLE
    return 0.0 if busy else PAUSE
