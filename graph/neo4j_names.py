"""How the property graph is called in a Neo4j database: labels and types, which stand in the text of statements.

That is safe because they come from the enums of property_graph.py; a prefix, which a person chooses, is held to letters, digits
and underscores. Values are always parameters.
"""

import re
from dataclasses import dataclass
from typing import LiteralString

from ..ontology.errors import StoreError, Text
from .property_graph import EdgeType, Label

#: The one node that says of which version of the store a database is.
STATE = "SyncState"
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}|")


@dataclass(frozen=True, slots=True)
class Names:
    """Labels and types as a database has them: with a prefix, where one database holds several graphs."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise StoreError(
                Text(
                    f"前缀 {self.prefix} 只能用字母、数字和下划线，以字母开头",
                    f"a prefix is letters, digits and underscores and begins with a letter, not {self.prefix!r}",
                )
            )

    def of(self, name: Label | EdgeType | str) -> str:
        """A label or type, ready for the text of a statement."""
        return f"`{self.prefix}{name}`"

    def within(self, cypher: str) -> str:
        """A statement of this program with every label and type in it prefixed."""
        if not self.prefix:
            return cypher
        known = "|".join(sorted({*Label, *EdgeType, STATE}, key=len, reverse=True))
        return re.sub(rf"(?<=[:|!])({known})\b", lambda found: f"{self.prefix}{found[1]}", cypher)


def query(text: str) -> LiteralString:
    """A statement ready for the driver: its labels and types come from `Names`, its values are parameters."""
    return text
