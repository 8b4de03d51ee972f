"""What is not there."""


class Missing(Exception):
    """There is no such thing, or none that this actor may know of."""
