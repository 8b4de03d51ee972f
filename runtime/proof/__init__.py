"""The invariants of a database, proved from its rows, and figures counted anew from the journal."""
