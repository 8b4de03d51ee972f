"""All commands together: they speak UTF-8 wherever they run, and what is wrong around them is said in a line."""

import sys
from collections.abc import Mapping
from io import TextIOWrapper
from pkgutil import resolve_name
from typing import Any

import click

from runtime.settings import Unsettled

WRONG_CALL = 2
UNREACHABLE = "runtime.store.connection.unreachable:reason"
"""Loaded when something has gone wrong: SQLAlchemy is half of what a command about a file costs."""


class Commands(click.Group):
    """Settings, files and databases that cannot be used are a wrong call, whichever command finds it out.

    ``where``: the module and the name of each command, as in ``module:name``; it is loaded when it is called.
    """

    def __init__(self, *, where: Mapping[str, str], **given: Any) -> None:
        super().__init__(**given)
        self.where = where

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.where, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.where:
            return super().get_command(ctx, cmd_name)
        command: click.Command = resolve_name(self.where[cmd_name])
        return command

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # whoever read us has heard enough; click knows what to do then
            raise
        except (Unsettled, OSError) as wrong:
            return _leave(ctx, str(wrong))
        except Exception as wrong:
            if said := resolve_name(UNREACHABLE)(wrong):
                return _leave(ctx, said)
            raise


def _leave(ctx: click.Context, said: str) -> None:
    click.echo(said, err=True)
    ctx.exit(WRONG_CALL)
