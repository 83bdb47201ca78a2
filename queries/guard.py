r"""Refuses queries that would make the engine call another machine: SERVICE in a query, LOAD in an update.

The engine follows both to any address and has no switch for it, so they are stopped before it sees them. The text
is cut into tokens of the SPARQL 1.1 grammar (section 19.8), so that a SERVICE inside a string, a comment, an IRI, a
variable or a prefixed name is none, and one hidden by a \u escape (section 19.2) is found.
"""

import re

from ..ontology.errors import RefusedQuery, Text

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<long>\"{3}(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3})
  | (?P<string>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<prefixed>[\w.\-]*:(?:[\w.:\-%]|\\.)*)
  | (?P<word>[A-Za-z_][\w\-]*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
#: The engine's parser needs no space around a keyword: trueSERVICE, SERVICESILENT and SERVICE:x are the keyword too.
_IN_WORD = re.compile(r"SERVICE|LOAD", re.IGNORECASE)
_IN_PREFIX = re.compile(r"(?:true|false|a|undef|[\d.e+\-]*)(SERVICE|LOAD)(?:SILENT)?:", re.IGNORECASE)


def refuse_remote(query: str) -> None:
    """Raise RefusedQuery when the query holds the keyword SERVICE or LOAD."""
    plain = _ESCAPE.sub(_character, query)
    for token in _TOKEN.finditer(plain):
        found = None
        if token.lastgroup == "word":
            found = _IN_WORD.search(token[0])
        elif token.lastgroup == "prefixed":
            found = _IN_PREFIX.match(token[0])
        if found:
            word = found[found.lastindex or 0].upper()
            raise RefusedQuery(
                Text(
                    f"不允许 {word}：查询不得访问其他机器",
                    f"{word} is not allowed: a query may not call another machine",
                )
            )


def _character(escape: re.Match[str]) -> str:
    try:
        return chr(int(escape[1] or escape[2], 16))
    except (ValueError, OverflowError):
        return escape[0]
