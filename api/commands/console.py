"""What the commands share: the language they speak, the store they open, where they write."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ...graph.store import Store
from ...graph.stores import current_version, open_store
from ...ontology.errors import Language, OutputError
from .. import messages, printing
from ..settings import Settings, read_settings, spoken_language

if TYPE_CHECKING:
    from ...loaders.quality import Quality

# Loaders, exports and the web framework are imported by the command that needs them: together they take longer
# to import than most commands take to run.
# ruff: noqa: PLC0415


def examples(*commands: str) -> str:
    """Lines to copy, below the help of a command."""
    return "\n\n".join(f"$ taizhang {command}" for command in commands)


def language() -> Language:
    """The language to speak to this person."""
    return spoken_language(read_settings())


def say(text: Any) -> None:
    """Tell the person something beside the answer."""
    typer.echo(text.say(language()), err=True)


def write_out(content: bytes, output: Path | None) -> None:
    """Write an answer to a file, or to standard output. Raises OutputError."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise OutputError(messages.NOT_WRITTEN.format(path=output, reason=error.strerror)) from error
    say(messages.WRITTEN.format(path=output))


def open_asked(settings: Settings) -> Store:
    """The store; the default one is built from the packaged ledger when it is not there yet."""
    if current_version(settings.store) is None and settings.store == read_settings().store:
        load_default(settings)
    return open_store(settings.store)


def load_default(settings: Settings) -> None:
    """Build the graph of the ledger that comes with the program."""
    from ...loaders.ingest import default_paths

    say(messages.FIRST_BUILD)
    load_into(default_paths(), settings, force=False)


def load_into(paths: Sequence[Path], settings: Settings, *, force: bool, report: Path | None = None) -> None:
    """Load documents and end with their quality. Raises TaizhangError."""
    from ...loaders import ingest
    from ...loaders.quality import quality_of

    with printing.progress(messages.READING.say(language()), len(ingest.found_in(paths))) as step:
        results = ingest.load(paths, settings.store, force=force, progress=step)
    printing.loaded(results, language())
    report_quality(quality_of(results), report)
    say(messages.IN_STORE.format(store=settings.store))


def report_quality(quality: "Quality", path: Path | None) -> None:
    """Tell the quality of what was read: in one line, and the whole report in a file when one is asked for."""
    from ...visualizations import quality_report

    printing.revisions(quality, language())
    typer.echo(quality_report.summary(quality, language()), err=True)
    if path is None:
        return
    write_out(quality_report.written(quality, path.suffix.lower(), language()).encode(), path)
