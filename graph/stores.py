"""Which store a location means: a folder is the embedded one, an address any SPARQL 1.1 server."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from . import embedded
from .address import RemoteAddress
from .store import Store, Writing

# The remote store is imported where it is used: its HTTP client takes longer to import than most commands take to run.
# ruff: noqa: PLC0415

#: A folder, or a SPARQL server; an address without more means one that needs nothing to be opened.
Location = Path | str | RemoteAddress


def is_remote(location: Location) -> bool:
    """Whether it is the address of a server."""
    if isinstance(location, Path):
        return False  # asked at each request
    return isinstance(location, RemoteAddress) or location.startswith(("http://", "https://"))


def _address(location: Location) -> RemoteAddress | None:
    if isinstance(location, RemoteAddress):
        return location
    return RemoteAddress.read(str(location)) if is_remote(location) else None


def _folder(location: Location) -> Path:
    return location if isinstance(location, Path) else Path(str(location))


def open_store(location: Location, version: str | None = None) -> Store:
    """The store, at a version that was current a moment ago or at the current one. Raises StoreError."""
    if address := _address(location):
        from .remote import RemoteStore

        return RemoteStore.open(address)
    return embedded.OxigraphStore.open(_folder(location), version)


def current_version(location: Location) -> str | None:
    """The version in force; None when there is no store yet, empty where a store cannot tell.

    Raises StoreError when a server does not answer.
    """
    if address := _address(location):
        from .remote import holds_graph

        return "" if holds_graph(address) else None
    return embedded.current_generation(_folder(location))


def version_mark(location: Location) -> object:
    """What changes with the version in force, without asking for it; None when there is no store.

    A server's version is always the same empty one, so its mark is too: a server is not asked at each request.
    """
    return _address(location) or embedded.generation_mark(_folder(location))


def was_cut_off(location: Location) -> bool:
    """Whether the last write left something half done, as it can on a server; the next load puts it right."""
    if address := _address(location):
        from . import remote

        return remote.was_cut_off(address, scratch(address))
    return False


def scratch(location: Location) -> Path:
    """The folder in which a load keeps what it has read until it is written."""
    if address := _address(location):
        name = hashlib.sha256(str(address).encode()).hexdigest()[:16]
        return user_cache_path("taizhang", appauthor=False) / name
    return _folder(location)


@contextmanager
def writing(location: Location, patience: float = 0) -> Iterator[Writing]:
    """Write to a store. Raises StoreError.

    In a folder the write takes effect whole when the block ends, or not at all; on a server, as it goes.
    """
    if address := _address(location):
        from . import remote

        with remote.writing(address, scratch(address), patience) as there:
            yield there
    else:
        with embedded.writing(_folder(location), patience) as here:
            yield here
