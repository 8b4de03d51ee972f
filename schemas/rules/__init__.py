"""Which rules a process has, what each may read, and in which order they are settled."""
