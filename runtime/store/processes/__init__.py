"""Processes, their published versions and where they came from, templates, and who is at work on which draft."""
