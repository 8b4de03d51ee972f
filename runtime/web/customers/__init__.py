"""Customers, suppliers and partners with their contacts, log, doubles, own fields and files."""
