"""`taizhang neo4j sync`, `verify` and `export-admin`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ...ontology.errors import Text
from .. import messages, printing
from ..settings import read_settings
from .console import examples, language, open_asked, say
from .options import (
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer(help="Keep a Neo4j server the same as the graph.", no_args_is_help=True)


@app.command(
    help="Write to Neo4j what differs from what it holds; what was cut off is continued by running it again.",
    epilog=examples("neo4j sync", "neo4j sync --force"),
)
def sync(
    store: StoreOption = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Trust no mark and no hash of the server: compare every node and edge with what is there."
        ),
    ] = False,
) -> None:
    """Bring a Neo4j server up to date."""
    from .. import property_graphs

    settings = read_settings(store=store)
    server = property_graphs.server_of(settings)
    written = property_graphs.sync(open_asked(settings), server, printing.counting, language(), force=force)
    said = (
        messages.SYNCED.format(uri=server.uri, **asdict(written))
        if written
        else messages.CURRENT.format(uri=server.uri)
    )
    say(said)


@app.command(
    help="Prove by counts and content hashes that Neo4j holds exactly the graph.", epilog=examples("neo4j verify")
)
def verify(store: StoreOption = None) -> None:
    """Compare a Neo4j server with the graph."""
    from .. import property_graphs

    settings = read_settings(store=store)
    server = property_graphs.server_of(settings)
    checked = property_graphs.verify(open_asked(settings), server, printing.counting, language())
    for difference in checked.differences:
        content = messages.CONTENT_DIFFERS if difference.here[0] == difference.there[0] else Text("", "")
        line = messages.DIFFERS.format(
            name=difference.name, here=difference.here[0], there=difference.there[0], content=content.say(language())
        )
        typer.echo(line.say(language()))
    if checked.differences:
        raise typer.Exit(1)
    typer.echo(messages.SAME.format(uri=server.uri, nodes=checked.nodes, edges=checked.edges).say(language()))


@app.command(
    "export-admin",
    help="Write the files of neo4j-admin database import, the fastest first load of a large graph.",
    epilog=examples("neo4j export-admin ./import"),
)
def export_admin(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to.")], store: StoreOption = None
) -> None:
    """Write import files."""
    from .. import property_graphs

    settings = read_settings(store=store)
    paths = property_graphs.export_admin(
        open_asked(settings), folder, settings.neo4j_prefix, printing.counting, language()
    )
    say(messages.IMPORT_WRITTEN.format(count=len(paths), arguments=paths[-1]))
