"""What the explorer knows of one version of the data: the network, and what is worked out from it once."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import networkx as nx

from ...graph import networks
from ...graph.model import Ledger
from ...graph.store import Store
from ..layouts import lay_out
from .network import ExplorerNetwork, Kind, Relation, read_network

#: How strongly ties pull things together in the picture. What a thing is part of pulls most, so that tasks become
#: clusters; units that carry half a ledger pull little, or everything would fall onto them.
_PULLS: Mapping[Relation, float] = {
    Relation.PART_OF: 3.0,
    Relation.DUE: 3.0,
    Relation.LEADS: 0.6,
    Relation.RESPONSIBLE_FOR: 0.5,
    Relation.PARTICIPATES_IN: 0.35,
}
#: In a network of more things than this, communities with fewer members than that are one group of others.
_LARGE, _FEW = 1_500, 12
#: The number of the group of others.
OTHERS = 0
_LAYOUT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Things that are tied more among themselves than to the rest; the others have number 0."""

    number: int
    members: tuple[str, ...]
    leader: str
    x: float
    y: float


class Explorer:
    """Answers are made from this; each part is worked out when it is first needed."""

    def __init__(self, store: Store, folder: Path | None = None):
        """`folder` is where layouts are kept from one start to the next, if anywhere."""
        self.store = store
        self._folder = folder
        #: Ledgers that were read, by name.
        self.ledgers: dict[str, Ledger] = {}

    @cached_property
    def network(self) -> ExplorerNetwork:
        """Things and ties."""
        return read_network(self.store)

    @cached_property
    def degrees(self) -> dict[str, int]:
        """How many ties each thing has."""
        return {name: len(ties) for name, ties in self.network.around.items()}

    @cached_property
    def communities(self) -> dict[str, int]:
        """The group of each thing (Louvain, seed 0); the largest is 1."""
        plain: networks.Tied = nx.Graph()
        plain.add_nodes_from(self.network.things)
        plain.add_edges_from((tie.source, tie.target) for tie in self.network.ties)
        found = {row.node: row.group for row in networks.communities(self.network.measured, plain)}
        sizes = Counter(found.values())
        least = _FEW if len(found) > _LARGE else 2
        return {name: group if sizes[group] >= least else OTHERS for name, group in found.items()}

    @cached_property
    def places(self) -> dict[str, tuple[float, float]]:
        """Where each thing is drawn: the same for everyone, read from the disk where it was worked out before."""
        path = self._layout_file()
        if path:
            with suppress(OSError, ValueError):
                kept = json.loads(path.read_text(encoding="utf-8"))
                if set(kept) == set(self.network.things):
                    return {name: (x, y) for name, (x, y) in kept.items()}
        found = self._laid_out()
        if path:
            with suppress(OSError):  # a store that cannot be written is laid out at each start
                path.parent.mkdir(exist_ok=True)
                for old in path.parent.glob("*.json"):
                    old.unlink()
                path.write_text(json.dumps(found), encoding="utf-8")
        return found

    def _layout_file(self) -> Path | None:
        if self._folder is None or not self.store.version:
            return None
        return self._folder / "layouts" / f"{self.store.version}-{_LAYOUT_VERSION}.json"

    def _laid_out(self) -> dict[str, tuple[float, float]]:
        names = list(self.network.things)
        at = {name: index for index, name in enumerate(names)}
        edges = [(at[tie.source], at[tie.target], _PULLS.get(tie.relation, 1.0)) for tie in self.network.ties]
        points = lay_out(len(names), edges, [self.communities[name] for name in names])
        return {name: (float(x), float(y)) for name, (x, y) in zip(names, points, strict=True)}

    @cached_property
    def groups(self) -> dict[int, Group]:
        """The groups by number."""
        members: dict[int, list[str]] = defaultdict(list)
        for name, number in self.communities.items():
            members[number].append(name)
        found = {}
        for number, names in sorted(members.items()):
            leader = max(names, key=lambda name: (self.degrees[name], name))
            x, y = (round(sum(self.places[name][axis] for name in names) / len(names), 1) for axis in (0, 1))
            found[number] = Group(number, tuple(names), leader, x, y)
        return found

    @lru_cache(maxsize=8)  # noqa: B019 - an explorer lives as long as its worker
    def loads(self, on: date | None) -> dict[str, float]:
        """The load of each thing on a day, in measures led (graph/networks.py).

        Of a unit: its measures by role and nearness of their deadlines. Of a measure: what its units carry of it. Of
        anything else: the loads of the measures it is tied to, of a section those of its tasks.
        """
        found = dict.fromkeys(self.network.things, 0.0)
        urgency: dict[str, float] = {}
        for tie in self.network.ties:
            due = self.network.things[tie.target].properties.get("date") if tie.relation is Relation.DUE else None
            if on and isinstance(due, date) and 0 <= (days := (due - on).days) <= networks.HORIZON:
                near = networks.URGENCY * (1 - days / networks.HORIZON)
                urgency[tie.source] = max(near, urgency.get(tie.source, 0.0))
        for row in networks.load(self.network.measured, on):
            found[row.unit] = row.weighted
        carried: dict[tuple[str, str], float] = {}
        for tie in self.network.ties:
            if (weight := _WEIGHTS.get(tie.relation)) is not None:
                ends = (tie.source, tie.target)
                carried[ends] = max(carried.get(ends, 0.0), weight)
        for (_, measure), weight in carried.items():
            found[measure] += weight * (1 + urgency.get(measure, 0.0))
        for name, thing in self.network.things.items():
            if thing.kind in (Kind.TASK, Kind.DEADLINE, Kind.REGULATION, Kind.PLANNED):
                found[name] = sum(found[one] for one in self._of_kind(name, Kind.MEASURE))
        for name, thing in self.network.things.items():
            if thing.kind is Kind.SECTION:
                found[name] = sum(found[one] for one in self._of_kind(name, Kind.TASK, Kind.MEASURE))
        return {name: round(value, 2) for name, value in found.items()}

    def _of_kind(self, name: str, *kinds: Kind) -> list[str]:
        return [one for one in self.network.neighbours(name) if self.network.things[one].kind in kinds]

    def name(self, name: str) -> str:
        """What a thing is called."""
        return self.network.things[name].name


_WEIGHTS = {
    Relation.LEADS: networks.ROLE_WEIGHTS["lead"],
    Relation.RESPONSIBLE_FOR: networks.ROLE_WEIGHTS["responsible"],
    Relation.PARTICIPATES_IN: networks.ROLE_WEIGHTS["participant"],
}
