"""`taizhang extract` and `taizhang load`."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .. import messages, printing
from ..settings import read_settings
from .console import examples, language, load_into, report_quality, say, write_out
from .options import (
    HOW,
    Documents,
    OutputOption,
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()


class ExtractFormat(StrEnum):
    """How `extract` writes."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


@app.command(
    help="Print what the loaders read from documents, without a store.",
    epilog=examples("extract 台账.txt", "extract 台账.txt -f xlsx -o 台账.xlsx"),
)
def extract(
    paths: Documents,
    form: Annotated[ExtractFormat, typer.Option("--format", "-f", help=HOW)] = ExtractFormat.JSONL,
    output: OutputOption = None,
) -> None:
    """Read without a store."""
    from ...loaders import ingest
    from .. import exports

    with printing.progress(messages.READING.say(language()), len(paths)) as step:
        found = list(ingest.extract(paths, step))
    for document in found:
        printing.findings(document, language())
    writers = {
        ExtractFormat.JSONL: exports.jsonl,
        ExtractFormat.CSV: exports.csv_table,
        ExtractFormat.XLSX: exports.xlsx_table,
    }
    write_out(writers[form](found), output)


@app.command(
    help="Read documents, or folders of them, into the graph; all of them or, if one that was named cannot be read, none.",
    epilog=examples(
        "load 台账.txt 法规.md", "load ./laws --store ./graph", "load ./laws --spark spark://127.0.0.1:7077 -o ./nquads"
    ),
)
def load(
    paths: Documents,
    store: StoreOption = None,
    force: Annotated[bool, typer.Option("--force", help="Read again even what has not changed.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Write what was read, repaired, doubtful and left over: .json, .html, or text.",
        ),
    ] = None,
    spark: Annotated[
        str | None,
        typer.Option(
            "--spark",
            metavar="MASTER",
            help="Read on a Spark cluster, as spark://host:7077, and write N-Quads into a folder instead of a store.",
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder for the N-Quads that --spark writes.")
    ] = Path("nquads"),
) -> None:
    """Load into the store, or into N-Quads on a cluster."""
    if spark is None:
        load_into(paths, read_settings(store=store), force=force, report=report)
    else:
        _load_with_spark(paths, spark, output, force=force, report=report)


def _load_with_spark(paths: Sequence[Path], master: str, output: Path, *, force: bool, report: Path | None) -> None:
    from ...loaders.spark import load_with_spark

    with printing.working(messages.READING.say(language())):
        written = load_with_spark(paths, master, output, force=force)
    printing.loaded(written.results, language())
    report_quality(written.quality, report)
    say(messages.N_QUADS.format(lines=written.lines, parts=written.parts, folder=output))
