"""Nodes and edges as GraphML and GEXF 1.3, for Gephi, Cytoscape, yEd and igraph: the same graph gives the same bytes.

Both formats have no lists and no dates that all programs read: lists are joined with "；", dates are ISO 8601 texts. What
XML cannot hold (control characters) is left out.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from .property_graph import Edge, Node, Scalar, Value

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES: dict[type, str] = {bool: "boolean", int: "long", float: "double"}
Columns = dict[str, str]


def graphml(nodes: Iterable[Node], edges: Iterable[Edge]) -> bytes:
    """A directed graph with one key for each property; `labels` are those of the node, `type` that of the edge."""
    known, ties = list(nodes), list(edges)
    of_nodes, of_edges = _columns(node.properties for node in known), _columns(edge.properties for edge in ties)
    buffer = BytesIO()
    with etree.xmlfile(buffer, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", xmlns=_GRAPHML):
            for scope, columns in (
                ("node", {"labels": "string", **of_nodes}),
                ("edge", {"type": "string", **of_edges}),
            ):
                for name, kind in columns.items():
                    _write(
                        file, "key", **{"id": f"{scope[0]}_{name}", "for": scope, "attr.name": name, "attr.type": kind}
                    )
            with file.element("graph", id="taizhang", edgedefault="directed"):
                for node in known:
                    with file.element("node", id=node.iri):
                        _data(file, "n", {"labels": ";".join(node.labels), **node.properties})
                for edge in ties:
                    with file.element("edge", source=edge.start, target=edge.end):
                        _data(file, "e", {"type": edge.type.value, **edge.properties})
    return buffer.getvalue() + b"\n"


def gexf(nodes: Iterable[Node], edges: Iterable[Edge]) -> bytes:
    """A directed graph whose nodes are called by their name, title or text."""
    known, ties = list(nodes), list(edges)
    of_nodes, of_edges = _columns(node.properties for node in known), _columns(edge.properties for edge in ties)
    buffer = BytesIO()
    with etree.xmlfile(buffer, encoding="utf-8") as file:
        file.write_declaration()
        graph = file.element("graph", defaultedgetype="directed", mode="static")
        with file.element("gexf", xmlns=_GEXF, version="1.3"), graph:
            for scope, columns in (("node", {"labels": "string", **of_nodes}), ("edge", of_edges)):
                with file.element("attributes", {"class": scope}):
                    for name, kind in columns.items():
                        _write(file, "attribute", id=name, title=name, type=kind)
            with file.element("nodes"):
                for node in known:
                    with file.element("node", id=node.iri, label=_clean(caption(node))):
                        _values(file, {"labels": ";".join(node.labels), **node.properties})
            with file.element("edges"):
                for index, edge in enumerate(ties):
                    kind = edge.type.value
                    with file.element("edge", id=str(index), source=edge.start, target=edge.end, label=kind, kind=kind):
                        _values(file, edge.properties)
    return buffer.getvalue() + b"\n"


def caption(node: Node) -> str:
    """What to call a node: its name or title, else the beginning of its text, else the end of its IRI."""
    for name in ("name", "title", "text", "printedTitle"):
        if isinstance(found := node.properties.get(name), str):
            return found if len(found) <= 40 else f"{found[:40]}…"
    return node.iri.rpartition("/id/")[2] or node.iri


def _columns(all_properties: Iterable[dict[str, Value]]) -> Columns:
    found: Columns = {}
    for properties in all_properties:
        for name, value in properties.items():
            found.setdefault(name, _TYPES.get(type(value), "string"))
    return dict(sorted(found.items()))


def _data(file: Any, scope: str, properties: dict[str, Value]) -> None:
    for name, text in _texts(properties):
        with file.element("data", key=f"{scope}_{name}"):
            file.write(text)


def _values(file: Any, properties: dict[str, Value]) -> None:
    if properties:
        with file.element("attvalues"):
            for name, text in _texts(properties):
                _write(file, "attvalue", **{"for": name, "value": text})


def _texts(properties: dict[str, Value]) -> Iterator[tuple[str, str]]:
    for name, value in sorted(properties.items()):
        yield name, _clean("；".join(str(part) for part in value) if isinstance(value, tuple) else _scalar(value))


def _scalar(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _write(file: Any, tag: str, **attributes: str) -> None:
    with file.element(tag, attributes):
        pass


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
