"""Published versions, compiled once, and what follows from a document alone."""
