"""Templates: found, made one's own, saved from a process, and brought up to what they have become since."""
