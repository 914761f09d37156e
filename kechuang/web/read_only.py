"""Keeps a node in maintenance from writing (``maintenance.py`` says how it is set)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kechuang.web import errors, maintenance
from kechuang.web.limits import SAFE


class ReadOnly:
    """Answers 503 to whatever would write while the node is in maintenance; signing in and out still work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let reading pass."""
        if request.method in SAFE or not maintenance.reason():
            return self.get_response(request)
        if request.path_info in {reverse("web:sign-in"), reverse("web:sign-out"), reverse("web:preferences")}:
            return self.get_response(request)
        return errors.unavailable(request)
