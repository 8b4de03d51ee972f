"""Trackers of others that stand for ours: connections, and which issue or card stands for which case."""
