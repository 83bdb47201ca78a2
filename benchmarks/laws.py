"""The law corpus: reading, loading and impact, against floors measured in the same run. Part of `make bench`.

extraction      characters a second on one core: citations alone, and the whole reading of a text
corpus load     `taizhang load` of the whole corpus, against `bulk_load` of the resulting N-Quads alone
impact          every kind of change of the most cited instruments over the whole corpus, index in memory
"""

import os
import statistics
import subprocess
import sys
import tarfile
import threading
import time
from itertools import pairwise
from pathlib import Path

from taizhang.api.graph_holder import GraphHolder
from taizhang.graph.embedded import current_generation
from taizhang.graph.impact import ChangeAsked, impact
from taizhang.graph.impact_rules import ChangeKind
from taizhang.loaders.document import read_document
from taizhang.loaders.law import is_law_text, read_law
from taizhang.loaders.mentions import find_all

#: Instruments that impact is asked about.
MOST_CITED = 60


def corpus(folder: Path) -> Path:
    """The unpacked corpus."""
    archive = (
        Path(os.environ.get("TAIZHANG_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "corpus/laws.tar.xz"
    )
    with tarfile.open(archive) as opened:
        opened.extractall(folder / "corpus", filter="data")
    return folder / "corpus"


def bench_extraction(laws: Path) -> None:
    """Characters a second on one core."""
    texts = [document for path in sorted(laws.rglob("*.md")) if is_law_text(document := read_document(path))]
    size = sum(len(document.text) for document in texts)
    begin = time.perf_counter()
    found = sum(len(find_all(document.text)) for document in texts)
    citing = size / (time.perf_counter() - begin)
    begin = time.perf_counter()
    for document in texts:
        read_law(document)
    reading = size / (time.perf_counter() - begin)
    print(
        f"citations of {size / 1e6:.1f} million characters: {found}, {citing / 1e6:.2f} million a second (at least 1)"
    )
    print(f"whole reading of the texts: {reading / 1e6:.2f} million characters a second")


def group_memory(group: int) -> int:
    """Resident bytes of every process of a group."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if folder.name.isdigit() and int(fields[2]) == group:
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            continue
    return total


def timed(command: list[str]) -> tuple[float, float]:
    """Wall-clock seconds and the peak of resident gigabytes of a command with all its processes."""
    peak = 0
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            peak = max(peak, group_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - begin
    done.set()
    watcher.join()
    if code:
        raise SystemExit(f"{command} ended with {code}")
    return seconds, peak / 1e9


def bench_load(laws: Path, folder: Path) -> Path:
    """The corpus into a fresh store, and the resulting N-Quads by a plain bulk load."""
    store = folder / "corpus-store"
    loaded, memory = timed([sys.executable, "-m", "taizhang.api", "load", str(laws), "--store", str(store)])
    dump = (
        "import pyoxigraph, sys; s = pyoxigraph.Store.read_only(sys.argv[1]);"
        "s.dump(output=sys.argv[2], format=pyoxigraph.RdfFormat.N_QUADS)"
    )
    generation = store / "generations" / (current_generation(store) or "")
    quads = folder / "corpus.nq"
    subprocess.run([sys.executable, "-c", dump, str(generation), str(quads)], check=True)
    plain = (
        "import pyoxigraph, sys; s = pyoxigraph.Store(sys.argv[2]);"
        "s.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS); s.flush()"
    )
    floor, plain_memory = timed([sys.executable, "-c", plain, str(quads), str(folder / "plain")])
    with quads.open("rb") as file:
        count = sum(1 for _ in file)
    print(f"bulk load of the resulting {count / 1e6:.2f} million quads  {floor:.1f} s, {plain_memory:.2f} GB")
    print(
        f"corpus to a queryable store  {loaded:.1f} s, {memory:.2f} GB (under 2)   ratio {loaded / floor:.2f} (at most 4)"
    )
    return store


def bench_impact(store: Path) -> None:
    """Every kind of change of the most cited instruments."""
    begin = time.perf_counter()
    index = GraphHolder(store).index()
    index.name("")
    print(f"impact index of the corpus  {time.perf_counter() - begin:.1f} s, read once when a server starts")
    most = sorted(index.citations, key=lambda work: (-len(index.citations[work]), work))[:MOST_CITED]
    questions = [ChangeAsked(work, kind) for work in most for kind in ChangeKind]
    for work in most:
        spans = [span.iri for span in index.versions.get(work, []) if index.articles(span.iri)]
        questions += [ChangeAsked(work, ChangeKind.AMEND, old=old, new=new) for old, new in pairwise(spans)]
    times = []
    for question in questions:
        begin = time.perf_counter()
        impact(index, question)
        times.append((time.perf_counter() - begin) * 1000)
    print(
        f"impact answers: {len(times)}, median {statistics.median(times):.1f} ms, "
        f"longest {max(times):.0f} ms (at most 100)"
    )


def bench_laws(folder: Path) -> Path:
    """Everything about law texts; gives the store of the corpus."""
    laws = corpus(folder)
    bench_extraction(laws)
    store = bench_load(laws, folder)
    bench_impact(store)
    return store
