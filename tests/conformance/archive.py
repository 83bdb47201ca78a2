"""The files of the test suites, read from the archive of the reference data into memory."""

import tarfile
from collections.abc import Mapping
from pathlib import Path

#: The archive, below the folder of reference data.
ARCHIVE = "conformance/rdf-tests.tar.xz"
#: Where the files are published; relative IRIs in manifests, queries and data resolve against it.
BASE = "https://w3c.github.io/rdf-tests/"

#: The content of each file by its IRI.
Files = Mapping[str, bytes]


def read(shared: Path) -> Files:
    """Every file of the archive."""
    with tarfile.open(shared / ARCHIVE) as archive:
        return {
            BASE + member.name.removeprefix("./"): opened.read()
            for member in archive
            if member.isfile() and (opened := archive.extractfile(member)) is not None
        }
