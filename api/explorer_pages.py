"""The explorer's files as they were built: its pages, which are one document, and the assets that document names."""

import json
import mimetypes
import re
from collections.abc import Callable
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from ..ontology.errors import NothingFound, Text
from .problems import HTTPProblem

_FOLDER = Path(str(files("taizhang.visualizations"))) / "static" / "explorer"
_ASSET = re.compile(r"[\w-][\w.-]*")
_PAGE = re.compile(r"/[\w-]+")
_FOREVER = "public, max-age=31536000, immutable"  # the name of an asset holds a hash of its content
_NOT_BUILT = Text(
    "网页还没有构建：在源码目录运行 make web", "the pages have not been built: run `make web` in the checkout"
)
_PRELOADS = {".js": "modulepreload", ".css": "preload; as=style; crossorigin"}
#: Chosen here and not by the system, whose tables differ.
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}


def page_names() -> list[str]:
    """The pages that were built; none where nothing was."""
    return list(_page_files())


def _page_files() -> dict[str, list[str]]:
    """The pages that were built, and the files each begins with beside those in the document."""
    try:
        found: dict[str, list[str]] = json.loads((_FOLDER / "pages.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def router() -> APIRouter:
    """The routes of the pages and their assets."""
    routes = APIRouter(include_in_schema=False)

    for name, beginning in (_page_files() or {"overview": []}).items():
        path = "/" if name == "overview" else f"/{name}"
        routes.add_api_route(path, _page(beginning), methods=["GET", "HEAD"], response_class=FileResponse)

    @routes.api_route("/assets/{name}", methods=["GET", "HEAD"], response_class=FileResponse)
    def asset(request: Request, name: str) -> FileResponse:
        path = _FOLDER / "assets" / name
        if not _ASSET.fullmatch(name) or not path.is_file():
            raise NothingFound(Text(f"没有 {name}", f"there is no {name}"))
        return _file(request, path, _FOREVER)

    return routes


def no_page(request: Request) -> FileResponse | None:
    """What a person sees at an address where nothing is: the document, whose script says so and leads on.

    Only where a page could be: programs get the problem, and so does who asks for a thing of the graph or for an answer.
    """
    for_people = "text/html" in request.headers.get("accept", "") and _PAGE.fullmatch(request.scope["path"])
    if not for_people or not (_FOLDER / "index.html").is_file():
        return None
    response = _file(request, _FOLDER / "index.html", "no-cache")
    response.status_code = HTTPStatus.NOT_FOUND
    return response


def _page(beginning: list[str]) -> Callable[[Request], FileResponse]:
    """The document as a page answers it: with the files that its script would ask for one step later."""
    links = ", ".join(f"</{name}>; rel={_PRELOADS[Path(name).suffix]}" for name in beginning)

    def page(request: Request) -> FileResponse:
        response = _file(request, _FOLDER / "index.html", "no-cache")
        if links:
            response.headers["Link"] = links
        return response

    return page


def _file(request: Request, path: Path, caching: str) -> FileResponse:
    """A file, as it was compressed when it was built where the client takes that."""
    if not path.is_file():
        raise HTTPProblem(HTTPStatus.SERVICE_UNAVAILABLE, _NOT_BUILT)
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
    small = path.with_name(f"{path.name}.gz")
    if small.is_file() and "gzip" in request.headers.get("accept-encoding", ""):
        return FileResponse(small, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})
    return FileResponse(path, media_type=media_type, headers=headers)
