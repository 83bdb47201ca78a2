"""Ledgers compared, asked in a person's words, and the forms of the answer that machines read."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from pyoxigraph import QuerySolutions

from ..graph.carrying import Comparison, Grade, Link, compare_ledgers
from ..graph.model import Ledger, Measure
from ..graph.reading import read_ledger_from
from ..graph.revision import printed_label
from ..graph.store import Store
from ..loaders.ingest import extract
from ..loaders.quality import place_in
from ..ontology.errors import BadParameter, Language, NothingFound, Text
from ..ontology.iris import Iris
from ..visualizations import carrying_report
from .exports import Sheet, workbook

Record = dict[str, Any]


class ComparisonForm(StrEnum):
    """The forms of a comparison."""

    JSON = "json"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return _MEDIA_TYPES[self.value]


_MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def compare_named(city: str, plan: str, store: Callable[[], Store]) -> Comparison:
    """The comparison of two ledgers, each a file, or a ledger of the graph by its name or words of its title.

    The graph is opened only when one of them is no file, and once. Raises NothingFound and BadParameter.
    """
    opened = cache(store)
    sides = [_of_file(Path(name)) if _is_file(name) else ledger_named(opened(), name) for name in (city, plan)]
    return compare_ledgers(*sides)


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # a title may be longer than the name of a file can be
        return False


def _of_file(path: Path) -> Ledger:
    (found,) = extract([path])
    if not isinstance(found, Ledger):
        raise BadParameter(Text(f"{path} 是法规文本，不是台账", f"{path} is a law text, not a ledger"))
    return found


def ledger_named(store: Store, name: str) -> Ledger:
    """The ledger of that name, or the only one whose title holds these words. Raises NothingFound and BadParameter."""
    titles = _titles(store)
    if name in titles:
        return read_ledger_from(store, name)
    found = [key for key, title in titles.items() if name in title]
    if not found:
        there = "、".join(titles) or "-"
        raise NothingFound(
            Text(f"没有名为 {name} 的台账；有：{there}", f"there is no ledger named {name}; there are: {there}")
        )
    if len(found) > 1:
        several = "、".join(found)
        raise BadParameter(Text(f"{name} 可指：{several}", f"{name} may be any of {several}"))
    return read_ledger_from(store, found[0])


def _titles(store: Store) -> dict[str, str]:
    """The title of every ledger of the graph by its name, sorted."""
    answer = store.query("SELECT ?ledger ?title WHERE { ?ledger a tz:Ledger ; dcterms:title ?title }")
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT
    prefix = Iris().ledger("")
    rows = ((getattr(row[0], "value", ""), getattr(row[1], "value", "")) for row in answer)
    return dict(sorted((ledger.removeprefix(prefix), title) for ledger, title in rows))


def write(found: Comparison, form: ComparisonForm, language: Language) -> bytes:
    """The comparison in one of its forms."""
    writers: dict[ComparisonForm, Callable[[], bytes]] = {
        ComparisonForm.JSON: lambda: orjson.dumps(
            record(found), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        ),
        ComparisonForm.MD: lambda: carrying_report.markdown(found, language).encode(),
        ComparisonForm.HTML: lambda: carrying_report.html(found, language).encode(),
        ComparisonForm.XLSX: lambda: _as_xlsx(found, language),
    }
    return writers[form]()


def record(found: Comparison) -> Record:
    """The comparison as plain values."""
    return {
        "city": _side(found.city),
        "plan": _side(found.plan),
        "links": [_link(found, link) for link in found.links],
        "untaken": [_open(found.plan, *row) for row in found.untaken],
        "without_basis": [_open(found.city, *row) for row in found.without_basis],
    }


def _side(ledger: Ledger) -> Record:
    return {"name": ledger.slug, "title": ledger.title, "measures": len(ledger.measures)}


def _measure(ledger: Ledger, measure: Measure) -> Record:
    return {
        "iri": Iris().measure(ledger.slug, measure.key),
        "key": measure.key,
        "label": printed_label(measure),
        "text": measure.text,
        "place": place_in(ledger.document, measure.span.start),
    }


def _open(ledger: Ledger, measure: Measure, grade: Grade | None) -> Record:
    return {**_measure(ledger, measure), "best": grade.value if grade else None}


def _link(found: Comparison, link: Link) -> Record:
    return {
        "city": _measure(found.city, link.city),
        "plan": _measure(found.plan, link.plan),
        "score": link.score,
        "grade": link.grade.value,
        "shared": [
            {
                "words": one.words,
                "city": [one.city.start, one.city.end],
                "plan": [one.plan.start, one.plan.end],
            }
            for one in link.shared
        ],
    }


def _as_xlsx(found: Comparison, language: Language) -> bytes:
    """A sheet of links, and one for what is open on either side."""
    links = [
        [
            carrying_report.GRADES[link.grade].say(language), link.score, printed_label(link.city), link.city.text,
            printed_label(link.plan), link.plan.text, "\n".join(carrying_report.evidence(found, link)),
        ]
        for link in found.links
    ]  # fmt: skip
    columns = ("grade", "score", "city_number", "city_text", "plan_number", "plan_text", "shared")
    rows = (("untaken", found.untaken), ("without_basis", found.without_basis))
    opens = [
        Sheet(
            name,
            ("number", "text", "best"),
            [[printed_label(measure), measure.text, grade.value if grade else ""] for measure, grade in measures],
        )
        for name, measures in rows
    ]
    return workbook([Sheet("links", columns, links), *opens])
