"""What the command line exports to look at: the network as one page, load and impact as pictures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..graph.impact import Impact
from ..graph.namesakes import unit_places
from ..graph.networks import load, placed, whole_network
from ..graph.property_graph import EdgeType, Label
from ..graph.property_reader import read_property_graph
from ..graph.store import Store
from ..ontology.errors import Language, NothingFound, Text
from ..ontology.iris import Iris
from ..visualizations import impact_picture, load_picture, one_file
from ..visualizations.drawing import Drawing
from ..visualizations.origin import origin_of
from ..visualizations.place import positions
from ..visualizations.scene import read_scene
from .negotiation import MEDIA_TYPES

#: What the load of units is worked out from.
_LOAD_LABELS = {Label.LEDGER, Label.SECTION, Label.TASK, Label.MEASURE, Label.UNIT, Label.UNIT_GROUP, Label.DEADLINE}
_LOAD_TYPES = {EdgeType.LEADS, EdgeType.PARTICIPATES_IN, EdgeType.RESPONSIBLE_FOR, EdgeType.OF_MEASURE}


class PictureFormat(StrEnum):
    """How a picture is written."""

    SVG = "svg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.value]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that can be written in each format."""

    drawing: Drawing

    def written(self, form: PictureFormat) -> bytes:
        """The bytes of a file."""
        return self.drawing.svg() if form is PictureFormat.SVG else self.drawing.png()


def network_page(store: Store, ledger: str | None, language: Language) -> bytes:
    """The network of a ledger, or of all, as one HTML page that needs nothing else. Raises NothingFound."""
    chosen = [ledger] if ledger else []
    found = read_scene(store, chosen, one_file.MOST_NODES)
    return one_file.page(found, positions(found), origin_of(store, [Iris().ledger(name) for name in chosen]), language)


def load_of(store: Store, ledger: str | None, on: date | None, language: Language) -> Picture:
    """The load of units in a ledger, or in all. Raises NothingFound."""
    with read_property_graph(store, labels=_LOAD_LABELS, types=_LOAD_TYPES, words=False) as graph:
        network = placed(whole_network(graph), unit_places(store))
    titles = {
        iri: str(data.get("title") or data.get("name"))
        for iri, data in network.nodes(data=True)
        if Label.LEDGER in data["labels"] and (not ledger or iri == Iris().ledger(ledger))
    }
    if not titles:
        raise NothingFound(Text("图谱里没有这样的台账", "there is no such ledger in the graph"))
    parts = [node for node in network if Label.MEASURE not in network.nodes[node]["labels"] or _within(node, titles)]
    origin = origin_of(store, list(titles))
    rows = load(network.subgraph(parts), on)
    return Picture(load_picture.picture(rows, "、".join(titles.values()), origin, language, on))


def _within(measure: str, ledgers: dict[str, str]) -> bool:
    """Whether a measure is in one of the ledgers: their IRIs begin with those."""
    return any(measure.startswith(f"{ledger}/") for ledger in ledgers)


def impact_of(store: Store, found: Impact, language: Language) -> Picture:
    """The ripple of a change."""
    return Picture(impact_picture.picture(found, origin_of(store), language))
