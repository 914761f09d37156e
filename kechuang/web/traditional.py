"""Pages in traditional characters, whole: what people and offices wrote is converted as it is shown, never as stored.

The catalogues give the page's own words; names, titles and notes come from the database in simplified characters. On a
traditional page the text between tags is converted by OpenCC's s2tw (characters only, never words). Left alone are what
a form would send back (values, text areas), scripts, and quotes that carry their own ``lang``.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from kechuang.web.divisions import convert

_TOKEN = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_FOREIGN = re.compile(r"""\slang\s*=\s*(?!["']?zh-Hant)""", re.IGNORECASE)
_RAW = frozenset({"textarea", "script", "style"})
_SPOKEN = re.compile(r"""(\s(?:title|aria-label|placeholder|alt)\s*=\s*")([^"]*)""")


class TraditionalPages:
    """Converts HTML answers while the page's language is traditional Chinese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and convert what comes back."""
        response = self.get_response(request)
        if get_language() != "zh-hant" or response.streaming or "html" not in response.headers.get("Content-Type", ""):
            return response
        response.content = traditional_page(response.content.decode(response.charset))
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response


def traditional_page(html: str) -> str:
    """Convert the text of a page and what is read aloud of it; values, text areas and foreign quotes stay."""
    parts = _TOKEN.split(html)
    skipped, depth = "", 0
    for index, part in enumerate(parts):
        if not part.startswith("<"):
            if not skipped:
                parts[index] = convert(part)
            continue
        if skipped:
            depth += _step(part, skipped)
            if depth == 0:
                skipped = ""
            continue
        opened = _OPENING.match(part)
        if opened and not part.endswith("/>") and _left_alone(opened.group(1).lower(), part):
            skipped, depth = opened.group(1).lower(), 1
        elif opened:
            parts[index] = _SPOKEN.sub(lambda found: found.group(1) + convert(found.group(2)), part)
    return "".join(parts)


def _left_alone(name: str, tag: str) -> bool:
    """Whether an element's text stays: raw text, or a quote in another language (the page itself is zh-Hant)."""
    if name == "option":
        return "value=" not in tag  # its text would be sent back
    return name in _RAW or (name != "html" and _FOREIGN.search(tag) is not None)


def _step(tag: str, name: str) -> int:
    lowered = tag.lower()
    if lowered.startswith(f"</{name}"):
        return -1
    opened = _OPENING.match(lowered)
    return 1 if opened and opened.group(1) == name and not tag.endswith("/>") else 0
