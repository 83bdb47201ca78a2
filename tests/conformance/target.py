"""The server under test, and requests that go to it exactly as written."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from tests.conformance.results import Result, read


class Failed(AssertionError):
    """The server did not do what a case asks of it; the message says what it did instead."""


@dataclass(frozen=True)
class Target:
    """The addresses of a server; below `direct` the address of a graph is its IRI."""

    query: str
    update: str
    graphs: str
    direct: str
    token: str | None = None

    @classmethod
    def taizhang(cls, address: str, token: str | None) -> Self:
        """A server of ours, by its address without the slash at the end."""
        return cls(
            query=f"{address}/sparql",
            update=f"{address}/sparql",
            graphs=f"{address}/graphs",
            direct=f"{address}/graphs",
            token=token,
        )


@dataclass(frozen=True)
class Answer:
    """A response, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def good(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300

    def __str__(self) -> str:
        said = " ".join(self.body.decode(errors="replace").split())
        return f"{self.status} {self.media_type}: {said[:300]}"


class Client:
    """One connection to a server; always with its token, so that a refusal is never for want of one."""

    def __init__(self, target: Target) -> None:
        self._authorization = {} if target.token is None else {"authorization": f"Bearer {target.token}"}
        self._http = httpx.Client(timeout=60, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """Send a request, path and query as they stand in the URL. Raises Failed where no whole answer comes."""
        parts = httpx.URL(url)
        origin = url.index("/", len(f"{parts.scheme}://")) if url.count("/") > 2 else len(url)
        request = self._http.build_request(
            method,
            url[:origin],
            headers={**self._authorization, **headers},
            content=body,
            extensions={"target": (url[origin:] or "/").encode()},
        )
        try:
            response = self._patiently(request)
        except httpx.HTTPError as error:
            raise Failed(f"no whole answer: {type(error).__name__}: {error}") from error
        return Answer(response.status_code, response.headers, response.content)

    def _patiently(self, request: httpx.Request) -> httpx.Response:
        """Send it again over a new connection where the server was just closing the one it went over."""
        try:
            return self._http.send(request)
        except httpx.RemoteProtocolError as error:
            if "without sending a response" not in str(error):
                raise
            return self._http.send(request)


def result_of(answer: Answer, base: str) -> Result:
    """What a response says, by its media type. Raises Failed where that is not what its media type promises."""
    try:
        return read(answer.body, answer.media_type, base)
    except ValueError as error:
        raise Failed(f"{error} in {answer}") from error
