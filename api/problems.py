"""One shape for every error: application/problem+json (RFC 9457), in the client's language, without internals."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ..ontology.errors import NothingFound, QueryError, RefusedQuery, TaizhangError, Text, UnknownQuery
from .negotiation import language

MEDIA_TYPE = "application/problem+json"
_INTERNAL = Text("服务器内部错误", "an internal error occurred")
_STATUS: tuple[tuple[type[TaizhangError], HTTPStatus], ...] = (
    (UnknownQuery, HTTPStatus.NOT_FOUND),
    (NothingFound, HTTPStatus.NOT_FOUND),
    (RefusedQuery, HTTPStatus.FORBIDDEN),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (TaizhangError, HTTPStatus.SERVICE_UNAVAILABLE),
)


class HTTPProblem(TaizhangError):
    """An HTTP error with its own status."""

    def __init__(self, status: HTTPStatus, text: Text):
        super().__init__(text)
        self.status = status


def problem(request: Request, status: int, text: Text) -> JSONResponse:
    """The response for an error."""
    said = text.say(language(request.query_params.get("lang"), request.headers.get("accept-language")))
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": said}
    return JSONResponse(content, status_code=status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of an application in this shape."""

    def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, TaizhangError)  # noqa: S101 - registered for this type below
        if isinstance(error, HTTPProblem):
            return problem(request, error.status, error.text)
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        return problem(request, status, error.text)

    def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101
        return problem(request, error.status_code, Text(str(error.detail), str(error.detail)))

    def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        said = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
        return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, Text(said, said))

    def unexpected(request: Request, error: Exception) -> JSONResponse:
        logging.getLogger("taizhang").error("request failed: %s %s", request.method, request.url.path, exc_info=error)
        return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, _INTERNAL)

    app.add_exception_handler(TaizhangError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unexpected)
