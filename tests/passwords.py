"""Passwords that are hashed quickly. A house of the tests has many people, and nobody wants to break in."""

from typing import Final

from argon2 import PasswordHasher

from runtime.people import accounts

TRUE: Final = accounts._hasher
"""What the product takes."""
accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
