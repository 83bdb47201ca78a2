"""The catalogue: one .rq file per question, with its titles, description and typed parameters.

A file is SPARQL that runs as it stands. Its head says what it is, in lines that begin with `#+`:

    #+ title.zh: 到期事项
    #+ title.en: Deadlines due
    #+ param until date: 截止日 | Last day

and each parameter is a data block with its default, `VALUES ?_until { "2100-12-31"^^xsd:date }`. Binding a value
exchanges the one term in that block for another RDF term, written by the RDF library: text from outside never
becomes part of the query's structure, and the query that results runs on any SPARQL 1.1 server.

Beside each stands its twin in Cypher (.cypher), with the same columns in the same order; there a parameter is `$until`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from ..ontology.errors import BadParameter, OntologyError, Text, UnknownQuery
from ..ontology.vocabulary import iri

_HEAD = re.compile(r"^#\+ (?P<key>[a-z]+)(?:\.(?P<language>zh|en))?(?P<rest>[^:]*): (?P<value>.+)$", re.MULTILINE)
_BLOCK = re.compile(r"VALUES \?_(?P<name>\w+) \{ (?P<term>[^}]*) \}")
_TERM = re.compile(r'"(?P<text>[^"]*)"(?:\^\^\S+)?|(?P<bare>\S+)')


class Kind(StrEnum):
    """The types of parameters."""

    STRING = "string"
    INTEGER = "integer"
    DATE = "date"
    IRI = "iri"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value a question takes. `default` is written as a person would type it."""

    name: str
    kind: Kind
    description: Text
    default: str

    def plain(self, value: str) -> str | int | date:
        """A typed-in value as Python has it. Raises BadParameter when it is not of the parameter's type."""
        text = self.term(value).value
        return int(text) if self.kind is Kind.INTEGER else date.fromisoformat(text) if self.kind is Kind.DATE else text

    def term(self, value: str) -> Literal | NamedNode:
        """The RDF term of a typed-in value. Raises BadParameter when it is not of the parameter's type."""
        try:
            return _TERMS[self.kind](value)
        except ValueError as error:
            text = Text(
                f"参数 {self.name} 应为 {self.kind}，不能是“{value}”",
                f"parameter {self.name} takes a value of type {self.kind}, not {value!r}",
            )
            raise BadParameter(text) from error


@dataclass(frozen=True, slots=True)
class Question:
    """A query of the catalogue."""

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    sparql: str
    cypher: str = ""

    def plain(self, values: Mapping[str, str]) -> dict[str, str | int | date]:
        """Every parameter with its value or its default, as Python has them. Raises BadParameter."""
        known = self._known(values)
        return {name: parameter.plain(values.get(name, parameter.default)) for name, parameter in known.items()}

    def _known(self, values: Mapping[str, str]) -> dict[str, Parameter]:
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                names = ", ".join(known) or "-"
                raise BadParameter(
                    Text(f"没有参数 {name}（可用：{names}）", f"no parameter {name} (there are: {names})")
                )
        return known

    def bind(self, values: Mapping[str, str]) -> str:
        """The query with these values, and the defaults for all others. Raises BadParameter."""
        known = self._known(values)
        terms = {name: known[name].term(value) for name, value in values.items()}

        def bound(block: re.Match[str]) -> str:
            term = terms.get(block["name"])
            return block[0] if term is None else f"VALUES ?_{block['name']} {{ {term} }}"

        # One pass over the file's own text: a bound value is never looked into again.
        return _BLOCK.sub(bound, self.sparql)


def _string(value: str) -> Literal:
    return Literal(value)


def _integer(value: str) -> Literal:
    return Literal(str(int(value)), datatype=NamedNode(iri("xsd:integer")))


def _date(value: str) -> Literal:
    return Literal(date.fromisoformat(value).isoformat(), datatype=NamedNode(iri("xsd:date")))


_TERMS: dict[Kind, Callable[[str], Literal | NamedNode]] = {
    Kind.STRING: _string,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.IRI: NamedNode,
}


@cache
def catalogue() -> dict[str, Question]:
    """Every question by name, in the order of the names."""
    folder = files(__package__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    questions = (_read(name.removesuffix(".rq")) for name in names)
    return {question.name: question for question in questions}


def _read(name: str) -> Question:
    folder = files(__package__)
    twin = folder.joinpath(f"{name}.cypher")
    if not twin.is_file():
        raise OntologyError(f"{name}.rq", Text("缺少同名的 .cypher", "its .cypher is missing"))
    return parse(name, folder.joinpath(f"{name}.rq").read_text(encoding="utf-8"), twin.read_text(encoding="utf-8"))


def question(name: str) -> Question:
    """One question. Raises UnknownQuery."""
    found = catalogue().get(name)
    if found is None:
        names = ", ".join(catalogue())
        raise UnknownQuery(
            Text(f"没有名为 {name} 的查询（可用：{names}）", f"no query named {name} (there are: {names})")
        )
    return found


def parse(name: str, text: str, cypher: str = "") -> Question:
    """A question from the text of its files. Raises OntologyError, naming the file, when its head is not complete."""
    said: dict[tuple[str, str], str] = {}
    parameters = []
    for line in _HEAD.finditer(text):
        if line["key"] == "param":
            parameters.append(_parameter(name, line["rest"].split(), line["value"], text))
        else:
            said[line["key"], line["language"]] = line["value"]
    try:
        title = Text(said["title", "zh"], said["title", "en"])
        description = Text(said["description", "zh"], said["description", "en"])
    except KeyError as error:
        raise OntologyError(f"{name}.rq", Text("缺少标题或说明", "title or description is missing")) from error
    return Question(name, title, description, tuple(parameters), text, cypher)


def _parameter(file: str, words: list[str], value: str, text: str) -> Parameter:
    zh, _, en = value.partition(" | ")
    block = next((found for found in _BLOCK.finditer(text) if found["name"] == words[0]), None)
    if block is None or not en:
        message = Text(
            f"参数 {words[0]} 没有 VALUES 块或说明", f"parameter {words[0]} has no VALUES block or description"
        )
        raise OntologyError(f"{file}.rq", message)
    term = _TERM.fullmatch(block["term"])
    default = (term["text"] if term["text"] is not None else term["bare"]) if term else block["term"]
    return Parameter(words[0], Kind(words[1]), Text(zh, en), default)
