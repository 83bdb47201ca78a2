"""Where things are drawn: layouts worked out once on the server, the same for everyone and every time.

`spread` is a force-directed layout in the manner of ForceAtlas2 (Jacomy et al. 2014): ties pull in proportion to their
length, things push each other apart in proportion to their degrees, gravity holds pieces together. All pairs are
computed, which is exact and fast for some hundreds of things; `grouped` lays larger networks out by their groups: the
groups first, then the things within each. Nothing is drawn by chance but from a seed, and results are rounded, so that
the same network has the same picture on every machine.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
#: A tie: the places of its ends in the list of things, and how strongly it pulls.
Edge = tuple[int, int, float]
#: More things than this are laid out by groups; groups larger than the second number become a plain spiral.
_EXACT, _MOST = 700, 1_000
#: The room a thing takes, in the unit of the picture.
ROOM = 46.0
_GOLDEN = 2.399963229728653
_GRAVITY, _PULL = 0.10, 0.8


def lay_out(count: int, edges: Sequence[Edge], groups: Sequence[int], seed: int = 0) -> Points:
    """A place for each of `count` things; `groups` are the numbers of their groups."""
    tied = sorted({end for a, b, _ in edges for end in (a, b)})
    alone = sorted(set(range(count)) - set(tied))
    place = {index: at for at, index in enumerate(tied)}
    inner = [(place[a], place[b], weight) for a, b, weight in edges]
    own = [groups[index] for index in tied]
    drawn = _centred(
        spread(len(tied), inner, seed=seed) if len(tied) <= _EXACT else grouped(len(tied), inner, own, seed)
    )
    found = np.zeros((count, 2))
    found[tied] = drawn
    found[alone] = _rows_below(drawn, len(alone))
    return np.round(found, 1) + 0.0


def _rows_below(drawn: Points, count: int) -> Points:
    """Places for what has no ties: rows under the picture, where they mislead nobody."""
    width = float(np.ptp(drawn[:, 0])) if len(drawn) else ROOM * 20
    bottom = float(drawn[:, 1].max()) if len(drawn) else 0.0
    across = max(1, int(width / (2 * ROOM)))
    at = np.arange(count)
    return np.stack(
        [(at % across - (min(count, across) - 1) / 2) * 2 * ROOM, bottom + 2 * ROOM * (1 + at // across)], axis=1
    )


def spread(count: int, edges: Sequence[Edge], sizes: Points | None = None, seed: int = 0, rounds: int = 0) -> Points:
    """The force-directed layout; `sizes` are the radii of what is laid out."""
    if count <= 1:
        return np.zeros((count, 2))
    radii = np.full(count, ROOM / 2) if sizes is None else sizes
    degree = np.ones(count)
    for a, b, _ in edges:
        degree[a] += 1
        degree[b] += 1
    starts = np.random.default_rng(seed).normal(size=(count, 2)) * ROOM * sqrt(count)
    ends = np.array([(a, b) for a, b, _ in edges], dtype=np.int64).reshape(-1, 2)
    pulls = np.array([weight for _, _, weight in edges])
    # The more ties a hub has the less each of them pulls: else everything falls into it.
    pulls = pulls / np.maximum(degree[ends[:, 0]], degree[ends[:, 1]]) ** 0.4 if len(edges) else pulls
    push, root = float(radii.mean()) ** 2 * 4.0, np.sqrt(degree[:, None] * degree[None, :])
    rounds = rounds or (400 if count <= 300 else 200 if count <= _EXACT else 80)
    places = starts
    for step in range(rounds):
        heat = (1 - step / rounds) ** 1.5
        strength = push * root / (_squares(places) + ROOM)
        np.fill_diagonal(strength, 0.0)
        moves = places * strength.sum(axis=1, keepdims=True) - strength @ places
        moves -= places * _GRAVITY * root.mean()
        if len(edges):
            along = (places[ends[:, 1]] - places[ends[:, 0]]) * pulls[:, None] * _PULL
            np.add.at(moves, ends[:, 0], along)
            np.add.at(moves, ends[:, 1], -along)
        length = np.sqrt((moves**2).sum(axis=1, keepdims=True)) + 1e-9
        places = places + moves / length * np.minimum(length * 0.3, float(radii.mean()) * (0.1 + 4 * heat))
    return _untangled(_drawn_together(places, radii), radii)


def _drawn_together(places: Points, radii: Points) -> Points:
    """Scaled so that neighbours stand a little apart, whatever the forces were; a screen is wider than high."""
    distance = np.sqrt(_squares(places))
    np.fill_diagonal(distance, np.inf)
    usual = float(np.median(distance.min(axis=1)))
    scale = min(1.0, 2.6 * float(np.median(radii)) / max(usual, 1e-6))
    drawn: Points = places * scale * np.array([1.15, 0.87])
    return drawn


def _squares(places: Points) -> Points:
    """The squares of the distances between all pairs."""
    own = (places**2).sum(axis=1)
    squares: Points = np.maximum(own[:, None] + own[None, :] - 2 * (places @ places.T), 0.0)
    return squares


def _untangled(places: Points, radii: Points, rounds: int = 80) -> Points:
    """Push apart what covers one another."""
    found = places
    wanted = radii[:, None] + radii[None, :]
    for _ in range(rounds):
        distance = np.sqrt(_squares(found)) + 1e-6
        lack = np.maximum(0.0, wanted - distance)
        np.fill_diagonal(lack, 0.0)
        if not lack.any():
            break
        push = lack / distance * 0.3
        found = found + found * push.sum(axis=1, keepdims=True) - push @ found
    return found


def grouped(count: int, edges: Sequence[Edge], groups: Sequence[int], seed: int = 0) -> Points:
    """Large networks: groups as discs whose size follows how many things they hold, the things within their disc."""
    numbers = sorted(set(groups))
    place_of = {number: place for place, number in enumerate(numbers)}
    members: list[list[int]] = [[] for _ in numbers]
    for index, number in enumerate(groups):
        members[place_of[number]].append(index)
    local = {index: place for held in members for place, index in enumerate(held)}
    inner: list[list[Edge]] = [[] for _ in numbers]
    between: dict[tuple[int, int], float] = {}
    degree = np.zeros(count)
    for a, b, weight in edges:
        degree[a] += 1
        degree[b] += 1
        one, two = sorted((place_of[groups[a]], place_of[groups[b]]))
        if one == two:
            inner[one].append((local[a], local[b], weight))
        else:
            between[one, two] = between.get((one, two), 0.0) + weight
    discs = [
        spread(len(held), ties, seed=seed, rounds=100) if len(held) <= _MOST else _spiral(degree[held])
        for held, ties in zip(members, inner, strict=True)
    ]
    discs = [disc - disc.mean(axis=0) for disc in discs]
    radii = np.array([float(np.sqrt((disc**2).sum(axis=1)).max(initial=0.0)) + ROOM for disc in discs])
    strongest = max(between.values(), default=1.0)
    ties = [(a, b, 0.2 + weight / strongest) for (a, b), weight in sorted(between.items())]
    centres = (
        spread(len(numbers), ties, radii, seed) if len(numbers) <= _EXACT else _spiral(-radii) * radii.mean() / ROOM
    )
    found = np.zeros((count, 2))
    for centre, disc, held in zip(centres, discs, members, strict=True):
        found[held] = disc + centre
    return found


def _spiral(rank: Points) -> Points:
    """A sunflower, the highest rank in the middle."""
    order = np.argsort(np.argsort(-rank, kind="stable"), kind="stable")
    radius = ROOM * 0.75 * np.sqrt(order + 0.5)
    angle = order * _GOLDEN
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _centred(places: Points) -> Points:
    """Around the origin, wider than high as screens are."""
    if not len(places):
        return places
    found: Points = places - (places.max(axis=0) + places.min(axis=0)) / 2
    width, height = found.max(axis=0) - found.min(axis=0)
    if height > width:
        found = found[:, ::-1]
    return found
