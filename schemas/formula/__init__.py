"""A rule as text that people read and type, and as JSON Logic: there and back."""

from schemas.formula.completion import Completion, complete
from schemas.formula.form_names import names_of_form
from schemas.formula.parsing import LONGEST, WrongFormula, parse
from schemas.formula.printing import printed
from schemas.formula.titles import Names

__all__ = ["LONGEST", "Completion", "Names", "WrongFormula", "complete", "names_of_form", "parse", "printed"]
