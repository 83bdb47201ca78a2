"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from ...graph.impact_rules import ChangeKind

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="DIR|URL", help="Folder of the graph, or address of a SPARQL server that holds it."
    ),
]
Documents = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Documents to read.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; standard output without it.")
]
ArticlesOption = Annotated[
    list[str] | None,
    typer.Option("--article", "-a", metavar="N", help="An article that changes, as 34 or 第三十四条; may be repeated."),
]
ChangeOption = Annotated[
    ChangeKind | None,
    typer.Option("--change", "-c", help="Kind of change; amend where articles or versions are named, else repeal."),
]
OldOption = Annotated[str | None, typer.Option("--old", metavar="DATE", help="Version before the change, by its day.")]
NewOption = Annotated[str | None, typer.Option("--new", metavar="DATE", help="Version after the change, by its day.")]
HOW = "How to write it."
