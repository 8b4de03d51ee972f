"""Customers and their contacts, doubles among them, what was changed of them, and how they come into their portal."""
