"""What a query or update must not do, found out before the engine sees it.

The engine follows SERVICE and LOAD to any address and has no switch for it. So a text that holds either is refused,
unless the address is on the allow-list: then the engine is pointed at the server's own gateway, which alone speaks to
the outside (api/endpoint/gateway.py). `LOAD SILENT` from an address that is not allowed loads nothing and goes on, as
SPARQL 1.1 Update 3.1.4 has it.

Codepoint escapes make this delicate: SPARQL 1.1 (19.2) exchanges them before a text is read, SPARQL 1.2 and the engine
only inside strings and IRIs. A keyword that either reading sees is a keyword here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from ..graph.tokens import Kind, Token, tokens, unescaped
from ..ontology.errors import QueryError, RefusedQuery, Text
from .remote import is_allowed

#: The engine's parser has read keywords without space around them: SERVICE:x and trueSERVICE count too.
_IN_WORD = re.compile(r"SERVICE|LOAD", re.IGNORECASE)
_IN_PREFIX = re.compile(r"(?:true|false|a|undef|[\d.e+\-]*)(SERVICE|LOAD)(?:SILENT)?:", re.IGNORECASE)
#: `1<2)SERVICE?x#>` can be cut as an IRI, but where the engine expects an operator it reads a comparison, the end of a
#: filter, the keyword and a comment. No other way leads from the inside of an IRI to a keyword: braces cannot stand there.
_IN_IRI = re.compile(r"\).*(SERVICE).*#", re.IGNORECASE | re.DOTALL)
#: Functions whose value changes from call to call.
_UNSTEADY = re.compile(r"NOW|RAND|UUID|BNODE", re.IGNORECASE)
#: A query without any of these needs no second look: words may be written with escapes.
_SUSPECT = re.compile(r"SERVICE|LOAD|NOW|RAND|UUID|BNODE|\\", re.IGNORECASE)
#: No scheme the engine knows: what is sent here goes nowhere.
_NOWHERE = "<about:refused>"


@dataclass(frozen=True, slots=True)
class Examined:
    """A query that may run. `steady`: asked again of the same data it gives the same answer."""

    text: str
    steady: bool


def is_plain(text: str) -> bool:
    """Whether nothing in a query needs a second look: it may run, and gives the same answer each time."""
    return not _SUSPECT.search(text)


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one server. `allowed` are addresses, see queries/remote.py; `gateway` is where they are asked for."""

    allowed: Sequence[str] = ()
    gateway: str | None = None

    def query(self, text: str) -> Examined:
        """The query as it may run. Raises RefusedQuery."""
        if is_plain(text):
            return Examined(text, steady=True)
        found = list(tokens(text))
        steady = not any(token.kind is Kind.WORD and _UNSTEADY.search(token.text) for token in found)
        return Examined(self._closed(text, found), steady)

    def update(self, text: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> str:
        """The update as it may run, its operations reading the dataset that is named (SPARQL Protocol, 2.2.3).

        Raises RefusedQuery, and QueryError when the dataset is named both here and in the update.
        """
        closed = self._closed(text, list(tokens(text)))
        return with_dataset(closed, default, named) if default or named else closed

    def _closed(self, text: str, found: list[Token]) -> str:
        """The text with every way out shut or led through the gateway."""
        seen = [word for token in found if (word := _remote(token))]
        hidden = [word for token in tokens(unescaped(text)) if (word := _remote(token))] if "\\" in text else []
        if len(hidden) > len(seen):
            raise _refused(hidden[-1])
        pieces, position = [], 0
        for at, token in enumerate(found):
            word = _remote(token)
            if word:
                target, address = self._target(word, token, found[at + 1 : at + 3])
                pieces += [text[position : target.start], address]
                position = target.end
        return "".join([*pieces, text[position:]])

    def _target(self, word: str, keyword: Token, following: Sequence[Token]) -> tuple[Token, str]:
        """The address that a keyword leads to, and what stands there instead. Raises RefusedQuery."""
        silent = bool(following) and following[0].word == "SILENT"
        target = following[silent] if len(following) > silent else None
        if keyword.word != word or target is None or target.kind is not Kind.IRI:
            raise _refused(word)
        address = target.text[1:-1]
        if self.gateway and is_allowed(address, self.allowed):
            return target, f"<{self.gateway}{quote(address, safe='')}>"
        if word == "LOAD" and silent:
            return target, _NOWHERE
        raise _refused(word)


def _remote(token: Token) -> str | None:
    """SERVICE or LOAD when the engine could read the token as that."""
    found = None
    if token.kind is Kind.WORD:
        found = _IN_WORD.search(token.text)
    elif token.kind is Kind.PREFIXED:
        found = _IN_PREFIX.match(token.text)
    elif token.kind is Kind.IRI:
        found = _IN_IRI.search(token.text)
    return found[found.lastindex or 0].upper() if found else None


def _refused(word: str) -> RefusedQuery:
    return RefusedQuery(
        Text(f"不允许 {word}：查询不得访问其他机器", f"{word} is not allowed: a query may not call another machine")
    )


# -- the dataset of an update


def with_dataset(text: str, default: Iterable[str], named: Iterable[str]) -> str:
    """The update with USING clauses for these graphs before each WHERE. Raises QueryError when it has its own."""
    clauses = [f"USING {_iri(graph)}" for graph in default] + [f"USING NAMED {_iri(graph)}" for graph in named]
    using = " ".join(clauses) + " "
    pieces, position = [], 0
    for where, template in _patterns(text):
        pieces += [text[position : where.start], template, using]
        position = where.start
    return "".join([*pieces, text[position:]])


def _iri(graph: str) -> NamedNode:
    try:
        return NamedNode(graph)
    except ValueError as error:
        raise QueryError(Text(f"不是 IRI：{graph}", f"not an IRI: {graph}")) from error


def _patterns(text: str) -> Iterator[tuple[Token, str]]:
    """Each WHERE outside of braces; for DELETE WHERE {…} also the template it stands for, to be written before it."""
    found, depth = list(tokens(text)), 0
    for at, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth:
            continue
        if token.word in ("USING", "WITH"):
            raise QueryError(
                Text("参数 using-graph-uri 不能与 USING 或 WITH 并用", "using-graph-uri excludes USING and WITH")
            )
        if token.word == "WHERE":
            short = at > 0 and found[at - 1].word == "DELETE"
            yield token, (_block(text, found[at + 1 :]) + " " if short else "")


def _block(text: str, found: Sequence[Token]) -> str:
    """The first {…} of some tokens, as it is written."""
    depth = 0
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return text[found[0].start : token.end]
    return ""
