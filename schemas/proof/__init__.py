"""Proofs before a process is published: over all answers and all ways, by a solver. `proving.proved` is the door."""
