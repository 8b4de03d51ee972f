"""A file that is not taken."""

from typing import Any


class Unfit(Exception):
    """``code`` and ``params`` become a Problem about the file."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
