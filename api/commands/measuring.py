"""`taizhang analyse`."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

from ...ontology.errors import NothingFound
from .. import messages, printing
from ..settings import read_settings
from .console import examples, language, open_asked, write_out
from .options import (
    HOW,
    OutputOption,
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()


class Measured(StrEnum):
    """What `analyse` measures."""

    LOAD = "load"
    UNITS = "units"
    REGULATIONS = "regulations"
    COMMUNITIES = "communities"
    BROKERS = "brokers"
    CRITICAL = "critical"


class AnalysisFormat(StrEnum):
    """How `analyse` writes: what was measured, or the network with it."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GRAPHML = "graphml"
    GEXF = "gexf"


@app.command(
    help="Measure the networks of the graph: load, centrality, communities, brokers, critical regulations.",
    epilog=examples(
        "analyse load --on 2024-12-01", "analyse critical -f csv -o critical.csv", "analyse units -f gexf -o units.gexf"
    ),
)
def analyse(
    what: Annotated[
        Measured,
        typer.Argument(
            metavar="load|units|regulations|communities|brokers|critical",
            help="Load of units; centrality of units or regulations; communities of units; brokers; critical regulations.",
        ),
    ],
    form: Annotated[AnalysisFormat, typer.Option("--format", "-f", help=HOW)] = AnalysisFormat.TABLE,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Day from which deadlines add to the load; none without it."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option("--seed", help="Seed of what is drawn by chance, so that the same graph gives the same groups."),
    ] = 0,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Measure networks."""
    from .. import analysis

    opened = open_asked(read_settings(store=store))
    with printing.working(messages.MAPPING.say(language())):
        found = analysis.measured(opened, what.value, on, seed)
    writers: dict[AnalysisFormat, Callable[[analysis.Measured], bytes]] = {
        AnalysisFormat.TABLE: lambda measured: printing.drawn(analysis.table(measured)).encode(),
        AnalysisFormat.JSON: analysis.as_json,
        AnalysisFormat.CSV: analysis.as_csv,
        AnalysisFormat.GRAPHML: analysis.as_graphml,
        AnalysisFormat.GEXF: analysis.as_gexf,
    }
    write_out(writers[form](found), output)
    if not found.rows:
        raise NothingFound(messages.NO_ROWS)
