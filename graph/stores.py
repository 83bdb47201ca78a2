"""Which store a location means: a folder is the embedded one, an address any SPARQL 1.1 server."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from . import embedded
from .store import Store, Writing

#: A folder, or the address of a SPARQL endpoint.
Location = Path | str


def is_remote(location: Location) -> bool:
    """Whether it is the address of a server."""
    return str(location).startswith(("http://", "https://"))


def open_store(location: Location, version: str | None = None) -> Store:
    """The store, at a version that was current a moment ago or at the current one. Raises StoreError."""
    return embedded.OxigraphStore.open(Path(location), version)


def current_version(location: Location) -> str | None:
    """The version in force; None when there is no store yet, empty where a store cannot tell."""
    return embedded.current_generation(Path(location))


def version_mark(location: Location) -> object:
    """Something that is cheap to ask for and differs whenever the version does; None where there is no such thing."""
    return None if is_remote(location) else embedded.generation_mark(Path(location))


def scratch(location: Location) -> Path:
    """The folder in which a load keeps what it has read until it is written."""
    if is_remote(location):
        name = hashlib.sha256(str(location).encode()).hexdigest()[:16]
        return user_cache_path("taizhang", appauthor=False) / name
    return Path(location)


@contextmanager
def writing(location: Location, patience: float = 0) -> Iterator[Writing]:
    """Write to a store; it takes effect whole when the block ends, or not at all. Raises StoreError."""
    with embedded.writing(Path(location), patience) as target:
        yield target
