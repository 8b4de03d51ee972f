"""Requests that have ended, and how they are found again."""
