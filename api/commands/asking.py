"""`taizhang query`."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ...graph.store import Answer
from ...ontology.errors import NothingFound
from .. import messages, printing
from ..settings import Settings, read_settings
from .console import examples, language, open_asked, write_out
from .options import (
    HOW,
    OutputOption,
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()


class Engine(StrEnum):
    """What answers a question of the catalogue."""

    SPARQL = "sparql"
    CYPHER = "cypher"
    NETWORKX = "networkx"


@app.command(
    help="Ask a question of the catalogue, or run a SPARQL query from a file or standard input.",
    epilog=examples("query --list", "query unit-profile -p unit=市司法局", "query mine.rq -f csv -o answer.csv"),
)
def query(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE|-", help="Name of a question, a .rq file, or - for standard input."),
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", metavar="KEY=VALUE", help="A value for a parameter, as key=value; may be repeated."
        ),
    ] = None,
    form: Annotated[printing.QueryFormat, typer.Option("--format", "-f", help=HOW)] = printing.QueryFormat.TABLE,
    listing: Annotated[
        bool, typer.Option("--list", help="List the questions with their titles and parameters.")
    ] = False,
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine",
            help="What answers a question of the catalogue: the store (sparql), a Neo4j server (cypher) or this process (networkx).",
        ),
    ] = Engine.SPARQL,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Run a question or a query."""
    from ...queries.catalogue import catalogue

    if listing:
        write_out(printing.questions(catalogue().values(), language()).encode(), output)
        return
    if name is None:
        raise typer.BadParameter(messages.NEEDS_QUERY.say(language()))
    settings = read_settings(store=store)
    if engine is Engine.SPARQL:
        found_answer = open_asked(settings).query(_sparql(name, pairs or []))
    else:
        found_answer = _asked_elsewhere(engine, name, dict(_pair(pair) for pair in pairs or []), settings)
    content, found = printing.answer(found_answer, form)
    write_out(content, output)
    if not found:
        raise NothingFound(messages.NO_ROWS)


def _asked_elsewhere(engine: Engine, name: str, values: dict[str, str], settings: Settings) -> Answer:
    """The answer of another engine to a question of the catalogue."""
    from ...queries.catalogue import catalogue, question
    from .. import property_graphs

    if name not in catalogue() and (name == "-" or Path(name).exists()):
        raise typer.BadParameter(messages.NEO4J_TWIN_ONLY.format(engine=engine.value).say(language()))
    if engine is Engine.CYPHER:
        return property_graphs.ask_neo4j(question(name), values, property_graphs.server_of(settings))
    return property_graphs.ask_networkx(question(name), values, open_asked(settings))


def _sparql(name: str, pairs: Sequence[str]) -> str:
    """The query a person named: a question with its parameters bound, a file, or standard input."""
    from ...loaders.document import document_from_bytes, read_document
    from ...queries.catalogue import catalogue, question
    from ...queries.guard import Guard

    if name in catalogue() or (name != "-" and not Path(name).exists()):
        return question(name).bind(dict(_pair(pair) for pair in pairs))
    if pairs:
        raise typer.BadParameter(messages.NO_PARAMETERS.say(language()))
    found = document_from_bytes("-", sys.stdin.buffer.read()) if name == "-" else read_document(Path(name))
    return Guard().query(found.text).text


def _pair(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise typer.BadParameter(messages.BAD_PAIR.format(pair=pair).say(language()))
    return name, value
