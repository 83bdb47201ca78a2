"""Questions answered where they arrive: an ASK about one triple pattern is one look into an index.

A query has a process of its own because nobody can tell how long it takes. Of these everybody can: the database goes to
the place in the index where such triples stand and sees whether there is one. The way to a worker and back costs ten
times as much, and reading the query as SPARQL several times.
"""

import asyncio
import re
from contextlib import suppress
from functools import lru_cache

from pyoxigraph import NamedNode, QueryResultsFormat, parse_query_results

from ...graph.embedded import OxigraphStore
from ...graph.stores import Location, is_remote, open_store
from ...ontology.errors import StoreError
from ...queries.answers import BOOLEANS, write
from ..negotiation import choose

#: A variable, or an IRI that no base changes: a relative one, and one with steps such as `..`, is for the engine to read.
_TERM = r"(?:<(?![^>]*/\.)[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\s]*>|\?[A-Za-z]\w*)"
#: ASK { term term term }: IRIs and variables alone, and no dataset of its own.
_ONE_PATTERN = re.compile(
    rf"\s*ASK\s*(?:WHERE\s*)?{{\s*({_TERM})\s+({_TERM})\s+({_TERM})\s*\.?\s*}}\s*", re.IGNORECASE | re.ASCII
)
#: Longer texts are nobody's simple question.
_LONGEST = 2000

#: Subject, predicate and object; None where a variable stands.
Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | None]


def pattern_of(text: str) -> Pattern | None:
    """The pattern that a query looks up; None where it asks for more, or its IRIs are none.

    A variable that stands twice would have to be searched for, so that is no look into an index.
    """
    if len(text) > _LONGEST or not (found := _ONE_PATTERN.fullmatch(text)):
        return None
    terms = found.groups()
    variables = [term for term in terms if term[0] == "?"]
    if len(set(variables)) < len(variables):
        return None
    try:
        subject, predicate, object_ = [None if term[0] == "?" else NamedNode(term[1:-1]) for term in terms]
    except ValueError:
        return None  # the engine says what is wrong with it
    return subject, predicate, object_


class Lookups:
    """The store as this process looks into it. It is opened beside the event loop; until then workers answer."""

    def __init__(self, location: Location):
        self._location = location
        self._store: OxigraphStore | None = None
        self._opening: asyncio.Task[None] | None = None
        self.answered = 0

    def answer(self, text: str, version: str, accept: str | None) -> tuple[str, bytes] | None:
        """The media type and the body of the answer to a query that names no dataset; None where a worker has to give it."""
        if not (pattern := pattern_of(text)) or not (store := self._at(version)):
            return None
        if not (media_type := choose(accept, BOOLEANS)):
            return None  # the worker says what there is to choose from
        self.answered += 1
        return media_type, _written(store.holds(*pattern), media_type)

    def _at(self, version: str) -> OxigraphStore | None:
        if self._store is not None and self._store.version == version:
            return self._store
        if not is_remote(self._location) and (self._opening is None or self._opening.done()):
            self._opening = asyncio.create_task(self._open(version))
        return None

    async def _open(self, version: str) -> None:
        with suppress(StoreError):  # swept away meanwhile: whoever asks next names a newer one
            store = await asyncio.to_thread(open_store, self._location, version)
            self._store = store if isinstance(store, OxigraphStore) else None


@lru_cache
def _written(truth: bool, media_type: str) -> bytes:
    """A boolean answer, by the writer of all answers."""
    answer = parse_query_results(b'{"head": {}, "boolean": %s}' % str(truth).lower().encode(), QueryResultsFormat.JSON)
    return write(answer, media_type)
