"""What a case is: plain values that say what to send and what has to come back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A file to load, and the named graph it goes to (None: the default graph, or the graphs that it names itself)."""

    file: str
    graph: str | None = None


#: What a dataset is made of.
Sources = tuple[Source, ...]


@dataclass(frozen=True)
class Case:
    """One test: its IRI, its name for people, and the directory of its manifest."""

    iri: str
    name: str
    directory: str

    @property
    def id(self) -> str:
        """A short name that no other case has."""
        return f"{self.directory}/{self.iri.partition('#')[2]}"


@dataclass(frozen=True)
class QueryCase(Case):
    """A query over data whose answer is in a file; `lax`: duplicates may be left out."""

    query: str
    data: Sources
    result: str
    lax: bool = False


@dataclass(frozen=True)
class SyntaxCase(Case):
    """A query or an update that has to be accepted, or refused."""

    file: str
    update: bool
    accepted: bool


@dataclass(frozen=True)
class UpdateCase(Case):
    """An update, and the dataset before and after it."""

    request: str
    before: Sources
    after: Sources


@dataclass(frozen=True)
class Expectation:
    """What a response has to be; None where the test does not say."""

    statuses: frozenset[str]
    boolean: bool | None = None
    form: str | None = None
    location: str | None = None
    content_type: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Exchange:
    """A request as it goes over the wire, and what is expected back."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: str | None
    encoding: str
    expected: Expectation


@dataclass(frozen=True)
class ExchangeCase(Case):
    """Requests in a row, over graphs that are there before."""

    data: Sources
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class ProtocolCase(ExchangeCase):
    """A test of the SPARQL Protocol."""


@dataclass(frozen=True)
class GraphStoreCase(ExchangeCase):
    """A test of the Graph Store Protocol."""


@dataclass(frozen=True)
class DescriptionCase(Case):
    """A test of the service description, which has nothing but a name."""
