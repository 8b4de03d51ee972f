"""Whose token a program shows."""

from dataclasses import dataclass, replace

from werkzeug.exceptions import Unauthorized

from runtime.access import Actor
from runtime.store.cases.tasks import Task
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.web.frame import shell


@dataclass(frozen=True)
class Caller:
    """``task``: the token is that of a client's one-time link, and opens this to-do and its case and nothing else."""

    actor: Actor
    task: Task | None = None

    def stay_within(self, wanted: str) -> None:
        """Raises Missing where the link leads elsewhere; what a person may open is looked at further down."""
        if self.task is not None and wanted not in (self.task.id, self.task.case_id):
            raise Missing(wanted)


def caller() -> Caller:
    """Raises Unauthorized: the token is nobody's, or its link has expired, or is one that a colleague opens in a browser."""
    person = shell.actor_or_none()
    if person is not None:
        return Caller(person)
    try:
        with shell.reading() as tx:
            client, task, _page = worklist.one_time(tx, shell.bearer(), shell.now())
    except Missing:
        raise Unauthorized from None
    if client.is_colleague:
        raise Unauthorized
    return Caller(replace(client, lang=shell.lang()), task)
