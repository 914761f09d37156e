"""What stands around every page: the side column, languages, the reader, the marks of a demonstration."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from kechuang.web import clock, maintenance, progress, slots

TEXT_COOKIE, THEME_COOKIE = "kechuang_text", "kechuang_theme"
THEMES = ("light", "dark")
HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@dataclass(frozen=True, slots=True)
class Language:
    """One of the page's languages, in its own words."""

    code: str
    name: str
    html: str
    current: bool


class Shell:
    """Read by ``web/shell.html``; everything is worked out only when the template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def menu(self) -> list[slots.ShownGroup]:
        """The side column for this reader."""
        return slots.menu_for(self.request)

    @property
    def language(self) -> str:
        """The page's language as HTML writes it."""
        return HTML_LANGUAGES.get(get_language() or "", "zh-Hans")

    @property
    def languages(self) -> list[Language]:
        """All languages of the platform."""
        here = get_language()
        return [Language(code, name, HTML_LANGUAGES[code], code == here) for code, name in settings.LANGUAGES]

    @property
    def theme(self) -> str:
        """``light`` or ``dark`` if the reader chose one; empty: as the system says."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def large(self) -> bool:
        """Whether the reader asked for large text."""
        return self.request.COOKIES.get(TEXT_COOKIE, "") == "large"

    @property
    def demo(self) -> bool:
        """Whether every page must say that this is a demonstration."""
        return bool(getattr(settings, "KECHUANG_DEMO", False))

    @property
    def read_only(self) -> str:
        """Why nothing can be written at present; empty while the node takes everything."""
        return maintenance.reason()

    @cached_property
    def ended_work(self) -> list[Any]:
        """Work in the background that has ended since this reader's last page."""
        return progress.ended_meanwhile(self.request)

    @property
    def address(self) -> str:
        """The page's whole address, printed below it."""
        return self.request.build_absolute_uri()

    @property
    def moment(self) -> Any:  # noqa: ANN401 - a datetime, shown by the template
        """The node's moment, printed in the margin."""
        return clock.now()

    @property
    def here(self) -> str:
        """The page's own address, for coming back after a switch."""
        return self.request.get_full_path()

    @cached_property
    def body_name(self) -> str:
        """The name of the first office or firm of the signed-in person."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        grant = user.grants.select_related("body").order_by("pk").first()
        if grant is None:
            return ""
        return grant.body.name_en or grant.body.name if get_language() == "en" else grant.body.name


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``shell``."""
    return {"shell": Shell(request)}
