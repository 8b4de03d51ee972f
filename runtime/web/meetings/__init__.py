"""Meetings, their series and agendas, what is decided there, and who belongs to them."""
