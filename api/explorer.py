"""/api/explorer: what the pages in the browser ask. Answers are made by a worker of their own and kept by data version.

Each says its version in X-Data-Version and, with the question, in its ETag.
"""

import hashlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from ..visualizations.explorer.files import GraphFile
from . import explorer_models as models
from .endpoint.cache import Cache, Entry
from .endpoint.encoding import WORTH_IT, choose_encoding, encoded
from .endpoint.jobs import Explore
from .endpoint.service import Service

Handler = Callable[..., Awaitable[Response]]
Day = Annotated[
    str, Query(max_length=10, description="A day for which loads and deadlines are meant; none without it.")
]
Id = Annotated[str, Query(max_length=1000, description="An IRI of this graph, or the part of it after /id/.")]
#: A job for a worker travels as JSON of whole numbers that a machine has.
Group = Annotated[int, Field(ge=0, lt=2**31)]
Groups = Annotated[list[Group], Query(description="Groups that are opened.", max_length=50)]
Around = Annotated[list[str], Query(description="Things that are shown with their surroundings.", max_length=50)]
Depth = Annotated[int, Query(ge=0, le=3, description="How many steps their surroundings reach.")]


def _filters(
    hide: Annotated[list[str], Query(description="Kinds and relations to leave out.", max_length=40)] = [],  # noqa: B006
    only: Annotated[str, Query(max_length=20, description="The only group; all without it.")] = "",
    words: Annotated[str, Query(alias="with", max_length=200, description="Words that names must have.")] = "",
    select: Id = "",
    near: Annotated[int, Query(ge=0, le=3, description="Only so many steps around `select`.")] = 0,
) -> dict[str, Any]:
    """What the page leaves out of what it shows."""
    return {"hide": hide, "only": only, "words": words, "select": select, "near": near}


def router(service: Service, cache: Cache) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/api/explorer", tags=["explorer"])

    async def answer(request: Request, question: str, **values: Any) -> Response:
        version = service.version()
        coding = choose_encoding(request.headers.get("accept-encoding"))
        key = (version, question, sorted(values.items()), coding)
        digest = hashlib.sha256(repr(key).encode()).hexdigest()
        tag, headers = f'"{digest[:32]}"', {"Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
        if version:
            headers |= {"ETag": tag, "X-Data-Version": version}
            if tag in (request.headers.get("if-none-match") or ""):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            if kept := cache.get(digest):
                return _response(kept.body, headers, kept.headers)
        reply = await service.explore(Explore(version, question, values))
        body = b"".join([piece async for piece in reply.chunks()])
        own = [(b"content-type", reply.head["media_type"].encode())]
        if coding and len(body) >= WORTH_IT:
            body = encoded(body, coding)
            own.append((b"content-encoding", coding.encode()))
        if version:
            cache.put(digest, Entry(own, body))
        return _response(body, headers, own)

    def get(path: str, model: type[BaseModel]) -> Callable[[Handler], Handler]:
        return routes.get(path, response_class=Response, responses={200: {"model": model}})

    @get("/overview", models.Overview)
    async def overview(request: Request, on: Day = "") -> Response:
        """What is in the graph, what is due next, who carries most, what to look at."""
        return await answer(request, "overview", on=on)

    @get("/network", models.Picture)
    async def network(
        request: Request,
        group: Groups = [],  # noqa: B006 - read, never changed
        around: Around = [],  # noqa: B006
        depth: Depth = 1,
        whole: bool = False,
        on: Day = "",
    ) -> Response:
        """Things, ties and where they are drawn; of a large graph its groups, and of these what is opened."""
        return await answer(request, "network", group=group, around=around, depth=depth, whole=whole, on=on)

    @get("/search", models.Hits)
    async def search(
        request: Request, q: Annotated[str, Query(max_length=200)], limit: Annotated[int, Query(ge=1, le=100)] = 20
    ) -> Response:
        """Things by Chinese words, pinyin, initials or numbers, with the line that matched."""
        return await answer(request, "search", q=q, limit=limit)

    @get("/thing", models.Details)
    async def thing(request: Request, id: Id, on: Day = "") -> Response:  # noqa: A002 - the name of the query parameter
        """One thing: its properties, its ties counted by relation, its source with marks and offsets."""
        return await answer(request, "thing", id=id, on=on)

    @get("/neighbours", models.Neighbours)
    async def neighbours(
        request: Request,
        id: Id,  # noqa: A002
        relation: str = "",
        outward: bool | None = None,
        offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 25,
    ) -> Response:
        """A page of what a thing is tied to, the most tied first."""
        return await answer(
            request, "neighbours", id=id, relation=relation, outward=outward, offset=offset, limit=limit
        )

    @get("/between", models.Between)
    async def between(request: Request, source: Id, target: Id) -> Response:
        """All ties between two things, with the words that ground them."""
        return await answer(request, "between", source=source, target=target)

    @get("/paths", models.Paths)
    async def paths(
        request: Request,
        source: Id,
        target: Id,
        hops: Annotated[int, Query(ge=1, le=6)] = 4,
        limit: Annotated[int, Query(ge=1, le=60)] = 20,
    ) -> Response:
        """Why two things are linked: the paths between them, each step with the words that ground it."""
        return await answer(request, "paths", source=source, target=target, hops=hops, limit=limit)

    @routes.get(
        "/download", response_class=Response, responses={200: {"content": {f.media_type: {} for f in GraphFile}}}
    )
    async def download(
        request: Request,
        format: GraphFile,  # noqa: A002 - the name of the query parameter
        group: Groups = [],  # noqa: B006 - read, never changed
        around: Around = [],  # noqa: B006
        depth: Depth = 1,
        whole: bool = False,
        filters: Annotated[dict[str, Any], Depends(_filters)] = {},  # noqa: B006
    ) -> Response:
        """What /network shows and its filters leave, as a file."""
        found = await answer(
            request, "download", format=format, group=group, around=around, depth=depth, whole=whole, on="", **filters
        )
        found.headers["Content-Disposition"] = f'attachment; filename="taizhang-network.{format.value}"'
        return found

    return routes


def _response(body: bytes, headers: dict[str, str], own: list[tuple[bytes, bytes]]) -> Response:
    return Response(body, headers={**headers, **{name.decode(): value.decode() for name, value in own}})
