"""BPMN 2.0 as a process: our own as it was, that of others as far as we can carry it."""

from typing import Final

from builder.exchange.bpmn.bpmn_foreign import read_foreign
from builder.exchange.bpmn.bpmn_own import is_own, read_own
from builder.exchange.conversion_report import Carried, refused
from builder.exchange.plain_xml import read_xml

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def read_bpmn(content: bytes, name: str) -> Carried:
    """The process that a file holds; ``name`` where it says none. Of several processes the one with most in it.

    Raises:
        Unreadable: it is no BPMN, or nothing of it can be carried.
    """
    root = read_xml(content)
    found = [one for one in root.all("process") if one.space == MODEL]
    if root.space != MODEL or not found:
        raise refused("bpmn.none")
    own = next((one for one in found if is_own(one)), None)
    if own is not None:
        return read_own(own)
    return read_foreign(root, max(found, key=lambda one: len(one.inside)), name)
