"""One shape for every error: application/problem+json (RFC 9457), in the client's language, without internals."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ..ontology.errors import (
    NotAcceptable,
    NothingFound,
    QueryError,
    RefusedQuery,
    StoreError,
    TaizhangError,
    Text,
    UnknownQuery,
)
from .negotiation import language

MEDIA_TYPE = "application/problem+json"
_NO_STORE = Text("图谱暂时无法读取", "the store cannot be read at the moment")
_INTERNAL = Text("服务器内部错误", "an internal error occurred")
_STATUS: tuple[tuple[type[TaizhangError], HTTPStatus], ...] = (
    (UnknownQuery, HTTPStatus.NOT_FOUND),
    (NothingFound, HTTPStatus.NOT_FOUND),
    (RefusedQuery, HTTPStatus.FORBIDDEN),
    (NotAcceptable, HTTPStatus.NOT_ACCEPTABLE),
    (QueryError, HTTPStatus.BAD_REQUEST),
)


class HTTPProblem(TaizhangError):
    """An HTTP error with its own status, and headers that belong to it."""

    def __init__(self, status: HTTPStatus, text: Text, headers: Mapping[str, str] | None = None):
        super().__init__(text)
        self.status = status
        self.headers = dict(headers or {})


def problem(request: Request, status: int, text: Text) -> JSONResponse:
    """The response for an error."""
    said = text.say(language(request.query_params.get("lang"), request.headers.get("accept-language")))
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": said}
    return JSONResponse(content, status_code=status, media_type=MEDIA_TYPE)


def answer(request: Request, error: Exception) -> JSONResponse:
    """The response for an exception: what it says where it is one of ours, nothing of the inside for any other."""
    if isinstance(error, HTTPProblem):
        response = problem(request, error.status, error.text)
        response.headers.update(error.headers)
        return response
    if isinstance(error, StoreError):
        return problem(request, HTTPStatus.SERVICE_UNAVAILABLE, _NO_STORE)  # its own message names folders
    if isinstance(error, TaizhangError):
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
        return problem(request, status, error.text)
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, _INTERNAL)


def install(app: FastAPI, page: Callable[[Request], Response | None]) -> None:
    """Answer every error of an application in this shape; `page` may have one for who asks for an address with nothing."""

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type below
        if error.status_code == HTTPStatus.NOT_FOUND and (found := page(request)) is not None:
            return found
        return problem(request, error.status_code, Text(str(error.detail), str(error.detail)))

    def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        said = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
        return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, Text(said, said))

    app.add_exception_handler(TaizhangError, answer)
    app.add_exception_handler(Exception, answer)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
