"""The server-rendered pages: a measure beside its source, and the catalogue. The explorer (visualizations/web) is the rest."""

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..graph.model import Ledger, Measure
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
