"""Logs of the server: one JSON object a line on standard error, without tokens, bodies or query texts."""

import logging
import sys
from datetime import UTC, datetime

import orjson

from .endpoint.streaming import BrokenAnswer
from .settings import LogLevel

ACCESS = logging.getLogger("taizhang.access")
LOG = logging.getLogger("taizhang")


class _Lines(logging.Formatter):
    """A record as a line of JSON; what was given as `extra={"fields": {...}}` is part of it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def configure(level: LogLevel) -> None:
    """Log at this level from now on. Answers that break off are told by the gate, not again with their stack."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    handler.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], BrokenAnswer)))
    for name in ("taizhang", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level.upper())
    logging.getLogger("uvicorn.access").disabled = True  # ours is written where the request id is known
