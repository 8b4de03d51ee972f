"""The doors of the engine: what people, time, programs and administrators may do to a case."""
