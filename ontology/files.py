"""The Turtle files of the package: read with pyoxigraph, and held to the vocabulary.

A tz: term that is used and not defined in taizhang.ttl, or a thing that is pointed at and described nowhere, is an
OntologyError that names the file.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from .errors import OntologyError, Text
from .vocabulary import BASE, NS

#: The files in loading order; the first defines the vocabulary.
VOCABULARY = "taizhang.ttl"
SHAPES = "shapes.ttl"
UNITS = "units.ttl"
REGULATIONS = "regulations.ttl"
ALL = (VOCABULARY, SHAPES, UNITS, REGULATIONS)

#: Short names of laws.
ALIASES = "aliases.txt"

#: Every division of the country: code and name.
DIVISIONS = "divisions.txt"

#: The country's own organs by their names.
NATIONAL = "national.txt"

_THINGS = f"{BASE}id/"


def text_of(name: str) -> str:
    """The text of one of the packaged files."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def load(name: str) -> tuple[Triple, ...]:
    """The triples of one packaged file. Raises OntologyError when it does not parse."""
    return parse_turtle(name, text_of(name))


def load_all() -> dict[str, tuple[Triple, ...]]:
    """The triples of every packaged file, checked against each other."""
    found = {name: load(name) for name in ALL}
    check(found)
    return found


def aliases() -> dict[str, str]:
    """The usual short names of national laws with their full titles."""
    lines = (line.split("=") for line in lines_of(ALIASES))
    return {short.strip(): full.strip() for short, full in lines}


def divisions() -> dict[str, str]:
    """Every division of the country above the township: its code with its name."""
    return {line.split()[0]: line.split()[1] for line in lines_of(DIVISIONS)}


def lines_of(name: str) -> list[str]:
    """The lines of a packaged list, without its remarks."""
    return [line for line in text_of(name).splitlines() if line and not line.startswith("#")]


def parse_turtle(name: str, text: str) -> tuple[Triple, ...]:
    """The triples of a Turtle text. Raises OntologyError (with the line) when it is not Turtle."""
    try:
        return tuple(quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        at = f"line {error.lineno}: {error.msg}"
        raise OntologyError(name, Text(f"不是合法的 Turtle：{at}", f"not valid Turtle: {at}")) from error


def check(files_: Mapping[str, Iterable[Triple]]) -> None:
    """Raise OntologyError, naming the file, for the first term or thing that is used and defined nowhere."""
    defined = {_subject(triple) for triples in files_.values() for triple in triples}
    for name, triples in files_.items():
        for triple in triples:
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, NamedNode) and _is_ours(term.value) and term.value not in defined:
                    text = Text(f"用到了未定义的 {term.value}", f"{term.value} is used and defined nowhere")
                    raise OntologyError(name, text)


def _subject(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""


def _is_ours(value: str) -> bool:
    return value.startswith((NS, _THINGS)) and value != NS
