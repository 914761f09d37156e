"""Writes down what a page or an answer showed, before it leaves the node."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kechuang.casework.disclosures import log
from kechuang.web.disclosing import noted


class WhoSawWhat:
    """Where nothing restricted was shown, nothing is done. Where it cannot be written down, it is not shown either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write."""
        response = self.get_response(request)
        if noted(request) and response.status_code < 400:
            log.write(request)
        return response
