"""Error pages: what is wrong, and whom to ask; the API gets the same as a problem document."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext

from kechuang.web import chance, drafts, maintenance, permissions
from kechuang.web.page import Action, page
from kechuang.web.slots import Words

LOG = logging.getLogger(__name__)
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What an error page says: what is broken, why, and what to do; whom to ask and the reference are added."""

    status: int
    title: Words
    what: Words
    why: Words = ""
    remedy: Words = ""

    @property
    def sentences(self) -> list[str]:
        """All of it, one after another."""
        return [str(sentence) for sentence in (self.what, self.why, self.remedy) if sentence]


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Answer a request with an error page, or with a problem document where a program asks.

    The reference stands on the page and in the node's log: it is drawn, and says nothing about the person.
    """
    reference = reference_of(request)
    LOG.log(logging.ERROR if trouble.status == 500 else logging.INFO, "answered %s %s", trouble.status, reference)
    if request.path.startswith("/api/"):
        said = " ".join(trouble.sentences)
        return problem(trouble.status, f"http.{trouble.status}", str(trouble.title), said, reference=reference)
    try:
        actions = [Action(label=gettext("To the home page"), url=reverse("web:home"))]
    except NoReverseMatch:
        actions = []
    context = {"trouble": trouble, "contact": contact(), "reference": reference}
    response = page(
        request, "web/error.html", context, title=trouble.title, actions=actions, status=trouble.status, failed=True
    )
    response.headers["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request") == "true":  # a whole page, though a part was asked for
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "outerHTML"
    return response


def reference_of(request: HttpRequest) -> str:
    """Give the reference of a request's trouble, the same however often it is asked: two times four signs."""
    known = getattr(request, "_kechuang_reference", "")
    if not known:
        drawn = chance.draw(4).hex().upper()
        known = request._kechuang_reference = f"{drawn[:4]}-{drawn[4:]}"  # type: ignore[attr-defined]  # noqa: SLF001 - our own mark on the request
    return known


def contact() -> str:
    """Give whom to ask, as the operator says."""
    return str(getattr(settings, "KECHUANG_CONTACT", "")) or gettext("the administrator of this node")


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> JsonResponse:  # noqa: ANN401 - JSON
    """Give a problem document (RFC 9457) with our stable code."""
    body = {"type": f"urn:kechuang:problem:{code}", "title": title, "status": status, "code": code, "detail": detail}
    body["language"] = get_language() or ""
    return JsonResponse({**body, **more}, status=status, content_type=PROBLEM)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """400."""
    return answer(request, known_trouble(400))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: names the permission that is missing and the roles that carry it."""
    needed = str(exception) if exception and ":" in str(exception) else ""
    return answer(request, not_allowed(needed))


def not_allowed(needed: str) -> Trouble:
    """Give what a reader is told who lacks a permission."""
    why = gettext("It needs the permission “%(permission)s”.") % {"permission": gettext(needed)} if needed else ""
    roles = [gettext(role.code) for role in permissions.ROLES.values() if needed in role.permissions]
    if needed and roles:
        why += gettext("These roles carry it: %(roles)s.") % {"roles": gettext(", ").join(roles)}
    return Trouble(
        status=403,
        title=gettext("You may not open this"),
        what=gettext("The page is there, but not for the duties that you have today."),
        why=why,
        remedy=gettext("Your own grants stand on your account page; your office's administrator can change them."),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 for a form without its token; what was typed is kept where the form says whose it is."""
    kept = drafts.rescue(request)
    return answer(
        request,
        Trouble(
            status=403,
            title=gettext("This form has expired"),
            what=gettext("Nothing was written."),
            why=gettext("It was opened too long ago, in another sign-in, or cookies are switched off."),
            remedy=gettext("What you typed is kept: open the form again and send it.")
            if kept
            else gettext("Go back, reload the page and send it again; what you typed may have to be copied over."),
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """404."""
    return answer(request, known_trouble(404))


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    response = answer(request, known_trouble(429))
    response.headers["Retry-After"] = "60"
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 for what would write while the node is in maintenance; what was typed is kept once the node writes again."""
    response = answer(request, known_trouble(503))
    response.headers["Retry-After"] = "600"
    return response


def known_trouble(status: int) -> Trouble:
    """Give what is said for a status. Raises KeyError for one that the node never answers with a page."""
    return {
        400: lambda: Trouble(
            status=400,
            title=gettext("This request cannot be read"),
            what=gettext("Nothing was written."),
            why=gettext("The address or the form was incomplete or altered on the way."),
            remedy=gettext("Go back, reload the page and try again."),
        ),
        403: lambda: not_allowed(""),
        404: lambda: Trouble(
            status=404,
            title=gettext("There is no such page"),
            what=gettext("Nothing stands at this address, or it is not among the records that you may see."),
            why=gettext("An old link, a slip in the address, or a record that was never yours to read."),
            remedy=gettext("Check the address, or look for it with the search field above."),
        ),
        409: lambda: Trouble(
            status=409,
            title=gettext("Somebody else was faster"),
            what=gettext("Nothing of yours was written."),
            why=gettext("The record changed after you opened it, so your change would have overwritten another."),
            remedy=gettext("Open it again, look at what changed, and make your change anew."),
        ),
        422: lambda: Trouble(
            status=422,
            title=gettext("The form could not be taken"),
            what=gettext("Nothing was written."),
            why=gettext("A field is empty or holds something that cannot be read."),
            remedy=gettext("Go back: each field says what is wrong with it and how to mend it."),
        ),
        429: lambda: Trouble(
            status=429,
            title=gettext("Too many writes in one minute"),
            what=gettext("Nothing of this request was written."),
            why=gettext("To protect the node, one person may not write more often."),
            remedy=gettext(
                "Wait one minute and send it again. For many records at once use the import or the API's batches."
            ),
        ),
        500: lambda: Trouble(
            status=500,
            title=gettext("Something failed on our side"),
            what=gettext("The page could not be made."),
            why=gettext("The fault is recorded. An act is written whole or not at all, so nothing is half done."),
            remedy=gettext("Try again in a few minutes. If it happens again, tell the reference below."),
        ),
        503: lambda: Trouble(
            status=503,
            title=gettext("This node is in maintenance"),
            what=gettext("Everything can be read; nothing of this request was written."),
            why=maintenance.reason(),
            remedy=gettext("Keep the page open and send it again after the maintenance."),
        ),
    }[status]()


STATUSES = (400, 403, 404, 409, 422, 429, 500, 503)


def failure(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database where even the page kit fails."""
    trouble = known_trouble(500)
    try:
        return answer(request, trouble)
    except Exception:  # the error page must not fail with what failed
        LOG.exception("the error page could not be rendered")
        text = "\n".join([str(trouble.title), *trouble.sentences, reference_of(request)])
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")
