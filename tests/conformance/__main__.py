"""Every suite against a server: a table, EARL, and for our own server the page of docs/.

    python -m tests.conformance                                 our server, started for this
    python -m tests.conformance http://localhost:3030/ds/sparql --update .../ds/update --graphs .../ds/data

The token for writing, where the server wants one, is read from TAIZHANG_TOKEN.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from tests.conformance import archive, earl, manifests
from tests.conformance.exceptions import EXCEPTIONS
from tests.conformance.page import page, table
from tests.conformance.runner import Outcome, Verdict, run_all
from tests.conformance.serving import serving
from tests.conformance.target import Target
from tests.corpus import shared_folder

DOCS = Path(__file__).parents[2] / "docs"
TAIZHANG = "https://w3id.org/taizhang/"


def main() -> int:
    """Run, print, write; 1 where our server does not do what the list of exceptions says."""
    options = _options()
    files = archive.read(shared_folder())
    with _target(options) as target:
        outcomes = list(run_all(files, target, manifests.cases(files)))
    ours = options.query is None
    print(table(outcomes))
    for outcome in outcomes:
        if not outcome.verdict:
            print(f"{outcome.case.id}\t{outcome.complaint[:300]}")
    passed = sum(bool(outcome.verdict) for outcome in outcomes)
    by_value = sum(outcome.verdict is Verdict.BY_VALUE for outcome in outcomes)
    print(f"\n{passed} of {len(outcomes)} passed, {by_value} of them by value only")
    if options.earl:
        iri = TAIZHANG if ours else target.query
        written = earl.report(outcomes, iri=iri, name=options.name, version=options.release)
        options.earl.write_text(written, encoding="utf-8")
    if ours and options.docs:
        (DOCS / "conformance.md").write_text(page(outcomes, EXCEPTIONS), encoding="utf-8")
    return int(ours and _surprised(outcomes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description="The W3C suites over HTTP.")
    parser.add_argument("query", nargs="?", help="address for queries; without it, our own server is started")
    parser.add_argument("--update", help="address for updates (that for queries)")
    parser.add_argument("--graphs", help="address of the graph store (that for queries)")
    parser.add_argument("--direct", help="below this, addresses of graphs are their IRIs (that of the graph store)")
    parser.add_argument("--name", default="taizhang", help="what the report calls the server")
    parser.add_argument("--release", default=version("taizhang"), help="which release of it that is")
    parser.add_argument("--earl", type=Path, metavar="FILE", help="write the outcomes as EARL")
    parser.add_argument("--docs", action="store_true", help="write docs/conformance.md and conformance.earl.ttl")
    options = parser.parse_args()
    if options.docs:
        options.earl = options.earl or DOCS / "conformance.earl.ttl"
    return options


@contextmanager
def _target(options: argparse.Namespace) -> Iterator[Target]:
    if options.query is None:
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as target:
            yield target
        return
    graphs = options.graphs or options.query
    yield Target(
        query=options.query,
        update=options.update or options.query,
        graphs=graphs,
        direct=options.direct or graphs,
        token=os.environ.get("TAIZHANG_TOKEN"),
    )


def _surprised(outcomes: list[Outcome]) -> bool:
    """Say which outcomes are other than the list of exceptions says."""
    found = False
    for outcome in outcomes:
        if bool(outcome.verdict) == (outcome.case.iri in EXCEPTIONS):
            print(f"{outcome.case.id}: {'passes and is listed' if outcome.verdict else 'fails and is not listed'}")
            found = True
    return found


if __name__ == "__main__":
    sys.exit(main())
