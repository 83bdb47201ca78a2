"""What a document costs at 1, 10 and 100 times the samples: on this machine, and on Spark. Makes the table of docs/scale.md.

    python -m benchmarks.scale                      1, 10 and 100 times, into a store
    python -m benchmarks.scale --times 1,10 --spark local[2]
    python -m benchmarks.scale --speed 1000         pages a second beside the aim, of so many documents of each kind

Seconds of processor time are what to compare: they hardly change when others use the machine, as elapsed time does.
The files are the samples again and again, each with a name and words of its own, since a copy would not be written.
"""

import argparse
import ctypes
import io
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import psutil
import pypdfium2
import pypdfium2.raw as pdfium

from .documents import SAMPLES, pages_of

_TICK = 0.2
#: What every title of the samples says, and how many times it is renamed: in the name of a page and at its head, too.
_TITLE, _TIMES = "人工智能", 4
#: Kinds of documents with the aim: pages a second that two processors load.
_AIMS = (((".pdf",), 20), ((".docx", ".html"), 200))
_PROCESSORS = 2


@dataclass(frozen=True)
class Cost:
    """What a command took: elapsed and processor seconds, and resident bytes at the most."""

    elapsed: float
    processor: float
    memory: int


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", default="1,10,100", help="how many times the samples")
    options.add_argument("--spark", metavar="MASTER", help="on Spark, into N-Quads, instead of a store here")
    options.add_argument(
        "--speed", type=int, metavar="DOCUMENTS", help="pages a second of so many documents of each kind"
    )
    asked = options.parse_args()
    if asked.speed:
        speeds(asked.speed)
        return
    print("| way | documents | lines | elapsed s | processor s | processor s a document | memory GB |")
    print("|---|---|---|---|---|---|---|")
    for times in map(int, asked.times.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            print(row(times, asked.spark, Path(folder)), flush=True)


def row(times: int, spark: str | None, folder: Path) -> str:
    """One line of the table."""
    count = multiply(times, folder / "documents")
    way = ["--spark", spark, "-o", str(folder / "out")] if spark else ["--store", str(folder / "out")]
    cost = measured([sys.executable, "-m", "taizhang.api", "load", str(folder / "documents"), *way])
    lines = lines_of(folder / "out")
    return (
        f"| {'Spark, ' + spark if spark else 'one machine'} | {count} | {lines:,} | {cost.elapsed:.0f} | "
        f"{cost.processor:.0f} | {cost.processor / count:.2f} | {cost.memory / 1e9:.1f} |"
    )


def speeds(documents: int) -> None:
    """Print how many pages a second a load takes in, and what part of the aim that is.

    By elapsed time it is true of a machine on which nothing else runs; by processor time, both processors always busy.
    """
    print("| documents | files | pages | aim | pages a second, elapsed | of the aim | by processor time | of the aim |")
    print("|---|---|---|---|---|---|---|---|")
    for suffixes, aim in _AIMS:
        samples = [path for path in all_samples() if path.suffix in suffixes]
        times = -(-documents // len(samples))
        pages = times * sum(pages_of(path.name, path.read_bytes()) for path in samples)
        with tempfile.TemporaryDirectory() as folder:
            count = multiply(times, Path(folder) / "documents", suffixes)
            where = [str(Path(folder) / "documents"), "--store", str(Path(folder) / "out")]
            cost = measured([sys.executable, "-m", "taizhang.api", "load", *where])
        elapsed, processor = pages / cost.elapsed, pages / cost.processor * _PROCESSORS
        print(
            f"| {', '.join(suffixes)} | {count:,} | {pages:,.0f} | {aim} | {elapsed:.0f} | {elapsed / aim:.2f} | "
            f"{processor:.0f} | {processor / aim:.2f} |",
            flush=True,
        )


def all_samples() -> list[Path]:
    """The documents of the samples."""
    return [path for path in sorted(SAMPLES.glob("*.*")) if ".gold." not in path.name and path.suffix != ".md"]


def multiply(times: int, folder: Path, suffixes: tuple[str, ...] = ()) -> int:
    """The samples (of some kinds) so many times; tells how many files that makes."""
    folder.mkdir()
    samples = [path for path in all_samples() if not suffixes or path.suffix in suffixes]
    for position, path in enumerate(samples):
        for number in range(times):
            # Latin letters alone, in one word: the name of a file is its name in the graph.
            name = f"{path.stem}{path.suffix.removeprefix('.')}n{number}{path.suffix}"
            (folder / name).write_bytes(varied(path.suffix, path.read_bytes(), number * len(samples) + position))
    return times * len(samples)


def varied(suffix: str, data: bytes, number: int) -> bytes:
    """The same document with another title, as long as can be: a load leaves out what says the same as another."""
    if suffix == ".pdf":
        return _varied_pdf(data, number)
    if suffix not in (".docx", ".xlsx"):
        return _renamed(data, number)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, _renamed(content, number) if part.filename.endswith(".xml") else content)
    return buffer.getvalue()


def _renamed(text: bytes, number: int) -> bytes:
    """The words that the titles of all samples have, with a name made of some of them."""
    name = "".join("浙江省人工智能高质"[int(digit)] if digit != "9" else "量" for digit in str(number))
    for spelled in (_TITLE.encode(), _TITLE.encode("ascii", "xmlcharrefreplace")):
        text = text.replace(spelled, spelled + name.encode(), _TIMES)
    return text


def _varied_pdf(data: bytes, number: int) -> bytes:
    """A PDF whose first piece of text, the title, goes on with characters of its own, which its font is sure to have."""
    opened = pypdfium2.PdfDocument(data)
    page = opened[0]
    title = next(found for found in page.get_objects() if found.type == pdfium.FPDF_PAGEOBJ_TEXT)
    text, words = (ctypes.c_ushort * 1_000)(), page.get_textpage()
    length = pdfium.FPDFTextObj_GetText(title.raw, words.raw, text, 2 * len(text)) // 2 - 1
    units = [*text[:length], *(text[int(digit)] for digit in str(number)), 0]
    pdfium.FPDFText_SetText(title.raw, ctypes.cast((ctypes.c_ushort * len(units))(*units), pdfium.FPDF_WIDESTRING))
    page.gen_content()
    buffer = io.BytesIO()
    opened.save(buffer)
    return buffer.getvalue()


def measured(command: list[str]) -> Cost:
    """Run a command in a session of its own and watch all of its processes."""
    begin, processor, memory = time.perf_counter(), 0.0, 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    done = threading.Event()

    def watch() -> None:
        nonlocal processor, memory
        while not done.wait(_TICK):
            used, resident = state(process.pid)
            processor, memory = max(processor, used), max(memory, resident)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    elapsed = time.perf_counter() - begin
    done.set()
    watcher.join()
    if code:
        raise SystemExit(f"{command} ended with {code}")
    return Cost(elapsed, processor, memory)


def state(session: int) -> tuple[float, int]:
    """Processor seconds, with those of ended children, and resident bytes of a session."""
    seconds, resident = 0.0, 0
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session:
                times = process.cpu_times()
                seconds += times.user + times.system + times.children_user + times.children_system
                resident += process.memory_info().rss
        except (psutil.Error, OSError):
            continue
    return seconds, resident


def lines_of(folder: Path) -> int:
    """How many lines of N-Quads a load has made, in a store or as parts."""
    if (folder / "CURRENT").exists():
        command = [sys.executable, "-m", "taizhang.api", "export", "-f", "nq", "--store", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            count = sum(1 for _ in process.stdout)
        if process.returncode:
            raise SystemExit(f"{command} ended with {process.returncode}")
        return count
    return sum(sum(1 for _ in path.open("rb")) for path in folder.glob("part-*.nq"))


if __name__ == "__main__":
    main()
