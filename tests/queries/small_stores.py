"""Small stores for tests, made from triples or Turtle."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from taizhang.graph.embedded import OxigraphStore, writing
from taizhang.ontology.vocabulary import PREFIXES

_HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def stored(path: Path, graphs: Mapping[str, Iterable[Triple]]) -> OxigraphStore:
    """A store, open, with these triples in named graphs (beside those it has)."""
    _write(path, graphs)
    return OxigraphStore.open(path)


def from_turtle(path: Path, text: str, graph: str = "http://g") -> OxigraphStore:
    """A store with the triples of a Turtle text; `:` is http://x/, the other prefixes are ours."""
    quads = parse(f"{_HEAD}@prefix : <http://x/> .\n{text}".encode(), format=RdfFormat.TURTLE)
    return stored(path, {graph: [quad.triple for quad in quads]})


def _write(path: Path, graphs: Mapping[str, Iterable[Triple]]) -> None:
    with writing(path) as target:
        for name, triples in graphs.items():
            target.replace(name, triples)
