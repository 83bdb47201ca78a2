"""Answers passed on to the client as they come out of a worker, in constant memory."""

from ...ontology.errors import TaizhangError
from .encoding import encoder
from .http import Headers, Send
from .tasks import Reply


class BrokenAnswer(TaizhangError):
    """An answer failed after it had begun: the connection must break, for there is no other way to say so."""


async def stream(
    send: Send, reply: Reply, headers: Headers, *, head: bool = False, coding: str | None = None, room: int = 0
) -> bytes | None:
    """Send a reply; `head` sends no body (HEAD), `coding` compresses it.

    Returns the body as it was sent when it has no more than `room` bytes, else None. Raises BrokenAnswer.
    """
    packer = encoder(coding) if coding else None
    extra = [(b"content-encoding", coding.encode())] if coding else []
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, *extra]})
    if head:
        reply.abandon()
        await send({"type": "http.response.body", "body": b""})
        return None
    kept: list[bytes] = []
    try:
        async for piece in reply.chunks():
            packed = packer.compress(piece) if packer else piece
            room -= len(packed)
            if room >= 0:
                kept.append(packed)
            else:
                kept.clear()
            if packed:
                await send({"type": "http.response.body", "body": packed, "more_body": True})
    except TaizhangError as error:
        raise BrokenAnswer(error.text) from error
    except BaseException:
        reply.abandon()
        raise
    last = packer.flush() if packer else b""
    await send({"type": "http.response.body", "body": last})
    return b"".join([*kept, last]) if room >= len(last) else None
