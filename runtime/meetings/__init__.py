"""Meetings of a group: series, agenda, votes that go back to the requests, and minutes."""
