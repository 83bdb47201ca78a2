"""`taizhang serve`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from ...graph.stores import current_version
from .. import messages
from ..settings import read_settings, store_environment
from .console import examples, load_default, load_into, say
from .options import (
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()


@app.command(
    help="Build the graph if needed and serve it: pages, SPARQL endpoint and REST.",
    epilog=examples("serve", "serve 台账.txt --port 8080"),
)
def serve(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]", help="Documents to load first; without any, the ledger that comes with the program."
        ),
    ] = None,
    store: StoreOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the graph over HTTP."""
    settings = read_settings(store=store, host=host, port=port)
    if paths:
        load_into(paths, settings, force=False)
    elif current_version(settings.store) is None:
        load_default(settings)
    from ..server import run

    os.environ.update(store_environment(settings))  # the processes of the server read there what opens the store
    run(settings, announce=lambda url: say(messages.SERVING.format(url=url)))
