"""Runs the application with uvicorn."""

import socket
import threading
from collections.abc import Callable

import uvicorn

from ..ontology.errors import StoreError
from . import messages
from .app import create_app
from .settings import Settings

#: Seconds after which a server reads what impact needs, so that even the first question about a change is quick; not
#: at once, because the first page should not wait for it.
_WARM_AFTER = 1.0


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
        warm = threading.Timer(_WARM_AFTER, app.state.graph.index)
        warm.daemon = True
        warm.start()
        announce(f"http://{host}:{port}/")
        config = uvicorn.Config(app, log_level="warning", lifespan="off", server_header=False)
        uvicorn.Server(config).run(sockets=[listener])
