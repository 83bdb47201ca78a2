"""Every question of the explorer by its name, answered as JSON or as a file."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson

from ...ontology.errors import BadParameter, Text
from .details import between, details, neighbours
from .files import Filters, GraphFile, graph_file
from .overview import overview
from .paths import paths
from .picture import Shown, picture
from .search import search
from .state import Explorer

#: The parameters of a question, as JSON carries them.
Values = Mapping[str, Any]


def answer(explorer: Explorer, question: str, values: Values) -> tuple[bytes, str]:
    """An answer and its media type. Raises NothingFound, BadParameter and KeyError for a question that is none."""
    if question == "download":
        form = GraphFile(values["format"])
        filters = Filters(frozenset(values["hide"]), values["only"], values["words"], values["select"], values["near"])
        return graph_file(explorer, _shown(values), filters, form), form.media_type
    return orjson.dumps(_QUESTIONS[question](explorer, values)), "application/json"


_QUESTIONS: dict[str, Callable[[Explorer, Values], dict[str, Any]]] = {
    "overview": lambda explorer, values: overview(explorer, _day(values["on"]) or datetime.now(UTC).date()),
    "network": lambda explorer, values: picture(explorer, _shown(values)),
    "search": lambda explorer, values: search(explorer, values["q"], values["limit"]),
    "thing": lambda explorer, values: details(explorer, values["id"], _day(values["on"])),
    "between": lambda explorer, values: between(explorer, values["source"], values["target"]),
    "neighbours": lambda explorer, values: neighbours(
        explorer, values["id"], values["relation"], values["outward"], values["offset"], values["limit"]
    ),
    "paths": lambda explorer, values: paths(
        explorer, values["source"], values["target"], values["hops"], values["limit"]
    ),
}


def _shown(values: Values) -> Shown:
    return Shown(values["group"], values["around"], values["depth"], values["whole"], _day(values["on"]))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadParameter(Text(f"{text[:40]} 不是日期", f"{text[:40]} is no day")) from error  # type: ignore[index]
