"""Keeps partial updates honest: a part is never answered with a whole page that lands inside the old one."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class WholePages:
    """Turns a redirect to the sign-in page, met by a partial update, into a change of the whole page.

    Without it a list whose session has ended would show the sign-in page among its rows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and look at what comes back."""
        response = self.get_response(request)
        if request.headers.get("HX-Request") != "true" or response.status_code not in REDIRECTS:
            return response
        target = response.headers["Location"]
        if not target.startswith(resolve_url(settings.LOGIN_URL)):
            return response
        moved = HttpResponse(status=204)
        moved.headers["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return moved
