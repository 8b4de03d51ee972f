"""The Problems and Publish tabs, the versions of a process, and its public links."""
