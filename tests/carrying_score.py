"""Scores of the comparison of ledgers against labels made by reading (tests/gold/README.md)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from taizhang.graph.carrying import Comparison, Grade, compare_ledgers
from taizhang.graph.model import Ledger
from taizhang.loaders import ingest
from tests.corpus import shared_folder

GOLD = Path(__file__).parent / "gold" / "carried-out"
FILES = {"ningbo": "ningbo.docx", "zhejiang": "zhejiang.xlsx", "cangnan": "cangnan.txt", "nanchong": "nanchong.html"}
#: The method was chosen on the first; the others are held out.
PAIRS = ("ningbo-zhejiang", "cangnan-zhejiang", "nanchong-ningbo")


@dataclass(frozen=True)
class CarryingScore:
    """Links found, labelled and right, for one pair of documents and one set of links."""

    pair: str
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


def ledger(name: str) -> Ledger:
    """A document of the samples as it is read."""
    (found,) = ingest.extract([shared_folder() / "samples" / FILES[name]])
    assert isinstance(found, Ledger)
    return found


def compared(pair: str) -> Comparison:
    """What the program says of a pair."""
    city, plan = pair.split("-")
    return compare_ledgers(ledger(city), ledger(plan))


def scores() -> Iterator[CarryingScore]:
    """For each pair the likely links, and all of them."""
    for pair in PAIRS:
        comparison = compared(pair)
        yield score(pair, comparison, {Grade.LIKELY})
        yield score(pair, comparison, set(Grade))


def score(pair: str, comparison: Comparison, grades: set[Grade]) -> CarryingScore:
    """The links of some grades against the labels; what a label calls optional counts neither way."""
    rows = [json.loads(line) for line in (GOLD / f"{pair}.jsonl").read_text(encoding="utf-8").splitlines()]
    labels = {(row["measure"], key) for row in rows for key in row["carries_out"]}
    optional = {(row["measure"], key) for row in rows for key in row["optional"]}
    links = {(link.city.key, link.plan.key) for link in comparison.links if link.grade in grades} - optional
    return CarryingScore(pair, "likely" if len(grades) == 1 else "all", len(links & labels), len(links), len(labels))


def print_table() -> None:
    """Precision and recall of each pair."""
    if not (shared_folder() / "samples").is_dir():
        print("comparison of ledgers: not scored, the reference data are not here")
        return
    print(f"{'carries out':<18} {'links':<7} {'right':>6} {'found':>6} {'labels':>6} {'prec.':>7} {'recall':>7}")
    for one in scores():
        print(
            f"{one.pair:<18} {one.links:<7} {one.right:>6} {one.found:>6} {one.labels:>6} "
            f"{one.precision:>7.3f} {one.recall:>7.3f}"
        )
