r"""SPARQL text cut into tokens of its grammar (SPARQL 1.1, 19.8; SPARQL 1.2), for checks that come before the engine.

A keyword inside a string, a comment, an IRI, a variable or a prefixed name is none; what is no token of the grammar is
passed on as a character, so that every text can be cut and nothing is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is; the names are those of the groups below."""

    STRING = "string"
    IRI = "iri"
    VARIABLE = "variable"
    TAG = "tag"
    PREFIXED = "prefixed"
    WORD = "word"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it starts."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """A keyword in capitals; empty for anything that is no word."""
        return self.text.upper() if self.kind is Kind.WORD else ""


_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>
        \"{3}(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
    )
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]+)*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<prefixed>[\w.\-]*:(?:[\w.:\-%]|\\.)*)
  | (?P<word>[A-Za-z_][\w\-]*)
  | \s+
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in order; white space and comments are left out."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "comment":
            yield Token(Kind(match.lastgroup), match[0], match.start())


def unescaped(text: str) -> str:
    r"""The text with its codepoint escapes (\u0053, \U00000053) exchanged for their characters (SPARQL 1.1, 19.2)."""
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    try:
        return chr(int(escape[1] or escape[2], 16))
    except (ValueError, OverflowError):
        return escape[0]
