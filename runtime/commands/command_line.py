"""All commands together: they speak UTF-8 wherever they run, and what is wrong around them is said in a line."""

import sys
from io import TextIOWrapper
from typing import Any

import click

from runtime.settings import Unsettled
from runtime.store.connection import unreachable

WRONG_CALL = 2


class Commands(click.Group):
    """Settings, files and databases that cannot be used are a wrong call, whichever command finds it out."""

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
            if said := unreachable.reason(wrong):
                return _leave(ctx, said)
            raise


def _leave(ctx: click.Context, said: str) -> None:
    click.echo(said, err=True)
    ctx.exit(WRONG_CALL)
