"""Error pages: what is wrong, and whom to ask; the API gets the same as a problem document."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext

from kechuang.web import permissions
from kechuang.web.page import Action, page
from kechuang.web.slots import Words

LOG = logging.getLogger(__name__)
PROBLEM = "application/problem+json"


def _answer(request: HttpRequest, status: int, title: Words, *sentences: Words) -> HttpResponse:
    said = [str(sentence) for sentence in sentences if sentence]
    if request.path.startswith("/api/"):
        return problem(status, f"http.{status}", str(title), " ".join(said))
    try:
        actions = [Action(label=gettext("To the home page"), url=reverse("web:home"))]
    except NoReverseMatch:
        actions = []
    said.append(_whom_to_ask())
    response = page(request, "web/error.html", {"sentences": said}, title=title, actions=actions, status=status)
    response.headers["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request") == "true":  # a whole page, though a part was asked for
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "outerHTML"
    return response


def _whom_to_ask() -> str:
    contact = str(getattr(settings, "KECHUANG_CONTACT", ""))
    return gettext("Questions: %(contact)s") % {"contact": contact} if contact else ""


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> JsonResponse:  # noqa: ANN401 - JSON
    """Give a problem document (RFC 9457) with our stable code."""
    body = {"type": f"urn:kechuang:problem:{code}", "title": title, "status": status, "code": code, "detail": detail}
    body["language"] = get_language() or ""
    return JsonResponse({**body, **more}, status=status, content_type=PROBLEM)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """400."""
    return _answer(
        request,
        400,
        gettext("This request cannot be read"),
        gettext("The address or the form was incomplete or altered on the way. Nothing was written."),
        gettext("Go back, reload the page and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: names the permission that is missing and the roles that carry it."""
    needed = str(exception) if exception and ":" in str(exception) else ""
    roles = [gettext(role.code) for role in permissions.ROLES.values() if needed in role.permissions]
    return _answer(
        request,
        403,
        gettext("You may not open this"),
        gettext("It needs the permission “%(permission)s”.") % {"permission": gettext(needed)} if needed else "",
        gettext("These roles carry it: %(roles)s.") % {"roles": gettext(", ").join(roles)} if needed and roles else "",
        gettext("Your own grants stand on your account page; your office's administrator can change them."),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 for a form without its token."""
    return _answer(
        request,
        403,
        gettext("This form has expired"),
        gettext("It was opened too long ago, in another sign-in, or cookies are switched off. Nothing was written."),
        gettext("Go back, reload the page and send it again; what you typed may have to be copied over."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """404."""
    return _answer(
        request,
        404,
        gettext("There is no such page"),
        gettext("Nothing stands at this address, or it is not among the records that you may see."),
        gettext("Check the address, or look for it with the search field above."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    response = _answer(
        request,
        429,
        gettext("Too many writes in one minute"),
        gettext("To protect the node, one person may not write more often. Nothing of this request was written."),
        gettext("Wait one minute and send it again. For many records at once use the import or the API's batches."),
    )
    response.headers["Retry-After"] = "60"
    return response


def failure(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database where even the page kit fails."""
    words = (
        gettext("Something failed on our side"),
        gettext("The fault is recorded. An act is written whole or not at all, so nothing is half done."),
        gettext("Try again in a few minutes."),
    )
    try:
        return _answer(request, 500, *words)
    except Exception:  # the error page must not fail with what failed
        LOG.exception("the error page could not be rendered")
        text = "\n".join(str(word) for word in words)
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")
