"""Ledgers compared, asked in a person's words, and the forms of the answer that machines read."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from pyoxigraph import QuerySolutions

from ..graph.carrying import Comparison, Link, Open, Passage, compare_ledgers
from ..graph.model import Ledger, Measure, Span
from ..graph.reading import read_ledger_from
from ..graph.revision import printed_label
from ..graph.store import Store
from ..loaders.ingest import extract
from ..loaders.quality import place_in
from ..ontology.errors import BadParameter, Language, NothingFound, Text
from ..ontology.iris import Iris
from ..visualizations import carrying_report
from .exports import Sheet, workbook
from .negotiation import MEDIA_TYPES

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
        return MEDIA_TYPES[self.value]


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
    return read_ledger_from(store, name_of(store, name))


def name_of(store: Store, name: str) -> str:
    """The name of the ledger that is meant by its name or by words of its title. Raises NothingFound and BadParameter."""
    titles = _titles(store)
    if name in titles:
        return name
    found = [key for key, title in titles.items() if name in title]
    if not found:
        raise NothingFound(_naming(_UNKNOWN, name, titles))
    if len(found) > 1:
        raise BadParameter(_naming(_SEVERAL, name, found))
    return found[0]


_UNKNOWN = Text(
    "没有名为 {name} 的文件或台账；图谱里有：{found}",
    "there is no file or ledger named {name}; in the graph there are: {found}",
)
_SEVERAL = Text("{name} 可指：{found}", "{name} may be any of {found}")


def _naming(text: Text, name: str, found: Iterable[str]) -> Text:
    """A message that lists names, each language in its own way."""
    names = list(found) or ["-"]
    return Text(text.zh.format(name=name, found="、".join(names)), text.en.format(name=name, found=", ".join(names)))


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
    """The comparison as plain values; `start` and `end` are characters of the source, as in `taizhang extract`."""
    bounds = found.bounds
    return {
        "city": _side(found.city, carrying_report.city_coverage(found)),
        "plan": _side(found.plan, carrying_report.plan_coverage(found)),
        "bounds": {"likely": bounds.likely, "possible": bounds.possible},
        "links": [_link(found, link) for link in found.links],
        "untaken": [_open(found.plan, *row) for row in found.untaken],
        "without_basis": [_open(found.city, *row) for row in found.without_basis],
    }


def _side(ledger: Ledger, coverage: carrying_report.Coverage) -> Record:
    counts = {"likely": coverage.likely, "possible": coverage.possible, "none": coverage.none}
    return {"name": ledger.slug, "title": ledger.title, "measures": coverage.all, "linked": counts}


def _measure(ledger: Ledger, measure: Measure) -> Record:
    return {
        "iri": Iris().measure(ledger.slug, measure.key),
        "key": measure.key,
        "label": printed_label(measure),
        "text": measure.text,
        "place": place_in(ledger.document, measure.span.start),
    }


def _open(ledger: Ledger, measure: Measure, link: Link | None) -> Record:
    other = link and (link.plan if link.city is measure else link.city)
    best = {"key": other.key, "score": link.score} if link and other else None
    return {**_measure(ledger, measure), "best": best}


def _link(found: Comparison, link: Link) -> Record:
    return {
        "city": _measure(found.city, link.city),
        "plan": _measure(found.plan, link.plan),
        "score": link.score,
        "grade": link.grade.value,
        "sentences": _places(found, link.passage),
        "shared": [{"words": one.words, **_places(found, one)} for one in link.shared],
    }


def _places(found: Comparison, passage: Passage) -> Record:
    return {"city": _quoted(found.city, passage.city), "plan": _quoted(found.plan, passage.plan)}


def _quoted(ledger: Ledger, span: Span) -> Record:
    return {
        "quote": ledger.document.quote(span),
        "start": span.start,
        "end": span.end,
        "place": place_in(ledger.document, span.start),
    }


_LINKS = (
    "grade", "score", "city_number", "city_text", "plan_number", "plan_text", "shared",
    "city_sentence", "city_place", "plan_sentence", "plan_place",
)  # fmt: skip
_OPENS = ("number", "text", "place", "best")
_COVERAGE = ("side", "measures", "likely", "possible", "none")


def _as_xlsx(found: Comparison, language: Language) -> bytes:
    """A sheet of links, one for what is open on either side, and one of coverage."""
    opens = (
        ("untaken", found.plan, found.untaken),
        ("without_basis", found.city, found.without_basis),
    )
    return workbook(
        [
            Sheet("links", _LINKS, [_link_row(found, link, language) for link in found.links]),
            *(Sheet(name, _OPENS, [_open_row(ledger, row, language) for row in rows]) for name, ledger, rows in opens),
            Sheet(
                "coverage",
                _COVERAGE,
                [
                    [name, coverage.all, coverage.likely, coverage.possible, coverage.none]
                    for name, coverage in (
                        ("plan", carrying_report.plan_coverage(found)),
                        ("city", carrying_report.city_coverage(found)),
                    )
                ],
            ),
        ]
    )


def _link_row(found: Comparison, link: Link, language: Language) -> list[str | float]:
    here, there = _quoted(found.city, link.passage.city), _quoted(found.plan, link.passage.plan)
    return [
        carrying_report.GRADES[link.grade].say(language), link.score, printed_label(link.city), link.city.text,
        printed_label(link.plan), link.plan.text, carrying_report.shared_words(found, link, language),
        carrying_report.in_line(here["quote"]), here["place"],
        carrying_report.in_line(there["quote"]), there["place"],
    ]  # fmt: skip


def _open_row(ledger: Ledger, row: Open, language: Language) -> list[str]:
    measure, link = row
    place = place_in(ledger.document, measure.span.start)
    return [printed_label(measure), measure.text, place, carrying_report.nearest(link, measure, language)]


_EXAMPLE_CITY = {
    "iri": "https://w3id.org/taizhang/id/ledger/moushi-2026/measure/3",
    "key": "3",
    "label": "（三）",
    "text": "完成农村危房改造年度任务。",
    "place": "paragraph=12",
}
_EXAMPLE_PLAN = {
    "iri": "https://w3id.org/taizhang/id/ledger/mousheng-2026/measure/2",
    "key": "2",
    "label": "2",
    "text": "实施农村危房改造，改善住房条件。",
    "place": "cell=清单!D3",
}
#: What the documentation shows; a test holds it to the shape of an answer.
EXAMPLE: Record = {
    "city": {
        "name": "moushi-2026",
        "title": "某市工作台账",
        "measures": 3,
        "linked": {"likely": 1, "possible": 1, "none": 1},
    },
    "plan": {
        "name": "mousheng-2026",
        "title": "某省工作方案",
        "measures": 4,
        "linked": {"likely": 1, "possible": 1, "none": 2},
    },
    "bounds": {"likely": 0.0791, "possible": 0.0391},
    "links": [
        {
            "city": _EXAMPLE_CITY,
            "plan": _EXAMPLE_PLAN,
            "score": 0.2884,
            "grade": "likely",
            "sentences": {
                "city": {"quote": "完成农村危房改造年度任务", "start": 61, "end": 73, "place": "paragraph=12"},
                "plan": {"quote": "实施农村危房改造，改善住房条件", "start": 40, "end": 55, "place": "cell=清单!D3"},
            },
            "shared": [
                {
                    "words": "农村危房改造",
                    "city": {"quote": "农村危房改造", "start": 63, "end": 69, "place": "paragraph=12"},
                    "plan": {"quote": "农村危房改造", "start": 42, "end": 48, "place": "cell=清单!D3"},
                }
            ],
        }
    ],
    "untaken": [
        {
            "iri": "https://w3id.org/taizhang/id/ledger/mousheng-2026/measure/4",
            "key": "4",
            "label": "4",
            "text": "整治河道采砂，恢复水生态。",
            "place": "cell=清单!D5",
            "best": {"key": "1", "score": 0.0526},
        }
    ],
    "without_basis": [
        {
            "iri": "https://w3id.org/taizhang/id/ledger/moushi-2026/measure/1",
            "key": "1",
            "label": "（一）",
            "text": "加强河道巡查，清理水面漂浮物。",
            "place": "paragraph=10",
            "best": {"key": "4", "score": 0.0526},
        }
    ],
}
_PROBLEM = {"application/problem+json": {"schema": {"type": "object"}}}
#: How the documentation describes the answers of /api/compare.
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The links, the strongest first for each measure, and what is open on either side.",
        "content": {
            form.media_type: {"example": EXAMPLE} if form is ComparisonForm.JSON else {} for form in ComparisonForm
        },
    },
    400: {
        "description": "Words that stand in the titles of several ledgers, or more measures than are compared at once.",
        "content": _PROBLEM,
    },
    404: {"description": "No ledger has this name or these words in its title.", "content": _PROBLEM},
    422: {"description": "A parameter is missing, empty or of a form there is not.", "content": _PROBLEM},
}
