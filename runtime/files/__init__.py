"""Files that people send: how they arrive, where their bytes lie, and what is sealed or signed."""
