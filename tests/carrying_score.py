"""Scores of the comparison of ledgers against labels made by reading (tests/gold/README.md)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from taizhang.graph.carrying import Comparison, Grade, compare_ledgers
from taizhang.graph.model import Ledger
from taizhang.loaders import ingest
from tests.corpus import shared_folder

GOLD = Path(__file__).parent / "gold" / "carried-out"
FILES = {"ningbo": "ningbo.docx", "zhejiang": "zhejiang.xlsx", "cangnan": "cangnan.txt", "nanchong": "nanchong.html"}
#: The method and its bounds were chosen on these. A ledger on enforcement of the law carries out nothing of a plan on
#: artificial intelligence: that pair has no labels, every link of it is wrong.
TUNED = ("ningbo-zhejiang", "cangnan-nanchong", "zhengzhou-zhejiang")
#: Nothing was chosen on these; what was looked at when is told in tests/gold/README.md.
HELD_OUT = ("cangnan-ningbo", "cangnan-zhejiang", "nanchong-ningbo", "nanchong-zhejiang", "zhengzhou-nanchong")


@dataclass(frozen=True)
class CarryingScore:
    """Links found, labelled and right, for one set of links of one pair of documents, or of several."""

    name: str
    links: str
    right: int
    found: int
    labels: int

    @property
    def precision(self) -> float:
        """The share of links that are right; 1 without any."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of labels that were found; 1 without any."""
        return self.right / self.labels if self.labels else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when nothing was there to find and nothing was found."""
        return 2 * self.right / (self.found + self.labels) if self.found + self.labels else 1.0


@cache
def ledger(name: str) -> Ledger:
    """A document of the samples, or the ledger that comes with the program, as it is read."""
    paths = [shared_folder() / "samples" / FILES[name]] if name in FILES else ingest.default_paths()
    (found,) = ingest.extract(paths)
    assert isinstance(found, Ledger)
    return found


@cache
def compared(pair: str) -> Comparison:
    """What the program says of a pair."""
    city, plan = pair.split("-")
    return compare_ledgers(ledger(city), ledger(plan))


def score(pair: str, links: str) -> CarryingScore:
    """The likely links, or all of them, against the labels; what a label calls optional counts neither way."""
    gold = GOLD / f"{pair}.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()] if gold.exists() else []
    labels = {(row["measure"], key) for row in rows for key in row["carries_out"]}
    optional = {(row["measure"], key) for row in rows for key in row["optional"]}
    comparison = compared(pair)
    counted = comparison.of(Grade.LIKELY) if links == "likely" else comparison.links
    found = {(link.city.key, link.plan.key) for link in counted} - optional
    return CarryingScore(pair, links, len(found & labels), len(found), len(labels))


def total(name: str, scores: Iterable[CarryingScore]) -> CarryingScore:
    """Several scores of one set of links as one."""
    every = list(scores)
    return CarryingScore(
        name,
        every[0].links,
        sum(one.right for one in every),
        sum(one.found for one in every),
        sum(one.labels for one in every),
    )


def scores() -> Iterator[CarryingScore]:
    """For each set of links each pair, and what was tuned on and what was held out as a whole."""
    for links in ("likely", "all"):
        for name, pairs in (("tuned on", TUNED), ("held out", HELD_OUT)):
            every = [score(pair, links) for pair in pairs]
            yield from every
            yield total(name, every)


def print_table() -> None:
    """Precision, recall and F1 of each pair."""
    if not (shared_folder() / "samples").is_dir():
        print("comparison of ledgers: not scored, the reference data are not here")
        return
    print(
        f"{'carries out':<19} {'links':<7} {'right':>6} {'found':>6} {'labels':>6} {'prec.':>7} {'recall':>7} {'F1':>7}"
    )
    for one in scores():
        print(
            f"{one.name:<19} {one.links:<7} {one.right:>6} {one.found:>6} {one.labels:>6} "
            f"{one.precision:>7.3f} {one.recall:>7.3f} {one.f1:>7.3f}"
        )
