"""Watches every request: gives it an id, counts it, and writes one line without path, query or person."""

import logging
import re
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponseBase

from kechuang.config.watch.logs import request_id
from kechuang.web import chance

LOG = logging.getLogger("kechuang.request")
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "X-Request-ID"


class Watch:
    """The first of our middlewares, so that it sees what all others answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and count."""
        from kechuang.config.watch import metrics  # noqa: PLC0415 - needs loaded apps

        given = request.headers.get(HEADER, "")
        identifier = given if GIVEN.fullmatch(given) else chance.random_id()
        token, started = request_id.set(identifier), perf_counter()
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        seconds = perf_counter() - started
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "none"
        method = request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} else "OTHER"
        metrics.count(route, method, response.status_code, seconds)
        response.headers[HEADER] = identifier
        shown = {"route": route, "method": method, "status": response.status_code, "ms": round(seconds * 1000, 1)}
        LOG.info("answered", extra={**shown, "request_id": identifier})
        return response
