"""Reports that name what is not there, or two of one name."""

from collections.abc import Iterator

from schemas.format.addresses import Addresses
from schemas.model.process import Process
from schemas.problem import Problem, pointer


def wrong(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    known: set[str] = set()
    for number, report in enumerate(process.reports):
        if report.key in known:
            yield Problem("key.duplicate", pointer("reports", number, "key"), {"key": report.key})
        known.add(report.key)
    for path, key in _fields(process):
        if key not in process.form.fields:
            yield Problem("field.unknown", path, {"field": key})
    for number, state in enumerate(process.flow.states):
        for index, key in enumerate(state.reports):
            if key not in known:
                yield Problem("report.unknown", pointer("flow", "states", number, "reports", index), {"report": key})


def _fields(process: Process) -> Iterator[tuple[str, str]]:
    for number, report in enumerate(process.reports):
        for at, section in enumerate(report.sections):
            for index, key in enumerate(section.fields):
                yield pointer("reports", number, "sections", at, "fields", index), key
