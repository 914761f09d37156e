"""A node in maintenance: everything can be read, nothing can be written, and every page says so.

The operator puts a file ``read-only`` into ``KECHUANG_HOME``; its first line is shown to everybody (“until 18:00, new
version”). Taking the file away ends the maintenance at once, without a restart.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.web.limits import SAFE

FILE = "read-only"


def reason() -> str:
    """Give what the operator wrote, or a word of ours where the file is empty; empty while the node takes writes."""
    try:
        with Path(settings.KECHUANG_HOME, FILE).open(encoding="utf-8") as file:
            return file.readline(200).strip() or _("Please try again later.")
    except FileNotFoundError:
        return ""


class ReadOnly:
    """Answers 503 to whatever would write while the node is in maintenance; signing in and out still work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let reading pass."""
        if request.method in SAFE or not reason():
            return self.get_response(request)
        if request.path_info in {reverse("web:sign-in"), reverse("web:sign-out"), reverse("web:preferences")}:
            return self.get_response(request)
        from kechuang.web.errors import unavailable  # noqa: PLC0415 - errors render pages, which need loaded apps

        return unavailable(request)
