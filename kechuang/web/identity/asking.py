"""Questions to other machines, bounded in time and size: a service that hangs or floods must not stop the node."""

import json
import time
from typing import Any

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

MOST_BYTES = 256 * 1024
CHUNK = 16 * 1024


class AnswerError(requests.RequestException):
    """The answer is too long, too slow, or no JSON."""


class BoundedSession(requests.Session):
    """Reads at most ``MOST_BYTES`` within ``SOCIALACCOUNT_REQUESTS_TIMEOUT`` seconds, and follows no redirect."""

    def request(self, method: Any, url: Any, **more: Any) -> requests.Response:  # type: ignore[override]  # noqa: ANN401 - requests' own signature
        """Ask once. Raises requests' errors, and AnswerError for an answer that is too long or too slow."""
        seconds = float(settings.SOCIALACCOUNT_REQUESTS_TIMEOUT)
        ends = time.monotonic() + seconds
        more = {**more, "timeout": seconds, "stream": True, "allow_redirects": False}
        response = super().request(method, url, **more)
        read = bytearray()
        try:
            while chunk := response.raw.read1(CHUNK, decode_content=True):  # gives what has come, and does not wait
                read += chunk
                if len(read) > MOST_BYTES:
                    raise AnswerError("the answer is too long")
                if time.monotonic() > ends:
                    raise AnswerError("the answer is too slow")
        except HTTPError:
            raise AnswerError("the answer broke off") from None
        finally:
            response.close()
        response._content = bytes(read)  # noqa: SLF001 - where requests keeps what it has read
        return response


def ask(method: str, url: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - requests' own arguments
    """Ask for a JSON object. Raises requests' errors, and AnswerError for anything else than an object."""
    with BoundedSession() as session:
        response = session.request(method, url, **more)
    response.raise_for_status()
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError):
        raise AnswerError("the answer is no JSON") from None
    if not isinstance(found, dict):
        raise AnswerError("the answer is no JSON object")
    return found
