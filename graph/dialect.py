"""Where the engine departs from the standard and its text can be put right: small rewrites and checks, before it runs.

Each is exact: what it lets through means what the standard says it means. Tests of the W3C suites hold them; what would
need more than this is listed in docs/conformance.md.
"""

import re
from collections.abc import Iterator, Sequence

from ..ontology.errors import QueryError, Text
from .tokens import Kind, Token, tokens

_AGGREGATES = frozenset(["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"])
_SUBJECTS = (Kind.IRI, Kind.PREFIXED, Kind.VARIABLE)
_NESTED = Text("聚合函数里不能再有聚合函数", "an aggregate cannot stand inside another")
_TERM_SUBJECT = Text(
    "表达式里三元组项的主语应为 IRI 或变量", "in an expression the subject of a triple term is an IRI or a variable"
)


#: A text without any of these needs no second look; nor does a `;` after which no PREFIX comes.
_SUSPECT = re.compile(r"COUNT|SUM|MIN|MAX|AVG|SAMPLE|CONCAT|TRUE|FALSE|<<", re.IGNORECASE)
_PREFIX = re.compile("PREFIX", re.IGNORECASE)
#: An aggregate that holds no bracket, so no other aggregate, wherever it stands. Reading a text token by token in Python
#: takes a tenth of the time of an ordinary query that counts.
_PLAIN_AGGREGATE = re.compile(r"(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE)\s*(\([^()<>'\"#{}]*\))", re.IGNORECASE)


def standard(text: str) -> str:
    """A query or update as the engine reads it right. Raises QueryError for what the engine would wrongly accept."""
    if not _is_suspect(text):
        return text
    found = list(tokens(text))
    _check(found)
    changes = sorted([*_booleans(found), *_group_concats(found), *_late_prefixes(text, found)])
    pieces, position = [], 0
    for start, end, instead in changes:
        pieces += [text[position:start], instead]
        position = end
    return "".join([*pieces, text[position:]])


def _is_suspect(text: str) -> bool:
    end = text.find(";")
    return bool((end >= 0 and _PREFIX.search(text, end)) or _SUSPECT.search(_PLAIN_AGGREGATE.sub(r"\1", text)))


def _late_prefixes(text: str, found: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Each operation of an update may begin with PREFIX (SPARQL 1.1, 19.8, rule 29); the engine wants them all in front.

    One that gives a known prefix another meaning is left where it is, and the engine says what it thinks of it.
    """
    known: dict[str, str] = {}
    depth, first = 0, True
    for at, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.text == ";":
            first = False
        if depth == 0 and token.word == "PREFIX" and at + 2 < len(found):
            name, address = found[at + 1], found[at + 2]
            if not first and known.get(name.text, address.text) == address.text:
                yield token.start, address.end, ""
                if name.text not in known:
                    yield 0, 0, text[token.start : address.end] + "\n"
            known[name.text] = address.text


def _check(found: Sequence[Token]) -> None:
    """Refuse aggregates inside aggregates, and in expressions triple terms about triple terms or literals.

    SPARQL 1.1, 19.8, note 11; SPARQL 1.2, ExprTripleTermSubject (in patterns such triple terms are legal).
    """
    for at, token in enumerate(found):
        if token.word in _AGGREGATES and any(_aggregate(found, inner) for inner in _arguments(found, at + 1)):
            raise QueryError(_NESTED)
        subject = found[at + 1] if _opens_triple_term(found, at) and at + 1 < len(found) else None
        if subject and subject.kind not in _SUBJECTS and _in_expression(found, at):
            raise QueryError(_TERM_SUBJECT)


def _opens_triple_term(found: Sequence[Token], at: int) -> bool:
    """Whether the bracket ends `<<(` (SPARQL 1.2)."""
    return (
        at >= 2
        and [token.text for token in found[at - 2 : at]] == ["<", "<"]
        and found[at - 2].end == found[at - 1].start
    )


def _in_expression(found: Sequence[Token], at: int) -> bool:
    """Whether a place is in an expression rather than in a pattern: what the outermost bracket around it belongs to."""
    open_: list[int] = []
    for place in range(at):
        text = found[place].text
        if text in ("(", "{"):
            open_.append(place)
        elif text in (")", "}") and open_:
            open_.pop()
    since = [place for place in open_ if found[place].text == "{"]
    brackets = [
        place for place in open_ if place > (since[-1] if since else -1) and not _opens_triple_term(found, place)
    ]
    if not brackets:
        return False
    before = found[brackets[0] - 1] if brackets[0] else None
    return not since or (before is not None and before.kind in (Kind.WORD, Kind.IRI, Kind.PREFIXED))


def _aggregate(found: Sequence[Token], at: int) -> bool:
    return found[at].word in _AGGREGATES and at + 1 < len(found) and found[at + 1].text == "("


def _arguments(found: Sequence[Token], start: int) -> Iterator[int]:
    """The places of the tokens inside a bracket, leaving out {...}: an EXISTS may hold a query of its own."""
    round_, curly = 0, 0
    for at in range(start, len(found)):
        text = found[at].text
        round_ += (text == "(") - (text == ")")
        curly += (text == "{") - (text == "}")
        if round_ <= 0:
            return
        if curly == 0:
            yield at


def _booleans(found: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """TRUE and False are keywords, and those have no case (SPARQL 1.1, 19.8)."""
    for token in found:
        if token.word in ("TRUE", "FALSE") and not token.text.islower():
            yield token.start, token.end, token.text.lower()


def _group_concats(found: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """GROUP_CONCAT gives a plain string (SPARQL 1.1, 18.5.1.7); the engine keeps a language tag that all values share."""
    for at, token in enumerate(found):
        if token.word == "GROUP_CONCAT" and _aggregate(found, at):
            last = max(_arguments(found, at + 1), default=None)
            if last is not None and last + 1 < len(found):
                yield token.start, token.start, "STR("
                yield found[last + 1].end, found[last + 1].end, ")"
