"""Questions answered where they arrive: an ASK about one triple pattern is one look into an index.

A query has a process of its own because nobody can tell how long it takes. Of these everybody can: the engine goes to
the place in the index where such triples stand and sees whether there is one. The way to a worker and back costs ten
times as much.
"""

import asyncio
import re
from contextlib import suppress

from ...graph.store import Store
from ...graph.stores import Location, is_remote, open_store
from ...ontology.errors import StoreError
from ...queries.answers import BOOLEANS, write
from ...queries.guard import is_plain
from ..negotiation import choose
from .jobs import Query

_TERM = r"(?:<[^<>\"{}|^`\\\s]*>|\?[A-Za-z]\w*)"
#: ASK { term term term }: IRIs and variables alone, and no dataset of its own.
_ONE_PATTERN = re.compile(
    rf"\s*ASK\s*(?:WHERE\s*)?{{\s*({_TERM})\s+({_TERM})\s+({_TERM})\s*\.?\s*}}\s*", re.IGNORECASE | re.ASCII
)
#: Longer texts are nobody's simple question.
_LONGEST = 2000


def is_lookup(text: str) -> bool:
    """Whether a query is one look into an index: a variable that stands twice would have to be searched for."""
    if len(text) > _LONGEST or not (found := _ONE_PATTERN.fullmatch(text)) or not is_plain(text):
        return False
    variables = [term for term in found.groups() if term[0] == "?"]
    return len(set(variables)) == len(variables)


class Lookups:
    """The store as this process looks into it. It is opened beside the event loop; until then workers answer."""

    def __init__(self, location: Location):
        self._location = location
        self._store: Store | None = None
        self._opening: asyncio.Task[None] | None = None
        self.answered = 0

    def answer(self, job: Query) -> tuple[str, bytes] | None:
        """The media type and the body of an answer; None where a worker has to give it. Raises QueryError."""
        if job.default or job.named or not is_lookup(job.text) or not (store := self._at(job.version)):
            return None
        if not (media_type := choose(job.accept, BOOLEANS)):
            return None  # the worker says what there is to choose from
        self.answered += 1
        return media_type, write(store.query(job.text, base=job.base), media_type)

    def _at(self, version: str) -> Store | None:
        if self._store is not None and self._store.version == version:
            return self._store
        if not is_remote(self._location) and (self._opening is None or self._opening.done()):
            self._opening = asyncio.create_task(self._open(version))
        return None

    async def _open(self, version: str) -> None:
        with suppress(StoreError):  # swept away meanwhile: whoever asks next names a newer one
            self._store = await asyncio.to_thread(open_store, self._location, version)
