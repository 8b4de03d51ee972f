"""A connection to PostgreSQL that is told by heart, in the words of libpq: a statement is prepared once and then only named.

The driver's cursor finds out anew what each statement is, and sends one by one even what could go together. Here whatever
needs no answer waits for what does, or for the end: a transaction begins with its first statement and ends with its last,
in one journey each. Whoever waits for the server lets the other threads go on.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

Answer = tuple[list[tuple[Any, ...]], int]
"""Its rows, and how many it was about."""

KEPT: Final = "formloom.wire"
FINE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.PIPELINE_SYNC)
UNKNOWN: Final[Answer] = ([], -1)


@dataclass(slots=True)
class Waiting:
    """A prepared statement by its name and what it is given, until it is ``answered``."""

    name: bytes
    given: Any = ()
    answered: Any = None


def of(kept: dict[Any, Any], driver: Any) -> "Wire":
    """That of a connection; ``kept`` is what stays with it from one transaction to the next."""
    wire: Wire | None = kept.get(KEPT)
    if wire is None:
        wire = kept[KEPT] = Wire(driver)
    return wire


class Wire:
    """All raise the driver's own errors."""

    def __init__(self, driver: "Connection[Any]") -> None:
        self._driver = driver
        self._server = driver.pgconn
        self._turned = Transformer.from_context(driver)
        self._names: dict[str, bytes] = {}
        self._made = 0
        self._unsure = False
        self._waiting: list[Waiting] = []
        self._holds = False

    def forget(self) -> None:
        """Something is taken back: what waits is not said, and the driver has the server forget whatever was prepared."""
        self._waiting.clear()
        self._unsure = True

    def say(self, text: str, told: Sequence[Any], *, asks: bool = True) -> Answer:
        """``text`` numbers what it is given: $1, $2. Within `together` the answer is unknown to what does not ask for rows."""
        if self._holds and not asks:
            self.later(text, told)
            return UNKNOWN
        self._begin()
        if self._waiting:
            return self.answer(self.later(text, told))
        return self._read(self._server.exec_prepared(self._name(text), self._dumped(told)))

    def later(self, text: str, told: Sequence[Any]) -> Waiting:
        """It goes with what is said next, or at the end."""
        self._begin()
        waiting = Waiting(self._name(text), self._dumped(told))
        self._waiting.append(waiting)
        return waiting

    def answer(self, waiting: Waiting) -> Answer:
        if waiting.answered is None:
            self.send()
        return self._read(waiting.answered)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is said in this block waits, and may fail when it is sent. A block that is broken off says nothing."""
        before = len(self._waiting)
        self._holds = True
        try:
            yield
        except BaseException:
            del self._waiting[before:]
            raise
        finally:
            self._holds = False

    def send(self) -> None:
        """What waits, in one journey."""
        said, self._waiting = self._waiting, []
        if not said:
            return
        self._server.enter_pipeline_mode()
        try:
            for one in said:
                self._server.send_query_prepared(one.name, one.given)
            self._server.pipeline_sync()
            answers = self._driver.wait(self._answers(len(said) + 1))
        finally:
            self._leave_pipeline()
        for one, answer in zip(said, answers, strict=False):
            self._check(answer)
            one.answered = answer

    def commit(self) -> None:
        """With what waits; where nothing does, this is left to the driver."""
        if self._waiting:
            self._waiting += [] if self._driver.autocommit else [Waiting(self._name("COMMIT"))]
            self.send()

    def _answers(self, count: int) -> Generator[Any, Any, list[Any]]:
        yield from send(self._server)
        answers: list[Any] = []
        for _ in range(count):
            answers += yield from fetch_many(self._server)
        return answers

    def _leave_pipeline(self) -> None:
        """A connection that was interrupted meanwhile is of no use any more."""
        try:
            self._server.exit_pipeline_mode()
        except OperationalError:
            self._driver.close()

    def _make_sure(self) -> None:
        answer = self._server.exec_(b"SELECT name FROM pg_prepared_statements")
        self._check(answer)
        there = {answer.get_value(at, 0) for at in range(answer.ntuples)}
        self._names = {text: name for text, name in self._names.items() if name in there}
        self._unsure = False

    def _dumped(self, told: Sequence[Any]) -> Any:
        return self._turned.dump_sequence(told, [PyFormat.TEXT] * len(told))

    def _name(self, text: str) -> bytes:
        if self._unsure:
            self._make_sure()
        return self._names.get(text) or self._prepared(text)

    def _prepared(self, text: str) -> bytes:
        name = f"formloom_{self._made}".encode()
        self._made += 1
        self._check(self._server.prepare(name, text.encode()))
        self._names[text] = name
        return name

    def _begin(self) -> None:
        """As the driver does before the first statement."""
        driver = self._driver
        if self._waiting or driver.autocommit or self._server.transaction_status != TransactionStatus.IDLE:
            return
        said = "BEGIN"
        if driver.isolation_level:
            said += f" ISOLATION LEVEL {driver.isolation_level.name.replace('_', ' ')}"
        if driver.read_only is not None:
            said += " READ ONLY" if driver.read_only else " READ WRITE"
        self._waiting.append(Waiting(self._name(said)))

    def _read(self, answer: Any) -> Answer:
        self._check(answer)
        count = answer.command_tuples
        if answer.status != ExecStatus.TUPLES_OK:
            return [], count or 0
        self._turned.set_pgresult(answer)
        return self._turned.load_rows(0, answer.ntuples, tuple), count or 0

    def _check(self, answer: Any) -> None:
        if answer.status in FINE:
            return
        self._unsure = True  # it is taken back, by the pool at the latest
        if self._server.status == ConnStatus.BAD:
            raise OperationalError(answer.get_error_message())
        raise error_from_result(answer, self._driver.info.encoding)
