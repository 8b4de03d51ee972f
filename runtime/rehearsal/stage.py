"""Where a process is rehearsed: a case walked by invented people in simulated time.

It refuses what the runtime refuses: answers are read by the same checker with the rights of the step, and the same
engine decides.
"""

from runtime.engine.facts import Directory
from runtime.engine.tokens.machine import Course
from runtime.rehearsal.cast import Cast
from runtime.rehearsal.rehearsable import MONDAY, Open, Rehearsable, Rehearsed, Script
from runtime.rehearsal.walking import Walk
from schemas.filling.answers import Checker
from schemas.model.process import Process
from schemas.problem import Problem, nested

__all__ = ["MONDAY", "Open", "Rehearsed", "Script", "Stage"]


class Stage:
    """A process, ready to be rehearsed any number of times; by invented people, or by those of ``directory``.

    Raises:
        KeyError: the flow names a state that it has not.
    """

    def __init__(self, process: Process, directory: Directory | None = None) -> None:
        course = Course(process.flow)
        cast = directory or Cast(process.flow)
        self._ready = Rehearsable(process, course, Checker(process.form), cast, invented=directory is None)

    def rehearse(self, script: Script) -> Rehearsed:
        walk, problems = self.walk(script)
        return walk.summary(problems)

    def walk(self, script: Script) -> tuple[Walk, tuple[Problem, ...]]:
        """How far the script leads, and what stops it there."""
        walk = Walk(self._ready)
        problems = walk.fill(script)
        for number, step in enumerate(script.get("steps") or ()):
            if problems:
                break
            problems = tuple(nested(problem, "steps", number) for problem in walk.step(step))
        return walk, problems
