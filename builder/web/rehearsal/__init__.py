"""A draft as its people will see it: the form alone, the Try tab, and the document's tests."""
