"""`taizhang export`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from ...graph.impact_rules import ChangeKind
from ...graph.store import Store
from .. import messages, printing
from ..settings import Settings, read_settings
from .console import examples, language, open_asked, write_out
from .options import (
    ArticlesOption,
    ChangeOption,
    NewOption,
    OldOption,
    OutputOption,
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()


class ExportFormat(StrEnum):
    """What `export` writes."""

    TTL = "ttl"
    NQ = "nq"
    JSONLD = "jsonld"
    CSV = "csv"
    ICS = "ics"
    GRAPHML = "graphml"
    GEXF = "gexf"
    HTML = "html"
    SVG = "svg"
    PNG = "png"


class Pictured(StrEnum):
    """What a picture shows."""

    LOAD = "load"
    IMPACT = "impact"


@app.command(
    help="Write the graph, a page of its network, a picture or its deadlines to a file.",
    epilog=examples(
        "export -f ttl -o graph.ttl",
        "export -f html -o network.html",
        "export -f png --what load -o load.png",
        "export -f svg --what impact --instrument 省政府令第180号 -o impact.svg",
        "export -f ics -o deadlines.ics",
    ),
)
def export(
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="RDF (ttl, nq, jsonld), graph files (graphml, gexf), measures (csv), deadlines (ics), one page of the network to mail (html), or a picture (svg, png).",
        ),
    ] = ExportFormat.TTL,
    store: StoreOption = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger", metavar="NAME", help="Only this ledger (for csv, ics, html and the picture of the load)."
        ),
    ] = None,
    what: Annotated[
        Pictured,
        typer.Option("--what", "-w", help="What a picture shows: the load of units, or the impact of a change."),
    ] = Pictured.LOAD,
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument", "-i", metavar="REGULATION", help="For a picture of an impact: the instrument that changes."
        ),
    ] = None,
    articles: ArticlesOption = None,
    change: ChangeOption = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="For a picture: the day of the change, or from which deadlines add to the load.",
        ),
    ] = None,
    old: OldOption = None,
    new: NewOption = None,
    output: OutputOption = None,
) -> None:
    """Write the graph in another format."""
    from .. import exports

    if form in (ExportFormat.SVG, ExportFormat.PNG):
        asked = _Change(instrument, change, on, articles or (), old, new)
        write_out(_picture(form, what, ledger, asked, read_settings(store=store)), output)
        return
    opened = open_asked(read_settings(store=store))
    graphs: dict[ExportFormat, Callable[[Store], bytes]] = {
        ExportFormat.TTL: exports.turtle, ExportFormat.NQ: exports.nquads, ExportFormat.JSONLD: exports.jsonld,
        ExportFormat.GRAPHML: _graphml, ExportFormat.GEXF: _gexf, ExportFormat.HTML: lambda it: _page(it, ledger),
    }  # fmt: skip
    content = graphs[form](opened) if form in graphs else _of_ledgers(form, opened, ledger)
    write_out(content, output)


def _of_ledgers(form: ExportFormat, store: Store, ledger: str | None) -> bytes:
    """Measures or deadlines of a ledger, or of all."""
    from ...graph.reading import ledger_names, read_ledger_from
    from .. import exports

    ledgers = [read_ledger_from(store, name) for name in ([ledger] if ledger else ledger_names(store))]
    return exports.csv_table(ledgers) if form is ExportFormat.CSV else exports.calendar(ledgers)


def _page(store: Store, ledger: str | None) -> bytes:
    from .. import pictures

    with printing.working(messages.DRAWING.say(language())):
        return pictures.network_page(store, ledger, language())


@dataclass(frozen=True, slots=True)
class _Change:
    """A change as a person asks for it."""

    instrument: str | None
    kind: ChangeKind | None
    on: str | None
    articles: Sequence[str]
    old: str | None
    new: str | None


def _picture(form: ExportFormat, what: Pictured, ledger: str | None, asked: _Change, settings: Settings) -> bytes:
    from ...graph.impact_index import read_index
    from .. import pictures
    from ..changes import ask_impact, day

    if what is Pictured.IMPACT and not asked.instrument:
        raise typer.BadParameter(messages.NEEDS_INSTRUMENT.say(language()))
    spoken, opened = language(), open_asked(settings)
    with printing.working(messages.DRAWING.say(spoken)):
        if what is Pictured.LOAD:
            drawn = pictures.load_of(opened, ledger, day(asked.on), spoken)
        else:
            index = read_index(opened)
            found = ask_impact(
                index, asked.instrument or "", asked.kind, asked.on, asked.articles, asked.old, asked.new
            )
            drawn = pictures.impact_of(opened, found, spoken)
        return drawn.written(pictures.PictureFormat(form.value))


def _graphml(store: Store) -> bytes:
    from ..property_graphs import graphml

    return graphml(store)


def _gexf(store: Store) -> bytes:
    from ..property_graphs import gexf

    return gexf(store)
