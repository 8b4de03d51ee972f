"""Persons and departments: coming in, who belongs to the house, who is away, and when people work."""
