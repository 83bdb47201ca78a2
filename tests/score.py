"""Scores the loaders against labels made by reading: `make score` prints the tables, tests hold them to their floors.

The ledger here, law texts in law_score.py, comparisons in carrying_score.py; `python -m tests.score --mistakes` prints what went wrong in law texts.
"""

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taizhang.graph.model import Ledger
from taizhang.graph.record import measure_record
from taizhang.loaders import ingest
from tests import carrying_score, document_score, law_score

GOLD = Path(__file__).parent / "gold" / "zhengzhou-2024.jsonl"

Record = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """Counts of labels found, expected and right for one field."""

    field: str
    right: int
    found: int
    expected: int
    floor: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when nothing was there to find and nothing was found."""
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 1.0


def plain(value: object) -> str:
    """Text without the differences that are not of meaning: width of punctuation and spaces."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def values(*names: str) -> Callable[[Record], Iterable[tuple[str, ...]]]:
    """A single-valued field, null meaning nothing to find."""

    def read(record: Record) -> Iterable[tuple[str, ...]]:
        if record[names[0]] is not None:
            yield tuple(plain(record[name]) for name in names)

    return read


def entries(field: str, *names: str) -> Callable[[Record], Iterable[tuple[str, ...]]]:
    """A field of several objects."""

    def read(record: Record) -> Iterable[tuple[str, ...]]:
        for entry in record[field]:
            yield tuple(plain(entry[name]) for name in names)

    return read


FIELDS: tuple[tuple[str, Callable[[Record], Iterable[tuple[str, ...]]], float], ...] = (
    ("text", values("text"), 0.99),
    ("section", values("section", "section_title"), 0.99),
    ("task", values("task", "task_title"), 0.99),
    ("units", entries("units", "name", "role"), 0.99),
    ("regulations", entries("regulations", "title", "number", "relation"), 0.99),
    ("deadlines", entries("deadlines", "kind", "date", "frequency", "min_times"), 0.99),
    ("indicators", entries("indicators", "quantity", "unit", "comparator", "per"), 0.99),
    ("modality", values("modality"), 0.97),
    ("bearer", values("bearer"), 0.97),
)


def gold() -> list[Record]:
    """The labels."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def read() -> list[Record]:
    """What the loader reads."""
    (ledger,) = ingest.extract(ingest.default_paths())
    assert isinstance(ledger, Ledger)
    return [measure_record(ledger, measure) for measure in ledger.measures]


def scores(found: Iterable[Record], expected: Iterable[Record]) -> list[Score]:
    """One score a field, over all measures."""
    found, expected = list(found), list(expected)
    results = []
    for field, take, floor in FIELDS:
        got = Counter((record["n"], *value) for record in found for value in take(record))
        want = Counter((record["n"], *value) for record in expected for value in take(record))
        results.append(Score(field, (got & want).total(), got.total(), want.total(), floor))
    return results


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(prog="python -m tests.score", description=main.__doc__)
    options.add_argument("--mistakes", action="store_true", help="list what was missed and what is wrong in law texts")
    mistakes = options.parse_args().mistakes
    print(f"{'field':<12} {'right':>6} {'found':>6} {'labels':>6} {'F1':>7} {'floor':>6}")
    for score in scores(read(), gold()):
        print(
            f"{score.field:<12} {score.right:>6} {score.found:>6} {score.expected:>6} {score.f1:>7.4f} {score.floor:>6}"
        )
    print()
    document_score.print_table(mistakes=mistakes)
    print()
    carrying_score.print_table()
    print()
    law_score.print_table(mistakes=mistakes)


if __name__ == "__main__":
    main()
