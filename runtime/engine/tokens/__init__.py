"""How tokens go through a drawn flow: the machine of its edges, what they find on arrival, branches, moves and returns; not to be called from outside to act on a case."""
