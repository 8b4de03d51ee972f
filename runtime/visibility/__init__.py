"""Who may see a request and which of its fields, and what may be told of where it goes."""
