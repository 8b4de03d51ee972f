"""The tests of a document are run: once for a document, however often somebody asks what they came to."""

from collections.abc import Iterator
from functools import lru_cache

from runtime.rehearsal.rehearsal import Report, run_tests
from schemas.document import dumps, loads
from schemas.model.process import Process
from schemas.problem import Problem, pointer


def report(process: Process) -> Report:
    """What the tests come to; worked out once for a document."""
    return _report(dumps(process))


@lru_cache(maxsize=128)
def _report(document: str) -> Report:
    return run_tests(loads(document))


def failed(process: Process) -> Iterator[Problem]:
    """The document's own tests that fail; it has no errors otherwise."""
    for index, result in enumerate(report(process).tests):
        if not result.ok:
            yield Problem("test.failed", pointer("tests", index), {"title": result.title})
