"""The JSON API for programs: one module a subject, each calling the same use cases as the pages; no page may import it."""
