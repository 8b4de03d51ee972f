"""Reading an answer: ours, with types, rules and words for all that is wrong, beside the bare validators."""

from typing import Any

import jsonschema
import jsonschema_rs
from figures import Figure, table, timed
from large_form import answer_to, large_form

from schemas.filling.answers import Checker
from schemas.filling.visible import compiled
from schemas.format.form_writing import write_form
from schemas.model.form import Form
from schemas.rules import compiled_rules


def measured() -> str:
    return "\n".join([_reading(12, 6), _reading(100, 60), _compiling()])


def _reading(fields: int, rules: int) -> str:
    form = large_form(fields, rules)
    checker, raw = Checker(form), answer_to(form)
    reading = checker.read(raw, checker.writable)
    if reading.problems:
        raise ValueError(reading.problems)
    schema = write_form(form)["schema"]
    rust, python = jsonschema_rs.Draft202012Validator(schema), jsonschema.Draft202012Validator(schema)
    wrong = dict.fromkeys(raw, "?")
    figures = [
        timed("jsonschema-rs, shape and bounds only", lambda: list(rust.iter_errors(reading.answers))),
        timed("jsonschema, shape and bounds only", lambda: list(python.iter_errors(reading.answers)), each=5),
        timed("read(): types, rules, bounds", lambda: checker.read(raw, checker.writable)),
        timed("read() where every answer is wrong", lambda: checker.read(wrong, checker.writable)),
    ]
    return table(f"An answer to {fields} fields with {rules} rules", figures)


def _compiling() -> str:
    form = large_form(100, 60)
    once = Figure("compile the checker of 100 fields and 60 rules", tuple(_compile_times()))
    again = timed("the same form once more", lambda: compiled(form))
    known = len(compiled_rules._COMPILED)  # noqa: SLF001 -- to count what is kept
    Checker(form).read({}, frozenset())
    grown = len(compiled_rules._COMPILED) - known  # noqa: SLF001
    return table("Compiling", [once, again], f"Kept by another reading of the same form: {grown}.")


def _compile_times() -> list[float]:
    return [timed("", _fresh(form), runs=1, each=1).typical for form in (large_form(100, 60) for _ in range(20))]


def _fresh(form: Form) -> Any:
    return lambda: (Checker(form), compiled(form))


if __name__ == "__main__":
    print(measured())
