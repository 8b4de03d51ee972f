"""JSON Logic: what a rule comes to, what it reads, and whether it can work at all."""

from schemas.logic.checker import check, kind_of
from schemas.logic.evaluator import evaluate
from schemas.logic.limits import LogicError
from schemas.logic.mentions import names

__all__ = ["LogicError", "check", "evaluate", "kind_of", "names"]
