"""`taizhang validate`, `backup` and `restore`."""

from pathlib import Path
from typing import Annotated

import typer

from .. import messages, printing
from ..settings import Settings, read_settings
from .console import examples, language, open_asked, say, write_out
from .options import (
    HOW,
    OutputOption,
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()


@app.command(
    help="Check the graph with SHACL and report on the quality of its data.",
    epilog=examples("validate", "validate -f json"),
)
def validate(
    store: StoreOption = None,
    form: Annotated[printing.ReportFormat, typer.Option("--format", "-f", help=HOW)] = printing.ReportFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Validate the graph."""
    from ...graph.validation import law_quality, quality, shacl

    opened = open_asked(read_settings(store=store))
    with printing.counting(messages.VALIDATING.say(language())) as step:
        results = shacl(opened, step)
    laws = law_quality(opened)
    write_out(printing.report(results, quality(opened), laws, form, language()).encode(), output)
    if any(result.severity == "Violation" for result in results):
        raise typer.Exit(1)


@app.command(
    help="Copy the graph on disk to a new folder, while it is in use or not.",
    epilog=examples("backup ./backup-2026-11-23"),
)
def backup(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to make.")], store: StoreOption = None
) -> None:
    """Copy the store."""
    from ...graph import backup as copies

    with printing.working(messages.COPYING.say(language())):
        size = copies.backup(_folder(read_settings(store=store)), target)
    say(messages.COPIED.format(target=target, megabytes=f"{size / 1e6:.1f}"))


@app.command(
    help="Put a backup back: it becomes the graph, and running servers go over to it.",
    epilog=examples("restore ./backup-2026-11-23"),
)
def restore(
    source: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder that `backup` made.")],
    store: StoreOption = None,
) -> None:
    """Put a copy back."""
    from ...graph import backup as copies

    folder = _folder(read_settings(store=store))
    with printing.working(messages.COPYING.say(language())):
        copies.restore(source, folder)
    say(messages.IN_STORE.format(store=folder))


def _folder(settings: Settings) -> Path:
    """The store, where it is a folder of this machine."""
    if not isinstance(settings.store, Path):
        raise typer.BadParameter(messages.NOT_OURS.say(language()))
    return settings.store
