"""The server-rendered pages: what is in a ledger, who carries it, and every measure beside its source."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..graph.model import Ledger, Measure, Role
from ..ontology.errors import Language
from ..ontology.vocabulary import BASE
from ..queries.answers import Table
from ..queries.catalogue import Question
from .linked import address_of
from .marks import excerpts
from .strings import STRINGS

#: How an answer names a measure.
_MEASURE = re.compile(r"id:ledger/(?P<ledger>[^/]+)/measure/(?P<key>[^/]+)")
#: How it names any other thing.
_THING = re.compile(r"id:(?P<path>[a-z]+/\S+)")
#: Measures on one page.
PAGE = 100


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader asked to see: words anywhere in a measure, one unit, which page."""

    words: str = ""
    unit: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Load:
    """How many measures a unit carries in each role."""

    unit: str
    lead: int
    participant: int
    responsible: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.lead + self.participant + self.responsible


def overview(ledger: Ledger, names: list[str], search: Search, language: Language) -> str:
    """The first page: counts, load of the units, and the measures that fit the search beside their source."""
    found = [measure for measure in ledger.measures if fits(measure, search)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(search.page, pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return render(
        "overview.html",
        language,
        ledger=ledger,
        names=names,
        search=search,
        counts=counts(ledger),
        loads=loads(ledger),
        found=len(found),
        page=page,
        pages=pages,
        cards=[(measure, excerpts(ledger, measure)) for measure in shown],
        link=lambda **changes: _link(ledger, search, language, changes),
    )


def measure_page(ledger: Ledger, measure: Measure, language: Language) -> str:
    """One measure with everything read from it and its source."""
    place = ledger.measures.index(measure)
    neighbours = {
        "before": ledger.measures[place - 1].key if place else None,
        "after": ledger.measures[place + 1].key if place + 1 < len(ledger.measures) else None,
    }
    return render(
        "measure.html",
        language,
        ledger=ledger,
        cards=[(measure, excerpts(ledger, measure))],
        measure=measure,
        link=lambda **changes: _link(ledger, Search(), language, changes),
        **neighbours,
    )


def answer(asked: Question, values: Mapping[str, str], table: Table, language: Language) -> str:
    """One question as a form with its parameters, and the answer as a table."""
    filled = {parameter.name: values.get(parameter.name, parameter.default) for parameter in asked.parameters}
    return render(
        "answer.html",
        language,
        question=asked,
        filled=filled,
        table=table,
        link=lambda lang: f"/queries/{asked.name}?" + urlencode({**values, "ui": lang}),
        api=f"/api/queries/{asked.name}?" + urlencode(values),
        here=lambda cell: _page_of(cell, language),
    )


def _page_of(cell: str | None, language: Language) -> tuple[str, str] | None:
    """What to call a thing in a cell of an answer, and its page: that of a measure, or what the graph says of it."""
    if match := _MEASURE.fullmatch(cell or ""):
        return (
            f"{match['ledger']} · {match['key']}",
            f"/measures/{match['ledger']}/{match['key']}?lang={language.value}",
        )
    if match := _THING.fullmatch(cell or ""):
        return match["path"], address_of(f"{BASE}id/{match['path']}", language)
    return None


def fits(measure: Measure, search: Search) -> bool:
    """Whether every word of the search stands somewhere in the measure, and the unit carries it."""
    units = [assignment.unit for assignment in measure.assignments]
    if search.unit and search.unit not in units:
        return False
    heads = [heading.title for heading in (measure.section, measure.task) if heading]
    numbers = [citation.number or "" for citation in measure.citations]
    text = " ".join([f"{measure.number}.", measure.text, *units, *heads, *numbers]).lower()
    return all(word in text for word in search.words.lower().split())


def counts(ledger: Ledger) -> list[tuple[str, int]]:
    """The numbers at the top of the page, by the key of their name."""
    measures = ledger.measures
    return [
        ("sections", len({m.section for m in measures if m.section})),
        ("tasks", len({m.task for m in measures if m.task})),
        ("measures", len(measures)),
        ("units", len({a.unit for m in measures for a in m.assignments})),
        ("instruments", len({(c.title, c.number) for m in measures for c in m.citations})),
        ("deadlines", sum(len(m.deadlines) for m in measures)),
        ("indicators", sum(len(m.indicators) for m in measures)),
        ("corrected", sum(bool(m.corrections) for m in measures)),
        ("findings", len(ledger.findings)),
    ]


def loads(ledger: Ledger) -> list[Load]:
    """The units by how much they carry, most first."""
    roles: dict[str, Counter[Role]] = {}
    for measure in ledger.measures:
        for assignment in measure.assignments:
            roles.setdefault(assignment.unit, Counter())[assignment.role] += 1
    found = [Load(unit, c[Role.LEAD], c[Role.PARTICIPANT], c[Role.RESPONSIBLE]) for unit, c in roles.items()]
    return sorted(found, key=lambda load: (-load.total, -load.lead, load.unit))


def _link(ledger: Ledger, search: Search, language: Language, changes: dict[str, str | int | None]) -> str:
    """The address of this view with some of it changed; what is empty is left out."""
    now: dict[str, str | int | None] = {"ledger": ledger.slug, "q": search.words, "unit": search.unit}
    values = {**now, "lang": language.value, **changes}
    return "/?" + urlencode({name: value for name, value in values.items() if value})


def render(template: str, language: Language, **values: object) -> str:
    """A template filled in for a language."""

    def say(key: str, **filled: object) -> str:
        return STRINGS[key].format(**filled).say(language)

    other = Language.EN if language is Language.ZH else Language.ZH
    return _environment().get_template(template).render(say=say, language=language.value, other=other.value, **values)


@cache
def _environment() -> Environment:
    """Templates with every value escaped: text from documents is data."""
    return Environment(
        loader=PackageLoader("taizhang.visualizations"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
