"""A connection to PostgreSQL that is told by heart, in the words of libpq: a statement is prepared once and then only named.

The driver's cursor finds out anew what each statement is, and sends one by one even what could go together. Whoever waits
here lets the other threads go on, once for each journey.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

Said = tuple[bytes, Any]
"""A prepared statement by its name, and what it is given."""
Answer = tuple[list[tuple[Any, ...]], int]
"""Its rows, and how many it was about."""

KEPT: Final = "formloom.wire"
FINE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.PIPELINE_SYNC)
UNKNOWN: Final[Answer] = ([], -1)


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
        self._together: list[Said] | None = None

    def doubt(self) -> None:
        """Something has been taken back, and with it the driver has the server forget whatever was prepared."""
        self._unsure = True

    def say(self, text: str, told: Sequence[Any]) -> Answer:
        """``text`` numbers what it is given: $1, $2. Within `together` its answer is unknown."""
        self._begin()
        if self._unsure:
            self._make_sure()
        name = self._names.get(text) or self._prepared(text)
        given: Any = self._turned.dump_sequence(told, [PyFormat.TEXT] * len(told))
        if self._together is None:
            return self._read(self._server.exec_prepared(name, given))
        self._together.append((name, given))
        return UNKNOWN

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is said in this block goes to the server at its end, in one journey, and fails there."""
        said = self._together = []
        try:
            yield
        finally:
            self._together = None
        if said:
            self._say_all(said)

    def _say_all(self, said: Sequence[Said]) -> None:
        self._server.enter_pipeline_mode()
        try:
            for name, given in said:
                self._server.send_query_prepared(name, given)
            self._server.pipeline_sync()
            answers = self._driver.wait(self._answers(len(said) + 1))
        finally:
            self._leave_pipeline()
        for answer in answers:
            self._check(answer)

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

    def _prepared(self, text: str) -> bytes:
        name = f"formloom_{self._made}".encode()
        self._made += 1
        self._check(self._server.prepare(name, text.encode()))
        self._names[text] = name
        return name

    def _begin(self) -> None:
        """As the driver does before the first statement."""
        driver = self._driver
        if driver.autocommit or self._server.transaction_status != TransactionStatus.IDLE:
            return
        said = ["BEGIN"]
        if driver.isolation_level:
            said.append(f"ISOLATION LEVEL {driver.isolation_level.name.replace('_', ' ')}")
        if driver.read_only is not None:
            said.append("READ ONLY" if driver.read_only else "READ WRITE")
        self._check(self._server.exec_(" ".join(said).encode()))

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
        if self._server.status == ConnStatus.BAD:
            raise OperationalError(answer.get_error_message())
        raise error_from_result(answer, self._driver.info.encoding)
