"""Several workers share the work that is due, woken by Celery over RabbitMQ or Redis.

A message says only "wake up": what there is to do stands in our tables, and is claimed there. So a message that is
lost or comes twice changes nothing, and while the broker is away every worker goes on by itself.
"""

import logging
import threading
from datetime import datetime, timedelta
from typing import Any, Final

from celery import Celery

from runtime.background import worker
from runtime.settings import Settings
from runtime.store.connection.database import Database
from runtime.store.operations import due_work

log = logging.getLogger(__name__)

QUEUE: Final = "formloom"
WAKE: Final = "formloom.wake"
CALLS: Final = 4
"""So many are woken at once: more than there are would find nothing to do."""
STALE: Final = 10
"""Seconds after which a message wakes nobody any more; there will have been others."""
UNHEARD: Final = timedelta(seconds=20)
"""Work that waits so long although we have called is done by whoever called."""
TURNS: Final = 50
"""Turns that somebody works who was woken, before others have theirs."""
PATIENCE: Final = 3
"""Seconds that the broker has to answer."""


def run(settings: Settings, stop: threading.Event, threads: int = 2) -> None:
    """A Celery worker of so many threads, until it is told to stop; and somebody who looks what is due."""
    database = worker.opened(settings)
    app = house_call(settings, database)
    caller = threading.Thread(target=_call, args=(app, database, settings, stop), daemon=True)
    caller.start()
    try:
        alone = {"without_gossip": True, "without_mingle": True}  # workers need know nothing of each other
        app.Worker(pool="threads", concurrency=threads, loglevel="WARNING", quiet=True, **alone).start()
    finally:
        stop.set()
        caller.join(PATIENCE)
        database.close()


def house_call(settings: Settings, database: Database) -> Celery:
    """The Celery application: one queue, one task, no results."""
    app = Celery(QUEUE, broker=settings.broker_url, set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_default_delivery_mode="transient",
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=PATIENCE,
        broker_transport_options={
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "max_retries": 1,  # a caller whom nobody hears has work to do
            "interval_start": 0,
            "interval_step": 0.2,
            "interval_max": 0.2,
        },
    )

    def wake() -> None:
        for _ in range(TURNS):
            if not worker.turn(database, settings):
                break

    app.task(name=WAKE)(wake)
    return app


def call(app: Any) -> None:
    """Raises whatever is wrong with the broker."""
    for _ in range(CALLS):
        app.send_task(WAKE, expires=STALE, retry=False)


def look(app: Any, database: Database, settings: Settings, moment: datetime) -> None:
    """Whoever can be woken is, where something is due; what nobody comes for we do ourselves."""
    with database.reading() as tx:
        since = due_work.waits_since(tx, moment)
    if since is None:
        return
    try:
        call(app)
    except Exception as away:  # noqa: BLE001 -- whatever is wrong with the broker, the work is done
        log.warning("the broker does not take a message: %s", away)
        since = moment - UNHEARD
    if moment - since >= UNHEARD:
        worker.turn(database, settings)


def _call(app: Any, database: Database, settings: Settings, stop: threading.Event) -> None:
    seldom = worker.Seldom(database, settings)
    while not stop.wait(worker.PAUSE):
        try:
            look(app, database, settings, worker.now())
        except Exception:
            log.exception("the work that is due could not be looked for")
            stop.wait(worker.AFTER_TROUBLE)
        seldom.turn(worker.now())
