"""Links between IRIs and pages: a thing of ours has its page here, a thing of others its own address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, Triple

from ..ontology.errors import Language
from ..ontology.vocabulary import BASE, PREFIXES
from ..queries.resource import NAMES
from .foreign_terms import FOREIGN_TERMS

_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)
#: What a path may hold as it is; a question mark in an IRI must not become a query here.
_PLAIN = "/%:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Link:
    """Something with a name. `address` is empty where there is nowhere to go; `hint` tells same-named things apart.

    `described` is whether the text describes the thing because it has no name of its own.
    """

    text: str
    address: str
    iri: str
    hint: str = ""
    outside: bool = False
    described: bool = False


def path_of(iri: str) -> str:
    """The path here of an IRI of ours, with its fragment; empty for any other IRI."""
    if not iri.startswith(BASE):
        return ""
    rest, mark, fragment = iri.removeprefix(BASE).partition("#")
    if rest != "ns" and not rest.startswith("id/"):
        return ""
    return f"/{quote(rest, safe=_PLAIN)}" + (f"#{quote(fragment, safe=_PLAIN)}" if mark else "")


def address_of(iri: str, language: Language) -> str:
    """Where a reader goes for an IRI: a page here in the reader's language, a web address, or nowhere."""
    path, mark, fragment = path_of(iri).partition("#")
    if path:
        return f"{path}?lang={language.value}{mark}{fragment}"
    return iri if _WEB.fullmatch(iri) else ""


def short(iri: str) -> str:
    """An IRI as people write it: a prefixed name, the path of a thing of ours, else all of it."""
    for prefix, namespace in (*PREFIXES.items(), ("", f"{BASE}id/")):
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}" if prefix else iri.removeprefix(namespace)
    return iri


def name_of(iri: str, names: Mapping[str, tuple[Triple, ...]], language: Language) -> str:
    """What a thing is called, in the reader's language where that is known; empty when it has no name."""
    known = [(triple.predicate.value, triple.object) for triple in names.get(iri, ())]
    texts = [(NAMES.index(name), text) for name, text in known if isinstance(text, Literal) and name in NAMES]
    texts.sort(key=lambda entry: (entry[1].language != language.value, entry[0], entry[1].value))
    foreign = FOREIGN_TERMS.get(iri)
    if foreign and not any(text.language == language.value for _, text in texts):
        return foreign.say(language)
    return texts[0][1].value if texts else ""
