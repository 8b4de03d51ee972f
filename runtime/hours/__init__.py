"""The working time of a workspace, and how long something took by it."""
