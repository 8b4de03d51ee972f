"""Processes being written: drafts with their history, what two have changed at once, and the groups that their steps name."""
