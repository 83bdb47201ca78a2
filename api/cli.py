"""The command line. Each command parses, calls one function and prints; they are in commands/.

Exit code 0 good, 1 nothing found or a failed check, 2 wrong usage or input that cannot be read.
"""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
import typer.main
from typer import rich_utils

from ..graph.version import VERSION
from ..ontology.errors import Language, NothingFound, TaizhangError
from . import messages
from .commands import asking, changing, comparing, exporting, keeping, measuring, neo4j, reading, serving
from .commands.console import language
from .settings import locale_language

app = typer.Typer(
    help="Knowledge graph and semantic queries over Chinese policy ledgers.", add_completion=False, no_args_is_help=True
)
for _group in (serving, reading, asking, changing, comparing, exporting, keeping, measuring):
    app.add_typer(_group.app)
app.add_typer(neo4j.app, name="neo4j")


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        typer.echo(f"taizhang {VERSION}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line in the person's language and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    spoken = locale_language()
    try:
        spoken = language()
        command = typer.main.get_command(app)
        if spoken is Language.ZH:
            _speak_chinese(command)
        command(args=arguments, prog_name="taizhang")
    except TaizhangError as error:
        typer.echo(error.say(spoken), err=True)
        raise SystemExit(1 if isinstance(error, NothingFound) else 2) from None


def _speak_chinese(command: Any) -> None:
    """Exchange every help text for its Chinese; the commands stay the same."""
    for name, title in messages.PANELS_ZH.items():
        setattr(rich_utils, name, title)
    command.help = messages.HELP_ZH.get(command.help, command.help)
    for parameter in command.get_params(typer.Context(command)):
        parameter.help = messages.HELP_ZH.get(parameter.help, parameter.help)
    for child in getattr(command, "commands", {}).values():
        _speak_chinese(child)
