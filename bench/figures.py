"""Times taken one by one, and how they are told."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True)
class Figure:
    """A median with its least and its most, in milliseconds."""

    name: str
    times: tuple[float, ...]

    @property
    def typical(self) -> float:
        return median(self.times)

    def line(self, beside: "Figure | None" = None) -> str:
        """A row of a table; the ratio is to what it stands ``beside``."""
        ratio = f"{self.typical / beside.typical:.1f} ×" if beside else ""
        return (
            f"| {self.name} | {_told(self.typical)} | {_told(min(self.times))} to {_told(max(self.times))} | {ratio} |"
        )


HEAD = "| what | median | spread | beside the first |\n|---|---|---|---|"


def timed(
    name: str, act: Callable[[], object], runs: int = 30, each: int = 20, clock: Callable[[], float] = perf_counter
) -> Figure:
    """``act`` done ``each`` times a run; without the collector, which would fall on one run or another."""
    act()
    gc.collect()
    gc.disable()
    try:
        return Figure(name, tuple(_run(act, each, clock) for _ in range(runs)))
    finally:
        gc.enable()


def table(title: str, figures: list[Figure], *more: str) -> str:
    first, *rest = figures
    lines = [first.line(), *(one.line(first) for one in rest)]
    return "\n".join([f"## {title}", "", HEAD, *lines, *(f"\n{one}" for one in more), ""])


def _run(act: Callable[[], object], each: int, clock: Callable[[], float]) -> float:
    before = clock()
    for _ in range(each):
        act()
    return (clock() - before) * 1000 / each


def _told(milliseconds: float) -> str:
    return f"{milliseconds:.2f} ms" if milliseconds >= 1 else f"{milliseconds * 1000:.0f} µs"
