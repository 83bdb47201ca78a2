"""What became of the articles of an old version in a newer one: 第二十六条 then, 第二十七条 now."""

from collections.abc import Iterable
from dataclasses import dataclass

from .alignment import Change, Pair, Piece, Provision, align, word_diff


@dataclass(frozen=True, slots=True)
class Article:
    """An article of one version: its node, its label as printed, its text, its position in the version."""

    iri: str
    label: str
    text: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What an old article became: how it changed, and the new article unless it is gone."""

    change: Change
    now: Article | None


def fates(old: Iterable[Article], new: Iterable[Article]) -> dict[str, Fate]:
    """The fate of every article of the old version, by its node."""
    before, after = in_order(old), in_order(new)
    return {
        before[pair.old].iri: Fate(pair.change, None if pair.new is None else after[pair.new])
        for pair in pairs(before, after)
        if pair.old is not None
    }


def pairs(old: list[Article], new: list[Article]) -> tuple[Pair, ...]:
    """The alignment of two versions, given their articles in order."""
    return align(
        [Provision(article.label, article.text) for article in old],
        [Provision(article.label, article.text) for article in new],
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One article of two versions beside each other, with the words that differ."""

    change: Change
    old: Article | None
    new: Article | None
    similarity: float
    pieces: tuple[Piece, ...]


def compare(old: Iterable[Article], new: Iterable[Article]) -> tuple[Compared, ...]:
    """Every article of two versions, in the order of the new one; the words only where they differ."""
    before, after = in_order(old), in_order(new)
    return tuple(_compared(pair, before, after) for pair in pairs(before, after))


def _compared(pair: Pair, before: list[Article], after: list[Article]) -> Compared:
    old = None if pair.old is None else before[pair.old]
    new = None if pair.new is None else after[pair.new]
    differs = old and new and pair.change in (Change.EDITED, Change.MOVED_EDITED)
    pieces = word_diff(old.text, new.text) if differs and old and new else ()
    return Compared(pair.change, old, new, pair.similarity, pieces)


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Articles as they follow each other in the text."""
    return sorted(articles, key=lambda article: (article.ordinal, article.iri))
