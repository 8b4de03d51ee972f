"""Where a process is rehearsed: a case walked by invented people in simulated time.

It refuses what the runtime refuses: answers are read by the same checker with the rights of the step, and the same
engine decides.
"""

from runtime.cast import Cast
from runtime.engine.machine import Course
from runtime.walking import MONDAY, Open, Rehearsable, Rehearsed, Script, Walk
from schemas.answers import Checker
from schemas.problem import nested
from schemas.process import Process

__all__ = ["MONDAY", "Open", "Rehearsed", "Script", "Stage"]


class Stage:
    """A process, ready to be rehearsed any number of times.

    Raises:
        KeyError: the flow names a state that it has not.
    """

    def __init__(self, process: Process) -> None:
        self._ready = Rehearsable(process, Course(process.flow), Checker(process.form), Cast(process.flow))

    def rehearse(self, script: Script) -> Rehearsed:
        walk = Walk(self._ready)
        problems = walk.fill(script)
        for number, step in enumerate(script.get("steps") or ()):
            if problems:
                break
            problems = tuple(nested(problem, "steps", number) for problem in walk.step(step))
        return walk.summary(problems)
