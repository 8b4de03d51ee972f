"""The command line: every command by its name, and where it stands.

Only the modules of the command that is called are loaded: whoever lints a document in an editor does not wait for a
hundred pages.
"""

from pkgutil import resolve_name
from typing import Any, Final

import click

from runtime.commands.command_line import Commands
from runtime.settings import Settings

WHERE: Final = {
    "check": "builder.commands.answers_cli:check",
    "logic": "builder.commands.answers_cli:logic",
    "lint": "builder.commands.proving_cli:lint",
    "test": "builder.commands.testing_cli:test",
    "rehearse": "builder.commands.proving_cli:rehearse",
    "diff": "builder.commands.exchange_cli:diff",
    "import": "builder.commands.exchange_cli:import_",
    "render": "builder.commands.house_cli:render",
    "publish": "builder.commands.house_cli:publish_",
    "draft": "builder.commands.house_cli:draft_",
    "export": "builder.commands.house_cli:export",
    "demo": "builder.commands.house_cli:demo",
    "templates": "builder.commands.template_cli:templates",
    "migrate": "runtime.commands.operator_cli:migrate",
    "found": "runtime.commands.operator_cli:found",
    "serve": "runtime.commands.operator_cli:serve",
    "worker": "runtime.commands.operator_cli:work",
    "token": "runtime.commands.operator_cli:token",
    "verify": "runtime.commands.operator_cli:prove",
    "recount": "runtime.commands.operator_cli:count_anew",
    "backup": "runtime.commands.operator_cli:backup",
    "restore": "runtime.commands.operator_cli:restore",
    "migrate-requests": "runtime.commands.request_cli:migrate_requests",
    "rescue": "runtime.commands.request_cli:rescue",
}


def create_app(settings: Settings) -> Any:
    """The house, loaded when a command wants it."""
    return resolve_name("app:create_app")(settings)


@click.group(cls=Commands, where=WHERE)
@click.version_option(package_name="formloom", prog_name="formloom", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Forms and approval flows, from the command line."""
    context.obj = create_app
