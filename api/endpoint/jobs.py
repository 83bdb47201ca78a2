"""What the server asks of its worker processes, and how they say what went wrong; both travel as JSON."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from ...ontology import errors
from ...ontology.errors import TaizhangError, Text


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query over one version of the store. `default` and `named` choose its dataset (SPARQL Protocol, 2.1.4)."""

    text: str
    version: str
    accept: str | None = None
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    base: str | None = None


@dataclass(frozen=True, slots=True)
class GraphRead:
    """A whole graph; None is the default graph."""

    graph: str | None
    version: str
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update. `default` and `named` are what USING would say (SPARQL Protocol, 2.2.3)."""

    text: str
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """RDF to put into a graph: a file, its media type and the base for relative IRIs."""

    path: str
    media_type: str
    base: str


@dataclass(frozen=True, slots=True)
class GraphWrite:
    """A write of the Graph Store Protocol. `graph` None is the default graph; `replace` is PUT, `delete` is DELETE."""

    graph: str | None
    parts: list[Part] = field(default_factory=list)
    replace: bool = False
    delete: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change touches, in a person's words (api/changes.py), written in a form of reports (api/impact_exports.py).

    Without an instrument nothing is asked: the worker reads what it needs for the next question.
    """

    instrument: str = ""
    change: str | None = None
    on: str | None = None
    articles: list[str] = field(default_factory=list)
    old: str | None = None
    new: str | None = None
    form: str = "json"
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Explore:
    """A question of the explorer (visualizations/explorer/answers.py) and its parameters.

    Without a question the worker works out what it needs for the next one.
    """

    version: str
    question: str = ""
    values: dict[str, Any] = field(default_factory=dict)


Job = Explore | Impact | Query | GraphRead | Update | GraphWrite
_JOBS: dict[str, type[Job]] = {
    "explore": Explore,
    "impact": Impact,
    "query": Query,
    "read": GraphRead,
    "update": Update,
    "write": GraphWrite,
}
_NAMES = {kind: name for name, kind in _JOBS.items()}


def dump_job(job: Job) -> bytes:
    """A job as JSON."""
    return orjson.dumps([_NAMES[type(job)], job])


def load_job(data: bytes) -> Job:
    """The job that `dump_job` wrote."""
    values: dict[str, Any]
    name, values = orjson.loads(data)
    kind = _JOBS[name]
    if kind is GraphWrite:
        values["parts"] = [Part(**part) for part in values["parts"]]
    return kind(**values)


def dump_error(error: TaizhangError) -> bytes:
    """An error as JSON: its class and its message in both languages."""
    return orjson.dumps({"kind": type(error).__name__, "zh": error.text.zh, "en": error.text.en})


def load_error(data: bytes) -> TaizhangError:
    """The error that `dump_error` wrote; one of an unknown class is a plain TaizhangError."""
    values: dict[str, str] = orjson.loads(data)
    kind = _ERRORS.get(values["kind"], TaizhangError)
    return kind(Text(values["zh"], values["en"]))


_ERRORS: dict[str, type[TaizhangError]] = {
    kind.__name__: kind
    for kind in (
        errors.QueryError,
        errors.BadParameter,
        errors.RefusedQuery,
        errors.TooLarge,
        errors.NotAcceptable,
        errors.NothingFound,
        errors.StoreError,
    )
}
