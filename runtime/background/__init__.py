"""The work that falls due: deadlines, messages, cleaning up, by one process or several."""
