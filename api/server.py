"""Runs the application with uvicorn."""

import asyncio
import socket
from collections.abc import Callable

import uvicorn

from ..ontology.errors import StoreError
from . import messages
from .app import create_app
from .gate import Gate
from .logs import configure
from .protocol import LimitedProtocol
from .settings import Settings

#: Connections that may wait to be taken.
_BACKLOG = 2048


def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` gets the address once the port is ours (port 0 takes any free one).

    Raises StoreError when there is no graph or the port is taken.
    """
    configure(settings.log)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
            # From here on who connects waits instead of being refused: the address is announced before all is ready.
            listener.listen(_BACKLOG)
        except OSError as error:
            raise StoreError(messages.PORT_TAKEN.format(port=settings.port)) from error
        port = listener.getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        app = create_app(settings, port)
        announce(f"http://{host}:{port}/")
        config = uvicorn.Config(
            app, http=LimitedProtocol, log_config=None, access_log=False, server_header=False, lifespan="on",
            timeout_graceful_shutdown=int(settings.grace) + 5, ws="none", backlog=_BACKLOG,
        )  # fmt: skip
        _Server(config, app).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Stops the work together with the connections: what has run out of grace is answered, not cut off."""

    def __init__(self, config: uvicorn.Config, app: Gate):
        super().__init__(config)
        self._gate = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server.shutdown`."""
        closing = asyncio.ensure_future(self._gate.close())
        await super().shutdown(sockets)
        await closing
