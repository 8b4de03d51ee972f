"""Workspaces with their working time, the people, groups and departments in them, who is away, and the keys and sessions by which they come in."""
