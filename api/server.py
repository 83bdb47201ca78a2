"""Runs the application with uvicorn."""

import socket
from collections.abc import Callable

import uvicorn

from ..ontology.errors import StoreError
from . import messages
from .app import create_app
from .settings import Settings


def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` gets the address once the port is ours (port 0 takes any free one).

    Raises StoreError when there is no graph or the port is taken.
    """
    app = create_app(settings)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise StoreError(messages.PORT_TAKEN.format(port=settings.port)) from error
        port = listener.getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        announce(f"http://{host}:{port}/")
        config = uvicorn.Config(app, log_level="warning", lifespan="off", server_header=False)
        uvicorn.Server(config).run(sockets=[listener])
