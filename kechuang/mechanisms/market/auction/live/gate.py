"""The way of a watcher past everything else: sessions, translations, middleware, database.

``/market/live/<lot>.json`` answers from the memory of the process, with an ETag, so that most answers are 304 and a few
bytes. ``X-Server-Time`` is the lot's moment in milliseconds: by it the page counts down.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from kechuang.mechanisms.market.auction.live.boards import BOARDS
from kechuang.web import clock

_PATH = re.compile(r"/market/live/([0-9a-f-]{36})\.json").fullmatch
type App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def server_time(shift: int) -> str:
    """Give the lot's moment in milliseconds since 1970."""
    base = clock.real_now().timestamp() if shift else clock.now().timestamp()
    return str(int((base + shift) * 1000))


def with_live_boards(application: App) -> App:
    """Answer for live boards, and hand everything else on."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        found = _PATH(environ.get("PATH_INFO", ""))
        if found is None or environ.get("REQUEST_METHOD") != "GET":
            return application(environ, start_response)
        try:
            shown = BOARDS.get(UUID(found.group(1)))
        except ValueError:
            shown = None
        if shown is None:
            return application(environ, start_response)
        etag = f'"{shown.version}"'
        headers = [
            ("ETag", etag),
            ("Cache-Control", "no-cache"),
            ("X-Server-Time", server_time(shown.shift)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if environ.get("HTTP_IF_NONE_MATCH") == etag:
            start_response("304 Not Modified", headers)
            return [b""]
        headers += [("Content-Type", "application/json"), ("Content-Length", str(len(shown.body)))]
        start_response("200 OK", headers)
        return [shown.body]

    return answer
